"""From one reference edition to the next: the way of each country on the two axes."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from dxindex import charts, i18n
from dxindex.statements import Statement
from pages.ui.queries import codes, provenance, scores
from pages.ui.queries.figure import Figure, drawing, finished
from pages.ui.queries.memory import remembered


@remembered(8)
def compared_editions(edition: str) -> tuple[str, str] | None:
    """The newest reference edition that has an earlier one to be compared with, and that one before it."""
    for later in reversed(codes.siblings(edition)):
        before = scores.earlier_edition(later) if codes.is_reference(later) else None
        if before and codes.is_reference(before):
            return before, later
    return None


@drawing
def arrows(
    edition: str,
    country: str,
    highlight: tuple[str, ...],
    shown: frozenset[str],
    lang: str,
    surface: str,
) -> Figure | None:
    """Every country's way on the two axes between the reference editions; None where there is but one."""
    pair = compared_editions(edition)
    if pair is None:
        return None
    _ = i18n.translator(lang)
    periods = (codes.edition_title(pair[0], lang), codes.edition_title(pair[1], lang))
    before, after = (scores.result(key) for key in pair)
    chart = charts.edition_arrows(
        before,
        after,
        periods=periods,
        highlight=highlight,
        focus=country,
        names=codes.country_names(edition, lang),
        shown=shown,
        lang=lang,
        colours=charts.palette(surface),
    )
    axes, names = after.framework.axis_ids, codes.country_names(edition, lang)
    visible = [code for code in after.scores.index if code in shown or code in {country, *highlight}]
    table = pd.DataFrame({_("Country"): [names[code] for code in visible]})
    for axis in axes:
        for period, scored in zip(periods, (before, after), strict=True):
            title = f"{after.framework.label(axis, lang)}, {period}"
            table[title] = scored.scores[axis].reindex(visible).to_numpy(dtype=float)
            table[_("{axis}: rank").format(axis=title)] = (
                scored.ranks[axis].reindex(visible).astype("Int64").to_numpy()
            )
    return Figure(
        name=f"arrows-{pair[0]}-{pair[1]}",
        title=_("From {first} to {last} on the two axes").format(first=periods[0], last=periods[1]),
        spec=finished(chart),
        alt=_moves(pair, [country, *highlight], lang),
        table=table,
        unit=_("Score 0–1, higher is better"),
        period="–".join(periods),
        source="; ".join(dict.fromkeys(provenance.source_line(key, lang) for key in pair)),
        lang=lang,
        surface=surface,
        say=lambda language: _move_statements(pair, country, highlight, language),
    )


def _move(pair: tuple[str, str], code: str, lang: str) -> str:
    """Say from which rank to which a country moved on each axis."""
    _ = i18n.translator(lang)
    before, after = (scores.result(key) for key in pair)
    parts = []
    for axis in after.framework.axis_ids:
        ranks = [each.ranks.at[code, axis] for each in (before, after)]
        start, end = (i18n.MISSING if pd.isna(rank) else str(rank) for rank in ranks)
        parts.append(
            _("{axis} rank {start} → {end}").format(
                axis=after.framework.label(axis, lang).lower(), start=start, end=end
            )
        )
    return f"{codes.country_names(pair[0], lang)[code]}: {i18n.joined(parts, lang)}"


def _moves(pair: tuple[str, str], countries: Iterable[str], lang: str) -> str:
    _ = i18n.translator(lang)
    first, last = (codes.edition_title(key, lang) for key in pair)
    moves = "; ".join(_move(pair, code, lang) for code in dict.fromkeys(countries))
    return _("Relative positions, {first} to {last}. {moves}.").format(first=first, last=last, moves=moves)


def _move_statements(
    pair: tuple[str, str], country: str, highlight: tuple[str, ...], lang: str
) -> list[Statement]:
    _ = i18n.translator(lang)
    caution = _(
        "Governance scores are restandardised every year and the government part of the Digital Adoption Index was "
        "re-scored: these are relative positions, not progress or decline."
    )
    where = _("Source: {source}; scores and ranks: our calculation.").format(
        source="; ".join(dict.fromkeys(provenance.source_line(key, lang) for key in pair))
    )
    return [
        Statement(f"{_moves(pair, [code], lang)} {where}", caution)
        for code in dict.fromkeys((country, *highlight))
    ]


@remembered()
def editions_sentence(edition: str, lang: str) -> str:
    """Say what the arrows join, and what they leave out."""
    _ = i18n.translator(lang)
    pair = compared_editions(edition)
    if pair is None:
        return ""
    others = [
        codes.edition_title(key, lang) for key in codes.siblings(edition) if not codes.is_reference(key)
    ]
    text = _("From the {first} edition to the {last} edition.").format(
        first=codes.edition_title(pair[0], lang), last=codes.edition_title(pair[1], lang)
    )
    if others:
        text += " " + _("Not joined: {editions}, made of other series and not comparable.").format(
            editions=i18n.joined(others, lang)
        )
    return text
