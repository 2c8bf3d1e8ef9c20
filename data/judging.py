"""Whether what came for a series may replace the figures held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.api_rows import take_rows
from data.catalog import Indicator, load_catalogue
from data.downloads import Download
from data.errors import DataError
from data.outcomes import Outcome
from data.plausibility import Refusal, differs, find_refusals, pair
from data.store import Store

NO_ROWS = pd.DataFrame({"iso3": pd.Series(dtype="str"), "year": pd.Series(dtype="int64"), "value": []})


@dataclass(frozen=True, eq=False)
class Judged:
    """What came for a series, what was held, and what follows.

    Attributes:
        outcome: says whether `new` replaces `old`.
        new, old: columns iso3, year, value.
        vintage: of the figures held; "" where there are none.
    """

    outcome: Outcome
    new: pd.DataFrame
    old: pd.DataFrame
    vintage: str


def judge(indicator: Indicator, came: Download | DataError, places: pd.DataFrame, base: Store) -> Judged:
    """Compare what came for a series with what is held of it.

    Args:
        indicator: the series.
        came: what was fetched, or why nothing was.
        places: how the API describes its places.
        base: the figures held.
    """
    old, source, vintage = _held(indicator, base)
    if isinstance(came, DataError):
        outcome = Outcome(indicator.id, "unreachable", reason=str(came))
        return Judged(outcome, NO_ROWS, old, vintage)
    known = frozenset(base.countries["iso3"])
    taken = take_rows(came.table, load_catalogue().sources[indicator.api], known, places)
    updated = str(came.about["last_updated"])
    refusals = _check_vintage(updated) or find_refusals(taken.rows, old, indicator, len(known))
    new, revised, withdrawn = _count(old, taken.rows) if not refusals else (0, 0, 0)
    same = (source, vintage) == (indicator.api, updated) and not new + revised + withdrawn
    outcome = Outcome(
        indicator.id,
        "refused" if refusals else "unchanged" if same else "refreshed",
        kind=refusals[0].kind if refusals else "",
        reason="; ".join(one.reason for one in refusals),
        vintage=updated if _is_date(updated) else "",
        code=str(came.about["code"]),
        fetched=came.fetched,
        new=new,
        revised=revised,
        withdrawn=withdrawn,
        left_out=taken.unknown,
    )
    return Judged(outcome, taken.rows, old, vintage)


def _held(indicator: Indicator, base: Store) -> tuple[pd.DataFrame, str, str]:
    """The values held of a series, their source and vintage."""
    rows = base.observations.loc[base.observations["indicator"] == indicator.id, ["iso3", "year", "value"]]
    about = base.indicators[base.indicators["indicator"] == indicator.id]
    if about.empty:
        return NO_ROWS, "", ""
    return rows.reset_index(drop=True), str(about["source"].iloc[0]), str(about["vintage"].iloc[0])


def _count(old: pd.DataFrame, new: pd.DataFrame) -> tuple[int, int, int]:
    both = pair(old, new)
    return (
        int(both["old"].isna().sum()),
        int(differs(both.dropna()).sum()),
        int(both["new"].isna().sum()),
    )


def _check_vintage(updated: str) -> Sequence[Refusal]:
    """The date becomes part of the version's name: nothing else may stand there."""
    if _is_date(updated):
        return ()
    return [
        Refusal("vintage", f"the publisher says that it was last updated on {updated!r}, which is no date")
    ]


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
