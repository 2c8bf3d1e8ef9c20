"""Charts of the stories draw what was reported, and only that."""

from __future__ import annotations

from datetime import date
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dxindex import charts
from dxindex.charts.wording import moment_label, reported

MILESTONES = pd.DataFrame(
    [
        ("SGP", date(1990, 1, 1), date(1999, 12, 31), "decade", "Records"),
        ("SGP", date(2000, 1, 1), date(2000, 12, 31), "year", "Services"),
        ("GBR", date(2016, 5, 1), date(2016, 5, 31), "month", "Verify"),
        ("GBR", date(2016, 7, 18), date(2016, 7, 18), "day", "Notify"),
        ("GBR", date(2016, 9, 2), date(2016, 9, 2), "day", "Pay"),
        ("GBR", date(2018, 3, 1), date(2018, 3, 31), "month", "Review"),
    ],
    columns=["who", "start", "end", "precision", "text"],
)
NAMES = {"GBR": "United Kingdom", "SGP": "Singapore"}
SHARES = pd.DataFrame(
    [
        ("Users", 91.4, "", "% of people", 2017, 88.1, "% of population", 2017, "Some source"),
        ("Votes", 40.0, "over", "% of votes", 2019, np.nan, "", np.nan, ""),
        ("Services", 99.0, "", "% of services", np.nan, np.nan, "", np.nan, ""),
    ],
    columns=["label", "value", "qualifier", "unit", "year", "own", "own_unit", "own_year", "own_source"],
)


def series(*points: tuple[int, float, str]) -> pd.DataFrame:
    return pd.DataFrame(points, columns=["year", "value", "qualifier"])


def rows(spec: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    return spec["datasets"][layer["data"]["name"]]


def layers_of(spec: dict[str, Any], mark: str) -> list[dict[str, Any]]:
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == mark]


@pytest.mark.parametrize(
    ("precision", "english", "vietnamese"),
    [
        ("decade", "2020s", "thập niên 2020"),
        ("span", "2020–2021", "2020–2021"),
        ("year", "2020", "2020"),
        ("month", "June 2020", "tháng 6/2020"),
        ("day", "3 June 2020", "3/6/2020"),
    ],
)
def test_moments_are_written_no_more_precisely_than_known(
    precision: str, english: str, vietnamese: str
) -> None:
    start, end = date(2020, 6, 3), date(2021, 6, 3)
    assert moment_label(start, end, precision, "en") == english
    assert moment_label(start, end, precision, "vi") == vietnamese


@pytest.mark.parametrize(
    ("value", "qualifier", "unit", "english", "vietnamese"),
    [
        (91.4, "", "%", "91.4%", "91,4%"),
        (80.0, "about", "% GDP", "about 80% GDP", "khoảng 80% GDP"),
        (83_248.0, "", "", "83,248", "83.248"),
        (60_000.0, "over", "", "over 60,000", "trên 60.000"),
        (2_500_000.0, "", "", "2.5 million", "2,5 triệu"),
        (83_248_000.0, "", "", "83,248,000", "83.248.000"),
        (1_000_000_000.0, "over", "euro", "over 1 billion euro", "trên 1 tỷ euro"),
        (3.0, "top", "", "top 3", "tốp 3"),
        (25_000_000.0, "aim", "", "aim: 25 million", "mục tiêu: 25 triệu"),
    ],
)
def test_figures_keep_their_qualifier_and_every_digit(
    value: float, qualifier: str, unit: str, english: str, vietnamese: str
) -> None:
    assert reported(value, qualifier, unit, "en") == english
    assert reported(value, qualifier, unit, "vi") == vietnamese


def test_the_chosen_country_is_numbered_in_order_and_the_others_are_not() -> None:
    spec = charts.timeline(MILESTONES, chosen="GBR", names=NAMES).to_dict()
    [numbers, names] = layers_of(spec, "text")
    assert [(row["number"], row["text"]) for row in rows(spec, numbers)] == [
        (1, "Verify"),
        (2, "Notify"),
        (3, "Pay"),
        (4, "Review"),
    ]
    assert [row["name"] for row in rows(spec, names)] == ["United Kingdom", "Singapore"]


def test_only_what_lasted_is_drawn_long() -> None:
    spec = charts.timeline(MILESTONES, chosen="GBR", names=NAMES).to_dict()
    [spans] = layers_of(spec, "rule")
    [decade] = rows(spec, spans)
    assert (decade["from"], decade["to"]) == pytest.approx((1990, 2000), abs=0.01)
    assert decade["label"] == "1990s"


@pytest.mark.parametrize("surface", ["light", "dark-large"])
def test_milestones_do_not_touch_on_a_phone(surface: Any) -> None:
    colours = charts.palette(surface)
    spec = charts.timeline(MILESTONES, chosen="GBR", names=NAMES, colours=colours).to_dict()
    [numbers, _] = layers_of(spec, "text")
    drawn = rows(spec, numbers)
    low, high = numbers["encoding"]["x"]["scale"]["domain"]
    diameter = 2 * (380 * colours.scale**2 / np.pi) ** 0.5
    for one, other in combinations(drawn, 2):
        across = abs(one["at"] - other["at"]) / (high - low) * 300
        assert np.hypot(across, one["y"] - other["y"]) > diameter
    # The page gives axis and plot together the height asked for: the plot must not run into its axis.
    assert numbers["encoding"]["y"]["scale"]["domain"][0] >= max(row["y"] for row in drawn) + diameter / 2


def test_growth_draws_the_reported_points_and_calls_the_rest_unreported() -> None:
    spec = charts.growth(
        series((2003, 60_000, "over"), (2021, 250_000_000, "over")), title="Queries", unit="queries"
    ).to_dict()
    [points] = layers_of(spec, "point")
    assert [(row["year"], row["value"]) for row in rows(spec, points)] == [
        (2003, 60_000),
        (2021, 250_000_000),
    ]
    [line] = layers_of(spec, "line")
    assert line["mark"]["strokeDash"]
    texts = [layer for layer in layers_of(spec, "text") if "stroke" not in layer["mark"]]
    labels = [row["label"] for layer in texts for row in rows(spec, layer)]
    assert labels == ["over 60,000", "over 250 million", "between:\nnot reported"]


def test_growth_over_two_orders_of_magnitude_is_logarithmic_and_says_so() -> None:
    for high, kind, title in ((10_000, None, "things"), (10_001, "log", "things, logarithmic scale")):
        spec = charts.growth(series((2000, 100, ""), (2001, high, "")), title="T", unit="things").to_dict()
        y = layers_of(spec, "point")[0]["encoding"]["y"]
        assert y["scale"].get("type") == kind
        assert y["title"] == title
        bottom, top = y["scale"]["domain"]
        assert bottom <= 100
        assert top > high
        assert kind == "log" or bottom == 0


@pytest.mark.parametrize("points", [[(2000, 5, "")], [(2000, 0, ""), (2001, 5, "")]])
def test_growth_without_two_positive_points_is_refused(points: list[tuple[int, float, str]]) -> None:
    with pytest.raises(ValueError, match="two or more positive values"):
        charts.growth(series(*points), title="T", unit="things")


def test_shares_write_out_figure_qualifier_unit_and_year() -> None:
    spec = charts.shares(SHARES).to_dict()
    drawn = rows(spec, layers_of(spec, "bar")[1])
    assert [row["said"] for row in drawn] == [
        "91.4% of people, 2017",
        "over 40% of votes, 2019",
        "99% of services, year not given",
    ]
    assert [row["value"] for row in drawn] == [91.4, 40.0, 99.0]
    assert layers_of(spec, "bar")[1]["encoding"]["x"]["scale"]["domain"] == [0, 100]


def test_our_own_value_stands_beside_the_reported_one_in_another_shape() -> None:
    spec = charts.shares(SHARES, lang="vi").to_dict()
    diamonds = layers_of(spec, "point")
    assert {layer["mark"]["shape"] for layer in diamonds} == {"diamond"}
    [own] = rows(spec, diamonds[0])
    assert own["own"] == 88.1
    assert own["own_said"] == "của chúng tôi: 88,1% of population, 2017"
    assert own["own_source"] == "Some source"


def test_rows_of_shares_do_not_overlap() -> None:
    spec = charts.shares(SHARES).to_dict()
    drawn = rows(spec, layers_of(spec, "bar")[1])
    for row, below in pairwise(drawn):
        last = row["source_y"] if row["own"] is not None else row["said_y"]
        assert below["label_y"] - last >= 18
    bottom = layers_of(spec, "bar")[1]["encoding"]["y"]["scale"]["domain"][0]
    assert drawn[-1]["said_y"] + 9 <= bottom


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_larger_type_is_larger_everywhere(lang: str) -> None:
    def sizes(surface: Any) -> list[float]:
        colours = charts.palette(surface)
        specs = [
            charts.timeline(MILESTONES, chosen="GBR", names=NAMES, lang=lang, colours=colours),
            charts.growth(
                series((2000, 1, ""), (2001, 2, "")), title="T", unit="u", lang=lang, colours=colours
            ),
            charts.shares(SHARES, lang=lang, colours=colours),
        ]
        return [
            layer["mark"]["fontSize"]
            for spec in (chart.to_dict() for chart in specs)
            for layer in layers_of(spec, "text")
        ]

    small, large = sizes("light"), sizes("light-large")
    assert len(small) >= 8
    assert large == pytest.approx([1.4 * size for size in small], abs=0.05)
