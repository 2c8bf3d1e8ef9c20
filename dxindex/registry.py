"""Finding one of several named choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from dxindex.errors import OptionError, name_ids

Choice = TypeVar("Choice")


def find_by_name(name: object, choices: Mapping[str, Choice], what: str, otherwise: str = "") -> Choice:
    """Return the choice of a name.

    Raises
    ------
    OptionError
        For an unknown name; the message lists the valid ones, and what may be given ``otherwise``.

    Examples
    --------
    >>> find_by_name("one", {"one": 1}, "number")
    1
    """
    if isinstance(name, str) and name in choices:
        return choices[name]
    raise OptionError(f"no {what} {name!r}; valid are {name_ids(choices)}{otherwise}", ids=[name])
