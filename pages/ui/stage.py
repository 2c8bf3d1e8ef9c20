"""Presenting: a clean, larger view, and scenes, an ordered list of saved views in one link."""

from __future__ import annotations

import streamlit as st

from dxindex import i18n
from dxindex.site.links import HIGHLIGHTED
from pages.ui import places, selection, sharing
from pages.ui.params import SCENE_LENGTH, SCENE_LIMIT, Selection
from pages.ui.queries import bases, codes


def opening(edition: str) -> tuple[str, ...]:
    """The built-in sequence: the two-axis chart with Vietnam, then Singapore, Estonia and the UK joining it."""
    return tuple(
        selection.view(
            places.OVERVIEW,
            in_full=False,
            edition=bases.code_of(edition),
            country=code,
            c=HIGHLIGHTED[: number + 1],
            label="highlighted",
        )
        for number, code in enumerate(HIGHLIGHTED)
    )


def present_box(chosen: Selection) -> None:
    """Offer the clean view, and the scenes: add this view, play them, send them."""
    _ = i18n.translator(chosen.lang)
    box = st.popover(_("Present"), icon=":material/slideshow:", key="present_box", on_change="rerun")
    if not box.open:
        return
    with box:
        st.button(
            _("Show this view large"),
            on_click=_enter,
            icon=":material/fullscreen:",
            key="enter",
            width="stretch",
            help=_("Larger type, no controls. Esc leads back."),
        )
        if set(HIGHLIGHTED) <= set(codes.panel_codes(chosen.edition)):
            _opening(chosen)
        st.divider()
        _own_scenes(chosen)


def _opening(chosen: Selection) -> None:
    _ = i18n.translator(chosen.lang)
    st.button(
        _("Play: Vietnam, Singapore, Estonia, United Kingdom"),
        on_click=_play,
        args=(opening(chosen.edition),),
        icon=":material/play_arrow:",
        key="play_opening",
        width="stretch",
    )


def _own_scenes(chosen: Selection) -> None:
    _ = i18n.translator(chosen.lang)
    st.markdown(_("**Your scenes**: saved views, in the order they are shown. They travel in one link."))
    here = selection.view(chosen.page, in_full=False)
    for number, scene in enumerate(chosen.scenes, 1):
        st.markdown(f"{number}. {scene_title(chosen.edition, scene, chosen.lang)}")
    with st.container(horizontal=True):
        full = len(chosen.scenes) >= SCENE_LIMIT or len(here) > SCENE_LENGTH
        st.button(
            _("Add this view"),
            on_click=selection.choose,
            args=("scene", (*chosen.scenes, here)),
            icon=":material/add:",
            key="add_scene",
            disabled=full or here in chosen.scenes,
        )
        st.button(
            _("Remove the last"),
            on_click=selection.choose,
            args=("scene", chosen.scenes[:-1]),
            icon=":material/remove:",
            key="drop_scene",
            disabled=not chosen.scenes,
        )
        st.button(
            _("Play"),
            on_click=_play,
            args=(chosen.scenes,),
            icon=":material/play_arrow:",
            key="play_scenes",
            disabled=not chosen.scenes,
        )
    if chosen.scenes:
        sharing.show_link(sharing.full_link(chosen, scenes=True), chosen.lang)


def scene_title(edition: str, scene: str, lang: str) -> str:
    """Name a scene by its page and the country it is about."""
    from pages.ui import navigation

    page, countries = selection.scene_subject(scene)
    names = codes.country_names(edition, lang)
    about = [names[code] for code in countries if code in names]
    title = navigation.titles(lang)[page]
    return f"{title}: {about[0]}" if about else title


def bar(chosen: Selection) -> None:
    """The only control on a stage: arrow keys move, Esc leaves."""
    _ = i18n.translator(chosen.lang)
    total = len(chosen.scenes)
    with st.container(
        horizontal=True, horizontal_alignment="center", vertical_alignment="center", key="stage_bar"
    ):
        if total > 1:
            at = min(chosen.at, total)
            st.button(
                _("Previous"),
                icon=":material/chevron_left:",
                key="scene_previous",
                shortcut="Left",
                on_click=_show,
                args=(chosen.scenes, max(at - 1, 1)),
                disabled=at == 1,
                type="tertiary",
            )
            st.markdown(_("{n} of {total}").format(n=at, total=total))
            st.button(
                _("Next"),
                icon=":material/chevron_right:",
                key="scene_next",
                shortcut="Right",
                on_click=_show,
                args=(chosen.scenes, min(at + 1, total)),
                disabled=at == total,
                type="tertiary",
            )
        st.button(
            _("Leave"),
            icon=":material/close:",
            key="leave_stage",
            shortcut="Esc",
            on_click=selection.choose,
            args=("present", False),
            type="tertiary",
        )


def _enter() -> None:
    selection.choose("present", True)


def _play(scenes: tuple[str, ...]) -> None:
    selection.choose("scene", scenes)
    selection.choose("present", True)
    _show(scenes, 1)


def _show(scenes: tuple[str, ...], at: int) -> None:
    st.switch_page(places.script(selection.show_scene(scenes, at)))
