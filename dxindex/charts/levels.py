"""Names of the group levels."""

from __future__ import annotations

from dxindex.i18n import MISSING, translator


def level_name(level: object, lang: str) -> str:
    """Return the display name of a group level; a missing one is a dash.

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
