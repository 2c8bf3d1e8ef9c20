"""The URL: what it holds is read or named, and what is chosen is written back the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui import components
from pages.ui.params import NONE, Param, among
from pages.ui.selection import parse, written

PARAMS = (
    Param("edition", "edition", "one", "2014", among(lambda: ("2014", "2016")), always=True),
    Param(
        "c", "highlight", "many", ("VNM", "SGP"), among(lambda: ("VNM", "SGP", "EST", "GBR")), 3, always=True
    ),
    Param("size", "sized", "flag", False),
    Param("q", "search", "text", ""),
)
DEFAULTS = {"edition": "2014", "c": ("VNM", "SGP"), "size": False, "q": ""}


def reasons(raw: dict[str, list[str]]) -> list[tuple[str, str, str]]:
    return [(fault.param, fault.value, fault.reason) for fault in parse(raw, PARAMS)[1]]


def test_nothing_asked_is_the_default() -> None:
    assert parse({}, PARAMS) == (DEFAULTS, [])


def test_codes_are_taken_in_any_case_once_and_in_order() -> None:
    values, dropped = parse({"c": ["est", "EST", "vnm"], "edition": ["2016"]}, PARAMS)
    assert values["c"] == ("EST", "VNM")
    assert values["edition"] == "2016"
    assert not dropped


def test_an_empty_choice_is_written_and_read_as_none() -> None:
    values = {**DEFAULTS, "c": ()}
    assert written(values, PARAMS)["c"] == [NONE]
    assert parse({"c": [NONE]}, PARAMS)[0]["c"] == ()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ({"edition": ["1999"]}, ("edition", "1999", "invalid")),
        ({"edition": ["2016", "2014"]}, ("edition", "2014", "single")),
        ({"c": ["VNM", "Atlantis"]}, ("c", "Atlantis", "invalid")),
        ({"c": ["VNM", "SGP", "EST", "GBR"]}, ("c", "GBR", "limit")),
        ({"size": ["yes"]}, ("size", "yes", "invalid")),
        ({"colour": ["red"]}, ("colour", "red", "unknown")),
        ({"size": ["1", "0"]}, ("size", "0", "single")),
        ({"c": ["none", "VNM"]}, ("c", "none", "single")),
        ({"q": ["x" * 61]}, ("q", "x" * 61, "long")),
        ({"q": ["a", "b"]}, ("q", "b", "single")),
    ],
)
def test_what_is_not_valid_is_named(raw: dict[str, list[str]], reason: tuple[str, str, str]) -> None:
    assert reasons(raw) == [reason]


def test_trackers_are_not_worth_a_note() -> None:
    assert reasons({"utm_source": ["mail"], "fbclid": ["x"]}) == []


def test_all_invalid_codes_fall_back_to_the_default() -> None:
    assert parse({"c": ["Atlantis"]}, PARAMS)[0]["c"] == ("VNM", "SGP")


def test_defaults_are_written_only_where_a_link_needs_them() -> None:
    assert written(DEFAULTS, PARAMS) == {"edition": ["2014"], "c": ["VNM", "SGP"]}
    assert written({**DEFAULTS, "size": True}, PARAMS)["size"] == ["1"]


texts = st.lists(st.text(max_size=80), max_size=6)
keys = st.one_of(st.sampled_from(["edition", "c", "size", "q"]), st.text(max_size=12))


@given(st.dictionaries(keys, texts, max_size=6))
def test_any_url_gives_a_valid_selection_that_survives_a_round_trip(raw: dict[str, list[str]]) -> None:
    values, _ = parse(raw, PARAMS)
    assert values["edition"] in {"2014", "2016"}
    assert set(values["c"]) <= {"VNM", "SGP", "EST", "GBR"}
    assert len(values["c"]) <= 3
    again, dropped = parse(written(values, PARAMS), PARAMS)
    assert (again, dropped) == (values, [])


@given(st.text(max_size=300))
def test_quoted_text_cannot_leave_its_quotes(text: str) -> None:
    quoted = components.quoted(text)
    assert quoted.startswith("`")
    assert quoted.endswith("`")
    assert "`" not in quoted[1:-1]
    assert "\n" not in quoted
    assert len(quoted) <= 45
