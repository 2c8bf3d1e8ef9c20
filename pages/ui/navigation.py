"""The pages, their names in the visitor's language, and the sidebar they share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from dxindex import i18n
from pages.ui import queries, selection

ICON = Path(__file__).with_name("icon.png")
OVERVIEW, RANKINGS, COUNTRY, METHODS = (
    "pages/overview.py",
    "pages/rankings.py",
    "pages/country.py",
    "pages/methods.py",
)


def declare(lang: str) -> Any:
    """Declare the pages and return the one asked for; an embedded view has no navigation."""
    _ = i18n.translator(lang)
    # Before the pages: their icons would become the tab's icon, which is fetched from the network.
    st.set_page_config(page_title="dxindex", page_icon=str(ICON), layout="wide")
    pages = [
        st.Page(
            OVERVIEW,
            title=_("Overview"),
            icon=":material/scatter_plot:",
            default=True,
            help=_("Where does everybody stand? All countries on the two axes."),
        ),
        st.Page(
            RANKINGS,
            title=_("Rankings"),
            icon=":material/format_list_numbered:",
            help=_("Who is ahead of whom? Axes and pillars as a table to sort, search and take away."),
        ),
        st.Page(
            COUNTRY,
            title=_("Country"),
            icon=":material/flag:",
            help=_("Why is my country there? Pillars, indicators, values, years and sources."),
        ),
        st.Page(
            METHODS,
            title=_("Data & methods"),
            icon=":material/menu_book:",
            help=_("Can I trust it? Sources, licences, formulas, coverage and downloads."),
        ),
    ]
    page = st.navigation(pages, position="hidden" if st.context.is_embedded else "sidebar")
    st.set_page_config(page_title=f"{page.title} · dxindex")
    return page


def sidebar(chosen: selection.Selection) -> None:
    """Show the controls that all pages share."""
    _ = i18n.translator(chosen.lang)
    with st.sidebar:
        selection.language_control()
        selection.edition_control(chosen.lang)
        selection.highlight_control(chosen.lang)
        with st.expander(_("Filter countries"), expanded=chosen.filtered, icon=":material/filter_alt:"):
            selection.filter_controls(chosen.lang)
        if chosen.filtered:
            st.caption(
                _(
                    "{n} of {total} countries pass the filters. Highlighted countries stay on the chart; scores, ranks and groups stay as they are."
                ).format(n=len(chosen.shown), total=len(queries.panel_codes()))
            )
