"""The controls that set what is looked at. Each is shown in one place a run; its state is the URL's."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from dxindex import i18n
from dxindex.site.links import HIGHLIGHT_LIMIT, HIGHLIGHTED, SEARCH_LENGTH
from pages.ui import selection
from pages.ui.params import (
    COMPARE_LIMIT,
    LARGEST_SEED,
    MEASURES,
)
from pages.ui.queries import bases, choices, codes, open_years, scores


def _named(titles: Mapping[str, str]) -> Callable[[str], str]:
    """Show a code by its title; one that has none, left over from another page, by itself."""
    return lambda code: titles.get(code, code)


def language_control() -> None:
    """Show the choice of language."""
    st.segmented_control(
        "Language / Ngôn ngữ",
        list(i18n.LANGUAGES),
        format_func=i18n.LANGUAGES.__getitem__,
        key="choice_lang",
        required=True,
        width="stretch",
    )


def figures_control(bodies: Mapping[str, str], lang: str) -> None:
    """Show the choice of what all is computed from, where there is a choice."""
    _ = i18n.translator(lang)
    if len(bodies) == 1:
        return
    st.selectbox(
        _("Figures"),
        list(bodies),
        format_func=_named(codes.body_titles(bodies, lang)),
        key="choice_figures",
        help=_(
            "The snapshot ships with the dashboard and is the same everywhere. Refreshed figures are the newest that this "
            "server fetched from the World Bank. Your own stay in this session."
        ),
    )


def edition_control(edition: str, lang: str) -> None:
    """Show the choice of edition, of those that rest on the same figures; a year by rule is there when it is chosen."""
    _ = i18n.translator(lang)
    body, current = bases.body_of(edition), bases.code_of(edition)
    options = list(dict.fromkeys((*codes.offered_editions(body), current)))
    titles = {code: codes.edition_title(bases.key(code, body), lang) for code in options}
    st.selectbox(
        _("Edition"),
        options,
        format_func=_named(titles),
        key="choice_edition",
        help=_("The year the figures are read for. The newest Digital Adoption Index is 2016."),
    )


def highlight_control(edition: str, lang: str) -> None:
    """Show the choice of highlighted countries."""
    _ = i18n.translator(lang)
    names = codes.country_names(edition, lang)
    st.multiselect(
        _("Highlighted countries"),
        codes.panel_codes_by_name(edition, lang),
        format_func=_named(names),
        key="choice_c",
        max_selections=HIGHLIGHT_LIMIT,
        placeholder=_("Choose countries"),
    )


def filter_controls(edition: str, lang: str) -> None:
    """Show the filters: they hide countries and never refit scores, ranks or groups."""
    _ = i18n.translator(lang)
    for code, label, options, titles in (
        ("region", _("Region"), codes.region_codes(), codes.region_titles(lang)),
        ("income", _("Income group"), codes.income_codes(), codes.income_titles(lang)),
        ("club", _("Member of"), choices.clubs(edition), {}),
    ):
        st.multiselect(
            label,
            options,
            format_func=_named(titles),
            key=f"choice_{code}",
            placeholder=_("All"),
        )


def country_control(edition: str, lang: str, on_change: Callable[[], None] | None = None) -> None:
    """Show the choice of the country that a page is about."""
    _ = i18n.translator(lang)
    names = codes.country_names(edition, lang)
    st.selectbox(
        _("Country"),
        codes.panel_codes_by_name(edition, lang),
        format_func=_named(names),
        key="choice_country",
        on_change=on_change,
    )


def versus_control(edition: str, lang: str) -> None:
    """Show the choice of what the country is compared with."""
    _ = i18n.translator(lang)
    names = {
        "group": _("Its group"),
        "region": _("Its region"),
        "income": _("Its income group"),
        "panel": _("All countries"),
        **{club: club for club in choices.clubs(edition)},
        **codes.country_names(edition, lang),
    }
    st.selectbox(
        _("Compared with"),
        [*choices.comparators(edition), *codes.panel_codes_by_name(edition, lang)],
        format_func=_named(names),
        key="choice_vs",
    )


def overview_controls(edition: str, lang: str) -> None:
    """Show what the two-axis chart can add on demand."""
    _ = i18n.translator(lang)
    options = st.popover(_("Chart options"), icon=":material/tune:", key="options", on_change="rerun")
    if not options.open:
        return
    with options:
        label_control(lang)
        if codes.of_economies(edition):
            size_control(lang)
        st.toggle(
            _("Rank intervals"),
            key="choice_whisker",
            help=_(
                "How far each highlighted country moves when the method is varied: 90% of runs lie between the ends."
            ),
        )
        alone = scores.earlier_edition(edition) is None
        st.toggle(
            _("Arrow from the earlier edition"),
            key="choice_trail",
            disabled=alone,
            help=_("There is no earlier edition that can be compared with this one.") if alone else None,
        )
        if not codes.is_own(edition):
            st.toggle(_("Countries outside the panel"), key="choice_outside")


def search_control(lang: str) -> None:
    """Show the search box of the rankings."""
    _ = i18n.translator(lang)
    st.text_input(_("Search"), key="choice_q", max_chars=SEARCH_LENGTH, placeholder=_("Country name or code"))


def compared_control(edition: str, lang: str) -> None:
    """Show the choice of the two to six countries that stand side by side."""
    _ = i18n.translator(lang)
    names = codes.country_names(edition, lang)
    st.multiselect(
        _("Countries side by side"),
        codes.panel_codes_by_name(edition, lang),
        format_func=_named(names),
        key="choice_with",
        max_selections=COMPARE_LIMIT,
        placeholder=_("Choose two to six countries"),
    )


def grouping_controls(lang: str) -> None:
    """Show how the groups are made: method, number, features, scaling and seed."""
    _ = i18n.translator(lang)
    titles = choices.method_names(lang)
    st.selectbox(_("Method"), choices.methods(), format_func=_named(titles), key="choice_method")
    st.slider(_("Number of groups"), 2, 6, key="choice_k")
    features = {"axes": _("The two axes"), "pillars": _("The pillars")}
    st.segmented_control(
        _("Made from"),
        choices.feature_sets(),
        format_func=_named(features),
        key="choice_features",
        required=True,
    )
    st.toggle(
        _("Scale features to equal variance"),
        key="choice_scaled",
        help=_("Each feature counts the same, however far countries are spread on it."),
    )
    st.number_input(
        _("Random seed"),
        0,
        LARGEST_SEED,
        step=1,
        key="choice_seed",
        help=_("Methods that start at random give the same groups again with the same seed."),
    )


def node_control(edition: str, lang: str) -> None:
    """Show the choice of the axis or pillar in question."""
    _ = i18n.translator(lang)
    titles = scores.node_labels(edition, lang)
    st.selectbox(
        _("Axis or pillar"),
        choices.nodes(edition),
        format_func=_named(titles),
        key="choice_node",
    )


def goal_control(lang: str) -> None:
    """Show the choice of what a country is to reach."""
    _ = i18n.translator(lang)
    titles = {"next": _("The next group"), "top": _("The highest group")}
    st.segmented_control(
        _("Goal"),
        choices.goals(),
        format_func=_named(titles),
        key="choice_goal",
        required=True,
    )


def series_control(edition: str, lang: str) -> None:
    """Show the choice of the series whose history is drawn."""
    _ = i18n.translator(lang)
    titles = codes.indicators(edition)[f"title_{lang}"].to_dict()
    st.selectbox(_("Series"), choices.series(edition), format_func=_named(titles), key="choice_series")


def year_by_rule_control(edition: str, lang: str) -> None:
    """Show the choice of a year of the open framework, to work on it everywhere."""
    _ = i18n.translator(lang)
    years = open_years.years(edition)
    codes_by_year = {str(years.at[year, "edition"]): str(year) for year in open_years.covered(edition)}
    st.selectbox(
        _("Work on one of these years on all pages"),
        list(codes_by_year),
        format_func=codes_by_year.get,
        index=None,
        placeholder=_("Choose a year"),
        key="year_by_rule",
        on_change=_take_year,
    )


def _take_year() -> None:
    if code := st.session_state["year_by_rule"]:
        selection.choose("edition", code)


def measure_control(lang: str) -> None:
    """Show the choice of what is drawn over the years: scores or ranks."""
    _ = i18n.translator(lang)
    titles = {"score": _("Score"), "rank": _("Rank")}
    st.segmented_control(
        _("Drawn"),
        MEASURES,
        format_func=titles.__getitem__,
        key="choice_measure",
        required=True,
    )


def colour_control(edition: str, lang: str) -> None:
    """Show the choice of what colours the map: the groups, or the score on an axis or pillar."""
    _ = i18n.translator(lang)
    titles = {"group": _("Group"), **scores.node_labels(edition, lang)}
    st.selectbox(
        _("Coloured by"),
        choices.map_colours(edition),
        format_func=_named(titles),
        key="choice_by",
    )


def story_control(lang: str) -> None:
    """Show the choice of a country's story."""
    _ = i18n.translator(lang)
    names = codes.country_names(codes.default_edition(), lang)
    st.segmented_control(
        _("Story"),
        HIGHLIGHTED,
        format_func=_named(names),
        key="choice_story",
        required=True,
    )


def size_control(lang: str) -> None:
    """Show the choice to size marks by population."""
    _ = i18n.translator(lang)
    st.toggle(_("Size by population"), key="choice_size")


def label_control(lang: str) -> None:
    """Show the choice of which names stand on the chart."""
    _ = i18n.translator(lang)
    titles = {
        "auto": _("Names where there is room"),
        "highlighted": _("Names of highlighted countries"),
        "none": _("No names"),
    }
    st.selectbox(
        _("Names"),
        list(titles),
        format_func=_named(titles),
        key="choice_label",
    )
