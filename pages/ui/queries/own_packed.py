"""A visitor's own figures, and what was computed of them, as a data package; nothing of the snapshot is in it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

import data
import dxindex as dx
from dxindex import i18n
from dxindex.tables import defused_alike
from pages.ui.queries import bases, certainty, codes, scores, whole
from pages.ui.queries.own_basis import WITHOUT_YEARS, OwnBasis

_UNIT = {"unit": ("units", "unit")}
_SOURCE = ("own",)
_SAFE = "; an apostrophe stands before what a spreadsheet would run as a formula"
_LIKE_DEFUSED = r"^('+[=+\-@＝＋－＠])"
_YEAR = "The year that the file gives"
_INDICATORS = {
    "indicator": f"Id of the indicator{_SAFE}",
    "title_en": "Its name, in English where one is known",
    "title_vi": "Its name, in Vietnamese where one is known",
    "unit_en": "Unit of its values, in English; empty where it is not known",
    "unit_vi": "Unit of its values, in Vietnamese; empty where it is not known",
    "direction": "1 more is better, -1 less is better, 0 not known",
    "in_index": "Whether the index in framework.toml has it",
    "values": "How many values the file holds of it",
}
_SCORES = {
    "unit": f"Unit, as in units.csv{_SAFE}",
    "year": _YEAR,
    "node": "Axis or pillar of framework.toml",
    "score": "0-1, higher is better; empty where too little is observed",
    "rank": "1 is best; among the units with a score, ties share it",
    "low": "Best rank that 90 % of the runs of the uncertainty analysis lie between",
    "high": "Worst rank that 90 % of the runs of the uncertainty analysis lie between",
    "coverage": "Share of the node's weight that is observed",
}


def package(edition: str) -> bytes:
    """Own figures, the index on them, and scores and groups of every year that can be scored.

    Intervals and shares of runs are of the edition's year alone: the runs of all years would take minutes.
    """
    basis = _own(edition)
    framework = scores.framework(edition)
    return data.pack(
        [_units(basis), _indicators(basis, framework), _observations(edition), *_computed(edition)],
        name="dxindex-own",
        title=f"Own figures: {basis.name}",
        description=(
            f"Figures that somebody brought to dxindex in the file {basis.name} ({basis.version}), and what was computed "
            "of them by the index in framework.toml. They are own figures: the dxindex authors have not checked them, and "
            f"know no licence for them. Computed by dxindex {dx.__version__}, method version {dx.METHOD_VERSION}."
        ),
        version=basis.version,
        sources=basis.sources.assign(
            title_en=basis.name, publisher_en="Own figures, not checked by the dxindex authors", vintage=""
        ),
        files={"framework.toml": framework.to_toml().encode()},
    )


def values(edition: str) -> pd.DataFrame:
    """All that was read of the file: columns unit (or iso3), year where there are any, indicator, value."""
    basis = _own(edition)
    table = basis.figures.tidy
    unit = table["unit"].map(basis.codes).astype("str")
    found = table.assign(unit=unit).rename(columns={"unit": whole.code_column(edition)})
    return (found if basis.figures.years else found.drop(columns="year")).reset_index(drop=True)


def _own(edition: str) -> OwnBasis:
    basis = bases.own_of(edition)
    if basis is None:
        raise data.SelectionError(f"{edition} does not rest on own figures.")
    return basis


def _units(basis: OwnBasis) -> data.PackageTable:
    units = basis.figures.units
    fields = {
        "unit": f"What the unit goes by: its ISO 3166-1 code where it is a country that was recognised, else as the file writes it{_SAFE}",
        "name": f"Its name{_SAFE}",
        "written": f"As the file writes it{_SAFE}",
    }
    table = pd.DataFrame(
        {"unit": basis.codes.to_numpy(), "name": units["name"].to_numpy(), "written": units.index},
        dtype="str",
    )
    return _table("units", "Units", "Every unit of the file.", table, fields, ("unit",))


def _indicators(basis: OwnBasis, framework: dx.Framework) -> data.PackageTable:
    table = basis.indicators.reset_index()
    table = table.assign(
        in_index=table["indicator"].isin(framework.indicators),
        **{f"unit_{lang}": table[f"unit_{lang}"].replace(i18n.MISSING, "") for lang in i18n.LANGUAGES},
    )
    return _table(
        "indicators",
        "Indicators",
        "Every indicator of the file, and those of the index that it lacks.",
        table[list(_INDICATORS)],
        _INDICATORS,
        ("indicator",),
    )


def _observations(edition: str) -> data.PackageTable:
    table = values(edition).rename(columns={whole.code_column(edition): "unit"})
    fields = {
        "unit": f"Unit, as in units.csv{_SAFE}",
        "year": _YEAR,
        "indicator": f"Id of the indicator{_SAFE}",
        "value": "In the unit of the indicator",
    }
    key = [name for name in ("unit", "year", "indicator") if name in table]
    about = "Every value that was read of the file."
    references = _UNIT | {"indicator": ("indicators", "indicator")}
    return _table("observations", "Observations", about, table[[*key, "value"]], fields, key, references)


def _computed(edition: str) -> list[data.PackageTable]:
    """Scores and groups of all years; those that cannot be scored are left out."""
    scored, grouped = [], []
    for key in codes.siblings(edition):
        try:
            scored.append(_scores(key, edition))
            grouped.append(_groups(key, edition))
        except codes.FAULTS:
            if key == edition:
                raise
    about = "Computed by the index in framework.toml"
    shares = [name for name in grouped[0] if name.startswith("share_")]
    groups = {
        "unit": _SCORES["unit"],
        "year": _YEAR,
        "group": "Empty where the unit has no score on an axis",
        **{
            name: f"Share of the runs of the uncertainty analysis in which the unit is {name.removeprefix('share_')}; of one year alone"
            for name in shares
        },
    }
    years = [] if bases.code_of(edition) == WITHOUT_YEARS else ["year"]
    of_year = f"{about}; intervals of ranks are of {bases.code_of(edition)}." if years else f"{about}."
    tables = (
        ("scores", "Scores and ranks", scored, _SCORES, ["unit", *years, "node"]),
        ("groups", "Groups", grouped, groups, ["unit", *years]),
    )
    return [
        _table(name, title, of_year, pd.concat(parts, ignore_index=True), fields, key, _UNIT)
        for name, title, parts, fields, key in tables
    ]


def _scores(key: str, edition: str) -> pd.DataFrame:
    result = scores.result(key)
    rows = []
    for node in scores.framework(key).nodes:
        row = pd.DataFrame(
            {"score": result.scores[node], "rank": result.ranks[node], "coverage": result.coverage[node]}
        )
        interval = certainty.rank_interval(key, node) if key == edition else row.iloc[:0]
        rows.append(row.assign(node=node, **_reindexed(interval, ("low", "high"), row)))
    return _dated(pd.concat(rows), key, _SCORES)


def _groups(key: str, edition: str) -> pd.DataFrame:
    labels, levels = scores.groups(key).labels, scores.groups(key).levels
    row = pd.DataFrame({"group": labels.astype(object)})
    shares = certainty.group_shares(key) if key == edition else row.iloc[:0]
    found = _reindexed(shares, levels, row)
    table = row.assign(**{f"share_{level}": column for level, column in found.items()})
    return _dated(table, key, ["unit", "year", *table])


def _reindexed(table: pd.DataFrame, columns: Iterable[str], rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Columns of a table by name, for the units of another; missing where the table has none."""
    found = table.reindex(index=rows.index, columns=list(columns))
    return {str(name): found[name].astype("Float64") for name in found}


def _dated(table: pd.DataFrame, key: str, order: Iterable[str]) -> pd.DataFrame:
    code = bases.code_of(key)
    rows = table.rename_axis("unit").reset_index()
    if code != WITHOUT_YEARS:
        rows["year"] = int(code)
    return rows[[name for name in order if name in rows]]


def _table(
    name: str,
    title: str,
    description: str,
    table: pd.DataFrame,
    fields: dict[str, str],
    key: Iterable[str],
    references: dict[str, tuple[str, str]] | None = None,
) -> data.PackageTable:
    """A table whose texts no spreadsheet runs; what begins as a defused one gets another apostrophe, so that ids stay apart."""
    texts = table.select_dtypes(include=["str", "object"]).columns
    apart = {column: table[column].replace(_LIKE_DEFUSED, r"'\1", regex=True) for column in texts}
    return data.PackageTable(
        name=name,
        title=title,
        description=description,
        table=defused_alike(table.assign(**apart)),
        fields={column: fields[column] for column in table},
        key=tuple(key),
        references=references or {},
        sources=_SOURCE,
    )
