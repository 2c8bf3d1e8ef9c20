"""Own figures put to use on all pages, and given up again."""

from __future__ import annotations

import streamlit as st

import dxindex as dx
from dxindex import i18n, own
from pages.ui import components, places, selection
from pages.ui.own_draft import Draft
from pages.ui.params import Selection
from pages.ui.queries import bases, codes
from pages.ui.queries.own_basis import OwnBasis

_TURNED = "own_turned"  # other figures are in use: the whole page is to run again
_USED = "own_used"  # what the figures at hand were made of

Signature = tuple[object, ...]


def turn() -> None:
    """Run the whole page where a callback of this section changed what it rests on."""
    if st.session_state.pop(_TURNED, False):
        st.rerun()


def show_state(chosen: Selection) -> None:
    """Say whether own figures are in use, and offer the ways from there."""
    body = selection.bodies().get(bases.OWN)
    if body is None:
        return
    _ = i18n.translator(chosen.lang)
    name = components.quoted(codes.body_name(bases.key("", body)))
    in_use = codes.is_own(chosen.edition)
    if in_use:
        st.success(_("In use on all pages: {file}.").format(file=name), icon=":material/check_circle:")
    else:
        st.info(
            _("{file} is at hand; the published figures are in use.").format(file=name),
            icon=":material/upload_file:",
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        if in_use:
            st.page_link(places.script(places.OVERVIEW), label=_("See them on the Overview"))
        else:
            st.button(
                _("Use these figures again"),
                on_click=_again,
                key="own_again",
                icon=":material/play_arrow:",
            )
        st.button(
            _("Back to the published figures") if in_use else _("Forget these figures"),
            on_click=_back,
            key="own_back",
            icon=":material/undo:",
        )


def offer(figures: own.OwnData, framework: dx.Framework, draft: Draft, lang: str) -> None:
    """Offer to use figures and index on all pages; those that are in use need no button."""
    _ = i18n.translator(lang)
    made_of = (figures.fingerprint, draft.sheet, draft.choices, framework.sha256)
    used = bases.OWN in selection.bodies() and st.session_state.get(_USED) == made_of
    st.button(
        _("Use these figures on all pages"),
        on_click=_use,
        args=(figures, framework, made_of),
        key="own_use",
        icon=":material/play_arrow:",
        type="primary",
        disabled=used,
        help=_("They are at hand already: see above.") if used else None,
    )


def _use(figures: own.OwnData, framework: dx.Framework, made_of: Signature) -> None:
    selection.take_own(OwnBasis(figures, framework))
    st.session_state[_USED] = made_of
    st.session_state[_TURNED] = True


def _again() -> None:
    selection.choose("figures", bases.OWN)
    st.session_state[_TURNED] = True


def _back() -> None:
    """Give own figures up; the file stays in this section until it is put away."""
    selection.take_own(None)
    st.session_state[_TURNED] = True
