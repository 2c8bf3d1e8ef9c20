"""The command line: ``python -m dxindex COMMAND``.

A command is one function from parsed arguments to a :class:`Answer`: the table it prints and the figures it rests
on; :data:`COMMANDS` names them. Data goes to standard output, everything else to standard error. Exit status 0, 1
for bad input, 2 for usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import dxindex as dx
from dxindex import own
from dxindex.classify import FEATURE_SETS
from dxindex.cli_bundle import write_bundle
from dxindex.cli_describe import alpha, availability, components, correlations, variance
from dxindex.cli_formats import Leaving, command_of, leave, own_source, own_version, render_file
from dxindex.cli_options import (
    DEFAULT_EDITION,
    NEED_SHIPPED,
    build_parser,
    check_usage,
    parse_weights,
    spell_out,
    split_names,
)
from dxindex.cli_own import Surroundings, load_own, run_check
from dxindex.cli_publish import publish_site
from dxindex.cli_study import Answer, Figures, Study, say, with_ids
from dxindex.errors import DxIndexError, InputError, name_ids
from dxindex.output import TEXTS, render_table, write_whole
from dxindex.progress import show_progress
from dxindex.runs import RECORD_SUFFIX, RunRecord, checksum, find_versions, read_record


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; usage faults exit with 2 as argparse does."""
    parser = build_parser(COMMANDS)
    arguments = parser.parse_args(argv)
    check_usage(parser, arguments)
    try:
        if arguments.name == "reproduce":
            reproduce(arguments)
        elif arguments.name == "check":
            return run_check(arguments, _surroundings())
        elif arguments.name == "publish":
            publish_site(arguments)
        elif arguments.name == "bundle":
            bundle_view(arguments)
        else:
            _run(arguments)
    except BrokenPipeError:
        # The reader (as in `| head`) has what it wanted. What is still buffered must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except DxIndexError as error:
        say(f"dxindex: {error}")
        return 1
    return 0


def _run(arguments: argparse.Namespace) -> None:
    answer = _answer(arguments)
    content = _rendered(arguments, answer, arguments.data.name if arguments.data else "")
    if arguments.output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    output: Path = arguments.output
    record = _record(arguments, answer, content)
    write_whole(output, content)
    write_whole(output.with_name(output.name + RECORD_SUFFIX), record.to_json())


def _answer(arguments: argparse.Namespace) -> Answer:
    command: Callable[[argparse.Namespace, Figures], pd.DataFrame] = arguments.command
    figures = _load(arguments)
    with show_progress(arguments.name, sys.stderr):
        table = command(arguments, figures)
    return Answer(table, figures)


def _rendered(arguments: argparse.Namespace, answer: Answer, name: str) -> bytes:
    """Return a result in the form asked for; ``name`` is of the file of one's own, if there is one.

    Where files and folders are on this machine is nobody else's business: they are named without it.
    """
    if arguments.format in TEXTS:
        return render_table(answer.table, arguments.format)
    figures = answer.figures
    version, sources = _origin(arguments, figures, name, figures.framework.indicators)
    told = _told(arguments, figures, name)
    leaving = leave(told, figures.framework, period=figures.period, version=version, sources=sources)
    return render_file(answer.table, arguments.format, leaving, _pack)


def _told(arguments: argparse.Namespace, figures: Figures, name: str) -> argparse.Namespace:
    named = {"edition": figures.edition or None, "data": name or None}
    if arguments.figures:
        named["figures"] = Path(arguments.figures).name
    return argparse.Namespace(**{**vars(arguments), **named})


def _origin(
    arguments: argparse.Namespace, figures: Figures, name: str, indicators: Iterable[str]
) -> tuple[str, pd.DataFrame]:
    """Return the version of the figures and the sources of some; ``name`` is of the file of one's own."""
    described = _describe_data(arguments, Path())
    if arguments.data:
        return own_version(described["sha256"]), own_source(name, described["sha256"])
    return described["version"], _sources_of(figures, indicators)


def _sources_of(figures: Figures, indicators: Iterable[str]) -> pd.DataFrame:
    """Return the sources of some of the catalogue's figures."""
    import data

    origins = data.load_vintages(figures.edition, folder=figures.folder)
    used = origins.loc[origins["indicator"].isin(list(indicators)), "source"]
    sources = data.load_sources(folder=figures.folder)
    return sources[sources.index.isin(used.unique())]


def _pack(table: pd.DataFrame, fields: Mapping[str, str], leaving: Leaving) -> bytes:
    """Return a result as a data package, with the index that it rests on."""
    import data

    result = data.PackageTable(
        name="result",
        title=leaving.told.title,
        description=f"{leaving.told.unit}. Made by: {leaving.command}",
        table=table,
        fields=fields,
        key=tuple(table.columns[: leaving.told.keys]),
        sources=tuple(leaving.sources.index),
    )
    return data.pack(
        [result],
        name="dxindex-result",
        title=leaving.told.title,
        description=f"{leaving.caption.version}. The index is in framework.toml.",
        version=leaving.version,
        sources=leaving.sources,
        files={"framework.toml": leaving.framework.to_toml().encode()},
        more={"command": leaving.command},
    )


def bundle_view(arguments: argparse.Namespace) -> None:
    """Write the ZIP that makes a view's scores, ranks, groups and rank intervals again."""
    import data
    from dxindex.bundle import View, bundle, used_columns

    figures = _load(arguments)
    name = arguments.data.name if arguments.data else ""
    framework = _weighted(arguments, figures.framework)
    version, sources = _origin(arguments, figures, name, used_columns(figures.panel, framework))
    draws = {"n": arguments.draws, "random_state": arguments.seed} if arguments.draws else None
    known, year = _known(arguments, figures)
    view = View(
        panel=figures.panel,
        outside=figures.everyone.drop(index=figures.panel.index),
        framework=framework,
        options={
            "index": {key: getattr(arguments, key) for key in ("normalise", "aggregate", "screen", "treat")},
            "impute": arguments.impute,
            "year": year,
            "groups": _grouping(arguments),
            "uncertainty": draws,
        },
        known=known if year is not None or known is None else known.reset_index(),
        sources=sources[sources["role"] != "derived"],  # what is computed here is no publisher's
        version=version,
        title=f"dxindex: {figures.framework.id}, {figures.period or name}",
        command=command_of(_told(arguments, figures, name), figures.framework),
        licences={} if arguments.data else data.licence_texts(sources.index),
    )
    write_bundle(arguments.output, lambda: bundle(view), data.archived)


# Commands


def score_units(arguments: argparse.Namespace, figures: Figures) -> pd.DataFrame:
    """Return one row per unit: score, rank and coverage on each node, best first on the first axis."""
    study = _study(arguments, figures)
    nodes = _chosen_nodes(arguments.nodes or ("axes" if arguments.format == "table" else "all"), study.result)
    columns = {
        node + suffix: table[node]
        for node in nodes
        for suffix, table in (
            ("", study.result.scores),
            ("_rank", study.result.ranks),
            ("_coverage", study.result.coverage),
        )
    }
    return _best_first(pd.DataFrame(columns), study.result)


def classify_units(arguments: argparse.Namespace, figures: Figures) -> pd.DataFrame:
    """Return one row per unit: the scores it was grouped by, and its group; missing outside the panel."""
    study = _study(arguments, figures)
    groups = dx.classify(study.competing, **_grouping(arguments))
    _describe_groups(groups)
    table = study.result.scores.loc[:, list(groups.features)]
    return _best_first(table.assign(group=groups.labels.reindex(table.index)), study.result)


def resample_groups(arguments: argparse.Namespace, figures: Figures) -> pd.DataFrame:
    """Return one row per unit: its group, and the share of resamples that put it into each group."""
    study = _study(arguments, figures)
    found = dx.stability(study.competing, n=arguments.runs, n_jobs=arguments.jobs, **_grouping(arguments))
    _describe_groups(found.groups)
    low, high = found.adjusted_rand_interval()
    say(
        f"adjusted Rand index over {arguments.runs} resamples: median {found.adjusted_rand.median():.3f}, "
        f"nine in ten between {low:.3f} and {high:.3f}"
    )
    borderline = found.borderline.index
    say(f"borderline: {name_ids(borderline)}" if len(borderline) else "no unit is borderline")
    return _best_first(found.shares.assign(group=found.groups.labels), study.competing)


def draw_ranks(arguments: argparse.Namespace, figures: Figures) -> pd.DataFrame:
    """Return one row per unit: rank on each node, its median and interval over the draws."""
    found = dx.uncertainty(
        figures.panel,
        _weighted(arguments, figures.framework),
        arguments.draws,
        random_state=arguments.seed,
        assumptions=arguments.assumptions,
        nodes=arguments.nodes,
        n_jobs=arguments.jobs,
    )
    _describe_assumptions(found.assumptions)
    tables = {node: found.rank_interval(node, arguments.level) for node in found.nodes}
    table = pd.concat(
        [frame.add_prefix(f"{node}_").rename(columns=str) for node, frame in tables.items()], axis=1
    )
    first = f"{found.nodes[0]}_rank"
    return with_ids(table.assign(_id=table.index).sort_values([first, "_id"]).drop(columns="_id"))


def apportion_variance(arguments: argparse.Namespace, figures: Figures) -> pd.DataFrame:
    """Return one row per assumption: first- and total-order Sobol index with half-widths of their intervals."""
    found = dx.sensitivity(
        figures.panel,
        _weighted(arguments, figures.framework),
        arguments.samples,
        random_state=arguments.seed,
        target=arguments.target,
        node=arguments.node,
        assumptions=arguments.assumptions,
        level=arguments.level,
    )
    _describe_assumptions(found.assumptions)
    say(f"{found.target} on {name_ids(found.nodes)}: mean {found.mean:.3f} over {found.n_runs} runs")
    return found.indices.reset_index()


def explain_gap(arguments: argparse.Namespace, figures: Figures) -> pd.DataFrame:
    """Return one row per indicator: what it adds to the difference between two units' scores."""
    study = _study(arguments, figures)
    found = dx.gap(
        study.result,
        arguments.unit,
        arguments.other,
        node=_node(arguments, study.result),
        panel=figures.everyone,
    )
    say(
        f"{found.node}: {found.unit} {found.score:.3f}, {found.other} {found.other_score:.3f}, "
        f"difference {found.total:+.3f}"
    )
    return found.table.reset_index()


def find_path(arguments: argparse.Namespace, figures: Figures) -> pd.DataFrame:
    """Return one row per indicator that may change: before, after, cost; what it comes to is said besides."""
    study = _study(arguments, figures)
    goal: dict[str, Any] = {"group": arguments.group, "groups": None}
    if arguments.group is None:
        goal = {"rank": arguments.rank, "node": _node(arguments, study.result)}
    else:
        goal["groups"] = dx.classify(study.competing, **_grouping(arguments))
    found = dx.path_to(
        study.index,
        figures.everyone,
        arguments.unit,
        scale=_units_of_change(arguments, figures),
        levers=arguments.levers,
        ranked=figures.panel.index,
        **goal,
    )
    say(f"{found.unit}: {found.goal}")
    say(
        f"reached with {found.cost:.3f} units of change ({found.method})"
        if found.feasible
        else f"out of reach: {found.reason}"
    )
    return found.changes.rename_axis("indicator").reset_index()


def describe_index(arguments: argparse.Namespace, figures: Figures) -> pd.DataFrame:
    """Return one analysis of the index as a table; which one, ``--table`` says."""
    study = _study(arguments, figures)
    return DESCRIPTIONS[arguments.table](arguments, study)


def _validity(arguments: argparse.Namespace, study: Study) -> pd.DataFrame:
    import data

    if arguments.criterion is None:
        countries = data.load_countries(study.figures.edition, folder=study.figures.folder)
        criterion = np.log(countries["gdp_per_capita"])
    else:
        columns = study.figures.panel
        if arguments.criterion not in columns or not pd.api.types.is_numeric_dtype(
            columns[arguments.criterion]
        ):
            raise InputError(
                f"--criterion '{arguments.criterion}' is no numeric column of the table, which has "
                f"{name_ids(columns.columns)}",
                ids=[arguments.criterion],
            )
        criterion = columns[arguments.criterion]
    return dx.validity(study.competing, criterion).summary.rename_axis("node").reset_index()


DESCRIPTIONS: Mapping[str, Callable[[argparse.Namespace, Study], pd.DataFrame]] = {
    "variance": variance,
    "correlations": correlations,
    "components": components,
    "alpha": alpha,
    "validity": _validity,
    "availability": availability,
}

COMMANDS: dict[str, Callable[[argparse.Namespace, Figures], pd.DataFrame]] = {
    "score": score_units,
    "classify": classify_units,
    "stability": resample_groups,
    "uncertainty": draw_ranks,
    "sensitivity": apportion_variance,
    "gap": explain_gap,
    "path": find_path,
    "describe": describe_index,
}


# Records of runs


def reproduce(arguments: argparse.Namespace) -> None:
    """Make the file of a run record again, and write it where it is the same to the byte.

    Raises
    ------
    InputError
        For a record that is broken, data that changed, or a file that comes out otherwise; nothing is written.
    """
    path: Path = arguments.record
    record = read_record(path)
    again = _parse_record(record, path)
    if again.data is not None:
        again.data = arguments.data or path.parent / record.data.get("file", "")
    again.framework = dx.Framework.from_toml(record.framework["text"], source=f"framework of '{path}'")
    found, meant = _fingerprint(_describe_data(again, path.parent)), _fingerprint(record.data)
    if found != meant:
        raise InputError(
            f"the figures are not those of '{path}': {found} instead of {meant}; nothing was written"
        )
    content = _rendered(again, _answer(again), Path(record.data.get("file", "")).name)
    if checksum(content) != record.output["sha256"]:
        now = find_versions(dx.__version__, dx.METHOD_VERSION)
        changed = [
            f"{name} {then}, now {now.get(name)}"
            for name, then in record.versions.items()
            if now.get(name) != then
        ]
        raise InputError(
            f"'{record.output['file']}' comes out otherwise, so nothing was written; "
            + (f"what changed since: {'; '.join(changed)}" if changed else "no version has changed since")
        )
    output: Path = arguments.output or path.with_name(record.output["file"])
    write_whole(output, content)
    say(f"'{output}' is the same to the byte")


def _parse_record(record: RunRecord, path: Path) -> argparse.Namespace:
    parser = build_parser(COMMANDS)
    name, *options = record.arguments or ("",)
    try:
        again = parser.parse_args([name, f"--output={record.output['file']}", *options])
        check_usage(parser, again)
    except SystemExit as error:
        raise InputError(f"run record '{path}': its arguments are not those of this version") from error
    if again.name not in COMMANDS:
        raise InputError(f"run record '{path}': '{again.name}' is no command that makes a table")
    return again


def _record(arguments: argparse.Namespace, answer: Answer, content: bytes) -> RunRecord:
    edition = None if arguments.data else arguments.edition or DEFAULT_EDITION
    complete = argparse.Namespace(**{**vars(arguments), "edition": edition})
    return RunRecord(
        arguments=spell_out(complete),
        versions=find_versions(dx.__version__, dx.METHOD_VERSION),
        data=_describe_data(complete, arguments.output.parent),
        framework={
            "id": answer.framework.id,
            "sha256": answer.framework.sha256,
            "text": answer.framework.to_toml(),
        },
        output={"file": arguments.output.name, "sha256": checksum(content)},
    )


def _describe_data(arguments: argparse.Namespace, folder: Path) -> dict[str, str]:
    """Return which figures are meant, so that any other can be told from them."""
    if arguments.data is None:
        import data

        try:
            return {"version": data.version(_folder(arguments))}
        except data.DataError as error:
            raise InputError(str(error)) from error
    try:
        content = arguments.data.read_bytes()
    except OSError as error:
        raise InputError(f"data file '{arguments.data}' cannot be read: {error.strerror}") from error
    return {"file": os.path.relpath(arguments.data, folder), "sha256": checksum(content)}


def _fingerprint(described: Mapping[str, str]) -> str:
    return described.get("version") or described.get("sha256", "none")


# Figures and studies


def _load(arguments: argparse.Namespace) -> Figures:
    """Return the figures a command asks for; the framework is one that was named, or comes with them."""
    if arguments.data:
        figures, framework = load_own(arguments, _named(arguments.framework), _surroundings())
        panel = figures.panel(arguments.year).rename_axis(figures.understanding.column_of("unit"))
        year = arguments.year or max(figures.years, default="")
        return Figures(panel, panel, framework, period=str(year))
    import data

    edition, folder = arguments.edition or DEFAULT_EDITION, _folder(arguments)
    try:
        panel = data.load_panel(edition, folder=folder)
        everyone = data.load_panel(edition, units="all", folder=folder) if arguments.units == "all" else panel
        framework = _named(arguments.framework) or dx.load_framework(
            str(_all_editions(folder).loc[edition, "framework"])
        )
    except data.DataError as error:
        raise InputError(str(error)) from error
    return Figures(panel, everyone, framework, edition, folder, edition)


def _surroundings() -> Surroundings:
    """Return what is known of indicators and economies, for figures of one's own."""
    import data

    catalogue = own.read_catalogue(data.load_indicators())
    return Surroundings(catalogue, own.Places(data.recognise_places, data.nearest_places))


def _folder(arguments: argparse.Namespace) -> Path | None:
    """Return the snapshot folder that ``--figures`` names; None is the one that ships."""
    if arguments.figures in (None, "snapshot"):
        return None
    if arguments.figures != "refreshed":
        return Path(arguments.figures)
    import data

    folder = data.refreshed_folder()
    if folder is None:
        raise InputError("there are no refreshed figures yet: make them with 'python -m data refresh'")
    return folder


def _all_editions(folder: Path | None) -> pd.DataFrame:
    import data

    return pd.concat([data.editions(), data.yearly_editions(folder=folder)])


def _named(framework: dx.Framework | str | None) -> dx.Framework | None:
    return dx.load_framework(framework) if isinstance(framework, str) else framework


def _weighted(arguments: argparse.Namespace, framework: dx.Framework) -> dx.Framework:
    weights = parse_weights(arguments.weights)
    return framework if weights is None else dx.reweight(framework, weights)


def _study(arguments: argparse.Namespace, figures: Figures) -> Study:
    index = dx.CompositeIndex(
        _weighted(arguments, figures.framework),
        normalise=arguments.normalise,
        aggregate=arguments.aggregate,
        screen=arguments.screen,
        impute=_imputation(arguments, figures),
        treat=arguments.treat,
    ).fit(figures.panel)
    study = Study(
        figures=figures,
        index=index,
        result=index.result(figures.everyone, ranked=figures.panel.index),
        competing=index.result(figures.panel),
    )
    _describe(study.result)
    return study


def _imputation(arguments: argparse.Namespace, figures: Figures) -> Any:
    known, year = _known(arguments, figures)
    if known is None:
        return arguments.impute
    return dx.GroupMedian(known) if year is None else dx.LastObservation(known, year=year)


def _known(arguments: argparse.Namespace, figures: Figures) -> tuple[pd.DataFrame | None, int | None]:
    """Return what an imputation needs beside the panel: groups, or observations and the year that is filled."""
    if arguments.impute not in NEED_SHIPPED:
        return None, None
    import data

    if arguments.impute == "group_median":
        countries = data.load_countries(figures.edition, folder=figures.folder)
        return countries[["region", "income_group"]], None
    years = _all_editions(figures.folder)["year"]
    observations = data.load_observations(folder=figures.folder)
    used = observations["indicator"].isin(figures.framework.indicators)
    return observations.loc[used, ["iso3", "year", "indicator", "value"]], int(years[figures.edition])


def _units_of_change(arguments: argparse.Namespace, figures: Figures) -> pd.Series[float] | None:
    """Return what peers achieved in five years, by indicator; None stands for the spread over the panel."""
    if arguments.unit_of_change == "spread" or not figures.edition:
        return None
    import data

    groups = data.load_countries(figures.edition, folder=figures.folder)["income_group"].dropna()
    group = str(groups.get(arguments.unit))
    observations = data.load_observations(folder=figures.folder)
    achieved = dx.achievable_changes(observations, groups, framework=figures.framework)
    if group not in achieved.index.get_level_values(0):
        say(f"{arguments.unit} has no income group: a unit of change is the spread over the panel")
        return None
    say(f"a unit of change is the upper quartile of five-year improvements in income group {group}")
    return achieved.xs(group)["change"]


def _grouping(arguments: argparse.Namespace) -> dict[str, Any]:
    return {
        "method": arguments.method,
        "n_groups": arguments.groups,
        "features": split_names(arguments.features, FEATURE_SETS),
        "scaled": arguments.scaled,
        "random_state": arguments.seed,
    }


def _node(arguments: argparse.Namespace, result: dx.IndexResult) -> str:
    return str(arguments.node or result.framework.axis_ids[-1])


def _chosen_nodes(choice: str, result: dx.IndexResult) -> Sequence[str]:
    framework = result.framework
    return {
        "axes": framework.axis_ids,
        "pillars": tuple(dict.fromkeys((*framework.axis_ids, *framework.pillar_ids))),
        "all": framework.nodes,
    }[choice]


# Tables and what is said beside them


def _best_first(table: pd.DataFrame, result: dx.IndexResult) -> pd.DataFrame:
    """Return the table sorted by rank on the first axis, then by id, ids as the first column."""
    ids = result.scores.index
    order = pd.DataFrame({"rank": result.ranks[result.framework.axis_ids[0]], "id": ids}, index=ids)
    return with_ids(table.loc[order.sort_values(["rank", "id"]).index])


def _describe(result: dx.IndexResult) -> None:
    """Say what was computed, and what a reader of the scores must know about them."""
    units, indicators = result.normalised.shape
    say(f"{result.framework.id}: {units} units, {indicators} indicators")
    for flags, words in (
        (result.imputed, "values were missing and are imputed"),
        (result.treated, "values were changed as outliers"),
        (result.clipped, "values lie beyond a bound and are held there"),
    ):
        hit = flags.any(axis=1)
        if hit.any():
            say(f"{int(flags.to_numpy().sum())} {words}: {name_ids(flags.index[hit.to_numpy()])}")
    for axis in result.framework.axis_ids:
        unscored = result.scores.index[result.scores[axis].isna().to_numpy()]
        if len(unscored):
            say(f"too little data for {axis}: {name_ids(unscored)}")


def _describe_groups(groups: dx.Groups) -> None:
    found = groups.diagnostics
    say(", ".join(f"{level} {size}" for level, size in found.sizes.items()))
    say(
        f"silhouette {found.silhouette:.3f}, Calinski-Harabasz {found.calinski_harabasz:.1f}, "
        f"Davies-Bouldin {found.davies_bouldin:.3f}"
    )


def _describe_assumptions(assumptions: pd.DataFrame) -> None:
    for name, acts, note in assumptions[["acts", "note"]].itertuples():
        say(f"{name}: {note}" if acts else f"{name} does not act: {note}")
