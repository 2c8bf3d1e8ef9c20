"""What did Singapore, Estonia, the United Kingdom and Vietnam do?"""

import streamlit as st

from dxindex import i18n
from pages.ui import components, controls, figures, selection
from pages.ui.queries import codes, stories

chosen = selection.current()
lang, code, surface = chosen.lang, chosen.story, chosen.surface
_ = i18n.translator(lang)


def story() -> None:
    """Tell the story: what was done and when, and in figures."""
    st.title(stories.title(code, lang))
    if chosen.framed:
        controls.story_control(lang)
    st.markdown(stories.lead(code, lang))

    st.subheader(_("What was done, and when"))
    figures.show(stories.timeline(code, lang, surface), chosen, key="timeline")
    st.markdown("\n".join(f"1. **{when}**: {what}" for when, what in stories.milestones(code, lang)))
    if chosen.framed:
        st.caption(
            _(
                "Numbers are those of the list. Marks without a number are the other three countries'. A bar is as long as it lasted; what is known only by its year stands in the middle of that year."
            )
        )

    shares = stories.shares(code, lang, surface)
    growths = stories.growths(code, lang, surface)
    others = stories.other_figures(code, lang)
    if shares or growths or others:
        st.subheader(_("In figures"))
    if shares:
        st.markdown(f"**{shares.title}**")
        figures.show(shares, chosen, key="shares")
    if growths:
        for number, (column, figure) in enumerate(zip(st.columns(len(growths)), growths, strict=True)):
            with column:
                figures.show(figure, chosen, key=f"growth_{number}")
                st.caption(figure.alt)
    if others:
        st.markdown("\n".join(f"- {line}" for line in others))

    lists = stories.themes(code, lang)
    for column, (title, items) in zip(st.columns(len(lists)), lists, strict=True):
        column.subheader(title)
        column.markdown("\n".join(f"- {item}" for item in items))

    if chosen.framed:
        with st.expander(_("What is meant by digital transformation"), icon=":material/info:"):
            for title, items in stories.levels(lang):
                st.markdown(f"**{title}**\n\n" + "\n".join(f"- {item}" for item in items))
    for line in stories.citations(code, lang):
        st.caption(line)


if codes.of_economies(chosen.edition):
    story()
else:
    st.title(_("What did Singapore, Estonia, the United Kingdom and Vietnam do?"))
    components.aside_for_places(chosen)
