"""What was read from the publishers' files by others than our importers, or is told in stories, beside ours."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

import data
from docs.markdown import table
from docs.reproduction_study import LANG, Study, expected
from dxindex.i18n import MISSING, number

READ = "the files, read independently"
Row = tuple[object, ...]


def signed(difference: float, decimals: int = 0) -> str:
    """Write a difference with its sign.

    >>> signed(-16), signed(0), signed(2)
    ('−16', '0', '+2')
    """
    return ("+" if difference > 0 else "") + number(difference, LANG, decimals)


def most(differences: pd.Series[float]) -> str:
    """Write the largest of some differences, whatever its sign."""
    largest = float(differences.abs().max())
    return f"{largest:.1e}" if 0 < largest < 1e-4 else number(largest, LANG, 4 if largest else 0)


def readings(study: Study) -> Iterator[Row]:
    """What was read from the publishers' files independently, against what the snapshot holds."""
    same = int(study.spots["same"].sum())
    yield (
        *("Spot values of Vietnam, Singapore, Estonia and the United Kingdom", "each its own, below"),
        *(f"{len(study.spots)} values", f"{same} the same", f"{len(study.spots) - same} apart"),
        "To the last printed digit",
    )
    counts = expected("coverage").astype({"year": int, "countries": int})
    rows = data.load_observations()
    rows = rows[rows["iso3"].isin(study.panel.index) & (rows["flag"] == "")]
    found = rows.groupby(["indicator", "year"])["iso3"].nunique()
    held = found.reindex(pd.MultiIndex.from_frame(counts[["indicator", "year"]]), fill_value=0)
    same = int((held.to_numpy() == counts["countries"].to_numpy()).sum())
    yield (
        *("How many of the 132 have a value, by series and year", READ),
        *(f"{len(counts)} counts", f"{same} the same", f"{len(counts) - same} apart"),
        "Values that an older vintage fills are not counted",
    )
    yield (
        *("Human Capital Index, values of 2017", "World Bank"),
        *(f"{len(expected('spot_values_hci_2017'))} values", "not held", MISSING),
        "2017 is the 2018 edition, rounded: beside 2018 it would read as a trend",
    )


def stories(study: Study) -> Iterator[Row]:
    """Figures of the country stories for which there is a series of our own."""
    for iso3, story in data.load_stories().items():
        for figure in story.figures:
            if figure.comparison is None:
                continue
            name, year = figure.comparison.indicator, figure.comparison.year
            values = data.load_observations(name, years=year).set_index("iso3")["value"]
            by_rank = figure.comparison.by == "rank"
            ours = float(values.rank(ascending=False, method="min")[iso3] if by_rank else values[iso3])
            decimals = 0 if by_rank else 1
            yield (
                f"{study.names[iso3]}: {getattr(figure.label, LANG)}, {year}",
                "the overview quoted above",
                f"{figure.qualifier} {number(figure.value, LANG, decimals)} {getattr(figure.unit, LANG)}".strip(),
                f"{number(ours, LANG, decimals)} ({study.known.at[name, f'source_short_{LANG}']})",
                signed(ours - figure.value, decimals),
                "The file rounds to two decimals"
                if by_rank
                else "Another source, which the overview does not name",
            )


def spot_series(study: Study) -> str:
    """Spot values by series: how many agree, and how far they lie apart."""
    rows = []
    for name, spots in study.spots.groupby("indicator", sort=False):
        about, apart = study.known.loc[str(name)], spots["difference"].abs().max() > 0
        rows.append(
            (
                about[f"title_{LANG}"],
                about[f"publisher_{LANG}"],
                ", ".join(sorted(set(spots["year"]))),
                len(spots),
                int(spots["same"].sum()),
                most(spots["difference"]),
                "below the last printed digit" if apart else MISSING,
            )
        )
    heads = ("Series", "Publisher", "Years", ">Published", ">The same", ">Largest difference", "Reason")
    return table(heads, rows)
