"""Every page on a visitor's own figures: countries over years, and units of any other kind."""

from __future__ import annotations

import gc
import weakref

import pytest

import data
from pages.ui.queries import bases, codes, memory, scores
from pages.ui.queries.own_basis import OwnBasis
from tests.pages import own_setting
from tests.pages.visiting import PAGES, assert_sound, opened, texts

ASIDE = {"map": "units", "stories": "units", "time": "units"}
"""Pages that need places or years, and the kind of figures that has none."""


@pytest.fixture(scope="module")
def of_countries() -> OwnBasis:
    return own_setting.own_basis(own_setting.countries_over_years())


@pytest.fixture(scope="module")
def of_units() -> OwnBasis:
    return own_setting.own_basis(own_setting.units_of_any_kind())


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("kind", "lang"), [("countries", "vi"), ("units", "en")])
def test_every_page_works_on_own_figures(
    of_countries: OwnBasis, of_units: OwnBasis, page: str, kind: str, lang: str
) -> None:
    basis = of_units if kind == "units" else of_countries
    app = own_setting.opened_on(basis, page, lang=lang)
    assert_sound(app)
    aside = [button.key for button in app.button if button.key == "published_figures"]
    assert bool(aside) == (ASIDE.get(page) == kind)
    assert not [warning.value for warning in app.warning]


def test_the_way_back_to_the_published_figures_is_one_click(of_units: OwnBasis) -> None:
    app = own_setting.opened_on(of_units, "map", lang="en")
    app.button(key="published_figures").click().run()
    assert_sound(app)
    assert "figures" not in app.query_params
    assert "VNM" in app.session_state["choice_c"]


def test_countries_go_by_their_codes_and_units_as_they_are_written(
    of_countries: OwnBasis, of_units: OwnBasis
) -> None:
    assert of_countries.editions.index.tolist() == ["2016", "2014", "2012"]
    table = of_countries.countries("2014")
    assert set(table.index) <= set(data.load_countries("2014").index)
    assert table["region"].notna().all()
    assert of_units.panel("own").index[3] == "Xã 3 (A/B) <b>*_3"
    assert of_units.countries("own")["region"].isna().all()


def test_what_is_missing_in_the_file_stays_missing(of_units: OwnBasis) -> None:
    bases.admit(of_units)
    key = bases.key("own", of_units.body)
    scored = scores.result(key)
    assert scored.coverage.loc["Xã 3 (A/B) <b>*_3"].min() < 1
    assert scores.vintages(key).query("iso3 == 'Xã 3 (A/B) <b>*_3'").shape[0] == len(own_setting.SERIES) - 1


def test_a_link_to_own_figures_waits_for_the_file_and_then_opens(of_units: OwnBasis) -> None:
    unit = of_units.panel("own").index[7]
    app = opened("country", lang="en", figures="own", country=unit)
    assert_sound(app)
    assert "load their file on Data & methods" in texts(app)
    bases.admit(of_units)
    app.session_state["selection_own"] = of_units
    app.run()
    assert_sound(app)
    assert app.selectbox(key="choice_country").value == unit
    assert "load their file" not in texts(app)


def test_one_visitors_figures_are_never_anothers(of_units: OwnBasis) -> None:
    own_setting.opened_on(of_units, "overview", lang="en")
    app = opened("overview", lang="en", figures="own")
    assert_sound(app)
    assert of_units.panel("own").index[0] not in texts(app)
    assert app.session_state["selection_body"] == ""


def test_own_figures_and_all_that_was_made_of_them_go_with_the_session() -> None:
    basis = own_setting.own_basis(own_setting.units_of_any_kind())
    bases.admit(basis)
    key = bases.key("own", basis.body)
    kept = weakref.ref(scores.result(key))
    assert scores.result(key) is kept()
    del basis
    gc.collect()
    assert kept() is None
    with pytest.raises(data.SelectionError, match="gone with the session"):
        scores.result(key)


def test_what_is_kept_of_own_figures_is_bounded(of_units: OwnBasis) -> None:
    calls = []

    @memory.remembered()
    def asked(edition: str, number: int) -> int:
        calls.append(number)
        return number

    bases.admit(of_units)
    key = bases.key("own", of_units.body)
    for number in range(600):
        asked(key, number)
    asked(key, 599)
    assert len(calls) == 600
    asked(key, 0)
    assert len(calls) == 601
    assert codes.is_own(key)
