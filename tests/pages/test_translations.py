"""Every text is translated, and no translation is left over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from dxindex import i18n

ROOT = Path(__file__).parents[2]
OTHERS = [lang for lang in i18n.LANGUAGES if lang != i18n.DEFAULT_LANGUAGE]
_FIELD = re.compile(r"{\w+}")


def extracted() -> dict[str, str]:
    """Source string to the place it is used first."""
    found: dict[str, str] = {}
    for room in ("pages", "dxindex"):
        for name, line, message, *_ in extract_from_dir(
            str(ROOT / room), method_map=[("**.py", "python")], keywords={"_": None}
        ):
            found.setdefault(str(message), f"{room}/{name}:{line}")
    return found


def catalogue(lang: str) -> dict[str, str]:
    with (i18n.CATALOGUES / f"{lang}.po").open("rb") as source:
        messages = read_po(source, locale=lang)
    assert not [m.id for m in messages if m.fuzzy and m.id], "fuzzy entries are not translations"
    return {str(message.id): str(message.string) for message in messages if message.id}


@pytest.mark.parametrize("lang", OTHERS)
def test_every_text_is_translated(lang: str) -> None:
    there = catalogue(lang)
    missing = {text: place for text, place in extracted().items() if not there.get(text)}
    assert not missing


@pytest.mark.parametrize("lang", OTHERS)
def test_no_translation_is_left_over(lang: str) -> None:
    assert not catalogue(lang).keys() - extracted().keys()


@pytest.mark.parametrize("lang", OTHERS)
def test_translations_keep_the_fields(lang: str) -> None:
    wrong = {
        text: translated
        for text, translated in catalogue(lang).items()
        if sorted(_FIELD.findall(text)) != sorted(_FIELD.findall(translated))
    }
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
