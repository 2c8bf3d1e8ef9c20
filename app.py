"""The entrypoint: page settings, language, shared controls, navigation."""

from pages.ui import components, document, navigation, process, selection, sharing, stage

with components.faults_in_plain_words():
    selection.begin()
    page = navigation.declare(selection.current().lang)
    chosen = selection.current()
    if chosen.framed:
        navigation.sidebar(chosen)
    with components.faults_in_plain_words(chosen.lang):
        components.dropped_note(chosen.dropped, chosen.lang)
        sharing.versions_note(chosen)
        page.run()
    if chosen.presenting:
        stage.bar(chosen)
    document.dress(chosen)
    process.settle(chosen.page)
