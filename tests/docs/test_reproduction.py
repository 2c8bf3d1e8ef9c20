"""The page of published figures is what the code gives, and a figure that differs shows in it."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from docs import reproduction
from docs.reproduction_readings import most, signed
from docs.reproduction_study import Study


@pytest.fixture(scope="module")
def study() -> Study:
    return Study()


def test_the_page_is_what_the_code_gives() -> None:
    assert reproduction.PAGE.read_text(encoding="utf-8") == reproduction.render(), "run: make docs"


def test_every_row_of_the_main_tables_has_a_reason(study: Study) -> None:
    rows = [*reproduction.figures(study), *reproduction.classification(study), *reproduction.readings(study)]
    assert len(rows) > 10
    assert all(len(row) == len(reproduction.HEADS) and all(str(cell) for cell in row) for row in rows)


def test_every_economy_of_the_index_and_every_member_is_listed() -> None:
    page = reproduction.PAGE.read_text(encoding="utf-8")
    folds = re.findall(r"<summary>(.+?)</summary>(.+?)</details>", page, re.DOTALL)
    listed = [content.count("\n| ") - 1 for _, content in folds]
    assert listed == [180, 132, 236]


def test_a_member_that_is_not_expected_shows(study: Study) -> None:
    other = Study()
    other.panel = study.panel.drop(index="FJI")
    rows = {row[0]: row for row in reproduction.classification(other)}
    assert rows["Countries classified"][4] == "−1"
    assert rows["Members by our rule"][4] == "1 apart"


def test_a_value_that_differs_in_the_last_printed_digit_shows(study: Study) -> None:
    other = Study()
    spots = study.spots.copy()
    spots.loc[0, "same"] = False
    other.spots = spots
    assert next(iter(reproduction.readings(other)))[3:5] == ("235 the same", "1 apart")


@pytest.mark.parametrize(
    ("differences", "written"),
    [([0.0, -3e-8], "3.0e-08"), ([0.0067, 0.001], "0.0067"), ([0.0, 0.0], "0"), ([-2.5], "2.5000")],
)
def test_the_largest_difference_is_written_whatever_its_sign(differences: list[float], written: str) -> None:
    assert most(pd.Series(differences)) == written


@pytest.mark.parametrize(("difference", "written"), [(-16, "−16"), (0, "0"), (3, "+3")])
def test_a_difference_of_ranks_has_its_sign(difference: int, written: str) -> None:
    assert signed(difference) == written
