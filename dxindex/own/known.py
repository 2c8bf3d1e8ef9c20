"""What columns may be called: indicators that are known beforehand, and how a name finds one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

import pandas as pd

from dxindex.framework import Framework
from dxindex.i18n import LANGUAGES

NEAR = 0.8
"""Likeness of a name to one that is known, for it to be proposed: two letters in ten."""

_CODE_IN_BRACKETS = re.compile(r"\[([^\[\]]+)\]\s*$")


@dataclass(frozen=True)
class Known:
    """An indicator that a column may hold.

    Attributes
    ----------
    id
        Stable name.
    titles, units
        By language.
    names
        What else it is called: short titles, publishers' codes.
    direction
        1 more is better, -1 less is better, 0 neither.
    low, high
        Lowest and highest possible value; infinite where nothing is known.

    Examples
    --------
    >>> share = Known("share", titles={"en": "Share of firms"}, units={"en": "%"}, direction=1, low=0.0, high=100.0)
    >>> share.high
    100.0
    """

    id: str
    titles: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    direction: int = 0
    low: float = -float("inf")
    high: float = float("inf")


Catalogue = Mapping[str, Known]


@dataclass(frozen=True)
class Places:
    """How economies are recognised; given from outside, since nothing here knows any.

    Attributes
    ----------
    recognise
        From texts to ISO codes by text, missing where there is none.
    nearest
        From a text that is not recognised to the names it may mean.

    Examples
    --------
    >>> known = pd.Series({"Peru": "PER"})
    >>> places = Places(recognise=known.reindex, nearest=lambda text: [name for name in known.index if text in name])
    >>> places.recognise(["Peru"]).to_dict(), places.nearest("Per")
    ({'Peru': 'PER'}, ['Peru'])
    """

    recognise: Callable[[Sequence[str]], pd.Series[str]]
    nearest: Callable[[str], Sequence[str]]


def read_catalogue(table: pd.DataFrame) -> dict[str, Known]:
    """Return a catalogue of a table of indicators.

    Parameters
    ----------
    table
        Index: ids. Columns ``title_en``, ``title_vi``, ``unit_en``, ``unit_vi``, ``direction``, ``min``, ``max``,
        and where it has them ``short_en``, ``short_vi`` and ``codes`` (tuples). Nothing may be missing.

    Returns
    -------
    dict of str to Known
        By id, in the order of the table.

    Raises
    ------
    KeyError
        When one of the columns is missing.

    Examples
    --------
    >>> columns = ["title_en", "title_vi", "unit_en", "unit_vi", "direction", "min", "max"]
    >>> table = pd.DataFrame([["Share", "Tỷ lệ", "%", "%", 1, 0, 100]], index=["share"], columns=columns)
    >>> read_catalogue(table)["share"].high
    100.0
    """
    shorts = [f"short_{lang}" for lang in LANGUAGES]
    return {
        str(row["id"]): Known(
            id=str(row["id"]),
            titles={lang: str(row[f"title_{lang}"]) for lang in LANGUAGES},
            units={lang: str(row[f"unit_{lang}"]) for lang in LANGUAGES},
            names=(*(str(row[key]) for key in shorts if key in row), *row.get("codes", ())),
            direction=int(row["direction"]),
            low=float(row["min"]),
            high=float(row["max"]),
        )
        for row in table.rename_axis("id").reset_index().to_dict("records")
    }


def known_of(framework: Framework, catalogue: Catalogue) -> dict[str, Known]:
    """Return the indicators of a framework; bounds and units are the catalogue's where it has the id."""
    found = {}
    for part in framework.indicator_parts:
        listed = catalogue.get(part.id, Known(part.id))
        found[part.id] = Known(
            id=part.id,
            titles=dict(part.titles) or listed.titles,
            units=listed.units,
            names=listed.names,
            direction=part.direction,
            low=listed.low,
            high=listed.high,
        )
    return found


def fold(name: str) -> str:
    """Return a name without what spellings differ in: case, accents, punctuation, white space.

    >>> fold("Chỉ_số  ứng dụng số!") == fold("chi so UNG DUNG SO")
    True
    """
    plain = unicodedata.normalize("NFKD", name.casefold().replace("đ", "d"))
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", kept))


class Finder:
    """Finds known indicators by name: id first, then titles and codes; names of several find none.

    Parameters
    ----------
    groups
        By origin (``framework``, ``catalogue``), in the order in which they are asked.
    """

    def __init__(self, groups: Mapping[str, Catalogue]) -> None:
        self._ids: dict[str, tuple[str, str]] = {}
        self._names: dict[str, set[tuple[str, str]]] = {}
        for origin, catalogue in groups.items():
            for known in catalogue.values():
                self._ids.setdefault(fold(known.id) or known.id, (known.id, origin))
        taken = {item for item, _origin in self._ids.values()}
        for origin, catalogue in groups.items():
            for known in catalogue.values():
                if self._ids.get(fold(known.id) or known.id) == (known.id, origin) and known.id in taken:
                    for name in (*known.titles.values(), *known.names):
                        self._names.setdefault(fold(name), set()).add((known.id, origin))

    def find(self, name: str) -> tuple[str, str, str] | None:
        """Return id, origin and how it was found (``id``, ``title``), or None.

        A publisher's code in brackets behind the name counts as a name.
        """
        key = fold(name) or name
        if key in self._ids:
            return (*self._ids[key], "id")
        code = _CODE_IN_BRACKETS.search(name)
        for text in (key, fold(code[1]) if code else ""):
            meant = self._names.get(text, set())
            if len(meant) == 1:
                return (*next(iter(meant)), "title")
        return None

    def nearest(self, name: str) -> str:
        """Return the id of the known indicator whose id or title is nearest, or the empty text."""
        keys = [*self._ids, *(key for key, meant in self._names.items() if len(meant) == 1)]
        near = get_close_matches(fold(name)[:80], _of_like_length(keys, len(fold(name))), n=1, cutoff=NEAR)
        if not near:
            return ""
        return self._ids[near[0]][0] if near[0] in self._ids else next(iter(self._names[near[0]]))[0]


def _of_like_length(keys: Iterable[str], length: int) -> list[str]:
    """Leave out what cannot be like enough: comparing is slow."""
    return [key for key in keys if 2 * min(len(key), length) >= NEAR * (len(key) + length)]
