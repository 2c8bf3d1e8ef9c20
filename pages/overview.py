"""Where does everybody stand?"""

from functools import partial

import streamlit as st

from dxindex import i18n
from dxindex.words.pages import chart_hint, overview_lead, overview_question
from pages.ui import components, controls, figures, selection
from pages.ui.queries import codes, drawn, sentences

chosen = selection.current()
lang, edition = chosen.lang, chosen.edition
_ = i18n.translator(lang)


if chosen.presenting:
    st.title(sentences.headline(edition, chosen.country, lang))
elif codes.is_own(edition):
    st.title(codes.index_title(edition, lang))
    st.markdown(codes.edition_note(edition, lang))
else:
    st.title(overview_question(lang))
    st.markdown(overview_lead(lang))
components.edition_banner(chosen)

if not chosen.shown:
    components.nothing_left(lang)
else:
    if chosen.framed:
        controls.overview_controls(edition, lang)
    with components.working(_("Varying the method 10,000 times")):
        figure = drawn.two_axis(
            edition,
            chosen.highlight,
            chosen.shown,
            chosen.sized,
            chosen.trails,
            chosen.whiskers,
            chosen.outside,
            chosen.labels,
            chosen.country,
            lang,
            chosen.surface,
        )
    figures.show(
        figure,
        chosen,
        key="two_axis",
        on_select=partial(components.open_clicked, "two_axis"),
        selection_mode="country",
    )
    if chosen.framed:
        st.caption(chart_hint(lang))
    components.source_caption(edition, lang)
    if chosen.framed and not codes.is_own(edition):
        components.published_note(edition, "VNM", lang)
        meaning = st.expander(
            _("What the groups mean"), icon=":material/info:", key="levels", on_change="rerun"
        )
        if meaning.open:
            with meaning:
                for line in sentences.level_texts(edition, lang):
                    st.markdown(f"- {line}")
                st.markdown(sentences.groups_told_straight(edition, lang))
