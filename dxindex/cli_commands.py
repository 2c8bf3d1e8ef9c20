"""The commands that make a table: each one function from parsed arguments and figures to the table it prints.

:data:`COMMANDS` names them. What a reader must know beside the table is said on standard error.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

import dxindex as dx
from dxindex.cli_describe import describe_index
from dxindex.cli_study import Figures, grouping, make_study, say, weighted, with_ids
from dxindex.errors import name_ids


def score_units(arguments: argparse.Namespace, figures: Figures) -> pd.DataFrame:
    """Return one row per unit: score, rank and coverage on each node, best first on the first axis."""
    study = make_study(arguments, figures)
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
    study = make_study(arguments, figures)
    groups = dx.classify(study.competing, **grouping(arguments))
    _describe_groups(groups)
    table = study.result.scores.loc[:, list(groups.features)]
    return _best_first(table.assign(group=groups.labels.reindex(table.index)), study.result)


def resample_groups(arguments: argparse.Namespace, figures: Figures) -> pd.DataFrame:
    """Return one row per unit: its group, and the share of resamples that put it into each group."""
    study = make_study(arguments, figures)
    found = dx.stability(study.competing, n=arguments.runs, n_jobs=arguments.jobs, **grouping(arguments))
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
        weighted(arguments, figures.framework),
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
        weighted(arguments, figures.framework),
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
    study = make_study(arguments, figures)
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
    study = make_study(arguments, figures)
    goal: dict[str, Any] = {"group": arguments.group, "groups": None}
    if arguments.group is None:
        goal = {"rank": arguments.rank, "node": _node(arguments, study.result)}
    else:
        goal["groups"] = dx.classify(study.competing, **grouping(arguments))
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


COMMANDS: Mapping[str, Callable[[argparse.Namespace, Figures], pd.DataFrame]] = {
    "score": score_units,
    "classify": classify_units,
    "stability": resample_groups,
    "uncertainty": draw_ranks,
    "sensitivity": apportion_variance,
    "gap": explain_gap,
    "path": find_path,
    "describe": describe_index,
}


def _units_of_change(arguments: argparse.Namespace, figures: Figures) -> pd.Series[float] | None:
    """Return what peers achieved in five years, by indicator; None stands for the spread over the panel."""
    background = figures.background
    if arguments.unit_of_change == "spread" or background is None:
        return None
    groups = background.countries()["income_group"].dropna()
    group = str(groups.get(arguments.unit))
    achieved = dx.achievable_changes(background.observations(), groups, framework=figures.framework)
    if group not in achieved.index.get_level_values(0):
        say(f"{arguments.unit} has no income group: a unit of change is the spread over the panel")
        return None
    say(f"a unit of change is the upper quartile of five-year improvements in income group {group}")
    return achieved.xs(group)["change"]


def _node(arguments: argparse.Namespace, result: dx.IndexResult) -> str:
    return str(arguments.node or result.framework.axis_ids[-1])


def _chosen_nodes(choice: str, result: dx.IndexResult) -> Sequence[str]:
    framework = result.framework
    return {
        "axes": framework.axis_ids,
        "pillars": tuple(dict.fromkeys((*framework.axis_ids, *framework.pillar_ids))),
        "all": framework.nodes,
    }[choice]


def _best_first(table: pd.DataFrame, result: dx.IndexResult) -> pd.DataFrame:
    """Return the table sorted by rank on the first axis, then by id, ids as the first column."""
    ids = result.scores.index
    order = pd.DataFrame({"rank": result.ranks[result.framework.axis_ids[0]], "id": ids}, index=ids)
    return with_ids(table.loc[order.sort_values(["rank", "id"]).index])


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
