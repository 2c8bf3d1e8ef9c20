"""Numbers in tables are written as the language writes them, and stay numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from pages.ui.queries.written import written
from tests.pages.visiting import assert_sound, opened


@pytest.mark.parametrize(
    ("values", "lang", "shown"),
    [
        ([0.8683, 0.85, None], "vi", ["0,868", "0,850", "–"]),
        ([0.8683, 0.85], "en", ["0.868", "0.850"]),
        ([-3.0, 2.0], "vi", ["−3", "2"]),
        ([68.7, 5.0], "vi", ["68,7", "5,0"]),
        ([-0.0004, -0.25], "vi", ["0,00", "−0,25"]),
        ([-0.0004, 0.0], "vi", ["0", "0"]),
        ([2014, 1996], "vi", ["2014", "1996"]),
        ([73.0, None], "en", ["73", "–"]),
        ([91_713_850, 5_453], "vi", ["91.713.850", "5453"]),
        (["Việt Nam", "Peru"], "vi", ["Việt Nam", "Peru"]),
    ],
)
def test_a_column_is_written_in_the_language(values: list[object], lang: str, shown: list[str]) -> None:
    table = pd.DataFrame({"x": values})
    style = written(table, lang)
    assert isinstance(table["x"].iloc[0], type(style.data["x"].iloc[0])), "the cells stay what they were"
    cells = style._translate(sparse_index=False, sparse_cols=False)["body"]
    assert [row[-1]["display_value"] for row in cells] == shown


def test_two_columns_of_one_name_are_left_alone() -> None:
    table = pd.DataFrame([[1.5, 2.5]], columns=["a", "a"])
    assert written(table, "vi") is table


def test_the_table_behind_a_chart_opens() -> None:
    app = opened("overview", lang="vi")
    before = len(app.dataframe)
    app.session_state["two_axis_table"] = True
    app.run()
    assert_sound(app)
    assert len(app.dataframe) == before + 1
