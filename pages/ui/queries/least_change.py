"""The least change with which a country would be in a higher group, or why there is none."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

import data
import dxindex as dx
from dxindex import i18n
from dxindex.charts import level_name
from dxindex.path import LEVERS_AT_LIMIT
from pages.ui.queries import codes, scores
from pages.ui.queries.levers import levers, written
from pages.ui.queries.memory import computed_once, remembered

YEARS = 5  # the span of the changes that peers achieved
QUANTILE = 0.75


@dataclass(frozen=True)
class Least:
    """The least change to a group, or why there is none.

    ``kind`` says how to read it: ``top`` (already in the highest group), ``none`` (no group or too few figures),
    ``found`` or ``beyond`` (out of reach with these levers). ``by_peers`` tells in which unit changes are measured:
    what peers achieved, else the spread between countries. ``changes`` are those that "apply" would set.
    """

    kind: str
    group: str = ""
    reached: str = ""
    levers: tuple[str, ...] = ()
    by_peers: bool = False
    cost: float = math.nan
    table: pd.DataFrame | None = None
    changes: tuple[str, ...] = ()


@computed_once(512)
def least(edition: str, country: str, goal: str) -> tuple[Least, ...]:
    """The least change to the next or the highest group: by enabling factors alone, then by all if that fails."""
    grouping = scores.groups(edition)
    own = grouping.labels.get(country)
    if not isinstance(own, str):
        return (Least("none"),)
    place = grouping.levels.index(own)
    if place == len(grouping.levels) - 1:
        return (Least("top", group=own),)
    group = grouping.levels[place + 1 if goal == "next" else -1]
    scale = _achieved(edition, country)
    present = scores.panel(edition).loc[country].dropna().index
    scheme = scores.framework(edition)
    enabling = [leaf for leaf in scheme.leaves(scheme.axes["y"]) if leaf in present]
    measured = [leaf for leaf in enabling if leaf in scale.index]
    tries: list[tuple[list[str], pd.Series | None]] = [
        (measured, scale) if measured else (enabling, None),
        ([leaf for leaf in scheme.indicators if leaf in present], None),
    ]
    found: list[Least] = []
    for which, units in tries:
        found.append(_path(edition, country, group, which, units))
        if found[-1].kind == "found":
            break
    return tuple(found)


def _path(edition: str, country: str, group: str, which: Sequence[str], units: pd.Series | None) -> Least:
    try:
        path = dx.path_to(
            scores.fitted(edition),
            scores.panel(edition),
            country,
            group=group,
            groups=scores.groups(edition),
            scale=units,
            levers=which,
        )
    except dx.DxIndexError:
        return Least("none", group=group)
    here = {lever.indicator: lever for lever in levers(edition, country, i18n.DEFAULT_LANGUAGE)}
    steps = path.changes[path.changes["cost"] > 0]
    return Least(
        kind="beyond" if path.reason_code == LEVERS_AT_LIMIT else "found",
        group=group,
        reached=path.outcome.group_after or "",
        levers=tuple(path.changes.index),
        by_peers=units is not None,
        cost=path.cost,
        table=steps,
        changes=tuple(
            written(indicator, here[indicator].place(value)) for indicator, value in steps["after"].items()
        ),
    )


@remembered(32)
def _achieved(edition: str, country: str) -> pd.Series:
    """What countries of the same income group achieved in five years, by indicator; empty where not known."""
    table = codes.countries(edition)
    income = table.at[country, "income_group"]
    if income not in codes.income_codes():
        return pd.Series(dtype=float)
    return _all_achieved(edition)["change"].xs(income, level="group")


@remembered(8)
def _all_achieved(edition: str) -> pd.DataFrame:
    return dx.achievable_changes(
        data.load_observations()[["iso3", "indicator", "year", "value"]],
        codes.countries(edition)["income_group"].dropna(),
        framework=scores.framework(edition),
        years=YEARS,
        quantile=QUANTILE,
    )


def least_sentence(edition: str, country: str, found: Least, lang: str) -> str:
    """Say what the least change is, or why there is none."""
    _ = i18n.translator(lang)
    fields = {
        "country": codes.country_names(edition, lang)[country],
        "group": level_name(found.group, lang).lower(),
        "reached": level_name(found.reached, lang).lower(),
        "cost": i18n.number(found.cost, lang, 1),
        "years": YEARS,
        "which": _which(edition, found.levers, lang),
    }
    if found.kind == "top":
        return _("{country} is in the highest group already: {group}.").format(**fields)
    if found.kind == "none":
        return _("{country} has too few figures to work out a least change.").format(**fields)
    if found.kind == "beyond":
        return _(
            "By {which} alone, {country} cannot become {group}: with each at the best value that any country has, "
            "it would be {reached}."
        ).format(**fields)
    text = (
        _("The least change by {which} with which {country} would be {group} adds up to **{cost} steps**.")
        + " "
    )
    if found.by_peers:
        text += _(
            "One step is an improvement that three in four of those made by countries of its income group in {years} "
            "years did not exceed."
        )
    else:
        text += _(
            "One step is the spread between countries (a standard deviation), for what peers achieved is not known of "
            "every indicator."
        )
    return text.format(**fields)


def _which(edition: str, ids: Iterable[str], lang: str) -> str:
    """Name the levers: an axis where they lie below one, else both axes."""
    scheme = scores.framework(edition)
    axes = dict.fromkeys(scheme.axis_of(indicator) for indicator in ids)
    ordered = [axis for axis in scheme.axis_ids if axis in axes]
    return (
        i18n.joined([scheme.label(axis, lang).lower() for axis in ordered], lang) if ordered else i18n.MISSING
    )


@remembered()
def least_table(edition: str, country: str, goal: str, step: int, lang: str) -> pd.DataFrame:
    """The steps of a least change as it is shown: indicator, from, to, unit, and how large a step it is."""
    _ = i18n.translator(lang)
    found = least(edition, country, goal)[step]
    here = {lever.indicator: lever for lever in levers(edition, country, lang)}
    rows = [
        {
            _("Indicator"): here[str(row.Index)].title,
            _("From"): i18n.number(row.before, lang, here[str(row.Index)].decimals),
            _("To"): i18n.number(here[str(row.Index)].place(row.after), lang, here[str(row.Index)].decimals),
            _("Unit"): here[str(row.Index)].unit,
            _("Steps"): i18n.number(row.cost, lang, 1),
            _("One step"): i18n.number(row.unit, lang, max(1, here[str(row.Index)].decimals)),
        }
        for row in (found.table if found.table is not None else pd.DataFrame()).itertuples()
    ]
    return pd.DataFrame(rows)
