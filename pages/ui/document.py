"""The page as a document: its language, and how it looks on a stage."""

from __future__ import annotations

import streamlit as st

from dxindex import charts
from pages.ui import scripts
from pages.ui.params import Selection

_LANGUAGE = '<script data-language="{lang}">{script}</script>'
_TOP = '<script data-scene="{at}">{script}</script>'
_STAGE = """<style>
[data-testid="stSidebar"], [data-testid="stSidebarCollapsedControl"], [data-testid="stExpandSidebarButton"],
[data-testid="stHeader"] { display: none; }
:root { font-size: 20px; }
h1 { font-size: 1.55rem !important; padding: 0 !important; }
[data-testid="stMainBlockContainer"] { padding: 0.8rem 2rem 4rem; max-width: 100%; }
.st-key-stage_bar { position: fixed; bottom: 0; left: 0; right: 0; z-index: 99; padding-bottom: 0.3rem;
  background: color-mix(in srgb, PAPER 88%, transparent); backdrop-filter: blur(3px); opacity: 0.85; }
.st-key-stage_bar:hover, .st-key-stage_bar:focus-within { opacity: 1; }
[class*="st-key-stage_"]:has([data-testid="stVegaLiteChart"]) {
  height: max(20rem, calc(100vh - 10rem)) !important; flex: none !important; }
@media (max-width: 640px) { :root { font-size: 17px; } }
</style>"""

# The framework writes white on the primary colour, which on a dark surface must itself be light to be read.
_DARK = """<style>[data-testid="stMultiSelect"] [data-tag], [data-testid="stMultiSelect"] [data-tag] * { color: #0f1720; }</style>"""


def dress(chosen: Selection) -> None:
    """Set the document's language, and clear the stage where the view is presented; called last, for the
    elements that carry this take room where they stand."""
    language = _LANGUAGE.format(lang=chosen.lang, script=scripts.LANGUAGE)
    st.html(language, unsafe_allow_javascript=True)
    if chosen.surface.startswith("dark"):
        st.html(_DARK)
    if chosen.presenting:
        st.html(_STAGE.replace("PAPER", charts.palette(chosen.surface).paper))
        st.html(_TOP.format(at=chosen.at, script=scripts.TOP), unsafe_allow_javascript=True)
