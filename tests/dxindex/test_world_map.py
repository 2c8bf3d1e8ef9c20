"""The map: everybody where they are, land without borders, the missing shown as missing."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

import dxindex as dx
from dxindex import charts
from dxindex.charts.projection import equal_earth, in_the_west, one_map, split_land, stacked
from dxindex.charts.theme import DARK, LIGHT

UNITS = [f"U{i:02d}" for i in range(20)]
OUTSIDE, NOBODY = "OUT", "NON"


@pytest.fixture(scope="module")
def result() -> dx.IndexResult:
    framework = dx.load_framework("wdr2016")
    rng = np.random.default_rng(0)
    goalposts = {i: framework.indicator(i).goalposts for i in framework.indicators}
    level = np.linspace(0.1, 0.9, len(UNITS))
    figures = {
        i: low + (high - low) * np.clip(level + rng.normal(0, 0.04, len(UNITS)), 0, 1)
        for i, (low, high) in goalposts.items()
    }
    panel = pd.DataFrame(figures, index=pd.Index(UNITS, name="iso3"))
    return dx.CompositeIndex(framework).fit(panel).result(panel)


@pytest.fixture(scope="module")
def groups(result: dx.IndexResult) -> dx.Groups:
    return dx.classify(result)


@pytest.fixture(scope="module")
def points() -> pd.DataFrame:
    """Around the world, in no order of the scores."""
    units = [NOBODY, *reversed(UNITS), OUTSIDE]
    longitude = np.linspace(-160.0, 175.0, len(units))
    return pd.DataFrame(
        {"longitude": longitude, "latitude": np.linspace(-40.0, 60.0, len(units))},
        index=pd.Index(units, name="iso3"),
    )


@pytest.fixture(scope="module")
def outside(result: dx.IndexResult) -> pd.DataFrame:
    scores = result.scores.iloc[[0]].set_axis([OUTSIDE])
    return scores.assign(adoption=0.25)


@pytest.fixture(scope="module")
def land() -> dict[str, Any]:
    """A square in America with a lake, one in Asia, and one beyond the cut in the Pacific."""

    def square(west: int, south: int, side: int) -> list[list[int]]:
        return [[west + 180, south + 90], [0, side], [side, 0], [0, -side], [-side, 0]]

    return {
        "type": "Topology",
        "transform": {"scale": [1.0, 1.0], "translate": [-180.0, -90.0]},
        "objects": {
            "land": {
                "type": "GeometryCollection",
                "geometries": [{"type": "MultiPolygon", "arcs": [[[0], [1]], [[2]], [[3]]]}],
            }
        },
        "arcs": [square(-100, 30, 20), square(-95, 35, 5), square(80, 30, 20), square(-179, 60, 5)],
    }


def layers(spec: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == kind]


def marks(spec: dict[str, Any]) -> dict[str, dict[str, Any]]:
    (layer,) = layers(spec, "point")
    return {row["iso3"]: row for row in spec["datasets"][layer["data"]["name"]]}


def encoding(spec: dict[str, Any]) -> dict[str, Any]:
    (layer,) = layers(spec, "point")
    return layer["encoding"]


def test_everybody_with_a_point_is_drawn_with_scores_rank_and_group(result, groups, points, land) -> None:
    spec = charts.world_map(result, groups, points, land, period="2014").to_dict()
    drawn = marks(spec)
    assert set(drawn) == set(points.index)
    for unit in UNITS:
        assert drawn[unit]["level"] == groups.labels[unit]
        assert drawn[unit]["adoption_text"] == f"{result.scores.loc[unit, 'adoption']:.3f}"
        assert drawn[unit]["enabling_rank"] == f"{result.ranks.loc[unit, 'enabling']} / {len(UNITS)}"
        assert drawn[unit]["period"] == "2014"
        assert drawn[unit]["said"] == f"{unit}, {groups.labels[unit].capitalize()}"
    fields = {tip["field"] for tip in encoding(spec)["tooltip"]}
    assert {"name", "group", "adoption_text", "adoption_rank", "enabling_text", "period"} <= fields


def test_units_without_a_point_are_not_drawn(result, groups, points, land) -> None:
    drawn = marks(charts.world_map(result, groups, points.drop(index="U03"), land).to_dict())
    assert "U03" not in drawn


def test_groups_differ_by_colour_and_by_shape(result, groups, points, land) -> None:
    drawn = encoding(charts.world_map(result, groups, points, land).to_dict())
    for channel in ("color", "shape"):
        scale = drawn[channel]["scale"]
        assert scale["domain"][:3] == list(groups.levels)
        assert len(set(scale["range"][:3])) == 3


def test_the_missing_are_hollow_grey_and_called_so(result, groups, points, outside, land) -> None:
    spec = charts.world_map(result, groups, points, land, unranked=outside).to_dict()
    drawn, scales = marks(spec), encoding(spec)
    assert (drawn[NOBODY]["level"], drawn[OUTSIDE]["level"]) == ("no data", "outside")
    assert drawn[NOBODY]["group"] == "No data in this edition"
    assert drawn[NOBODY]["adoption_text"] == drawn[OUTSIDE]["adoption_rank"] == "–"
    assert drawn[OUTSIDE]["adoption_text"] == "0.250"
    for level in ("no data", "outside"):
        at = scales["shape"]["scale"]["domain"].index(level)
        # A path of two closed lines: the second one is the hole.
        assert scales["shape"]["scale"]["range"][at].count("Z") == 2
        assert scales["color"]["scale"]["range"][at] == LIGHT.muted
    assert '"no data": "No data (1)"' in scales["shape"]["legend"]["labelExpr"]


def test_without_missing_units_the_legend_speaks_of_none(result, groups, points, land) -> None:
    drawn = encoding(charts.world_map(result, groups, points.loc[UNITS], land).to_dict())
    assert drawn["shape"]["scale"]["domain"] == list(groups.levels)


def test_hidden_units_are_absent_and_change_nothing(result, groups, points, outside, land) -> None:
    given: dict[str, Any] = {"colour": "adoption", "unranked": outside}
    whole = charts.world_map(result, groups, points, land, **given).to_dict()
    part = charts.world_map(
        result, groups, points, land, shown=UNITS[:3], highlight=["U15"], **given
    ).to_dict()
    assert set(marks(part)) == {*UNITS[:3], "U15"}
    assert all(
        marks(whole)[unit]["adoption_rank"] == row["adoption_rank"] for unit, row in marks(part).items()
    )
    assert encoding(whole)["color"]["scale"] == encoding(part)["color"]["scale"]
    assert encoding(whole)["shape"]["legend"] == encoding(part)["shape"]["legend"]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_score_is_a_colour_from_pale_to_strong(result, groups, points, land, colours) -> None:
    spec = charts.world_map(result, groups, points, land, colour="adoption", colours=colours).to_dict()
    colour = encoding(spec)["color"]
    # As the condition: Vega-Lite itself would give who has no score the colour of the lowest one.
    assert colour["condition"] == {"test": "!isValid(datum.value)", "value": colours.muted}
    scale = colour["scale"]
    low, high = scale["domain"]
    assert low <= result.scores["adoption"].min() < result.scores["adoption"].max() <= high
    away = [contrast(step, colours.paper) for step in scale["range"]]
    assert away == sorted(away), "lightness alone tells the order"
    assert marks(spec)["U05"]["value"] == round(result.scores.loc["U05", "adoption"], 4)
    assert marks(spec)[NOBODY]["value"] is None
    assert layers(spec, "point")[0]["mark"]["invalid"] == "show", "or Vega-Lite leaves it out"


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [(int(colour[i : i + 2], 16) / 255) ** 2.2 for i in (1, 3, 5)]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_an_unknown_colour_is_refused_with_the_choices(result, groups, points, land) -> None:
    with pytest.raises(ValueError, match=r"'group', .*'adoption'"):
        charts.world_map(result, groups, points, land, colour="wealth")


def test_small_marks_lie_on_large_ones_and_highlighted_on_all(result, groups, points, land) -> None:
    size = pd.Series({unit: 1e6 * (i + 1) for i, unit in enumerate(UNITS)})
    spec = charts.world_map(
        result, groups, points, land, size=size, size_title="Population", highlight=["U19"]
    ).to_dict()
    order = list(marks(spec))
    assert order[-1] == "U19"
    assert order.index("U18") < order.index("U02")
    assert marks(spec)[NOBODY]["size"] == 1e6, "a unit without a figure gets the smallest mark"
    assert encoding(spec)["size"]["title"] == "Population"


def test_highlighted_units_are_named_at_every_width(result, groups, points, land) -> None:
    names = {unit: f"Name of {unit}" for unit in points.index}
    spec = charts.world_map(
        result, groups, points, land, names=names, highlight=["U01", NOBODY, "nobody"]
    ).to_dict()
    texts = [
        {row["text"] for row in spec["datasets"][layer["data"]["name"]]} for layer in layers(spec, "text")
    ]
    assert texts == [{"Name of U01", f"Name of {NOBODY}"}] * 6, "three widths, each a halo and a text"


def test_a_click_carries_the_code_and_the_legend_isolates(result, groups, points, land) -> None:
    spec = charts.world_map(result, groups, points, land).to_dict()
    selections = {item["name"]: item for item in spec["params"] if "select" in item}
    assert selections["country"]["select"]["fields"] == ["iso3"]
    assert selections["isolate"]["bind"] == "legend"


def test_the_land_is_filled_without_lines_of_another_colour(result, groups, points, land) -> None:
    spec = charts.world_map(result, groups, points, land).to_dict()
    ground = layers(spec, "geoshape")
    assert all(layer["mark"]["stroke"] == layer["mark"]["fill"] == LIGHT.grid for layer in ground)
    assert len({layer["projection"]["precision"] for layer in ground}) == 2, "or Vega-Lite merges them"
    shapes = [spec["datasets"][layer["data"]["name"]]["objects"]["land"] for layer in ground]
    assert [len(shape["arcs"]) for shape in shapes] == [1, 2]


def test_split_land_keeps_every_ring_where_it_was(land) -> None:
    parts = split_land(land)
    assert parts["west"]["arcs"] == land["arcs"][:2]
    assert parts["west"]["objects"]["land"]["arcs"] == [[[0], [1]]]
    assert parts["east"]["arcs"] == land["arcs"][2:]


def test_equal_earth_reaches_the_published_extent() -> None:
    """Šavrič et al.: the equator is 2.7066 radii to a side, the pole line 1.3173 up."""
    plane = equal_earth(pd.Series([11.0 + 179.9999, 11.0]), pd.Series([0.0, 90.0]))
    assert plane["u"].iloc[0] == pytest.approx(2.7066, abs=1e-3)
    assert plane["v"].iloc[1] == pytest.approx(1.3173, abs=1e-3)


@pytest.mark.parametrize("latitude", [0.0, 35.0, 60.0, 80.0])
def test_equal_earth_keeps_areas(latitude: float) -> None:
    """A small cell takes as much of the map as of the globe: du dv = cos(latitude), by differences."""
    step = 1e-4
    cell = equal_earth(pd.Series([11.0, 11.0 + step, 11.0]), pd.Series([latitude, latitude, latitude + step]))
    across, up = cell["u"][1] - cell["u"][0], cell["v"][2] - cell["v"][0]
    assert across * up / np.radians(step) ** 2 == pytest.approx(np.cos(np.radians(latitude)), rel=1e-4)


@pytest.mark.parametrize(("layout", "width", "height"), [(one_map(), 1000, 420), (stacked(), 320, 400)])
def test_layouts_hold_the_whole_world(layout, width: int, height: int) -> None:
    longitude, latitude = (
        axis.ravel() for axis in np.meshgrid(np.arange(-178, 180, 4), np.arange(-45, 80, 5))
    )
    places = pd.DataFrame({"longitude": longitude, "latitude": latitude}, dtype=float)
    plane = equal_earth(places["longitude"], places["latitude"])
    plane["west"] = in_the_west(places["longitude"])
    spots = layout.spots(plane, width, height)
    assert spots.min().min() >= 0
    assert spots.max().max() <= 1
    if layout == stacked():
        below = spots.loc[~plane["west"], "y"].max()
        assert spots.loc[plane["west"], "y"].min() > below - 0.1


@pytest.mark.parametrize(("layout", "width"), [(stacked(), 320), (one_map(), 1000)])
def test_the_browser_puts_marks_where_the_names_were_placed(
    result, groups, points, land, layout, width
) -> None:
    """The expressions of the specification, read as Python, give the places that the labels were placed by."""
    spec = charts.world_map(result, groups, points, land).to_dict()
    height = 420
    values: dict[str, float] = {"width": width, "height": height}
    for parameter in spec["params"]:
        if "expr" in parameter:
            expression = re.sub(r"\((width < \d+) \? (.+) : (.+)\)", r"(\2 if \1 else \3)", parameter["expr"])
            values[parameter["name"]] = eval(expression, {"min": min}, values)
    plane = pd.DataFrame(marks(spec).values()).set_index("iso3")
    spots = layout.spots(plane, width, height)
    for unit, row in plane.iterrows():
        part = "west" if row["west"] else "east"
        assert values[f"{part}_x"] + values["globe"] * row["u"] == pytest.approx(
            spots.loc[unit, "x"] * width, abs=0.1
        )
        down = values[f"{part}_y"] - values["globe"] * row["v"]
        assert down == pytest.approx((1 - spots.loc[unit, "y"]) * height, abs=0.1)
