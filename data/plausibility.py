r"""What makes a refreshed series refused: it is compared with the figures that it would replace.

A refusal says of what kind it is and why. For a revision, the yardstick is the series' own history: with
v the old and v' the new values of economy c in year t,

.. math:: m_c = \operatorname{mean}_t \frac{|v_{c,t} - v_{c,s}|}{t - s}, \qquad r_{c,t} = \frac{|v'_{c,t} - v_{c,t}|}{m_c}

where s is the observed year before t. m is how far an economy moves in a year (where it never moved, the median of
the others), so r is how many years' worth of movement a value was revised by, in any unit and for economies of any size.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from data.catalog import Indicator
from data.checks import find_duplicates, find_out_of_bounds
from data.errors import listed

SAME = 1e-9
"""Relative difference below which two values are the same: files and the API print other numbers of digits."""
LOST_ECONOMIES = 0.02
"""Share of the economies that a refresh may lose. Between the vintages at hand none was lost; the API's list lacks an
economy or two that publishers' files have."""
LOST_VALUES = 0.15
"""Share of the values that may be withdrawn: three times what the ITU withdrew between December 2020 and September 2021."""
FIRST_TIME_ECONOMIES = 0.5
"""Share of the economies that a series without earlier figures must cover: the series of the catalogue cover more."""
UNIT_FACTOR = 1.5
"""The median of new over old values must lie within this factor: between vintages it is 1.00, and confused units differ
by 10 or more."""
REBASED_BY = 0.02
"""An economy is on another base where its values are off by one factor that differs from 1 by more than this ..."""
REBASED_SPREAD = 0.2
"""... and in the middle year strays from it by less than this share of the difference."""
REBASED_SHARE = 0.5
"""Share of economies on another base, each by its own factor, from which the unit must be another, such as dollars of
another year. Between vintages none is; between two measures of the same thing up to 0.2 are by chance."""
REVISION_YEARS = 3.0
"""A value is far off where it was revised by more than this many years' worth of movement (r above)."""
REVISED_SHARE = 0.4
"""Share of values that may be far off. Internet users between the two vintages at hand: 0.02; a new edition of the Human
Capital Index: up to 0.23; two dimensions of governance mistaken for each other, the hardest confusion to tell: 0.46."""
SHIFTED_SHARE = 0.5
"""Years are confused where more values are found a year earlier or later than in their own year, by this share of them."""

CELL = ["iso3", "year"]


@dataclass(frozen=True)
class Refusal:
    """Why a series is refused.

    Attributes:
        kind: "values", "economies", "years", "units" or "revision".
        reason: a sentence in English.
    """

    kind: str
    reason: str


def find_refusals(
    new: pd.DataFrame, old: pd.DataFrame, indicator: Indicator, economies: int
) -> list[Refusal]:
    """Say why new figures of a series must not replace the old ones; nothing where they may.

    Args:
        new, old: columns iso3, year, value (never NaN); `old` is empty for a series without earlier figures.
        indicator: the series, for its sanity bounds.
        economies: how many economies there are.
    """
    impossible = _check_values(new, indicator)
    if impossible:
        return impossible
    if old.empty:
        return _check_first_time(new, economies)
    both = pair(old, new)
    checks: Sequence[Callable[[pd.DataFrame], list[Refusal]]] = (
        _check_economies,
        _check_years,
        _check_withdrawn,
        _check_units,
        _check_base,
        _check_shift,
        _check_revision,
    )
    return [refusal for check in checks for refusal in check(both)]


def pair(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Put old and new values beside each other; index iso3, year; NaN where one side has none."""
    sides = {"old": old.set_index(CELL)["value"], "new": new.set_index(CELL)["value"]}
    return pd.concat(sides, axis=1).sort_index()


def differs(both: pd.DataFrame) -> "pd.Series[bool]":
    """Tell which values that are on both sides are not the same."""
    size = both[["old", "new"]].abs().max(axis=1)
    return (both["new"] - both["old"]).abs() > SAME * size


def _check_values(new: pd.DataFrame, indicator: Indicator) -> list[Refusal]:
    rows = new.assign(indicator=indicator.id)
    low, high = indicator.range
    refusals = []
    if outside := find_out_of_bounds(rows, [indicator]):
        refusals.append(
            Refusal(
                "values",
                f"{len(outside)} values are outside {low:g} to {high:g}: {listed(outside, limit=5)}",
            )
        )
    if twice := find_duplicates(rows):
        refusals.append(Refusal("values", f"values are given twice: {listed(twice, limit=5)}"))
    return refusals


def _check_first_time(new: pd.DataFrame, economies: int) -> list[Refusal]:
    found = new["iso3"].nunique()
    if found >= FIRST_TIME_ECONOMIES * economies:
        return []
    return [Refusal("economies", f"it covers {found} of {economies} economies, fewer than half")]


def _check_economies(both: pd.DataFrame) -> list[Refusal]:
    before, after = (set(both.index[both[side].notna()].get_level_values("iso3")) for side in ("old", "new"))
    lost = before - after
    if len(lost) <= LOST_ECONOMIES * len(before):
        return []
    return [
        Refusal(
            "economies",
            f"{len(lost)} of {len(before)} economies have no values any more: {listed(lost, limit=10)}",
        )
    ]


def _check_years(both: pd.DataFrame) -> list[Refusal]:
    before, after = (set(both.index[both[side].notna()].get_level_values("year")) for side in ("old", "new"))
    lost = before - after
    return [Refusal("years", f"there are no values any more for {listed(lost)}")] if lost else []


def _check_withdrawn(both: pd.DataFrame) -> list[Refusal]:
    held = both["old"].notna()
    share = both.loc[held, "new"].isna().mean()
    if share <= LOST_VALUES:
        return []
    return [
        Refusal(
            "years", f"{share:.0%} of the values are gone; more than {LOST_VALUES:.0%} is no usual revision"
        )
    ]


def _ratios(both: pd.DataFrame) -> "pd.Series[float]":
    shared = both.dropna()
    shared = shared[shared["old"] != 0]
    return shared["new"] / shared["old"]


def _check_units(both: pd.DataFrame) -> list[Refusal]:
    middle = _ratios(both).median()
    if pd.isna(middle) or 1 / UNIT_FACTOR <= middle <= UNIT_FACTOR:  # missing: nothing to compare
        return []
    return [
        Refusal(
            "units", f"the middle value is {middle:.3g} times what it was: the unit seems to be another one"
        )
    ]


def _check_base(both: pd.DataFrame) -> list[Refusal]:
    ratios = _ratios(both)
    factor = ratios.groupby(level="iso3").median()
    stray = (ratios / factor.reindex(ratios.index.get_level_values("iso3")).to_numpy() - 1).abs()
    off = (factor - 1).abs()
    rebased = (off > REBASED_BY) & (stray.groupby(level="iso3").median() < REBASED_SPREAD * off)
    if not rebased.mean() > REBASED_SHARE:
        return []
    return [
        Refusal(
            "units",
            f"{rebased.mean():.0%} of the economies are off by a factor of their own that is the same in all years "
            f"(the middle one is {factor[rebased].median():.3g}): the unit seems to have another base year",
        )
    ]


def _check_shift(both: pd.DataFrame) -> list[Refusal]:
    own = (~differs(both.dropna())).mean()
    for step, where in ((-1, "before"), (1, "after")):
        moved = both["new"].dropna()
        moved.index = pd.MultiIndex.from_arrays(
            [moved.index.get_level_values("iso3"), moved.index.get_level_values("year") + step],
            names=CELL,
        )
        shifted = pd.concat({"old": both["old"], "new": moved}, axis=1).dropna()
        share = (~differs(shifted)).mean() if len(shifted) else 0.0
        if share > own + SHIFTED_SHARE:
            return [
                Refusal(
                    "years", f"{share:.0%} of the values are those of the year {where}: years are confused"
                )
            ]
    return []


def revision_sizes(both: pd.DataFrame) -> "pd.Series[float]":
    """Return by how many years' worth of movement each value on both sides was revised (r above)."""
    old = both["old"].dropna().reset_index()
    steps = old["old"].diff().abs() / old["year"].diff()
    steps = steps[old["iso3"] == old["iso3"].shift()]
    movement = steps.groupby(old["iso3"]).mean()
    movement = movement.where(movement > 0)
    shared = both.dropna()
    own = movement.reindex(shared.index.get_level_values("iso3")).fillna(movement.median())
    sizes: pd.Series[float] = (shared["new"] - shared["old"]).abs() / own.to_numpy()
    return sizes


def _check_revision(both: pd.DataFrame) -> list[Refusal]:
    sizes = revision_sizes(both)
    share = (sizes > REVISION_YEARS).mean()
    if not share > REVISED_SHARE:
        return []
    return [
        Refusal(
            "revision",
            f"{share:.0%} of the values changed by more than the economy moves in {REVISION_YEARS:g} years; up to "
            f"{REVISED_SHARE:.0%} is a usual revision",
        )
    ]
