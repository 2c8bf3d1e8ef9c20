"""Where programs find the figures of what is looked at."""

from __future__ import annotations

from urllib.parse import quote

import streamlit as st

from dxindex import i18n
from pages.ui import places, selection, sharing
from pages.ui.addresses import catalogue, wording
from pages.ui.params import Selection


def section(chosen: Selection) -> None:
    """List the evidence addresses with the current choices in them, ready to copy."""
    if chosen.figures == "own":  # these stay in their session
        return
    _ = i18n.translator(chosen.lang)
    st.header(_("Addresses for programs"))
    st.markdown(
        _(
            "Under these addresses programs get the same figures as the pages show, by the same parameters. What they cannot use they "
            "refuse, and say what is valid. They are there where the dashboard runs as a server (`server.py`)."
        )
    )
    gives = wording.addresses(chosen.lang)
    for path, address in ready(chosen).items():
        st.markdown(gives[path])
        st.code(address, language=None, wrap_lines=True)


def ready(chosen: Selection) -> dict[str, str]:
    """The addresses by path, each with what its page has chosen now where that is not the default."""
    base = sharing.base_address(places.METHODS)
    found = {}
    for address in catalogue.ADDRESSES:
        _page, _mark, query = selection.view(address.page, in_full=False).partition("?")
        path = address.path.replace("{country}", quote(chosen.country))
        if address.path == catalogue.REPORT:
            query = "&".join(part for part in query.split("&") if not part.startswith("country="))
        found[address.path] = f"{base}{path}?{query}".removesuffix("?")
    return found
