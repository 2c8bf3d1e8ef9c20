"""On figures of one's own whose units are no countries, pages and files speak of units."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pandas as pd
import pytest
import streamlit as st

from pages.ui.queries.own_basis import OwnBasis
from tests.pages import own_setting
from tests.pages.visiting import assert_sound, texts


@pytest.fixture(scope="module")
def of_units() -> OwnBasis:
    return own_setting.own_basis(own_setting.units_of_any_kind())


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[Any, str]]:
    """What makes each file that a page offers, and what is said of it, by the key of its button."""
    found: dict[str, tuple[Any, str]] = {}

    def note(_label: str, made: Any, *, key: str, help: str = "", **_named: Any) -> bool:  # noqa: A002
        found[key] = made, help
        return False

    monkeypatch.setattr(st, "download_button", note)
    return found


def test_a_page_speaks_of_units(of_units: OwnBasis) -> None:
    app = own_setting.opened_on(of_units, "rankings", lang="vi")
    assert_sound(app)
    assert app.multiselect(key="choice_c").label == "Các đơn vị làm nổi bật"
    assert app.text_input(key="choice_q").placeholder == "Tên đơn vị"
    assert f"thứ hạng luôn tính trên cả {own_setting.UNITS} đơn vị" in texts(app)


def test_files_that_are_made_on_a_click_speak_of_units(
    of_units: OwnBasis, offered: dict[str, tuple[Any, str]]
) -> None:
    assert_sound(own_setting.opened_on(of_units, "country", lang="en"))
    methods = own_setting.opened_on(of_units, "methods", lang="en")
    assert_sound(methods)
    assert offered["take_scores_csv"][1].startswith("A row per unit")
    with ThreadPoolExecutor(1) as pool:  # as the server does: not in the thread of the page's run
        report, scores, figures, workbook = (
            pool.submit(offered[key][0]).result()
            for key in ("country_report", "take_scores_csv", "take_figures_csv", "take_excel")
        )
    assert "Each mark is a unit" in report.decode()
    assert "Unit,Group" in scores.decode().replace('"', "")
    assert "Value,Unit of measure,Year" in figures.decode().replace('"', "")
    cells = pd.concat(
        pd.read_excel(io.BytesIO(workbook), sheet_name=None, header=None, engine="openpyxl").values()
    ).stack()
    assert {"Unit", "Unit of measure"} <= set(cells)
    assert "Country" not in set(cells)

    methods.selectbox(key="choice_figures").set_value("snapshot").run()
    assert_sound(methods)
    assert offered["take_scores_csv"][1].startswith("A row per country")
    assert "countries" in texts(methods)
