"""The index that a visitor's figures rest on: brought, an edition's, or made here from the columns."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

import dxindex as dx
from dxindex import i18n, own
from pages.ui import components, own_draft, own_use
from pages.ui.own_draft import Draft
from pages.ui.params import Selection
from pages.ui.queries import own_index, scores
from pages.ui.queries.own_index import GIVEN, MADE, Plan

_TITLE_LENGTH = 60
_MOST_TALL = 480  # pixels


def show(figures: own.OwnData, given: dx.Framework | None, draft: Draft, chosen: Selection) -> None:
    """Show the choice of index, what it lacks, and the button that puts figures and index to use."""
    lang = chosen.lang
    _ = i18n.translator(lang)
    st.subheader(_("The index"))
    ways = own_index.offered(figures, given, lang)
    way = _choose_way(ways, draft, lang)
    framework = given if way == GIVEN else None
    if way == MADE:
        framework = _make(figures, draft, lang)
    elif way in own_index.of_editions():
        framework = scores.framework(own_index.of_editions()[way])
    if framework is None:
        return
    with components.working(_("Trying the index on the figures")), components.faults_in_plain_words(lang):
        asked = (draft.sheet, draft.choices, framework.sha256, lang)
        told = draft.once("tried", asked, partial(own_index.obstacles, figures, framework, lang))
        if told:
            st.warning(
                "\n\n".join(own_draft.inert(text) for text in told),
                title=_("The pages cannot work with this index yet"),
                icon=":material/warning:",
            )
        else:
            own_use.offer(figures, framework, draft, lang)


def _choose_way(ways: dict[str, str], draft: Draft, lang: str) -> str:
    _ = i18n.translator(lang)
    key = f"own_way_{draft.version}"
    st.session_state[key] = draft.way if draft.way in ways else next(iter(ways))
    if len(ways) == 1:
        return MADE
    way: str = st.selectbox(
        _("Which index"),
        list(ways),
        format_func=ways.__getitem__,
        key=key,
        on_change=_take_way,
        args=(key,),
    )
    return way


def _take_way(key: str) -> None:
    own_draft.current().way = st.session_state[key]


def _make(figures: own.OwnData, draft: Draft, lang: str) -> dx.Framework | None:
    """Let a person make an index of the columns; None while an axis has no figure."""
    _ = i18n.translator(lang)
    plan = draft.plan or own_index.proposed(figures, lang)
    st.markdown(
        _(
            "Place each figure on an axis, or leave it out. Figures of one pillar are averaged first, all count alike, and the lowest "
            "and the highest value of the year are 0 and 1."
        )
    )
    _edit_titles(plan, draft, lang)
    table = own_index.table_of_places(figures, plan.places, lang)
    key = f"own_places_{draft.version}"
    axes = own_index.axis_titles(plan, lang)
    st.data_editor(
        table,
        key=key,
        hide_index=True,
        height="content" if len(table) <= 12 else _MOST_TALL,
        disabled=["title"],
        column_config={
            "title": st.column_config.TextColumn(_("Indicator"), pinned=True, width=220),
            "axis": st.column_config.SelectboxColumn(
                _("Axis"), options=list(axes), format_func=axes.__getitem__, required=True, width=180
            ),
            "pillar": st.column_config.TextColumn(_("Pillar, if any"), max_chars=_TITLE_LENGTH, width=180),
            "less": st.column_config.CheckboxColumn(_("Less is better")),
        },
        on_change=_take_places,
        args=(figures, plan, key),
        alt=_("Figures of the file: axis, pillar, and whether less is better"),
    )
    if len(table) < len(figures.indicators):
        st.caption(
            _(
                "Figures without two different values in the newest year are not listed: nothing can be scored by them."
            )
        )
    framework = own_index.make(figures, plan, lang)
    if framework is None:
        st.info(_("Place at least one figure on each axis."), icon=":material/info:")
        return None
    st.download_button(
        _("This index (TOML)"),
        framework.to_toml(),
        file_name=f"{framework.id}.toml",
        mime="application/toml",
        key="own_made_toml",
        on_click="ignore",
        icon=":material/download:",
    )
    return framework


def _edit_titles(plan: Plan, draft: Draft, lang: str) -> None:
    _ = i18n.translator(lang)
    labels = {"index": _("Name of the index"), "x": _("Axis across"), "y": _("Axis upwards")}
    for name, column in zip(labels, st.columns(3), strict=True):
        key = f"own_title_{name}_{draft.version}"
        st.session_state[key] = plan.titles.get(name, "")
        column.text_input(
            labels[name],
            key=key,
            max_chars=_TITLE_LENGTH,
            placeholder=own_index.usual_titles(lang)[name],
            on_change=_take_title,
            args=(plan, name, key),
        )


def _take_title(plan: Plan, name: str, key: str) -> None:
    text = own.quotable(st.session_state[key])
    own_draft.current().plan = replace(plan, titles={**plan.titles, name: text})


def _take_places(figures: own.OwnData, plan: Plan, key: str) -> None:
    edits = st.session_state[key]["edited_rows"]
    own_draft.current().plan = replace(plan, places=own_index.placed(figures, plan.places, edits))
