"""Texts about units that are no countries are worded otherwise, for whoever asked for it and nobody else."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from dxindex import i18n
from tests.tasks import finished


def _country(lang: str = "en") -> str:
    return i18n.translator(lang)("Country")


@pytest.mark.parametrize(
    ("lang", "plain", "worded"), [("en", "Country", "Unit"), ("vi", "Quốc gia", "Đơn vị")]
)
def test_a_wording_holds_for_its_block_alone(lang: str, plain: str, worded: str) -> None:
    with i18n.speaking_of(i18n.UNITS):
        assert _country(lang) == worded
        with i18n.speaking_of(""):
            assert _country(lang) == plain
        assert _country(lang) == worded
    assert _country(lang) == plain


def test_a_wording_ends_with_its_block_also_when_that_fails() -> None:
    with pytest.raises(KeyError), i18n.speaking_of(i18n.UNITS):
        raise KeyError
    assert i18n.wording.get() == ""


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_texts_that_a_wording_has_not_are_those_of_the_language(lang: str) -> None:
    plain = i18n.translator(lang)
    with i18n.speaking_of(i18n.UNITS):
        worded = i18n.translator(lang)
    for text in ("Overview", "Rankings", "never translated"):
        assert worded(text) == plain(text)


def test_a_wording_adds_no_language_and_leaves_the_catalogues_as_they_are() -> None:
    with i18n.speaking_of(i18n.UNITS):
        assert i18n.translations("vi").gettext("Country") == "Quốc gia"
        assert i18n.translations("en").gettext("Country") == "Country"
    assert not {f"{lang}_{i18n.UNITS}" for lang in i18n.LANGUAGES} & set(i18n.LANGUAGES)
    with pytest.raises(ValueError, match="no catalogue for language 'en_units'"):
        i18n.translator("en_units")


def test_a_translator_keeps_the_wording_in_which_it_was_made() -> None:
    with i18n.speaking_of(i18n.UNITS):
        _ = i18n.translator("en")
    assert _("Country") == "Unit"


def test_a_kind_without_a_wording_is_refused() -> None:
    with pytest.raises(ValueError, match="no wording for 'firms'"), i18n.speaking_of("firms"):
        pass
    assert i18n.wording.get() == ""


def test_visitors_in_other_threads_have_their_own_wording() -> None:
    both = Barrier(2, timeout=10)

    def visit(kind: str) -> str:
        with i18n.speaking_of(kind):
            both.wait()  # the other has set its wording too
            return _country()

    with i18n.speaking_of(i18n.UNITS), ThreadPoolExecutor(2) as pool:
        assert list(pool.map(visit, ["", i18n.UNITS])) == ["Country", "Unit"]
        assert pool.submit(_country).result() == "Country"
    assert _country() == "Country"


def test_what_is_made_later_in_another_thread_keeps_its_wording() -> None:
    with i18n.speaking_of(i18n.UNITS):
        of_units = i18n.as_worded(_country)
    of_countries = i18n.as_worded(_country)
    with i18n.speaking_of(i18n.UNITS), ThreadPoolExecutor(2) as pool:
        assert pool.submit(of_units).result() == "Unit"
        assert of_countries() == "Country"


def test_tasks_on_one_thread_have_their_own_wording() -> None:
    async def visit(kind: str) -> str:
        with i18n.speaking_of(kind):
            await asyncio.sleep(0)  # lets the other run meanwhile
            return _country()

    async def visits() -> list[str]:
        return await asyncio.gather(visit(i18n.UNITS), visit(""))

    assert finished(visits()) == ["Unit", "Country"]
