"""The Clusters page: groups made otherwise, who moves, how well and how stably, and how to make them again."""

from __future__ import annotations

import io
import shlex
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import dxindex as dx
from dxindex import cli
from pages.ui.queries import clusters, codes, grouping, scores, separation
from tests.pages.visiting import assert_sound, opened, texts

DEFAULT = grouping.Way("2014", "kmeans", 3, "axes", False, 0)
OTHERS = [
    DEFAULT,
    grouping.Way("2014", "ward", 3, "pillars", True, 7),
    grouping.Way("2016", "gaussian_mixture", 4, "axes", False, 3),
    grouping.Way("2019", "quantiles", 5, "pillars", False, 0),
]


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("edition", ["2014", "2016", "2019"])
def test_opens_in_every_edition_and_language(edition: str, lang: str) -> None:
    app = opened("clusters", edition=edition, lang=lang)
    assert_sound(app)
    assert bool(app.warning) == (edition == "2019")
    assert len(app.title) == 1


def test_default_groups_have_their_sizes_and_nobody_moves() -> None:
    shown = texts(opened("clusters", lang="en"))
    sizes = list(scores.groups("2014").diagnostics.sizes.values())
    assert (
        f"These are the default groups (2014): emerging: {sizes[0]}, transitioning: {sizes[1]}, "
        f"and transforming: {sizes[2]}." in shown
    )
    assert "choose another method" in shown


@pytest.mark.parametrize("method", ["gaussian_mixture", "ward", "natural_breaks", "quantiles"])
def test_movers_are_those_whose_label_differs(method: str) -> None:
    app = opened("clusters", lang="en", method=method)
    assert_sound(app)
    here = dx.classify(scores.result("2014"), method=method).labels
    moved = set(here.index[here != scores.groups("2014").labels])
    tables = [table.value for table in app.dataframe if "By default" in table.value]
    assert {code for table in tables for code in table.index} == moved
    if moved:
        assert f"Countries in another group than by default: {len(moved)} of 132" in texts(app)


def test_another_number_of_groups_shows_a_cross_table_of_everybody() -> None:
    app = opened("clusters", lang="en", k="5")
    assert_sound(app)
    table = app.dataframe[0].value
    assert list(table.columns) == ["By default", *(f"Level {number}" for number in range(1, 6))]
    assert table.drop(columns="By default").to_numpy().sum() == 132
    assert "Level 1 is the lowest" in texts(app)
    assert "Agreement with the three default groups" in texts(app)


def with_recipe(app: AppTest) -> AppTest:
    """Open the part that says how to make the groups oneself."""
    app.session_state["recipe"] = True
    return app.run()


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        ("selectbox", "choice_method", "ward"),
        ("slider", "choice_k", 4),
        ("segmented_control", "choice_features", "pillars"),
        ("toggle", "choice_scaled", True),
        ("number_input", "choice_seed", 5),
    ],
)
def test_each_control_changes_the_command(kind: str, key: str, value: Any) -> None:
    app = with_recipe(opened("clusters", lang="en"))
    before = app.code[0].value
    getattr(app, kind)(key=key).set_value(value).run()
    assert_sound(app)
    assert with_recipe(app).code[0].value != before


@pytest.mark.parametrize("way", OTHERS, ids=lambda way: f"{way.method}-{way.n_groups}")
def test_the_command_shown_makes_the_same_groups(
    way: grouping.Way, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    words = shlex.split(grouping.command(way))
    assert words[:3] == ["python", "-m", "dxindex"]
    assert cli.main([*words[3:], "--format", "csv"]) == 0
    made = pd.read_csv(io.BytesIO(capfdbinary.readouterr().out), index_col=0, keep_default_na=False)["group"]
    pd.testing.assert_series_equal(
        made.sort_index(),
        grouping.groups(way).labels.fillna("").sort_index(),
        check_names=False,
        check_dtype=False,
    )


@pytest.mark.parametrize("way", OTHERS, ids=lambda way: f"{way.method}-{way.n_groups}")
def test_the_lines_of_python_make_the_same_groups(way: grouping.Way) -> None:
    names: dict[str, Any] = {}
    exec(grouping.lines_of_python(way), names)
    assert names["groups"].labels.equals(grouping.groups(way).labels)


def test_separation_names_what_each_criterion_favours() -> None:
    found = dx.diagnose_group_counts(scores.result("2014"))
    said = separation.separation_sentence(DEFAULT, "en")
    assert f"The silhouette favours {found.best['silhouette']} groups" in said
    assert f"Calinski-Harabasz favours {found.best['calinski_harabasz']}" in said
    assert "bands along one gradient" in said
    favoured = separation.separation_sentence(
        grouping.Way("2014", "kmeans", int(found.best["silhouette"]), "axes", False, 0), "en"
    )
    assert "as chosen" in favoured


def test_stability_is_computed_when_asked_for_and_names_the_borderline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def few(way: grouping.Way) -> Any:
        asked.append(way)
        return dx.stability(scores.result(way.edition), n=20, method=way.method)

    monkeypatch.setattr(grouping, "stability", few)
    app = opened("clusters", lang="en", method="quantiles", seed="4321")  # which nobody asked for before
    assert not asked
    app.button(key="clusters_test").click().run()
    assert_sound(app)
    assert {way.method for way in asked} == {"quantiles"}
    assert "Over 500 resamples" in texts(app)
    borderline = next(table.value for table in app.dataframe if "Stays in" in table.value)
    expected = dx.stability(scores.result("2014"), n=20, method="quantiles").borderline
    assert list(borderline.index) == list(expected.index)


def test_slow_methods_get_fewer_resamples() -> None:
    app = opened("clusters", lang="en", method="gaussian_mixture")
    assert (
        app.button(key="clusters_test").label
        == f"Test with {grouping.FEWER_RESAMPLES['gaussian_mixture']} resamples"
    )


def test_a_country_in_another_group_is_said_with_care() -> None:
    way = grouping.Way("2014", "quantiles", 3, "axes", False, 0)
    moved = clusters.movers(way, "en").index[0]
    (said,) = clusters.statements(way, moved, "en")
    assert "By the default method it is" in said.caution
    (stays,) = clusters.statements(DEFAULT, moved, "en")
    assert not stays.caution
    (other,) = clusters.statements(grouping.Way("2014", "kmeans", 2, "axes", False, 0), moved, "en")
    assert "not the three groups" in other.caution


def test_groups_of_pillars_have_their_centres_on_the_axes() -> None:
    way = grouping.Way("2014", "kmeans", 3, "pillars", False, 0)
    figure = clusters.scatter(way, (), frozenset(), "VNM", "en", "light")
    centres = [
        layer
        for layer in figure.spec["layer"]
        if layer["mark"].get("filled") is False and layer["mark"].get("strokeWidth") == 2
    ]
    assert len(centres) == 3
    import pyarrow as pa

    for layer in centres:
        table = pa.ipc.open_stream(figure.spec["datasets"][layer["data"]["name"]]).read_all()
        assert table["adoption"][0].as_py() is not None


def test_the_figures_of_the_chart_name_the_groups_as_chosen() -> None:
    way = grouping.Way("2014", "quantiles", 4, "axes", False, 0)
    table = clusters.scatter(way, (), frozenset(codes.panel_codes("2014")), "VNM", "en", "light").table
    assert table.columns.is_unique
    assert set(table["Group"]) == {f"Level {number}" for number in range(1, 5)}


def test_all_methods_are_compared_with_what_is_chosen() -> None:
    figure = separation.method_agreement(DEFAULT, "en", "light")
    table = figure.table.set_index("Method")
    assert table.shape == (5, 5)
    assert table.index[0] == "k-means"
    ward = dx.compare_methods(
        scores.result("2014"), methods=["kmeans", "ward"], features=["axes"], scaled=[False]
    )
    assert table.loc["k-means", "Ward's hierarchy"] == round(float(ward.adjusted_rand.iloc[0, 1]), 3)


def test_nobody_left_says_so() -> None:
    app = opened("clusters", lang="en", region="NAC", club="ASEAN")
    assert_sound(app)
    assert "No country passes all filters" in app.info[0].value


def test_nonsense_is_named_and_harmless() -> None:
    app = opened("clusters", lang="en", method="sorting_hat", k="9", features="x", seed="-1", scaled="maybe")
    assert_sound(app)
    for part in ("method=sorting_hat", "k=9", "features=x", "seed=-1", "scaled=maybe"):
        assert part in app.warning[0].value
    assert with_recipe(app).code[0].value == grouping.command(DEFAULT)


def test_on_stage_only_title_chart_and_source() -> None:
    app = opened("clusters", lang="en", present="1", method="ward")
    assert_sound(app)
    assert "Ward" in app.title[0].value
    assert not app.subheader
    assert not app.code
