"""Where does everybody stand?"""

import streamlit as st

from dxindex import i18n
from pages.ui import components, navigation, queries, selection, sentences

chosen = selection.current()
lang = chosen.lang
_ = i18n.translator(lang)


def open_country() -> None:
    """Take the clicked point to the Country page."""
    picked = st.session_state["two_axis"]["selection"].get("country", [])
    codes = [point["iso3"] for point in picked if "iso3" in point]
    if codes:
        selection.choose("country", codes[-1])
        st.switch_page(navigation.COUNTRY)


st.title(_("How ready are countries for digital transformation?"))
st.markdown(
    _(
        "Two axes, three groups: how far digital technology is **adopted** by business, people and government, "
        "and how strong the **enabling factors** are that make it pay: rules for business, schooling, governance."
    )
)
components.edition_banner(chosen)

if not chosen.shown:
    components.nothing_left(lang)
else:
    with st.container(horizontal=True, gap="medium"):
        selection.overview_controls(chosen.edition, lang)
    components.chart(
        queries.two_axis_chart(
            chosen.edition,
            chosen.highlight,
            chosen.shown,
            chosen.sized,
            chosen.trails,
            chosen.outside,
            lang,
            components.surface(),
        ),
        alt=sentences.overview_finding(chosen.edition, lang),
        key="two_axis",
        on_select=open_country,
        selection_mode="country",
    )
    st.caption(
        _(
            "Click a point to open its country. Click a group in the legend to see it alone. Hold Shift to zoom and move."
        )
    )
    components.source_caption(chosen.edition, lang)
    components.published_note(chosen.edition, "VNM", lang)

    with st.expander(_("What the groups mean"), icon=":material/info:"):
        for line in sentences.level_texts(chosen.edition, lang):
            st.markdown(f"- {line}")
        st.markdown(sentences.groups_told_straight(chosen.edition, lang))

    with st.expander(_("The chart as a table"), icon=":material/table:"):
        axes = list(queries.framework(chosen.edition).axis_ids)
        st.dataframe(
            components.scores_to_show(queries.ranking(chosen.edition, lang, chosen.shown))[
                ["country", "group", *axes, *(f"rank:{axis}" for axis in axes), "coverage"]
            ],
            hide_index=True,
            column_config=components.score_columns(chosen.edition, lang),
            alt=_("Countries with group, scores and ranks on both axes"),
        )
