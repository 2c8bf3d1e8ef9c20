"""Links: the address of a view in full, its QR code, and what to do with a link made on other figures."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import streamlit as st

from dxindex import charts, i18n
from dxindex.words.pages import other_versions
from pages.ui import components, places, selection
from pages.ui.params import Selection
from pages.ui.queries import codes, stamps
from pages.ui.serving import settings

PUBLIC_ADDRESS = settings.PUBLIC_URL
_HERE_ONLY = ("localhost", "127.0.0.1", "0.0.0.0", "::1")  # noqa: S104 - recognised, not listened on


def base_address(page: str) -> str:
    """The address of the dashboard itself: as configured, else as the visitor's browser has it."""
    if public := settings.public_address(os.environ):
        return public
    url = urlsplit(st.context.url or "")
    path = url.path.rstrip("/").removesuffix(f"/{page}" if page else "")
    return f"{url.scheme}://{url.netloc}{path}".rstrip("/") if url.netloc else ""


def works_here_only(address: str) -> bool:
    """Whether a link leads nowhere on any other machine.

    >>> works_here_only("http://localhost:8501/map"), works_here_only("https://dx.example.org")
    (True, False)
    """
    return (urlsplit(address).hostname or "localhost") in _HERE_ONLY


def full_link(chosen: Selection, *, scenes: bool = False) -> str:
    """The address of what is looked at: every value, defaults included, and the versions behind it."""
    about = chosen.compared if chosen.page == places.COMPARE else (chosen.country, *chosen.highlight)
    made_on = stamps.of(chosen.edition, about)
    return selection.link(base_address(chosen.page), chosen.page, made_on, scenes=scenes)


def share_box(chosen: Selection) -> None:
    """Offer the link to this view, and its QR code for the room."""
    _ = i18n.translator(chosen.lang)
    box = st.popover(_("Share"), icon=":material/share:", key="share", on_change="rerun")
    if not box.open:
        return
    with box:
        link = full_link(chosen)
        st.markdown(
            _("**Copy link**: this view with every choice in it, and the versions of data and method.")
        )
        show_link(link, chosen.lang)


def show_link(link: str, lang: str) -> None:
    """Show a link to copy, with its QR code; say so where it works on this machine alone."""
    _ = i18n.translator(lang)
    st.code(link, language=None, wrap_lines=True)
    if works_here_only(link):
        st.warning(
            _(
                "This link works on this machine alone. For others, set {variable} to the public address of the "
                "dashboard, or send a picture, a slide or the country report instead."
            ).format(variable=f"`{PUBLIC_ADDRESS}`"),
            icon=":material/computer:",
        )
    try:
        code = charts.qr_svg(link)
    except ValueError:
        st.caption(_("The link is too long for a QR code."))
        return
    st.image(code, width=220, alt=_("QR code of the link"))


def versions_note(chosen: Selection) -> None:
    """Where a link was made on other figures or by another method, say so and offer both readings."""
    if not stamps.foreign(chosen.edition, chosen.link_data, chosen.link_method):
        return
    _ = i18n.translator(chosen.lang)
    with st.container(key="versions"):
        st.warning(
            other_versions(chosen.lang).format(
                theirs=components.quoted(chosen.link_data) if chosen.link_data else i18n.MISSING,
                their_method=components.quoted(chosen.link_method) if chosen.link_method else i18n.MISSING,
                ours=codes.data_version(chosen.edition),
                our_method=stamps.METHOD,
            ),
            title=_("This link was made with another version"),
            icon=":material/history:",
        )
        if chosen.seen and chosen.page != places.STORIES:
            st.markdown(
                _("**Both readings**: the ranks that the link says its sender saw, and the ranks here.")
            )
            st.dataframe(
                stamps.both_readings(chosen.edition, chosen.seen, chosen.lang),
                hide_index=True,
                height="content",
                alt=_("Ranks as sent and ranks here"),
                column_config={"country": st.column_config.TextColumn(_("Country"), pinned=True)},
            )
        st.button(
            _("Read with the figures here"),
            on_click=_read_here,
            key="versions_here",
            icon=":material/check:",
        )


def _read_here() -> None:
    """Forget what the link said of its versions: from here on the view is of these figures."""
    selection.choose("data", "")
    selection.choose("m", "")
    selection.choose("seen", ())
