"""Why is my country there?"""

import streamlit as st

from dxindex import i18n
from pages.ui import components, controls, figures, selection
from pages.ui.queries import codes, drawn, scores, sentences, tables

chosen = selection.current()
lang, edition, country = chosen.lang, chosen.edition, chosen.country
_ = i18n.translator(lang)
name = codes.country_names(lang)[country]

st.title(name)
st.caption(sentences.country_facts(edition, country, lang))
with st.container(horizontal=True, vertical_alignment="bottom"):
    controls.country_control(lang)
    controls.versus_control(lang)
components.edition_banner(chosen)

st.markdown(sentences.country_sentence(edition, country, lang))
st.markdown(sentences.pillar_sentence(edition, country, lang))
components.published_note(edition, country, lang)

against = scores.comparator_name(edition, country, chosen.versus, lang)
st.subheader(_("Axes and pillars"))
figures.show(drawn.profile(edition, country, chosen.versus, lang, chosen.surface), chosen, key="profile")

st.subheader(_("Every indicator"))
figures.show(drawn.strips(edition, country, chosen.versus, lang, chosen.surface), chosen, key="strips")
st.caption(
    _("Each line is a country; the circle is {country}, the diamond {others}.").format(
        country=name, others=against
    )
)

figures = tables.indicator_table(edition, country, chosen.versus, lang)
st.dataframe(
    components.scores_to_show(components.in_words(figures, lang)).drop(columns=["clipped", "decimals"]),
    hide_index=True,
    height="content",
    column_order=components.FIGURE_ORDER,
    column_config=components.figure_columns(against, lang),
    alt=_("Figures of {country}: value, unit, year, origin and publisher of each indicator").format(
        country=name
    ),
)
for line in sentences.figure_notes(edition, country, lang):
    st.caption(line)
components.download(
    _("Download as CSV"),
    tables.figures_file(edition, country, chosen.versus, lang),
    f"dxindex-{country}-{edition}.csv",
    key="country_csv",
)

if text := sentences.level_text(edition, country, lang):
    st.subheader(_("What this group means"))
    st.markdown(text)
components.source_caption(edition, lang)
