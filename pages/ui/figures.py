"""How pages show a chart: the chart, then what belongs to it (say it, table, save), made only when asked for.

>>> figures.show(drawn.profile(edition, country, versus, lang, chosen.surface), chosen, key="profile")  # doctest: +SKIP

The figure comes from a cached query (``pages.ui.queries``), so a rerun builds nothing.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from dxindex import i18n
from pages.ui import sharing
from pages.ui.params import Selection
from pages.ui.queries import files
from pages.ui.queries.figure import Figure, Sheet
from pages.ui.queries.written import written


def show(figure: Figure, chosen: Selection, *, key: str, **selecting: Any) -> Any:
    """Show a chart with its row of what to do with it; ``selecting`` are the chart's own click options.

    On a stage and in an embedded view the chart stands alone.
    """
    told: dict[str, Any] = {"alt": figure.alt, "key": key, "width": "stretch", **selecting}
    if chosen.presenting:
        with st.container(key=f"stage_{key}", height="stretch"):  # as tall as the screen: see document.py
            return st.vega_lite_chart(figure.spec, height="stretch", **told)
    event = st.vega_lite_chart(figure.spec, **told)
    if chosen.framed:
        _belongings(figure, chosen, key)
    return event


def _belongings(figure: Figure, chosen: Selection, key: str) -> None:
    _ = i18n.translator(chosen.lang)
    with st.container(horizontal=True, gap="small", key=f"{key}_row"):
        say = st.popover(
            _("Say it"), icon=":material/format_quote:", type="tertiary", key=f"{key}_say", on_change="rerun"
        )
        save_box(figure, chosen, key)
    table = st.expander(_("The figures as a table"), type="compact", key=f"{key}_table", on_change="rerun")
    if say.open:
        with say:
            say_it(figure, chosen.lang)
    if table.open:
        with table:
            st.dataframe(
                written(figure.table, chosen.lang),
                hide_index=True,
                alt=_("Figures of the chart: {title}").format(title=figure.title),
            )


def say_it(figure: Figure, lang: str) -> None:
    """Offer the sentences that the chart supports, in both languages, each ready to copy."""
    _ = i18n.translator(lang)
    others = [other for other in i18n.LANGUAGES if other != lang]
    for language in (lang, *others):
        st.markdown(f"**{i18n.LANGUAGES[language]}**")
        statements = figure.say(language)
        for statement in statements:
            st.code(statement.text, language=None, wrap_lines=True)
            if statement.caution:
                st.warning(statement.caution, icon=":material/warning:")
        if not statements:
            st.code(figure.alt if language == lang else "–", language=None, wrap_lines=True)


def save_box(sheet: Sheet, chosen: Selection, key: str) -> None:
    """Offer a table or chart as files; each is made when it is clicked, outside the page's run."""
    _ = i18n.translator(chosen.lang)
    box = st.popover(
        _("Save"), icon=":material/download:", type="tertiary", key=f"{key}_save", on_change="rerun"
    )
    if not box.open:
        return
    told = files.caption(sheet, sharing.full_link(chosen), chosen.edition)
    with box:
        st.caption(_("Title, unit, year, source and the link to this view are inside each file."))
        for kind, label in (
            ("png", _("Picture (PNG)")),
            ("slide.png", _("Slide, 16:9 (PNG)")),
            ("svg", _("Drawing (SVG)")),
            ("csv", _("Figures (CSV)")),
        ):
            st.download_button(
                label,
                i18n.as_worded(partial(files.of_sheet, sheet, kind, told)),
                file_name=f"dxindex-{sheet.name}.{kind}",
                mime=files.MIME[kind.rpartition(".")[2]],
                key=f"{key}_{kind}",
                on_click="ignore",
                icon=":material/download:",
                width="stretch",
            )
