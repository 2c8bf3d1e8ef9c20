"""The pages, their names in the visitor's language, and the sidebar they share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from dxindex import i18n
from pages.ui import controls, places, scripts, selection, sharing, stage
from pages.ui.params import Selection
from pages.ui.queries import codes

ICON = Path(__file__).with_name("icon.png")
_ICONS = {
    places.OVERVIEW: "scatter_plot",
    places.RANKINGS: "format_list_numbered",
    places.COUNTRY: "flag",
    places.COMPARE: "compare_arrows",
    places.CLUSTERS: "bubble_chart",
    places.ROBUSTNESS: "query_stats",
    places.SIMULATOR: "tune",
    places.TIME: "timeline",
    places.MAP: "public",
    places.STORIES: "auto_stories",
    places.METHODS: "menu_book",
}


def titles(lang: str) -> dict[str, str]:
    """Name the pages."""
    _ = i18n.translator(lang)
    return {
        places.OVERVIEW: _("Overview"),
        places.RANKINGS: _("Rankings"),
        places.COUNTRY: _("Country"),
        places.COMPARE: _("Compare"),
        places.CLUSTERS: _("Clusters"),
        places.ROBUSTNESS: _("Robustness"),
        places.SIMULATOR: _("Simulator"),
        places.TIME: _("Time"),
        places.MAP: _("Map"),
        places.STORIES: _("Stories"),
        places.METHODS: _("Data & methods"),
    }


def questions(lang: str) -> dict[str, str]:
    """Say what each page answers."""
    _ = i18n.translator(lang)
    return {
        places.OVERVIEW: _("Where does everybody stand? All countries on the two axes."),
        places.RANKINGS: _(
            "Who is ahead of whom? Axes and pillars as a table to sort, search and take away."
        ),
        places.COUNTRY: _("Why is my country there? Pillars, indicators, values, years and sources."),
        places.COMPARE: _("How do these differ? Two to six countries side by side, indicator by indicator."),
        places.CLUSTERS: _("What if the groups were made differently? Method, number, stability, who moves."),
        places.ROBUSTNESS: _(
            "How sure are we? Rank intervals, who is ahead in how many runs, what drives it."
        ),
        places.SIMULATOR: _("What would move it? Change figures within what the world has shown."),
        places.TIME: _("How did it move? Editions, histories and pace against peers."),
        places.MAP: _("Where? Countries as points on a map without borders."),
        places.STORIES: _("What did Singapore, Estonia, the United Kingdom and Vietnam do?"),
        places.METHODS: _("Can I trust it? Sources, licences, formulas, coverage and downloads."),
    }


def declare(lang: str) -> Any:
    """Declare the pages and return the one asked for; the links to them are ours."""
    # Before the pages: their icons would become the tab's icon, which is fetched from the network.
    st.set_page_config(page_title="dxindex", page_icon=str(ICON), layout="wide")
    names, asked = titles(lang), questions(lang)
    pages = [
        st.Page(
            places.script(page),
            title=names[page],
            icon=f":material/{_ICONS[page]}:",
            default=page == places.OVERVIEW,
            help=asked[page],
        )
        for page in places.PAGES
    ]
    page = st.navigation(pages, position="hidden")
    st.set_page_config(page_title=f"{page.title} · dxindex")
    selection.turn_to(page.url_path)
    return page


def sidebar(chosen: Selection) -> None:
    """Show the controls that all pages share."""
    _ = i18n.translator(chosen.lang)
    with st.sidebar:
        _links()
        controls.language_control()
        with st.container(horizontal=True):
            sharing.share_box(chosen)
            stage.present_box(chosen)
        if chosen.page in places.WITH_EDITION:
            controls.figures_control(selection.bodies(), chosen.lang)
            controls.edition_control(chosen.edition, chosen.lang)
        if chosen.page not in places.LISTS:
            return
        controls.highlight_control(chosen.edition, chosen.lang)
        if not codes.of_economies(chosen.edition):
            return
        filters = st.expander(
            _("Filter countries"),
            expanded=chosen.filtered,
            icon=":material/filter_alt:",
            key="filters",
            on_change="rerun",
        )
        if filters.open:
            with filters:
                controls.filter_controls(chosen.edition, chosen.lang)
        if chosen.filtered:
            st.caption(
                _(
                    "{n} of {total} countries pass the filters. Highlighted countries stay on the chart; scores, ranks and groups stay as they are."
                ).format(n=len(chosen.shown), total=len(codes.panel_codes(chosen.edition)))
            )


def _links() -> None:
    st.html(f"<script>{scripts.ASIDE}</script>", unsafe_allow_javascript=True)
    with st.container(key="pages", gap=14):
        for page in places.PAGES:
            selection.page_link(page, f":material/{_ICONS[page]}:")
    st.divider()
