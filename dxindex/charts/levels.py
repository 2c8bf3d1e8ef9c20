"""Names of the group levels."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import pandas as pd

from dxindex.i18n import MISSING, translator


def level_name(level: object, lang: str) -> str:
    """Return the display name of a group level; a missing one is a dash.

    Parameters
    ----------
    level : object
        ``"emerging"``, ``"transitioning"``, ``"transforming"`` or ``"level 2"`` and so on; anything but a text (NaN,
        None) is missing.
    lang : str
        Language of the name: ``"en"`` or ``"vi"``.

    Returns
    -------
    str
        The name.

    Raises
    ------
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> level_name("transitioning", "vi"), level_name("level 2", "en"), level_name(None, "en")
    ('Chuyển tiếp', 'Level 2', '–')
    """
    if not isinstance(level, str):
        return MISSING
    _ = translator(lang)
    known = {
        "emerging": _("Emerging"),
        "transitioning": _("Transitioning"),
        "transforming": _("Transforming"),
    }
    if level in known:
        return known[level]
    return _("Level {number}").format(number=level.rpartition(" ")[2])


def legend_texts(
    levels: Iterable[str],
    lang: str,
    counts: pd.Series | None = None,
    others: Mapping[str, str] | None = None,
) -> str:
    """Return a Vega expression that turns a legend's levels into names, with the number of units where given.

    Parameters
    ----------
    levels : iterable of str
        What the legend lists.
    counts : Series, optional
        Number of units by level; none is 0.
    others : mapping of str to str, optional
        Names of entries that are no levels.

    Examples
    --------
    >>> legend_texts(["emerging"], "en", pd.Series({"emerging": 3}))
    '({"emerging": "Emerging (3)"})[datum.label]'
    """
    names = {level: (others or {}).get(level) or level_name(level, lang) for level in levels}
    if counts is not None:
        names = {level: f"{name} ({int(counts.get(level, 0))})" for level, name in names.items()}
    return f"({json.dumps(names, ensure_ascii=False)})[datum.label]"
