"""How did it move?"""

import streamlit as st

from dxindex import i18n
from pages.ui import components, controls, figures, selection
from pages.ui.queries import (
    codes,
    edition_moves,
    history,
    open_years,
    open_years_limits,
    open_years_shown,
    pace,
)

chosen = selection.current()
lang, edition, country, series = chosen.lang, chosen.edition, chosen.country, chosen.series
_ = i18n.translator(lang)
name = codes.country_names(edition, lang)[country]


def history_section() -> None:
    """Show one series over all its years."""
    if chosen.framed:
        st.subheader(_("A series over the years"))
    figure = history.histories(
        edition, series, country, chosen.versus, chosen.highlight, lang, chosen.surface
    )
    if figure:
        figures.show(figure, chosen, key="histories")
    else:
        st.info(
            _(
                "None of these countries has an observation of this series. Choose another series, or highlight others."
            ),
            icon=":material/search_off:",
        )
    st.caption(history.series_note(edition, series, lang))


def pace_section() -> None:
    """Show the change per year among those the country is compared with."""
    st.subheader(_("Pace against peers"))
    figure = pace.pace(
        edition, series, country, chosen.versus, chosen.highlight, chosen.shown, lang, chosen.surface
    )
    if figure:
        st.markdown(figure.alt)
        figures.show(figure, chosen, key="pace")
        st.caption(pace.pace_note(edition, series, country, chosen.versus, lang))
    else:
        st.info(pace.without_pace(edition, country, chosen.versus, lang), icon=":material/data_alert:")


def years_section() -> None:
    """Show the open index year by year, where there are such years."""
    with components.working(_("Scoring every year")):
        years = open_years.covered(edition)
    if not years:
        return
    st.subheader(_("Every year of the open index"))
    st.markdown(
        _(
            "The index from open series by one rule for every year: experimental, and not comparable with the Digital "
            "Adoption Index. A line breaks where scores before and after are made of other parts."
        )
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        controls.node_control(edition, lang)
        controls.measure_control(lang)
        controls.year_by_rule_control(edition, lang)
    figure = open_years_shown.over_time(
        edition, chosen.node, chosen.measure, country, chosen.highlight, lang, chosen.surface
    )
    if figure:
        figures.show(figure, chosen, key="open_years")
    else:
        st.info(_("None of these countries is scored in any of these years."), icon=":material/search_off:")
    limits = st.expander(
        _("Which years are covered, and what each rests on"),
        icon=":material/rule:",
        key="open_limits",
        on_change="rerun",
    )
    if limits.open:
        with limits:
            for line in open_years_limits.limits(edition, lang):
                st.markdown(f"- {line}")
            sheet = open_years_shown.table_of_years(edition, lang, chosen.surface)
            st.dataframe(sheet.table, hide_index=True, placeholder=i18n.MISSING, alt=sheet.title)
            figures.save_box(sheet, chosen, "open_years_table")


def editions_section() -> None:
    """Show the way from one reference edition to the next on the two axes."""
    figure = edition_moves.arrows(edition, country, chosen.highlight, chosen.shown, lang, chosen.surface)
    if not figure:
        return
    st.subheader(_("From edition to edition"))
    st.markdown(
        edition_moves.editions_sentence(edition, lang)
        + " "
        + _(
            "Governance scores are restandardised every year and the government part of the Digital Adoption Index was "
            "re-scored between its two surveys: an arrow is a change of relative position, not progress or decline."
        )
    )
    figures.show(figure, chosen, key="arrows")
    if not chosen.shown:
        components.nothing_left(lang)
    st.caption(_("Source: {source}; scores and ranks: our calculation.").format(source=figure.source))


st.title(_("How did it move?"))
if not codes.has_years(edition):
    components.aside_for_years(chosen)
else:
    if chosen.framed:
        st.markdown(
            _(
                "One series over all its years, the pace of {country} among those it is compared with, and the way from one "
                "edition to the next on the two axes."
            ).format(country=name)
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            controls.series_control(edition, lang)
            controls.country_control(edition, lang)
            controls.versus_control(edition, lang)
    components.edition_banner(chosen)
    history_section()
    if chosen.framed:
        pace_section()
        editions_section()
        years_section()
