"""Every text is translated, and no translation is left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from dxindex import i18n
from pages.ui.queries import memory

ROOT = Path(__file__).parents[2]
OTHERS = [lang for lang in i18n.LANGUAGES if lang != i18n.DEFAULT_LANGUAGE]
WORDED = [f"{lang}_{i18n.UNITS}" for lang in i18n.LANGUAGES]
_FIELD = re.compile(r"{\w+}")

OF_COUNTRIES = {
    "en": re.compile(r"countr|econom|\bnation", re.IGNORECASE),
    "vi": re.compile(r"\bnước\b|quốc gia|nền kinh tế", re.IGNORECASE),
}
"""What tells that a text speaks of countries, in either language."""

NEVER_OF_OTHER_UNITS = (
    # What is published of countries, and the pages that step aside for units without a place.
    "dxindex/site/",
    "dxindex/charts/story_",
    "dxindex/charts/world_map.py",
    "pages/map.py",
    "dxindex/words/pages.py:map_",
    "pages/stories.py",
    "pages/ui/queries/stories.py",
    "dxindex/words/findings.py:regions_sentence",
    "pages/ui/queries/world.py",
    "dxindex/words/published.py",
    # The panel, the snapshot and what was fetched for it; every year of the open index.
    "dxindex/words/methods.py:panel_rule",
    "pages/methods.py:panel_section",
    "pages/methods.py:sources_section",
    "pages/ui/refresh_state.py",
    "pages/ui/queries/refresh.py",
    "pages/time.py:years_section",
    "pages/ui/queries/open_years",
    # What programs ask for is never of a visitor's own: an address carries no figures.
    "pages/ui/addresses/",
    # The meaning of the groups of the report, and what the index of the report must not be used for.
    "dxindex/words/methods.py:misuses",
    "dxindex/words/findings.py:level_texts",
    "dxindex/words/findings.py:groups_told_straight",
    # Own figures before they are taken: they may be of countries, or are put beside countries.
    "dxindex/charts/own_units.py",
    "dxindex/own/",
    "pages/ui/own_",
    "pages/ui/queries/own_",
)
"""Where texts speak of countries whatever a visitor's own units are: beginnings of ``file:function``."""


@cache
def used() -> dict[str, tuple[tuple[str, int], ...]]:
    """Source string to the files and lines where it is used."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for room in ("pages", "dxindex"):
        for name, line, message, *_ in extract_from_dir(
            str(ROOT / room), method_map=[("**.py", "python")], keywords={"_": None}
        ):
            found[str(message)] = (*found.get(str(message), ()), (f"{room}/{name}", line))
    return found


def extracted() -> dict[str, str]:
    """Source string to the place it is used first."""
    return {text: "{}:{}".format(*places[0]) for text, places in used().items()}


@cache
def functions(file: str) -> tuple[ast.FunctionDef, ...]:
    """The outermost functions of a module."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return tuple(node for node in tree.body if isinstance(node, ast.FunctionDef))


def place(file: str, line: int) -> str:
    """Where a text is used, as ``file:function``; ``file:`` outside of functions."""
    inside = (each.name for each in functions(file) if each.lineno <= line <= (each.end_lineno or 0))
    return f"{file}:{next(inside, '')}"


def without_fields(text: str) -> str:
    return _FIELD.sub("", text)


@cache
def catalogue(name: str) -> dict[str, str]:
    """The translations of a language, or of one of its wordings (``en_units``)."""
    lang = name.partition("_")[0]
    with (i18n.CATALOGUES / f"{name}.po").open("rb") as source:
        messages = read_po(source, locale=lang)
    assert not [m.id for m in messages if m.fuzzy and m.id], "fuzzy entries are not translations"
    return {str(message.id): str(message.string) for message in messages if message.id}


@pytest.mark.parametrize("lang", OTHERS)
def test_every_text_is_translated(lang: str) -> None:
    there = catalogue(lang)
    missing = {text: place for text, place in extracted().items() if not there.get(text)}
    assert not missing


@pytest.mark.parametrize("name", [*OTHERS, *WORDED])
def test_no_translation_is_left_over(name: str) -> None:
    assert not catalogue(name).keys() - extracted().keys()


@pytest.mark.parametrize("name", [*OTHERS, *WORDED])
def test_translations_keep_the_fields(name: str) -> None:
    wrong = {
        text: translated
        for text, translated in catalogue(name).items()
        if sorted(_FIELD.findall(text)) != sorted(_FIELD.findall(translated))
    }
    assert not wrong


def test_every_text_about_countries_has_a_wording_for_other_units() -> None:
    english, vietnamese = catalogue("en_units"), catalogue("vi")
    missing = {
        text: [place(*each) for each in places]
        for text, places in used().items()
        if text not in english
        and (
            OF_COUNTRIES["en"].search(without_fields(text))
            or OF_COUNTRIES["vi"].search(without_fields(vietnamese.get(text, "")))
        )
        and not all(place(*each).startswith(NEVER_OF_OTHER_UNITS) for each in places)
    }
    assert not missing


def test_no_exception_is_left_over() -> None:
    places = {place(*each) for known in used().values() for each in known}
    assert not [each for each in NEVER_OF_OTHER_UNITS if not any(found.startswith(each) for found in places)]


def test_wordings_hold_the_same_texts_in_every_language_and_only_those_that_differ() -> None:
    english, vietnamese = catalogue("en_units"), catalogue("vi_units")
    assert english.keys() == vietnamese.keys()
    assert all([*english.values(), *vietnamese.values()])
    assert not [text for text, translated in vietnamese.items() if translated == catalogue("vi")[text]]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_no_wording_speaks_of_countries(lang: str) -> None:
    worded = catalogue(f"{lang}_units")
    assert not [text for text in worded.values() if OF_COUNTRIES[lang].search(without_fields(text))]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_texts_that_differ_still_differ_in_a_wording(lang: str) -> None:
    """Heads of one table are told apart: a unit of measure is not the unit that is measured."""
    plain = {
        text: text if lang == i18n.DEFAULT_LANGUAGE else catalogue(lang).get(text, text) for text in used()
    }
    worded = {**plain, **catalogue(f"{lang}_units")}
    texts_of: dict[str, set[str]] = {}
    for text, translated in worded.items():
        if any(not place(*each).startswith(NEVER_OF_OTHER_UNITS) for each in used()[text]):
            texts_of.setdefault(translated, set()).add(plain[text])
    assert not {translated: texts for translated, texts in texts_of.items() if len(texts) > 1}


@pytest.mark.parametrize("keep", [memory.remembered, memory.computed_once])
def test_what_is_shared_never_has_a_visitors_wording(keep: Callable[[], Any]) -> None:
    @keep()
    def head(edition: str, lang: str) -> str:
        return i18n.translator(lang)("Country")

    with i18n.speaking_of(i18n.UNITS):
        assert head("2014", "en") == "Country"
        assert i18n.translator("en")("Country") == "Unit"
    assert head("2014", "en") == "Country"


def test_texts_are_kept_only_where_wordings_are_kept_apart() -> None:
    """Caches of the standard library and of the framework know nothing of a wording."""
    wrong = [
        f"{file}:{each.name}"
        for file in sorted({file for places in used().values() for file, _line in places})
        for each in functions(file)
        if any("cache" in ast.unparse(decorator) for decorator in each.decorator_list)
        and any("translator" in ast.unparse(node) for node in ast.walk(each) if isinstance(node, ast.Call))
    ]
    assert not wrong


def test_extraction_sees_the_pages() -> None:
    assert "Rankings" in extracted()


def test_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="no catalogue for language 'xx'"):
        i18n.translations("xx")


@pytest.mark.parametrize(("lang", "written"), [("en", "1,234.50"), ("vi", "1.234,50")])
def test_numbers_are_written_as_the_language_does(lang: str, written: str) -> None:
    assert i18n.number(1234.5, lang) == written
    assert i18n.number(None, lang) == i18n.MISSING
