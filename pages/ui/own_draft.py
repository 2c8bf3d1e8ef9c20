"""What a visitor brought and chose on the section of own figures: in this session's state, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st

from pages.ui.queries.own_index import Plan
from pages.ui.queries.own_reading import Choices, File

STATE = "own_draft"
FIGURES, INDEX = "figures", "index"

Made = TypeVar("Made")


@dataclass
class Draft:
    """The files as they were brought, a person's choices, and what was last made of both.

    ``unfolded`` is whether the section is open, None as long as nobody said; ``way`` which index is taken, empty as
    long as nobody chose; ``plan`` the one made here, None as long as nothing of it was changed. Widgets on a file are
    named by ``version``: those on another file are others.
    """

    unfolded: bool | None = None
    files: dict[str, File] = field(default_factory=dict)
    uploads: dict[str, int] = field(default_factory=lambda: {FIGURES: 0, INDEX: 0})
    sheet: str = ""
    header: tuple[str, ...] = ()
    choices: Choices = field(default_factory=Choices)
    way: str = ""
    plan: Plan | None = None
    version: int = 0
    _made: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    def bring(self, what: str, file: File | None) -> None:
        """Take a file in the place of the one before, or put it away."""
        self._made.clear()
        self.version += 1
        if file is None:
            self.files.pop(what, None)
        else:
            self.files[what] = file
        if what == FIGURES:
            self.sheet = ""
        else:
            self.way = ""

    def suit(self, header: tuple[str, ...]) -> None:
        """Keep the choices for a file that is mended and brought again; those for other columns are forgotten."""
        if header != self.header:
            self.header, self.choices, self.way, self.plan = header, Choices(), "", None

    def choose(self, choices: Choices) -> None:
        """Read the table otherwise; the table that shows it is drawn anew."""
        self.choices = choices
        self.version += 1

    def once(self, step: str, asked: tuple[Any, ...], make: Callable[[], Made]) -> Made:
        """Return what a step makes, made again only when what it is made of changed."""
        kept = self._made.get(step)
        if kept is None or kept[0] != asked:
            kept = (asked, make())
            self._made[step] = kept
        result: Made = kept[1]
        return result


def current() -> Draft:
    """Return this session's draft."""
    draft: Draft = st.session_state.setdefault(STATE, Draft())
    return draft


def inert(text: str) -> str:
    r"""Write a text that quotes a file so that nothing in it is read as markup.

    >>> print(inert("[x](y) *z*"))
    \[x\]\(y\) \*z\*
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
