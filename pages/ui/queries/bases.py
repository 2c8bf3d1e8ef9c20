"""What figures rest on: the snapshot, a refresh of it, or a visitor's own.

Every question to this package names an edition by its *key*: the edition's code, and on what it rests unless that is
the snapshot. A key is opaque: only this module makes and reads it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Protocol
from weakref import WeakValueDictionary

import pandas as pd
import streamlit as st

import data
import dxindex as dx
from pages.ui.queries.own_basis import OwnBasis

SNAPSHOT, REFRESHED, OWN = "snapshot", "refreshed", "own"
_MARK = "@"
LOOK_AGAIN = 60  # seconds after which a server notices that figures were refreshed beside it


class Basis(Protocol):
    """What figures rest on. Tables are as the loaders of ``data`` give them, and shared: read, never change."""

    @property
    def folder(self) -> Path | None: ...
    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def of_economies(self) -> bool: ...
    @property
    def has_years(self) -> bool: ...
    @property
    def editions(self) -> pd.DataFrame: ...
    @property
    def offered(self) -> tuple[str, ...]: ...
    @property
    def indicators(self) -> pd.DataFrame: ...
    @property
    def sources(self) -> pd.DataFrame: ...
    @property
    def near_misses(self) -> pd.DataFrame: ...
    def panel(self, edition: str) -> pd.DataFrame: ...
    def outside(self, edition: str) -> pd.DataFrame: ...
    def vintages(self, edition: str) -> pd.DataFrame: ...
    def countries(self, edition: str) -> pd.DataFrame: ...
    def observations(self, indicators: Iterable[str] | None = None) -> pd.DataFrame: ...
    def framework(self, edition: str) -> dx.Framework: ...
    def arguments(self, edition: str) -> list[str]: ...
    def lines_of_python(self, edition: str) -> list[str]: ...


class Catalogued:
    """Figures of the catalogue's series, in a snapshot folder."""

    of_economies = has_years = True

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder

    @property
    def name(self) -> str:
        """What a visitor knows it by: the month of its newest series."""
        return self.version.partition("+")[0].replace(".", "-")

    @cached_property
    def version(self) -> str:
        return data.version(self.folder)

    @cached_property
    def editions(self) -> pd.DataFrame:
        """The named editions, then every year by rule."""
        return pd.concat([data.editions(), data.yearly_editions(folder=self.folder)])

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """The editions that have a name; years by rule are had where their coverage is told."""
        return tuple(data.editions().index)

    @cached_property
    def indicators(self) -> pd.DataFrame:
        return data.load_indicators(folder=self.folder)

    @cached_property
    def sources(self) -> pd.DataFrame:
        return data.load_sources(folder=self.folder)

    @cached_property
    def near_misses(self) -> pd.DataFrame:
        """Economies that the panel rule leaves out for their population alone."""
        return data.panel_near_misses(folder=self.folder)

    def panel(self, edition: str) -> pd.DataFrame:
        return data.load_panel(edition, folder=self.folder)

    def outside(self, edition: str) -> pd.DataFrame:
        everyone = data.load_panel(edition, units="all", folder=self.folder)
        return everyone.drop(index=list(data.panel_members(folder=self.folder)))

    def vintages(self, edition: str) -> pd.DataFrame:
        return data.load_vintages(edition, folder=self.folder)

    def countries(self, edition: str) -> pd.DataFrame:
        return data.load_countries(edition, folder=self.folder)

    def observations(self, indicators: Iterable[str] | None = None) -> pd.DataFrame:
        return data.load_observations(indicators, folder=self.folder)

    def framework(self, edition: str) -> dx.Framework:
        return dx.load_framework(str(self.editions.loc[edition, "framework"]))

    def arguments(self, edition: str) -> list[str]:
        """What the command line takes to work on the same figures."""
        return [*([f"--figures {REFRESHED}"] if self.folder else []), f"--edition {edition}"]

    def lines_of_python(self, edition: str) -> list[str]:
        """Lines that load the same figures, and the framework, in Python."""
        where = ", folder=data.refreshed_folder()" if self.folder else ""
        framework = self.editions.loc[edition, "framework"]
        return [
            f'panel = data.load_panel("{edition}"{where})',
            f'framework = dx.load_framework("{framework}")',
        ]


# Weak, so that a visitor's figures go with the session that holds them.
_own: WeakValueDictionary[str, OwnBasis] = WeakValueDictionary()


def key(edition: str, body: str = "") -> str:
    """Write the key of an edition that rests on a body of figures (``""`` is the snapshot).

    >>> key("2014"), key("2014", "refreshed.7f")
    ('2014', '2014@refreshed.7f')
    """
    return f"{edition}{_MARK}{body}" if body else edition


def body_of(key: str) -> str:
    """Return on which body of figures a key's edition rests."""
    return key.partition(_MARK)[2]


def code_of(key: str) -> str:
    """Return the edition's own code, as links and commands have it.

    >>> code_of("2014@refreshed.7f")
    '2014'
    """
    return key.partition(_MARK)[0]


def kind_of(key: str) -> str:
    """Return the kind of body: the snapshot, refreshed figures, or a visitor's own."""
    return body_of(key).partition(".")[0] or SNAPSHOT


def of(key: str) -> Basis:
    """Return what a key's edition rests on."""
    own = own_of(key)
    return own if own is not None else _catalogued(body_of(key))


def own_of(key: str) -> OwnBasis | None:
    """Return a visitor's own figures; None where the key names others.

    Raises
    ------
    data.SelectionError
        The session that brought them is gone.
    """
    if kind_of(key) != OWN:
        return None
    found = _own.get(body_of(key))
    if found is None:
        raise data.SelectionError(
            "These figures are gone with the session that brought them: load the file again."
        )
    return found


def admit(basis: OwnBasis) -> None:
    """Make a visitor's own figures answer to their body's name, for as long as the session holds them."""
    _own[basis.body] = basis


@lru_cache(maxsize=4)
def _catalogued(body: str) -> Catalogued:
    newest = data.refreshed_folder() if body else None
    return Catalogued(newest.parent / body.partition(".")[2] if newest else None)


@st.cache_resource(ttl=LOOK_AGAIN, show_spinner=False)
def refreshed() -> str:
    """Return the body of the newest refreshed figures, or ``""`` where there are none."""
    folder = data.refreshed_folder()
    return f"{REFRESHED}.{folder.name}" if folder else ""
