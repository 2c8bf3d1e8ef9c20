"""Charts say what the results say: checked on the specification, label by label."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dxindex as dx
from dxindex import charts
from dxindex.charts.labels import place_labels, text_box
from dxindex.charts.theme import DARK, LIGHT, level_marks

UNITS = [f"U{i:02d}" for i in range(30)]


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
    panel.loc["U05", "starting_business_score"] = np.nan
    return dx.CompositeIndex(framework).fit(panel).result(panel)


@pytest.fixture(scope="module")
def groups(result: dx.IndexResult) -> dx.Groups:
    return dx.classify(result)


def layers(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The leaves of a layered chart; those without data of their own take their parent's."""
    found = []
    for layer in spec.get("layer", []):
        whole = {**({"data": spec["data"]} if "data" in spec else {}), **layer}
        found += layers(whole) if "layer" in layer else [whole]
    return found


def rows(spec: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    return spec["datasets"][layer["data"]["name"]]


def points(spec: dict[str, Any]) -> list[dict[str, Any]]:
    layer = next(item for item in layers(spec) if {"shape", "opacity"} <= set(item.get("encoding", {})))
    return rows(spec, layer)


def test_every_unit_is_drawn_with_its_scores_rank_and_group(
    result: dx.IndexResult, groups: dx.Groups
) -> None:
    drawn = {row["iso3"]: row for row in points(charts.two_axis(result, groups, period="2014").to_dict())}
    assert set(drawn) == set(UNITS)
    for unit, row in drawn.items():
        assert row["adoption"] == round(result.scores.loc[unit, "adoption"], 4)
        assert row["level"] == groups.labels[unit]
        assert row["enabling_rank"] == f"{result.ranks.loc[unit, 'enabling']} / {len(UNITS)}"


def test_a_missing_pillar_stays_missing(result: dx.IndexResult, groups: dx.Groups) -> None:
    drawn = {row["iso3"]: row for row in points(charts.two_axis(result, groups).to_dict())}
    assert drawn["U05"]["enabling_business"] is None


def test_hiding_units_changes_neither_ranks_nor_axes(result: dx.IndexResult, groups: dx.Groups) -> None:
    whole = charts.two_axis(result, groups).to_dict()
    part = charts.two_axis(result, groups, shown=UNITS[:3], highlight=["U20"]).to_dict()
    assert {row["iso3"] for row in points(part)} == {*UNITS[:3], "U20"}
    everything = {row["iso3"]: row["adoption_rank"] for row in points(whole)}
    assert all(everything[row["iso3"]] == row["adoption_rank"] for row in points(part))
    assert layers(whole)[0]["encoding"]["x"]["scale"] == layers(part)[0]["encoding"]["x"]["scale"]


def test_highlighted_units_are_labelled_at_every_width(result: dx.IndexResult, groups: dx.Groups) -> None:
    names = {unit: f"Name of {unit}" for unit in UNITS}
    spec = charts.two_axis(result, groups, highlight=["U01", "U29", "nobody"], names=names).to_dict()
    bold = [layer for layer in layers(spec) if layer["mark"].get("fontWeight") == 700]
    assert len(bold) == 2, "a halo and a text"
    for layer in bold:
        widths = pd.DataFrame(rows(spec, layer)).groupby("text")["wide_from"].nunique()
        assert widths.to_dict() == {"Name of U01": 3, "Name of U29": 3}, "named at each range of widths"


def test_groups_differ_by_colour_and_by_shape(result: dx.IndexResult, groups: dx.Groups) -> None:
    spec = charts.two_axis(result, groups).to_dict()
    layer = next(item for item in layers(spec) if {"shape", "opacity"} <= set(item.get("encoding", {})))
    for channel in ("color", "shape"):
        scale = layer["encoding"][channel]["scale"]
        assert scale["domain"] == list(groups.levels)
        assert len(set(scale["range"])) == len(groups.levels)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("k", range(2, 7))
def test_level_marks_are_distinct(k: int, colours: charts.Palette) -> None:
    marks = level_marks([f"level {i}" for i in range(1, k + 1)], colours)
    assert len(set(marks.values())) == len({colour for colour, _ in marks.values()}) == k
    assert len({shape for _, shape in marks.values()}) == k


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_colours_stand_out_from_the_surface(colours: charts.Palette) -> None:
    """WCAG 2.2: 4.5 for text, 3 for marks."""
    assert contrast(colours.ink, colours.paper) >= 4.5
    assert contrast(colours.muted, colours.paper) >= 4.5
    assert all(contrast(level, colours.paper) >= 3 for level in colours.levels)


def test_trails_start_where_the_earlier_edition_was(result: dx.IndexResult, groups: dx.Groups) -> None:
    earlier = result.scores - 0.05
    spec = charts.two_axis(result, groups, highlight=["U10"], earlier=earlier).to_dict()
    trail = next(layer for layer in layers(spec) if "x2" in layer.get("encoding", {}))
    (row,) = rows(spec, trail)
    assert row["adoption"] == round(earlier.loc["U10", "adoption"], 4)
    assert row["to_x"] == round(result.scores.loc["U10", "adoption"], 4)


@pytest.mark.parametrize(("lang", "decimal"), [("en", "."), ("vi", ",")])
def test_texts_and_numbers_follow_the_language(
    result: dx.IndexResult, groups: dx.Groups, lang: str, decimal: str
) -> None:
    spec = charts.two_axis(result, groups, lang=lang, period="2014").to_dict()
    assert spec["config"]["locale"]["number"]["decimal"] == decimal
    assert spec["title"]["text"].startswith(result.framework.label("adoption", lang))


def test_axes_name_their_databases_in_lines_that_fit(result: dx.IndexResult, groups: dx.Groups) -> None:
    databases = ["Digital Adoption Index 2014", "Worldwide Governance Indicators 2014", "Barro-Lee 2014"]
    spec = charts.two_axis(result, groups, sources={"adoption": databases}).to_dict()
    title = layers(spec)[0]["encoding"]["x"]["title"]
    assert title[1:] == [databases[0], f"{databases[1]}; {databases[2]}"]


def test_a_framework_without_two_axes_is_refused(groups: dx.Groups) -> None:
    flat = pd.DataFrame({"a": [1.0, 2.0], "b": [2.0, 1.0]}, index=["P", "Q"])
    with pytest.raises(ValueError, match="names no axes x and y"):
        charts.two_axis(dx.CompositeIndex().fit(flat).result(flat), groups)


def test_profile_shows_medians_of_the_reference_sets(result: dx.IndexResult) -> None:
    spec = charts.profile(result, "U00", references={"The rest": UNITS[1:]}, name="U00").to_dict()
    drawn = {(row["node"], row["who"]): row["score"] for row in rows(spec, layers(spec)[-1])}
    assert drawn["adoption", "U00"] == round(result.scores.loc["U00", "adoption"], 4)
    assert drawn["enabling", "The rest"] == round(result.scores.loc[UNITS[1:], "enabling"].median(), 4)


def test_profile_refuses_more_sets_than_can_be_told_apart(result: dx.IndexResult) -> None:
    sets = {f"set {i}": UNITS for i in range(4)}
    with pytest.raises(ValueError, match="at most 3 reference sets"):
        charts.profile(result, "U00", references=sets, name="U00")


def test_strips_pair_each_score_with_its_own_value(result: dx.IndexResult) -> None:
    values = result.normalised * 10
    texts = pd.Series({i: i for i in result.framework.indicators})
    shuffled = values.sample(frac=1, random_state=1)[list(reversed(values.columns))]
    spec = charts.indicator_strips(
        result, "U00", shuffled, titles=texts, units=texts, names=pd.Series({u: u for u in UNITS})
    ).to_dict()
    drawn = rows(spec, layers(spec)[0])
    assert all(row["value"] == pytest.approx(10 * row["score"], abs=1e-3) for row in drawn)
    assert not [row for row in drawn if (row["iso3"], row["indicator"]) == ("U05", "starting_business_score")]


spots = st.lists(
    st.tuples(
        st.floats(0, 1), st.floats(0, 1), st.text(st.characters(categories=["L"]), min_size=1, max_size=20)
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(spots, st.integers(0, 5))
def test_labels_never_touch_where_there_is_room(drawn: list[tuple[float, float, str]], must: int) -> None:
    frame = pd.DataFrame(drawn, columns=["x", "y", "text"], index=[f"P{i}" for i in range(len(drawn))])
    required = list(frame.index[:must])
    placed = place_labels(frame, width=900, height=600, required=required)
    assert set(required) <= set(placed.index)
    assert placed.index.is_unique
    optional = placed[~placed["required"]]
    boxes = {}
    for unit, row in placed.iterrows():
        size = 13 if row["required"] else 11
        angle = np.degrees(np.arctan2(-row["dy"], row["dx"]))
        ring = np.hypot(row["dx"], row["dy"])
        x, y = frame.loc[unit, "x"] * 900, (1 - frame.loc[unit, "y"]) * 600
        boxes[unit], _ = text_box(x, y, row["text"], size, round(angle), ring)
    for one, other in combinations(placed.index, 2):
        if one in optional.index or other in optional.index:
            assert boxes[one].overlap(boxes[other]) < 1
    again = place_labels(frame, width=900, height=600, required=required)
    assert placed.equals(again)


def test_labels_of_highlighted_neighbours_do_not_touch() -> None:
    near = pd.DataFrame(
        {
            "x": [0.5, 0.51, 0.52, 0.5],
            "y": [0.5, 0.5, 0.51, 0.52],
            "text": ["Vietnam", "Singapore", "Estonia", "Peru"],
        },
        index=["VNM", "SGP", "EST", "PER"],
    )
    placed = place_labels(near, width=300, height=400, required=near.index)
    assert len(placed) == 4
    boxes = []
    for unit, row in placed.iterrows():
        angle = np.degrees(np.arctan2(-row["dy"], row["dx"]))
        x, y = near.loc[unit, "x"] * 300, (1 - near.loc[unit, "y"]) * 400
        boxes.append(text_box(x, y, row["text"], 13, round(angle), np.hypot(row["dx"], row["dy"]))[0])
    assert all(one.overlap(other) < 1 for one, other in combinations(boxes, 2))


def test_a_screen_reader_hears_country_and_group_not_the_whole_tooltip(result, groups) -> None:
    spec = charts.two_axis(result, groups, lang="vi").to_dict()
    said = [layer["mark"]["description"]["expr"] for layer in spec["layer"] if "description" in layer["mark"]]
    assert said == ["datum.name + ', ' + datum.group"]
    assert any({"name", "group"} <= set(row) for rows in spec["datasets"].values() for row in rows)


def test_what_is_drawn_on_demand_is_explained_when_it_is_drawn(result, groups) -> None:
    def subtitle(**more: Any) -> list[str]:
        return charts.two_axis(result, groups, **more).to_dict()["title"]["subtitle"]

    plain = subtitle()
    assert len(subtitle(earlier=result.scores)) == len(plain) + 1
    assert "Arrows" in subtitle(earlier=result.scores)[-1]
    assert "Hollow" in subtitle(unranked=result.scores.head(2))[-1]
    assert max(len(line) for line in subtitle(earlier=result.scores, unranked=result.scores.head(2))) <= 62
