"""The simulator's sliders: their places are the URL's changes, and what they write is the URL's too."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dxindex import i18n
from pages.ui import selection
from pages.ui.params import Selection
from pages.ui.queries import codes, levers, scores
from pages.ui.queries.levers import Lever

_OF = "levers_of"  # the country that the changes were made for, and the changes themselves


def settle(chosen: Selection) -> None:
    """Forget changes that were made for another country, when that was left on another page."""
    made_for = st.session_state.get(_OF)
    st.session_state[_OF] = (chosen.country, chosen.changes)
    if chosen.changes and made_for and made_for[0] != chosen.country and made_for[1] == chosen.changes:
        reset()
        st.rerun()


def reset() -> None:
    """Take all changes back."""
    selection.choose("set", ())


def apply(changes: tuple[str, ...]) -> None:
    """Set the changes of a least path."""
    selection.choose("set", changes)


def show(chosen: Selection) -> None:
    """Show a slider for each indicator, axis by axis, at the country's own value or the changed one."""
    _ = i18n.translator(chosen.lang)
    used, _ignored = levers.read(chosen.edition, chosen.country, chosen.changes)
    movable = levers.levers(chosen.edition, chosen.country, chosen.lang)
    scheme = scores.framework(chosen.edition)
    for axis in scheme.axis_ids:
        st.markdown(f"**{scheme.label(axis, chosen.lang)}**")
        for lever in movable:
            if lever.axis == axis:
                _slider(lever, used, chosen)


def _slider(lever: Lever, used: dict[str, float], chosen: Selection) -> None:
    _ = i18n.translator(chosen.lang)
    key = f"lever_{lever.indicator}"
    if lever.own is None:
        missing = f"lever_on_{lever.indicator}"
        st.session_state[missing] = lever.indicator in used
        st.caption(_("{indicator}: no figure today.").format(indicator=lever.title))
        st.toggle(
            _("Try one: {indicator}").format(indicator=lever.title),
            key=missing,
            on_change=_try,
            args=(lever, missing),
            help=_("Without a figure the indicator does not count; switched on, it starts at the median."),
        )
        if lever.indicator not in used:
            return
    st.session_state[key] = used.get(lever.indicator, lever.own)
    st.slider(
        _label(lever, chosen.lang),
        lever.low,
        lever.high,
        step=lever.step,
        format=f"%.{lever.decimals}f" if chosen.lang == i18n.DEFAULT_LANGUAGE else "localized",
        key=key,
        on_change=_moved,
        args=(lever, key),
        help=_help(lever, chosen.lang),
    )


def _label(lever: Lever, lang: str) -> str:
    _ = i18n.translator(lang)
    return _("{indicator} · today {value} ({unit})").format(
        indicator=lever.title, value=i18n.number(lever.own, lang, lever.decimals), unit=lever.unit
    )


def _help(lever: Lever, lang: str) -> str:
    _ = i18n.translator(lang)
    best, worst = (lever.most, lever.highest), (lever.least, lever.lowest)
    if lever.direction < 0:
        best, worst = worst, best
    return _("World's best: {best} {high}. World's last: {last} {low}. Unit: {unit}.").format(
        best=best[1],
        high=i18n.number(best[0], lang, lever.decimals),
        last=worst[1],
        low=i18n.number(worst[0], lang, lever.decimals),
        unit=lever.unit,
    )


def _moved(lever: Lever, key: str) -> None:
    """Write a slider's new place into the URL's changes."""
    _set(lever, float(st.session_state[key]))


def _try(lever: Lever, key: str) -> None:
    """Give a missing figure a value to start from, or take it away again."""
    _set(lever, lever.middle if st.session_state[key] else None)


def _set(lever: Lever, value: float | None) -> None:
    now = selection.current()
    selection.choose("set", levers.with_change(now.edition, now.country, now.changes, lever.indicator, value))


def ignored_lines(edition: str, ignored: Sequence[tuple[str, str]], lang: str) -> list[str]:
    """Say which changes of the link are not possible here, and why."""
    _ = i18n.translator(lang)
    titles = codes.indicators(edition)[f"short_{lang}"]
    reasons = {
        "foreign": _("this edition's index does not use it"),
        "beyond": _("no country of this edition has such a value"),
    }
    return [
        f"- {titles[change.partition(':')[0]]} ({change.partition(':')[2]}): {reasons[reason]}"
        for change, reason in ignored
    ]
