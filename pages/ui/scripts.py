"""The scripts that pages carry, each a constant text: the server's policy lets these run, by their hashes, and no other.

What a script is to work on stands in a ``data-`` attribute of its own element.
"""

from __future__ import annotations

# Screen readers choose a voice by the document's language, which the framework leaves at English.
LANGUAGE = "document.documentElement.lang = document.currentScript.dataset.language;"
# A scene begins at its top, wherever the one before was left.
TOP = "document.querySelector('[data-testid=\"stMain\"]')?.scrollTo(0, 0);"
# On a phone the sidebar lies over the page: it gives way to the page that was chosen in it.
ASIDE = (
    "if (innerWidth < 768) "
    'document.querySelector(\'[data-testid="stSidebarCollapseButton"] [aria-expanded="true"]\')?.click();'
)

ALL = (LANGUAGE, TOP, ASIDE)
