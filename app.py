"""The entrypoint: page settings, language, shared controls, navigation."""

import streamlit as st

from pages.ui import components, navigation, selection

with components.faults_in_plain_words():
    chosen = selection.begin()
    page = navigation.declare(chosen.lang)
    if not st.context.is_embedded:
        navigation.sidebar(chosen)
    with components.faults_in_plain_words(chosen.lang):
        components.dropped_note(chosen.dropped, chosen.lang)
        page.run()
