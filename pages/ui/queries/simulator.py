"""What other figures would come to: ranks, groups and the way on the two axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

import dxindex as dx
from dxindex import charts, i18n
from dxindex.charts import level_name
from dxindex.charts.move import journey
from dxindex.statements import Statement
from pages.ui.queries import codes, provenance, scores
from pages.ui.queries.figure import Figure, Spec, drawing, finished, for_browser
from pages.ui.queries.levers import Lever, levers, read
from pages.ui.queries.memory import remembered

NAMED = 8  # countries spelled out in one line; the rest are counted


@remembered(128)
def outcome(edition: str, country: str, changes: tuple[str, ...]) -> dx.WhatIf:
    """Scores, ranks and group with changed figures; everything fitted stays as it was fitted."""
    here = {lever.indicator: lever for lever in levers(edition, country, i18n.DEFAULT_LANGUAGE)}
    used, _ignored = read(edition, country, changes)
    values = {indicator: here[indicator].value(place) for indicator, place in used.items()}
    return dx.what_if(
        scores.fitted(edition), scores.panel(edition), country, values, groups=scores.groups(edition)
    )


def sentence(edition: str, country: str, changes: tuple[str, ...], lang: str) -> str:
    """Say what the changes come to: rank and score on each axis before and after, and the group."""
    _ = i18n.translator(lang)
    used, _ignored = read(edition, country, changes)
    name, scheme = codes.country_names(edition, lang)[country], scores.framework(edition)
    found, parts = outcome(edition, country, changes), []
    for axis in scheme.axis_ids:
        before, after = found.ranks.loc[axis, "before"], found.ranks.loc[axis, "after"]
        text = _("{axis}: rank {before} → {after} of {total} (score {low} → {high})")
        if pd.isna(before) or pd.isna(after) or before == after:
            text = _("{axis}: rank {after} of {total}, as before (score {low} → {high})")
            if found.scores.at[axis, "before"] == found.scores.at[axis, "after"]:
                text = _("{axis}: rank {after} of {total} (score {high}), unchanged")
            if not used:
                text = _("{axis}: rank {after} of {total} (score {high})")
        parts.append(
            text.format(
                axis=scheme.label(axis, lang),
                before=_rank(before),
                after=_rank(after),
                total=int(found.result.ranks[axis].notna().sum()),
                low=i18n.number(found.scores.at[axis, "before"], lang, 3),
                high=i18n.number(found.scores.at[axis, "after"], lang, 3),
            )
        )
    groups = [level_name(group, lang).lower() for group in (found.group_before, found.group_after)]
    group = (
        _("It stays {group}.").format(group=groups[1])
        if groups[0] == groups[1]
        else _("Its group: {before} → {after}.").format(before=groups[0], after=groups[1])
    )
    start = (
        _("{country} as it is ({edition} edition).")
        if not used
        else _("{country} with one change ({edition} edition).")
        if len(used) == 1
        else _("{country} with {n} changes ({edition} edition).")
    )
    return " ".join(
        [
            start.format(country=f"**{name}**", n=len(used), edition=codes.edition_title(edition, lang)),
            "; ".join(parts) + ".",
            group if used else _("Its group: {group}.").format(group=groups[1]),
        ]
    )


def _rank(rank: object) -> str:
    return i18n.MISSING if pd.isna(rank) else str(rank)


def passed(edition: str, country: str, changes: tuple[str, ...], lang: str) -> list[str]:
    """Say by axis who is overtaken, or who overtakes, in the order of their ranks."""
    _ = i18n.translator(lang)
    found, lines = outcome(edition, country, changes), []
    for axis in scores.framework(edition).axis_ids:
        label = scores.framework(edition).label(axis, lang)
        for ids, text in (
            (found.overtaken[axis], _("**{axis}**: overtakes {n}: {names}.")),
            (found.overtaken_by[axis], _("**{axis}**: falls behind {n}: {names}.")),
        ):
            if ids:
                lines.append(text.format(axis=label, n=len(ids), names=_named(edition, ids, lang)))
    return lines


def _named(edition: str, ids: Sequence[str], lang: str) -> str:
    _ = i18n.translator(lang)
    names = [codes.country_names(edition, lang)[code] for code in ids[:NAMED]]
    if len(ids) > NAMED:
        names.append(_("{n} more").format(n=len(ids) - NAMED))
    return i18n.joined(names, lang)


@dataclass(frozen=True)
class Moved:
    """Before and after on one axis, as the page shows it large: ranks and how many places were gained."""

    label: str
    ranks: str
    gained: int | None
    total: int


def moved(edition: str, country: str, changes: tuple[str, ...], lang: str) -> list[Moved]:
    """The ranks on both axes before and after."""
    found, rows = outcome(edition, country, changes), []
    for axis in scores.framework(edition).axis_ids:
        before, after = found.ranks.loc[axis, "before"], found.ranks.loc[axis, "after"]
        same = pd.isna(before) or pd.isna(after) or before == after
        rows.append(
            Moved(
                label=scores.framework(edition).label(axis, lang),
                ranks=_rank(after) if same else f"{_rank(before)} → {_rank(after)}",
                gained=None if same else int(before - after),
                total=int(found.result.ranks[axis].notna().sum()),
            )
        )
    return rows


def group_moved(edition: str, country: str, changes: tuple[str, ...], lang: str) -> str:
    """The group before and after, or the one it stays in."""
    found = outcome(edition, country, changes)
    names = [level_name(group, lang) for group in (found.group_before, found.group_after)]
    return names[1] if names[0] == names[1] else " → ".join(names)


@remembered()
def changes_table(edition: str, country: str, changes: tuple[str, ...], lang: str) -> pd.DataFrame:
    """Scores and ranks of axes and pillars before and after, under names in the visitor's language."""
    _ = i18n.translator(lang)
    found, labels = outcome(edition, country, changes), scores.node_labels(edition, lang)
    nodes = list(labels)
    return pd.DataFrame(
        {
            _("Axis or pillar"): list(labels.values()),
            _("Score today"): found.scores.loc[nodes, "before"].round(4),
            _("Score with the changes"): found.scores.loc[nodes, "after"].round(4),
            _("Rank today"): found.ranks.loc[nodes, "before"],
            _("Rank with the changes"): found.ranks.loc[nodes, "after"],
        },
        index=nodes,
    )


def caution(lang: str) -> str:
    """What these figures are not."""
    _ = i18n.translator(lang)
    return _(
        "Arithmetic of the index, not a forecast and not a cause: goalposts and group centres stay as fitted, and "
        "every other country stands still."
    )


def statements(edition: str, country: str, changes: tuple[str, ...], lang: str) -> list[Statement]:
    """What can be said of the changes: what they are, and what they come to."""
    _ = i18n.translator(lang)
    used, _ignored = read(edition, country, changes)
    here = {lever.indicator: lever for lever in levers(edition, country, lang)}
    assumed = [_assumed(here[indicator], value, lang) for indicator, value in used.items()]
    text = sentence(edition, country, changes, lang).replace("**", "")
    if assumed:
        text += " " + _("Assumed: {changes}.").format(changes="; ".join(assumed))
    source = provenance.source_line(edition, lang)
    text += " " + _("Source: {source}; ranks: our calculation.").format(source=source)
    return [Statement(text, caution(lang) if assumed else "")]


def _assumed(lever: Lever, value: float, lang: str) -> str:
    _ = i18n.translator(lang)
    return _("{indicator} {before} → {after} ({unit})").format(
        indicator=lever.title,
        before=i18n.number(lever.own, lang, lever.decimals),
        after=i18n.number(value, lang, lever.decimals),
        unit=lever.unit,
    )


@remembered()
def _frame(edition: str, country: str, lang: str, surface: str) -> Spec:
    """The two-axis chart without a change: a change alters two small datasets of it, nothing else."""
    chart = charts.move(
        scores.result(edition),
        scores.result(edition),
        country,
        scores.groups(edition),
        names=codes.country_names(edition, lang),
        reach=_reach(edition),
        period=codes.edition_title(edition, lang),
        lang=lang,
        colours=charts.palette(surface),
    )
    return finished(chart)


@remembered(8)
def _reach(edition: str) -> pd.DataFrame:
    """The scores with every figure at the world's last, and at the world's best: as far as a country could move."""
    figures = scores.panel(edition)[list(scores.framework(edition).indicators)]
    turned = figures * [scores.framework(edition).indicator(name).direction for name in figures]
    ends = pd.DataFrame({"last": turned.min(), "best": turned.max()}).T
    ends = ends * [scores.framework(edition).indicator(name).direction for name in figures]
    return scores.fitted(edition).result(ends).scores


@drawing
def move(edition: str, country: str, changes: tuple[str, ...], lang: str, surface: str) -> Figure:
    """The two-axis chart with the country today and with the changes."""
    _ = i18n.translator(lang)
    period = codes.edition_title(edition, lang)
    name = codes.country_names(edition, lang)[country]
    frame = _frame(edition, country, lang, surface)
    travelled = journey(scores.result(edition), outcome(edition, country, changes).result, country, lang=lang)
    spec = {**frame, "datasets": {**frame["datasets"], **travelled}}
    return Figure(
        name=f"simulator-{country}-{codes.label(edition)}",
        title=_("{country}: today and with the changes").format(country=name),
        spec=for_browser(spec),
        alt=sentence(edition, country, changes, lang).replace("**", ""),
        table=changes_table(edition, country, changes, lang),
        unit=_("Score 0–1, higher is better"),
        period=period,
        source=provenance.source_line(edition, lang),
        lang=lang,
        surface=surface,
        say=lambda language: statements(edition, country, changes, language),
    )
