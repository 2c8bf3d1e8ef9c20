"""Own figures, checked: every fault with its place at once, the rest as it stands, nothing invented."""

from __future__ import annotations

import math

import pandas as pd
import pytest

import dxindex as dx
from dxindex import i18n, own
from dxindex.own import limits
from dxindex.own.known import Known

CATALOGUE = {
    "share": Known("share", direction=1, low=0.0, high=1.0),
    "years": Known("years", direction=-1, low=0.0, high=20.0),
    "score": Known("score", direction=1, low=-4.0, high=4.0),
    "size": Known("size", direction=0, low=1_000.0, high=2e9),
}
FAULTY = (
    "name,shares,score,years,years,note\n"  # 1
    "P,0.5,1,1,1,x\n"
    "Q,0.5,many,1,1,x\n"  # 3
    "\n"
    "R,0.5,9,1,1,x\n"  # 5
    ",0.5,1,1,1,x\n"
    "P,0.5,5,1,1,x\n"  # 7
    "S,0.5,1,1,1,x,left,over\n"
    "T,0.5\n"  # 9
    'U,0.5,"0,5",1,1,x\n'
    "V,0.5,1e999,1,1,x\n"  # 11
    "W,0.5,2,1,1,x\n"
)


def checked(text: str, **choices: object) -> own.OwnData:
    table = own.read_table(text.encode(), "mine.csv")
    return own.check(own.understand(table, catalogue=CATALOGUE, **choices))  # type: ignore[arg-type]


def told(faults: tuple[own.Fault, ...]) -> list[tuple[str, int | None, str]]:
    return [(fault.kind, fault.row, fault.column) for fault in faults]


def test_every_fault_is_named_at_once_with_its_place() -> None:
    data = checked(FAULTY)
    assert told(data.faults) == [
        ("doubled_column", 1, "years"),
        ("near_column", 1, "shares"),
        ("unread_column", 1, "note"),
        ("constant", None, "shares"),
        ("doubled_unit", 2, ""),
        ("not_a_number", 3, "score"),
        ("impossible", 5, "score"),
        ("no_name", 6, "name"),
        ("doubled_unit", 7, ""),
        ("impossible", 7, "score"),
        ("extra_cells", 8, ""),
        ("short_row", 9, ""),
        ("comma_in_comma_file", 10, "score"),
        ("infinite", 11, "score"),
    ]
    assert data.n_faults == 14
    assert list(data.units.index) == ["Q", "R", "T", "U", "V", "W"], "what cannot be told apart is left out"
    assert data.panel()["score"].tolist()[-1] == 2
    assert data.panel()["score"].isna().sum() == 5, "what is faulty counts as missing"
    assert data.faults[4].facts == {"other": 7}
    assert data.faults[6].found == "9"
    assert data.faults[6].facts == {"low": -4.0, "high": 4.0}
    assert data.faults[1].remark
    assert not data.faults[4].remark


def test_rows_need_a_year_where_the_table_has_years() -> None:
    data = checked("u,year,a\nP,2014,1\nP,,2\nP,soon,3\nP,2015,4\nQ,2015,5\nQ,2015,6\n")
    assert told(data.faults) == [
        ("no_year", 3, "year"),
        ("not_a_year", 4, "year"),
        ("doubled_unit_year", 6, ""),
        ("doubled_unit_year", 7, ""),
    ]
    assert data.tidy.to_dict("records") == [
        {"unit": "P", "year": 2014, "indicator": "a", "value": 1.0},
        {"unit": "P", "year": 2015, "indicator": "a", "value": 4.0},
    ]


def test_values_of_tidy_tables_need_an_indicator_and_stand_once() -> None:
    data = checked("u,indicator,value\nP,a,1\nP,,2\nP,b,3\nP,b,4\nQ,a,..\n")
    assert told(data.faults) == [
        ("series_without_values", None, "b"),
        ("no_series", 3, "indicator"),
        ("doubled_value", 4, ""),
        ("doubled_value", 5, ""),
    ]
    assert data.panel().loc["P", "a"] == 1


def test_the_panel_is_of_one_year_with_all_units_and_indicators() -> None:
    data = checked("u,year,a,b\nP,2014,1,\nQ,2015,2,5\nP,2015,,6\nR,2014,3,\n")
    assert data.years == (2014, 2015)
    expected = pd.DataFrame(
        {"a": [math.nan, 2.0, math.nan], "b": [6.0, 5.0, math.nan]},
        index=pd.Index(["P", "Q", "R"], name="unit", dtype="str"),
    )
    pd.testing.assert_frame_equal(data.panel(), expected, check_column_type=False)
    assert data.panel(2014)["a"].tolist()[::2] == [1.0, 3.0]
    with pytest.raises(dx.OptionError, match="no year 1999"):
        data.panel(1999)


def test_units_keep_code_and_name_as_they_stand() -> None:
    data = checked("id,name,a\nNA, Vie\u0302\u0323t   Nam ,1\n01,x\u202ey,2\n=1,,3\n")
    assert data.units["name"].to_dict() == {"NA": "Việt Nam", "01": "x y", "=1": "=1"}
    assert data.units["iso3"].isna().all()


@pytest.mark.parametrize(
    "text", ["1 234", "1,234.5", "45%", "1_0", "١", "inf", "0x1", "=1+1", "1." + "1" * 40, "TRUE"]
)
def test_what_is_no_plain_number_is_not_guessed(text: str) -> None:
    data = checked(f'name;a;b\nP;"{text}";1\nQ;2;2\n')
    assert data.panel()["a"].isna().tolist() == [True, False]
    assert data.faults[-1].row == 2


def test_commas_are_decimals_only_where_nothing_contradicts() -> None:
    assert checked("name;a\nP;1,5\nQ;2\n").panel()["a"].tolist() == [1.5, 2.0]
    both = checked("name;a\nP;1,5\nQ;2.5\n")
    assert told(both.faults) == [("mixed_marks", 2, "a")]


@pytest.mark.parametrize("mark", ["", "NA", "n/a", "..", "–", "-", "NaN", "#N/A"])
def test_marks_of_a_missing_value_are_no_fault(mark: str) -> None:
    data = checked(f"name,a\nP,{mark}\nQ,1\nR,2\n")
    assert data.faults == ()
    assert math.isnan(data.panel().at["P", "a"])


def test_what_is_possible_of_sizes_holds_for_economies_alone() -> None:
    assert checked("province,size\nP,5\nQ,6\n").panel()["size"].tolist() == [5, 6]
    with pytest.raises(own.RefusedFileError):
        checked("province,size\nP,5\nQ,6\n", kind="economies")


def test_where_nothing_is_left_the_file_is_refused_with_all_faults() -> None:
    with pytest.raises(own.RefusedFileError) as caught:
        checked("name,share\nP,2\nQ,x\n")
    assert [fault.kind for fault in caught.value.faults] == [
        "nothing_left", "series_without_values", "impossible", "not_a_number",
    ]  # fmt: skip


def test_more_units_than_are_scored_are_refused() -> None:
    rows = "".join(f"\nU{number},0.5" for number in range(limits.MAX_UNITS))
    assert len(checked("name,share" + rows).units) == limits.MAX_UNITS
    with pytest.raises(own.RefusedFileError, match="5,001 units; at most 5,000"):
        checked("name,share" + rows + "\nmore,1")


def test_of_many_faults_some_are_kept_and_all_counted() -> None:
    rows = "".join(f"\nU{number},x,1" for number in range(2_000))
    data = checked("name,share,years" + rows + "\nP,1,2")
    assert (len(data.faults), data.n_faults) == (limits.MAX_FAULTS, 2_000)


def test_values_beyond_goalposts_are_kept_and_told(framework: dx.Framework) -> None:
    data = checked("unit,a,b,c,d\nP,5,101,10,0\nQ,11,50,10,0\n", framework=framework)
    assert [(fault.kind, fault.column, fault.facts["found"]) for fault in data.faults] == [
        ("beyond_goalposts", "a", 1), ("beyond_goalposts", "b", 1),
    ]  # fmt: skip
    assert data.panel().at["P", "b"] == 101
    assert data.indicators.loc["c", ["direction", "origin"]].tolist() == [-1, "framework"]


def test_the_same_bytes_have_the_same_fingerprint() -> None:
    assert checked("n,a\nP,1\nQ,2\n").fingerprint == checked("n,a\nP,1\nQ,2\n").fingerprint
    assert checked("n,a\nP,1\nQ,2\n").fingerprint != checked("n,a\nP,1\nQ,3\n").fingerprint


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize(
    "text", ["n,a\nP,1\n", "n;year;a\nP;2014;1,5\n", "n,indicator,value\nP,a,1\n", "n,2013,2014\nP,1,2\n"]
)
def test_what_was_understood_is_said(lang: str, text: str) -> None:
    words = checked(text).words(lang)
    assert len(words) >= 5
    assert all("{" not in sentence for sentence in words)
    if lang == "en" and ";" in text:
        assert words[0] == "Read: 1 units, 1 indicators, 1 values."
        assert words[-1] == "Text in UTF-8; separator: semicolon; decimal mark: comma."
