"""The examples of the modules that write the documents hold."""

from __future__ import annotations

import doctest
import re
from types import ModuleType

import pytest

from docs import markdown, methodology, pictures, reproduction_readings


@pytest.mark.parametrize(
    "module", [markdown, methodology, reproduction_readings], ids=lambda module: module.__name__
)
def test_examples_hold(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0


def test_tables_are_put_in_their_places_and_the_words_between_stay() -> None:
    text = (
        "<!-- table: a -->\n<!-- end of table -->\nbetween\n<!-- table: b -->\nold\n<!-- end of table -->\n"
    )
    assert markdown.places(text) == ["a", "b"]
    assert (
        markdown.fill(text, {"a": "1\n", "b": "2\n"})
        == "<!-- table: a -->\n1\n<!-- end of table -->\nbetween\n<!-- table: b -->\n2\n<!-- end of table -->\n"
    )


def test_the_gallery_shows_every_picture_that_is_there() -> None:
    text = pictures.gallery()
    assert (pictures.DOCS / "gallery.md").read_text(encoding="utf-8") == text
    assert sorted(re.findall(r"\(([\w-]+\.png)\)", text)) == sorted(
        path.name for path in pictures.DOCS.glob("*.png")
    )
