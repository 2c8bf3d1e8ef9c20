"""What would move it?"""

import streamlit as st

from dxindex import i18n
from pages.ui import components, controls, figures, selection, sliders
from pages.ui.queries import least_change, levers, simulator

chosen = selection.current()
lang, edition, country = chosen.lang, chosen.edition, chosen.country
_ = i18n.translator(lang)
sliders.settle(chosen)
changes = chosen.changes
used, ignored = levers.read(edition, country, changes)

st.title(_("What would move it?"))
if chosen.framed:
    st.markdown(
        _(
            "Move a country's figures within what the world has shown, and see which rank and group the index would "
            "give it."
        )
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        controls.country_control(edition, lang, on_change=sliders.reset)
        st.button(
            _("Reset"),
            on_click=sliders.reset,
            disabled=not changes,
            key="reset",
            icon=":material/restart_alt:",
        )
components.edition_banner(chosen)
if ignored:
    st.warning(
        "\n".join(sliders.ignored_lines(edition, ignored, lang)),
        title=_("Some changes are not possible in this edition and were left out"),
        icon=":material/block:",
    )

st.markdown(simulator.sentence(edition, country, changes, lang))
if chosen.framed:
    with st.container(horizontal=True):
        for row in simulator.moved(edition, country, changes, lang):
            st.metric(
                _("{axis}: rank of {total}").format(axis=row.label, total=row.total),
                row.ranks,
                None if row.gained is None else _("{n} places").format(n=f"{row.gained:+d}"),
                width=260,
            )
        st.metric(_("Group"), simulator.group_moved(edition, country, changes, lang), width="stretch")
    picture, places = st.columns([3, 2], gap="medium")
else:
    picture = st.container()

with picture:
    figures.show(simulator.move(edition, country, changes, lang, chosen.surface), chosen, key="move")
    for line in simulator.passed(edition, country, changes, lang) if chosen.framed else ():
        st.markdown(line)
    st.caption(simulator.caution(lang))

if chosen.framed:
    with places:
        sliders.show(chosen)
    st.subheader(_("The least change"))
    controls.goal_control(lang)
    with components.working(_("Looking for the least change")):
        ways = least_change.least(edition, country, chosen.goal)
    for step, way in enumerate(ways):
        st.markdown(least_change.least_sentence(edition, country, way, lang))
        if way.kind != "found":
            continue
        st.dataframe(
            least_change.least_table(edition, country, chosen.goal, step, lang),
            hide_index=True,
            height="content",
            alt=_("The least change: indicator, from, to, unit and size of each step"),
        )
        st.button(
            _("Apply these"),
            on_click=sliders.apply,
            args=(way.changes,),
            disabled=changes == way.changes,
            key="apply",
            icon=":material/check:",
        )
    if ways[0].kind in {"found", "beyond"}:
        st.caption(
            _(
                "Least in the sum of such steps, each indicator no better than the best that any country has. It says "
                "which figures would be enough for the label, not how to get there, nor that they can be had one "
                "without the other."
            )
        )
components.source_caption(edition, lang)
