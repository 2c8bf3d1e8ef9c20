"""Where?"""

from functools import partial

import streamlit as st

from dxindex import i18n
from dxindex.words.pages import land_credit, map_hint, map_lead
from pages.ui import components, controls, figures, selection
from pages.ui.queries import codes, world

chosen = selection.current()
lang, edition = chosen.lang, chosen.edition
_ = i18n.translator(lang)


st.title(_("Where are they?"))
if chosen.framed:
    st.markdown(map_lead(lang))
components.edition_banner(chosen)
if not codes.of_economies(edition):
    components.aside_for_places(chosen)
elif not chosen.shown:
    components.nothing_left(lang)
else:
    if chosen.framed:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            controls.colour_control(edition, lang)
            controls.size_control(lang)
    figure = world.atlas(
        edition, chosen.colour, chosen.highlight, chosen.everywhere, chosen.sized, lang, chosen.surface
    )
    figures.show(
        figure, chosen, key="map", on_select=partial(components.open_clicked, "map"), selection_mode="country"
    )
    if chosen.framed:
        st.caption(map_hint(lang))
    components.source_caption(edition, lang)
    st.caption(land_credit(lang))
