"""What several pages show alike: sources, notes, empty and error states."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import streamlit as st

from dxindex import i18n
from dxindex.words.published import beside, published_reason, published_title
from pages.ui import places, selection
from pages.ui.params import Dropped, Selection
from pages.ui.queries import codes, provenance, scores

_SHOWN_NOTES = 6
_LONGEST_QUOTE = 40


def clicked(key: str) -> str | None:
    """Return the country whose mark was clicked in a chart, from the chart's own state."""
    picked = st.session_state[key]["selection"].get("country", [])
    codes_of_points = [point["iso3"] for point in picked if "iso3" in point]
    return codes_of_points[-1] if codes_of_points else None


def open_clicked(key: str) -> None:
    """Take the country whose mark was clicked in a chart to the Country page: a callback."""
    if code := clicked(key):
        selection.choose("country", code)
        st.switch_page(places.script(places.COUNTRY))


def working(text: str) -> AbstractContextManager[None]:
    """Say what takes a while; nothing shows where the answer is already there."""
    return st.spinner(text, show_time=False)


def quoted(text: str) -> str:
    """Show a visitor's own text as inert code: nothing in it is read as markup.

    >>> quoted("<b>`x`</b>")
    "`<b>'x'</b>`"
    """
    # Control signs and those that turn the direction of reading would reach beyond the quotes.
    signs = (" " if unicodedata.category(sign).startswith("C") else sign for sign in text)
    inert = "".join(signs).replace("`", "'").strip()
    if len(inert) > _LONGEST_QUOTE:
        inert = inert[:_LONGEST_QUOTE] + "…"
    return f"`{inert}`" if inert else "` `"


def dropped_note(dropped: tuple[Dropped, ...], lang: str) -> None:
    """Name what the link contained that was not used, and why."""
    if not dropped:
        return
    _ = i18n.translator(lang)
    reasons = {
        "unknown": _("there is no such parameter"),
        "invalid": _("there is no such value here"),
        "single": _("only one value is possible"),
        "limit": _("there are too many values"),
        "absent": _(
            "the link is to figures of somebody's own, which it does not carry: load their file on Data & methods, and the view opens"
        ),
        "long": _("it is too long and was cut"),
    }
    lines = [
        f"- {quoted(f'{fault.param}={fault.value}')}: {reasons[fault.reason]}"
        for fault in dropped[:_SHOWN_NOTES]
    ]
    if len(dropped) > _SHOWN_NOTES:
        lines.append("- " + _("and {n} more").format(n=len(dropped) - _SHOWN_NOTES))
    st.warning("\n".join(lines), title=_("Parts of this link could not be used"), icon=":material/link_off:")


def inert(text: str) -> str:
    """Return a text that is shown as it is: nothing in it is read as markup.

    >>> inert("a_b")
    'a\\\\_b'
    """
    return re.sub(r"([\\`*_\[\]<>$#~|])", r"\\\1", text)


def without_folders(text: str) -> str:
    """Name files without the server's folders, which are no visitor's business.

    >>> without_folders("/srv/cache/figures/current is damaged.")
    'current is damaged.'
    """
    return re.sub(r"(?<!\S)(?:/[^\s/]+)+/([^\s/]+)", r"\1", text)


@contextmanager
def faults_in_plain_words(lang: str = i18n.DEFAULT_LANGUAGE) -> Iterator[None]:
    """Show typed errors as one sentence, without a traceback."""
    try:
        yield
    except codes.FAULTS as error:
        _ = i18n.translator(lang)
        st.error(inert(without_folders(str(error))), title=_("This cannot be shown"), icon=":material/error:")


def source_caption(edition: str, lang: str) -> None:
    """Say where the figures on this page come from: publisher, series and years."""
    st.caption(provenance.caption(edition, lang))


def edition_banner(chosen: Selection) -> None:
    """Say plainly when an edition is not comparable with the published index, or is the visitor's own."""
    _ = i18n.translator(chosen.lang)
    if codes.is_own(chosen.edition):
        st.info(
            _(
                "{file}, on an index chosen for it: not checked by us, and not to be compared with ours."
            ).format(file=quoted(codes.body_name(chosen.edition))),
            title=_("Your own figures"),
            icon=":material/upload_file:",
        )
    elif not codes.is_reference(chosen.edition):
        st.warning(
            codes.edition_note(chosen.edition, chosen.lang),
            title=_("Experimental edition"),
            icon=":material/science:",
        )


def aside_for_places(chosen: Selection) -> None:
    """Say that a page is about countries, where the visitor's own units are none."""
    _ = i18n.translator(chosen.lang)
    _step_aside(_("This page is about places on the map, and your units are not recognised as such."), chosen)


def aside_for_years(chosen: Selection) -> None:
    """Say that a page compares years, where the visitor's own figures are of one."""
    _ = i18n.translator(chosen.lang)
    _step_aside(_("This page compares years, and your figures are of one year or of none."), chosen)


def _step_aside(why: str, chosen: Selection) -> None:
    _ = i18n.translator(chosen.lang)
    st.info(why, title=_("Not with these figures"), icon=":material/info:")
    st.button(
        _("Show it with the published figures"),
        on_click=selection.choose,
        args=("figures", "snapshot"),
        key="published_figures",
    )


def nothing_left(lang: str) -> None:
    """The friendly state of an empty selection."""
    _ = i18n.translator(lang)
    st.info(
        _("No country passes all filters. Remove one in the sidebar to see countries again."),
        icon=":material/filter_alt_off:",
    )
    # On a phone the sidebar is out of sight: the way back stands here too.
    st.button(_("Show all countries"), on_click=_without_filters, key="without_filters")


def _without_filters() -> None:
    for code in ("region", "income", "club"):
        selection.choose(code, ())


def published_note(edition: str, country: str, lang: str) -> None:
    """Put the published position beside the recomputed one, and say why they differ."""
    rows = scores.published_of(edition, country)
    if rows.empty:
        return
    here = {str(node): scores.position(edition, country, str(node)) for node in rows["node"]}
    lines = beside(rows, scores.framework(edition), here, scores.level(edition, country), lang)
    name, period = codes.country_names(edition, lang)[country], codes.edition_title(edition, lang)
    with st.container(border=True):
        st.markdown(f"**{published_title(name, period, lang)}**")
        for column, line in zip(st.columns(2), lines, strict=False):
            column.markdown(f"{line.axis}  \n{line.published}  \n{line.recomputed}")
        st.caption(published_reason(rows, lang))
