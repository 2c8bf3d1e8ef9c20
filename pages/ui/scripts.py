"""The scripts that pages carry, each a constant text: the server's policy lets these run, by their hashes, and no other.

What a script is to work on stands in a ``data-`` attribute of its own element.
"""

from __future__ import annotations

# Screen readers choose a voice by the document's language, which the framework leaves at English.
LANGUAGE = "document.documentElement.lang = document.currentScript.dataset.language;"
# A scene begins at its top, wherever the one before was left.
TOP = "document.querySelector('[data-testid=\"stMain\"]')?.scrollTo(0, 0);"
# On a phone the sidebar lies over the page: it gives way as soon as a page is chosen in it, the same one too.
ASIDE = """window.sidebarGivesWay ??= (document.addEventListener("click", (event) => {
  if (innerWidth < 768 && event.target.closest('[data-testid="stSidebar"] [data-testid="stPageLink"] a'))
    setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] [aria-expanded="true"]')?.click());
}), true);"""

ALL = (LANGUAGE, TOP, ASIDE)
