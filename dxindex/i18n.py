"""English and Vietnamese: one set of gettext catalogues for charts, pages and publications alike.

English is the language of the source strings; ``locales/<language>.po`` holds the others. The
catalogues are compiled when first asked for (a few milliseconds, once per process), so that only
the text files that translators edit are kept.

Texts speak of countries. Where the units are provinces, cities or firms, ``locales/<language>_units.po`` has
another wording for the texts that would be wrong; it is used within :func:`speaking_of`.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

LANGUAGES: Mapping[str, str] = {"en": "English", "vi": "Tiếng Việt"}
DEFAULT_LANGUAGE = "en"
CATALOGUES = Path(__file__).parent / "locales"
MISSING = "–"  # what stands where there is no value: never 0, never blank
MINUS = "\u2212"

UNITS = "units"
"""The wording of texts about units of any kind: provinces, firms. Without a wording they are countries."""

Translator = Callable[[str], str]
Made = TypeVar("Made")

wording: ContextVar[str] = ContextVar("wording", default="")
"""What texts speak of now: :data:`UNITS`, or ``""`` for countries; set it with :func:`speaking_of` where a block can."""


@contextmanager
def speaking_of(kind: str) -> Iterator[None]:
    """Word texts for a kind of units meanwhile, in this thread or task alone.

    A :func:`translator` keeps the wording in which it was made.

    Parameters
    ----------
    kind : str
        :data:`UNITS`, or ``""`` for countries.

    Raises
    ------
    ValueError
        For a kind that has no wording.

    Examples
    --------
    >>> with speaking_of(UNITS):
    ...     translator("en")("Country"), translator("vi")("Country"), translator("vi")("Overview")
    ('Unit', 'Đơn vị', 'Tổng quan')
    >>> translator("en")("Country")
    'Country'
    """
    if kind not in ("", UNITS):
        raise ValueError(f"no wording for {kind!r}; there are: {UNITS!r}, and '' for countries")
    token = wording.set(kind)
    try:
        yield
    finally:
        wording.reset(token)


def as_worded(make: Callable[[], Made]) -> Callable[[], Made]:
    """Bind what makes something later, perhaps in another thread, to the wording of now.

    Examples
    --------
    >>> with speaking_of(UNITS):
    ...     head = as_worded(lambda: translator("en")("Country"))
    >>> head()
    'Unit'
    """
    return partial(_made_in, wording.get(), make)


def _made_in(kind: str, make: Callable[[], Made]) -> Made:
    with speaking_of(kind):
        return make()


@cache
def translations(lang: str) -> gettext.NullTranslations:
    """Return the catalogue of a language; English, the source language, has none.

    Parameters
    ----------
    lang : str
        A key of :data:`LANGUAGES`.

    Raises
    ------
    ValueError
        For a language that has no catalogue.

    Examples
    --------
    >>> translations("vi").gettext("Overview")
    'Tổng quan'
    >>> translations("en").gettext("Overview")
    'Overview'
    """
    if lang not in LANGUAGES:
        raise ValueError(f"no catalogue for language {lang!r}; there are: {', '.join(LANGUAGES)}")
    return gettext.NullTranslations() if lang == DEFAULT_LANGUAGE else _compiled(lang, lang)


@cache
def _worded(lang: str, kind: str) -> gettext.NullTranslations:
    """The catalogue of a language in a wording: it holds the texts that differ, and falls back on the language's."""
    catalogue = _compiled(f"{lang}_{kind}", lang)
    catalogue.add_fallback(translations(lang))
    return catalogue


def _compiled(name: str, lang: str) -> gettext.GNUTranslations:
    with (CATALOGUES / f"{name}.po").open("rb") as source:
        catalogue = read_po(source, locale=lang)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translator(lang: str) -> Translator:
    """Return the function that translates a source string; bind it to ``_``.

    It looks first in the wording that is set (:func:`speaking_of`), then in the language's catalogue.

    Examples
    --------
    >>> _ = translator("vi")
    >>> _("Rankings")
    'Bảng xếp hạng'
    """
    kind = wording.get()
    return (_worded(lang, kind) if kind else translations(lang)).gettext


def number(value: float | None, lang: str, decimals: int = 2) -> str:
    """Write a number as the language writes it; a missing one as a dash.

    Parameters
    ----------
    value : float or None
        NaN and None are missing.
    decimals : int
        Digits after the decimal mark, always all of them, so that columns line up.

    Examples
    --------
    >>> number(1234.5, "en", 1), number(1234.5, "vi", 1), number(float("nan"), "vi")
    ('1,234.5', '1.234,5', '–')

    A negative number has a minus sign, as on the axes of charts, and what rounds to zero has none:

    >>> number(-0.44, "vi"), number(-0.001, "en")
    ('−0,44', '0.00')
    """
    if value is None or value != value:  # NaN is the one value that differs from itself
        return MISSING
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = format_decimal(abs(value), pattern, locale=lang)
    return MINUS + text if value < 0 and any(digit in text for digit in "123456789") else text


def percent(share: float | None, lang: str, decimals: int = 0) -> str:
    """Write a share of 1 as a percentage in the language's way.

    Examples
    --------
    >>> percent(0.583, "en"), percent(0.583, "vi", 1)
    ('58%', '58,3%')
    """
    if share is None or share != share:
        return MISSING
    return format_percent(share, "#,##0" + ("." + "0" * decimals if decimals else "") + "%", locale=lang)


def joined(items: Sequence[str], lang: str) -> str:
    """Join names into one phrase with the language's "and".

    Examples
    --------
    >>> joined(["Chile", "Peru", "Togo"], "en"), joined(["Chile", "Peru"], "vi")
    ('Chile, Peru, and Togo', 'Chile và Peru')
    """
    return format_list(items, locale=lang)
