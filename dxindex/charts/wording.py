"""Reported facts in words: when something was, and how much, with the qualifier it was reported with."""

from __future__ import annotations

import math
from datetime import date

from babel.dates import format_date
from babel.numbers import format_compact_decimal

from dxindex.i18n import number, percent, translator


def moment_label(start: date, end: date, precision: str, lang: str) -> str:
    """Write when something was, no more precisely than it is known.

    Parameters
    ----------
    start, end : date
        First and last day.
    precision : str
        "decade", "span", "year", "month" or "day".
    lang : str
        Language of the text: ``"en"`` or ``"vi"``.

    Returns
    -------
    str
        The first year of a decade, both years of a span; of anything finer the first day.

    Raises
    ------
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> moment_label(date(2017, 5, 1), date(2017, 5, 31), "month", "en")
    'May 2017'
    >>> moment_label(date(1990, 1, 1), date(1999, 12, 31), "decade", "vi")
    'thập niên 1990'
    """
    _ = translator(lang)
    if precision == "decade":
        return _("{year}s").format(year=start.year)
    if precision == "span":
        return f"{start.year}–{end.year}"
    if precision == "year":
        return str(start.year)
    if precision == "month":
        return format_date(start, "'tháng' M/y" if lang == "vi" else "MMMM y", locale=lang)
    return format_date(start, "d/M/y" if lang == "vi" else "d MMMM y", locale=lang)


def reported(value: float, qualifier: str, unit: str, lang: str) -> str:
    """Write a figure with the qualifier it was reported with.

    Parameters
    ----------
    value : float
        Per cent where ``unit`` begins with "%"; never missing.
    qualifier : str
        "" as reported, "over", "about", "top" or "aim".
    unit : str
        In the language asked for; may be empty.
    lang : str
        Language of the text: ``"en"`` or ``"vi"``.

    Returns
    -------
    str
        Qualifier, figure and unit. The figure has one decimal unless it is whole; round millions are in words.

    Raises
    ------
    KeyError
        For another qualifier.
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> reported(40, "over", "% of votes", "en"), reported(250_000_000, "over", "lượt truy vấn", "vi")
    ('over 40% of votes', 'trên 250 triệu lượt truy vấn')
    """
    _ = translator(lang)
    patterns = {
        "": "{figure}",
        "over": _("over {figure}"),
        "about": _("about {figure}"),
        "top": _("top {figure}"),
        "aim": _("aim: {figure}"),
    }
    decimals = 0 if float(value).is_integer() else 1
    if unit.startswith("%"):
        figure, unit = percent(value / 100, lang, decimals), unit.removeprefix("%").strip()
    else:
        figure = large(value, lang) or number(value, lang, decimals)
    return f"{patterns[qualifier].format(figure=figure)} {unit}".strip()


def large(value: float, lang: str) -> str:
    """Write a round number from a million on in words, where that loses no digit; else nothing."""
    if value < 1_000_000:
        return ""
    tenth = 10 ** (3 * (int(math.log10(value)) // 3) - 1)
    if value % tenth:
        return ""
    return format_compact_decimal(value, format_type="long", locale=lang, fraction_digits=1)
