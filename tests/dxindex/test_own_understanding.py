"""What columns are for: proposed by name and content, chosen by a person, and never guessed in silence."""

from __future__ import annotations

import pandas as pd
import pytest

from dxindex import Framework, i18n, own
from dxindex.own.known import Known
from dxindex.own.roles import Role

CATALOGUE = {
    "share": Known("share", {"en": "Share of users", "vi": "Tỷ lệ người dùng"}, {"en": "%"}, ("IT.USR", "Users"), 1, 0, 1),
    "days": Known("days", {"en": "Days to start", "vi": "Số ngày"}, {}, ("IC.DAYS",), -1, 0, 400),
}  # fmt: skip
CODES = {
    "VNM": "VNM",
    "Việt Nam": "VNM",
    "Viet Nam": "VNM",
    "SGP": "SGP",
    "Singapore": "SGP",
    "EST": "EST",
    "Estonia": "EST",
}


def places() -> own.Places:
    def recognise(texts: list[str]) -> pd.Series[str]:
        return pd.Series([CODES.get(text) for text in texts], index=texts, dtype="str")

    return own.Places(recognise, lambda text: ("Singapore",) if text.startswith("Sing") else ())


def understood(text: str, **choices: object) -> own.Understanding:
    table = own.read_table(text.encode(), "mine.csv")
    return own.understand(table, catalogue=CATALOGUE, places=places(), **choices)  # type: ignore[arg-type]


def kinds(found: own.Understanding) -> dict[str, str]:
    return {name: role.indicator or role.kind for name, role in found.roles.items()}


def told(found: own.Understanding) -> list[tuple[str, str]]:
    return [(fault.kind, fault.column) for fault in found.faults.kept]


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("share", Role("figure", "share", "catalogue", "id")),
        ("SHARE", Role("figure", "share", "catalogue", "id")),
        ("Share of users", Role("figure", "share", "catalogue", "title")),
        ("tỷ lệ NGƯỜI dùng", Role("figure", "share", "catalogue", "title")),
        ("ty le nguoi dung", Role("figure", "share", "catalogue", "title")),
        ("IT.USR", Role("figure", "share", "catalogue", "title")),
        ("Persons (of all) [IT.USR]", Role("figure", "share", "catalogue", "title")),
        ("Share of user", Role("figure", "Share of user", "own", "own", "share")),
        ("Population", Role("figure", "Population", "own", "own")),
    ],
)
def test_a_column_is_found_by_id_title_or_code_and_a_near_name_is_only_proposed(
    header: str, role: Role
) -> None:
    assert understood(f"unit,{header}\nP,0.5\nQ,1\n").roles[header] == role


def test_the_own_framework_comes_before_the_catalogue() -> None:
    rows = [{"id": "speed", "parent": "all", "title": {"en": "Days to start"}}, {"id": "share", "parent": "all", "direction": -1}]  # fmt: skip
    framework = Framework.from_dict(
        {"framework": {"id": "mine"}, "node": [{"id": "all", "parent": ""}], "indicator": rows}
    )
    found = understood("unit,Days to start,share\nP,1,0.5\n", framework=framework)
    assert found.roles["share"].origin == "framework"
    assert found.roles["Days to start"].how == "own", "two indicators are called so"
    assert (found.known["share"].direction, found.known["share"].high) == (-1, 1)
    assert ("missing_column", "speed") in told(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name,a\nP,1\nQ,2\n", {"name": "unit", "a": "a"}),
        ("a,firm\n1,P\n2,Q\n", {"a": "a", "firm": "unit"}),
        ("x,a\n1,0.5\n2,0.7\n", {"x": "unit", "a": "a"}),
        ("rank,firm,a\n1,P,3\n2,Q,4\n", {"rank": "rank", "firm": "unit", "a": "a"}),
        ("plot,crop,a\n1,rice,3\n2,rice,4\n3,tea,1\n", {"plot": "unit", "crop": "ignored", "a": "a"}),
        ("id,name,a\n07,P,3\n08,Q,4\n", {"id": "unit", "name": "name", "a": "a"}),
        ("Mã tỉnh;Tỉnh;a\n01;Hà Nội;3\n79;Huế;4\n", {"Mã tỉnh": "unit", "Tỉnh": "name", "a": "a"}),
        ("where,iso3,a\nx,VNM,3\nx,SGP,4\n", {"where": "ignored", "iso3": "unit", "a": "a"}),
        ("firm,năm,a\nP,2014,1\nP,2015,2\n", {"firm": "unit", "năm": "year", "a": "a"}),
        ("firm,year,a\nP,first,1\nQ,second,2\n", {"firm": "unit", "year": "ignored", "a": "a"}),
        ("firm,a,b\nP,1,\nQ,2,\n", {"firm": "unit", "a": "a", "b": "ignored"}),
    ],
)
def test_units_and_years_are_found_in_wide_tables(text: str, expected: dict[str, str]) -> None:
    found = understood(text)
    assert found.shape == "wide"
    assert kinds(found) == expected


def test_tidy_tables_are_found_by_the_names_of_their_columns() -> None:
    found = understood(
        "iso3,year,indicator,value,flag\nVNM,2014,share,0.5,x\nSGP,2014,Days to start,2,x\nVNM,2014,wealth,1,\n"
    )
    assert (found.shape, found.kind) == ("tidy", "economies")
    assert kinds(found) == {
        "iso3": "unit",
        "year": "year",
        "indicator": "series",
        "value": "value",
        "flag": "ignored",
    }
    assert {text: role.indicator for text, role in found.series.items()} == {
        "share": "share",
        "Days to start": "days",
        "wealth": "wealth",
    }


def test_tidy_tables_are_found_by_what_stands_in_them() -> None:
    found = understood("unit,what,number\nP,share,0.5\nQ,share,0.7\nP,days,3\n")
    assert kinds(found) == {"unit": "unit", "what": "series", "number": "value"}
    assert understood("unit,what,number\nP,red,0.5\nQ,red,0.7\nP,blue,3\n").shape == "wide"


def test_years_may_stand_as_columns() -> None:
    found = understood(
        "Country Name,Country Code,Indicator Code,2013 [YR2013],2014 [YR2014]\nViet Nam,VNM,IT.USR,0.5,\n"
    )
    assert found.shape == "across"
    assert found.series["IT.USR"].indicator == "share"
    data = own.check(found)
    assert data.tidy.to_dict("records") == [{"unit": "VNM", "year": 2013, "indicator": "share", "value": 0.5}]
    alone = own.check(understood("firm,2013,2014\nP,1,2\n"))
    assert (alone.years, list(alone.indicators.index)) == ((2013, 2014), ["mine"])


def test_units_are_economies_where_nearly_all_are_recognised() -> None:
    found = understood("country,a\nViệt Nam,1\nSingapore,2\nEstonia,3\nSGP,4\nSingapura,5\nVNM,6\n")
    assert found.kind == "economies"
    assert dict(found.recognised.iso3) == {"Estonia": "EST"}
    assert [(fault.kind, fault.row, dict(fault.facts)) for fault in found.recognised.remarks] == [
        ("doubled_place", 2, {"iso3": "VNM", "other": 7}),
        ("doubled_place", 3, {"iso3": "SGP", "other": 5}),
        ("doubled_place", 5, {"iso3": "SGP", "other": 3}),
        ("unclear_place", 6, {"nearest": "Singapore"}),
        ("doubled_place", 7, {"iso3": "VNM", "other": 2}),
    ]
    provinces = understood("country,a\nHuế,1\nVNM,2\nVinh,3\n")
    assert (provinces.kind, dict(provinces.recognised.iso3)) == ("units", {})
    assert understood("country,a\nHuế,1\nVNM,2\n", kind="economies").recognised.iso3 == {"VNM": "VNM"}
    assert understood("country,a\nSGP,1\nVNM,2\n", kind="units").recognised.iso3 == {}


def test_code_and_name_that_contradict_are_not_decided() -> None:
    found = understood("iso3,country,a\nVNM,Estonia,1\nSGP,Singapore,2\n")
    assert dict(found.recognised.iso3) == {"SGP": "SGP"}
    assert found.recognised.remarks[0].facts == {"code": "VNM", "name": "EST"}


def test_a_person_decides() -> None:
    text = "region,firm,Share of user,b\nN,P,0.5,1\nS,Q,0.7,2\n"
    proposed = understood(text)
    assert ("near_column", "Share of user") in told(proposed)
    roles = {
        "region": own.Role("unit"),
        "Share of user": own.Role("figure", proposed.roles["Share of user"].nearest),
        "b": own.Role("ignored"),
        "c": own.Role("unit"),
    }
    chosen = understood(text, roles=roles)
    assert kinds(chosen) == {"region": "unit", "firm": "ignored", "Share of user": "share", "b": "ignored"}
    assert told(chosen) == [("unknown_choice", "c"), ("unread_column", "firm")]
    tidy = understood(
        "u,indicator,value\nP,x,1\nP,y,2\n", series={"x": Role("figure", "days"), "y": Role("ignored")}
    )
    assert own.check(tidy).panel().to_dict("list") == {"days": [1.0]}


def test_columns_that_mean_the_same_are_told() -> None:
    found = understood("u,a,a,Users,share,b\nP,1,1,0.1,0.5,2\n")
    assert kinds(found) == {"u": "unit", "Users": "ignored", "share": "share", "b": "b"}
    assert told(found) == [("twice_meant", "Users"), ("doubled_column", "a"), ("unread_column", "Users")]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("no_units", "share,days\n0.5,1\n"),
        ("no_figures", "name,colour\nP,red\nQ,blue\n"),
        ("too_many_indicators", "u," + ",".join(f"c{i}" for i in range(201)) + "\nP" + ",1" * 201 + "\n"),
    ],
)
def test_a_table_without_units_or_figures_is_refused(kind: str, text: str) -> None:
    with pytest.raises(own.RefusedFileError) as caught:
        understood(text)
    assert caught.value.fault.kind == kind


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_every_role_has_words(lang: str) -> None:
    tidy = understood("iso3,name,year,indicator,value,flag\nVNM,x,2014,share,0.5,x\nSGP,y,2014,sharee,2,y\n")
    wide = understood("iso3,2013,2014\nVNM,1,2\n")
    words = [text for found in (tidy, wide) for _column, text in own.roles_told(found, lang)]
    assert all(words)
    assert len(set(words)) == 10
