"""How do these differ? Two to six countries side by side."""

import streamlit as st

from dxindex import i18n
from pages.ui import components, controls, figures, selection
from pages.ui.queries import codes, compare, compare_gaps, compare_indicators, scores

chosen = selection.current()
lang, edition, countries = chosen.lang, chosen.edition, chosen.compared
_ = i18n.translator(lang)
enough = len(countries) > 1

if chosen.framed or not enough:
    st.title(_("How do these countries differ?"))
    st.markdown(
        _(
            "Two to six countries side by side: where each stands and how surely, indicator by indicator, and what "
            "makes the difference."
        )
    )
else:
    st.title(compare.title(edition, countries, lang))
if chosen.framed:
    controls.compared_control(edition, lang)
components.edition_banner(chosen)

if not enough:
    st.info(_("Choose at least two countries to see them side by side."), icon=":material/compare_arrows:")
else:
    if chosen.framed:
        with components.working(_("Varying the method 10,000 times")):
            sheet = compare.positions(edition, countries, lang, chosen.surface)
        st.table(sheet.table, hide_index=True, alt=compare.finding(edition, countries, lang))
        st.caption(
            _(
                "In brackets: the ranks between which a country stays in 90% of 10,000 variations of the method, and the "
                "share of runs that put it in its group. Score 0–1, higher is better."
            )
        )
        figures.save_box(sheet, chosen, "positions")
    figures.show(compare.profile(edition, countries, lang, chosen.surface), chosen, key="side_by_side")

if enough and chosen.framed:
    with components.working(_("Comparing the countries in each variation of the method")):
        sheet = compare.pairs(edition, countries, lang, chosen.surface)
    st.subheader(_("Who can be called ahead?"))
    st.table(
        sheet.table,
        hide_index=True,
        alt=_("For each pair, who is ahead on each axis, and in which share of runs"),
    )
    st.caption(
        _(
            "Ahead: in at least 90% of 10,000 variations of the method. Below that, do not say “ahead”. "
            "“Say it” under the chart has the sentences to quote."
        )
    )
    figures.save_box(sheet, chosen, "pairs")

    st.subheader(_("Indicator by indicator"))
    figures.show(
        compare_indicators.indicators(edition, countries, lang, chosen.surface), chosen, key="indicators"
    )
    sheet = compare_indicators.indicator_texts(edition, countries, lang, chosen.surface)
    st.dataframe(
        sheet.table,
        hide_index=True,
        height="content",
        column_config={_("Indicator"): st.column_config.TextColumn(pinned=True)},
        alt=_("Value and score of each country on each indicator, with unit, year and publisher"),
    )
    st.caption(
        _(
            "Each cell: the value, and in brackets its score from 0 to 1. “✓ best” marks the best value of the row; "
            "“–” is a missing figure. A year in a cell differs from that of the row."
        )
    )
    figures.save_box(sheet, chosen, "values")

    st.subheader(_("What makes the difference?"))
    controls.node_control(edition, lang)
    figure = compare_gaps.differences(edition, countries, chosen.node, lang, chosen.surface)
    if figure:
        st.markdown(
            _(
                "The first country chosen, **{country}**, against each of the others, {edition} edition: how much of the "
                "difference in score each indicator makes. It is arithmetic, not a promise of what a reform would bring."
            ).format(
                country=codes.country_names(edition, lang)[countries[0]],
                edition=codes.edition_title(edition, lang),
            )
        )
        figures.show(figure, chosen, key="differences")
    if missing := compare_gaps.without_gap(edition, countries, chosen.node, lang):
        st.info(
            _("The difference to {countries} cannot be shared out: too few figures on {node}.").format(
                countries=i18n.joined(missing, lang),
                node=scores.node_labels(edition, lang)[chosen.node].lower(),
            ),
            icon=":material/data_alert:",
        )
if enough:
    components.source_caption(edition, lang)
