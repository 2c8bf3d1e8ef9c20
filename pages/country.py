"""Why is my country there?"""

from functools import partial

import streamlit as st

from dxindex import i18n
from pages.ui import columns, components, controls, figures, places, selection, sharing
from pages.ui.queries import codes, country_report, drawn, scores, sentences, tables
from pages.ui.queries import country as queries

chosen = selection.current()
lang, edition, country, versus = chosen.lang, chosen.edition, chosen.country, chosen.versus
_ = i18n.translator(lang)
name = codes.country_names(edition, lang)[country]


def indicators() -> None:
    """Every indicator as a strip, then its value, year and source."""
    against = scores.comparator_name(edition, country, versus, lang)
    figures.show(drawn.strips(edition, country, versus, lang, chosen.surface), chosen, key="strips")
    st.caption(
        _("Each line is a country; the circle is {country}, the diamond {others}.").format(
            country=name, others=against
        )
    )
    table = columns.in_words(tables.indicator_table(edition, country, versus, lang), lang)
    st.dataframe(
        columns.scores_to_show(table).drop(columns=["clipped", "decimals"]),
        hide_index=True,
        height="content",
        column_order=columns.FIGURE_ORDER,
        column_config=columns.figure_columns(against, lang),
        placeholder=i18n.MISSING,
        alt=_("Figures of {country}: value, unit, year, origin and publisher of each indicator").format(
            country=name
        ),
    )
    for line in sentences.figure_notes(edition, country, lang):
        st.caption(line)
    sheet = tables.figures_sheet(edition, country, versus, lang, chosen.surface)
    figures.save_box(sheet, chosen, "figures")


def gap() -> None:
    """What makes the difference to the comparator, indicator by indicator."""
    figure = queries.gap(edition, country, versus, lang, chosen.surface)
    if figure is None:
        st.info(
            _("There is nobody to compare {country} with here. Choose another comparator above.").format(
                country=name
            ),
            icon=":material/balance:",
        )
        return
    st.markdown("  \n".join(queries.gap_sentences(edition, country, versus, lang)))
    figures.show(figure, chosen, key="gap")
    st.caption(
        _(
            "Bars to the left hold {country} back against {other}, bars to the right carry it; they add up to the bold "
            "bar. A set is taken at its mean, for medians cannot be shared out. Differences, not causes."
        ).format(country=name, other=queries.against(edition, country, versus, lang))
    )


def peers() -> None:
    """The countries most like this one, each a click away."""
    st.markdown(_("Nearest on the pillars together (distance in scores, 0 is the same). Near is no rank."))
    sets = {False: _("Of all countries"), True: _("Of its income group")}
    for within, title in sets.items() if codes.of_economies(edition) else [(False, sets[False])]:
        st.markdown(f"**{title}**")
        found = queries.peers(edition, country, within, lang)
        if found is None:
            st.info(_("Too few figures to name peers."), icon=":material/group_off:")
            continue
        st.dataframe(
            found.table, hide_index=True, height="content", alt=_("Peers: {which}").format(which=title)
        )
        with st.container(horizontal=True, gap="small"):
            for code, other in found.links:
                st.button(
                    other,
                    key=f"peer_{within}_{code}",
                    on_click=selection.choose,
                    args=("country", code),
                    type="tertiary",
                    icon=":material/arrow_forward:",
                    help=_("Open {country}").format(country=other),
                )


st.title(name)
if chosen.framed:
    st.caption(sentences.country_facts(edition, country, lang))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        controls.country_control(edition, lang)
        controls.versus_control(edition, lang)
components.edition_banner(chosen)

st.markdown(sentences.country_sentence(edition, country, lang))
with components.working(_("Varying the method 10,000 times")):
    st.markdown(sentences.firmness(edition, country, lang))
if chosen.framed:
    st.markdown(sentences.pillar_sentence(edition, country, lang))
    with st.container(horizontal=True):
        st.download_button(
            _("Country report"),
            i18n.as_worded(
                partial(country_report.made, edition, country, versus, lang, sharing.full_link(chosen))
            ),
            file_name=f"dxindex-{country}-{codes.label(edition)}-{lang}.html",
            mime="text/html",
            on_click="ignore",
            key="country_report",
            icon=":material/article:",
            help=_("One page to print or send: opens in any browser, without a network."),
        )
        if st.button(_("What would move it?"), key="to_simulator", icon=":material/tune:"):
            st.switch_page(places.script(places.SIMULATOR))

figures.show(drawn.profile(edition, country, versus, lang, chosen.surface), chosen, key="profile")

if chosen.framed:
    st.subheader(_("How firm is the group?"))
    left, right = st.columns(2, gap="medium")
    with left:
        figures.show(queries.shares(edition, country, lang, chosen.surface), chosen, key="shares")
    with right:
        st.markdown(sentences.group_shares_sentence(edition, country, lang))
        if text := sentences.level_text(edition, country, lang):
            st.markdown(text)
    components.published_note(edition, country, lang)
    parts = {_("Every indicator"): indicators, _("What makes the difference"): gap, _("Peers"): peers}
    for tab, show in zip(
        st.tabs(list(parts), on_change="rerun", key="country_part"), parts.values(), strict=True
    ):
        if tab.open:
            with tab:
                show()
components.source_caption(edition, lang)
