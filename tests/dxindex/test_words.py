"""What the dashboard and the published site both say: each sentence from values that show every turn of it."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd
import pytest

import dxindex as dx
from dxindex.statements import Standing
from dxindex.words import columns, countries, methods, published, sources
from dxindex.words.index_table import index_rows

SCHEME = dx.load_framework("wdr2016")
RANKED = Standing(score=0.25, rank=3, total=4, low=2, high=4)
UNRANKED = Standing(score=float("nan"), rank=None, total=4)


class TestOneCountry:
    def test_an_axis_without_a_rank_and_no_group_are_said(self) -> None:
        said = countries.country_sentence("A", None, {"X": RANKED, "Y": UNRANKED}, "2014", "en")
        assert said == (
            "**A** is **in no group** in the 2014 edition. X: 3 of 4 (score 0.250); Y: not ranked, too few figures."
        )

    def test_firmness_passes_over_an_axis_without_an_interval(self) -> None:
        said = countries.firmness({"x": RANKED, "y": UNRANKED}, None, 0.0, 100, "en")
        assert "stays within 2–4 on x in 90% of the runs." in said
        assert "on y" not in said
        assert "It is" not in said

    def test_without_any_interval_nothing_is_said_of_firmness(self) -> None:
        assert countries.firmness({"y": UNRANKED}, "emerging", 1.0, 100, "en") == ""

    def test_what_is_not_known_of_a_country_is_left_out(self) -> None:
        about = {"region": "?", "income_group": "?", "population": float("nan")}
        assert countries.country_facts(about, {}, {}, "en") == ""

    def test_each_kind_of_note_has_its_own_line(self) -> None:
        figures = [
            countries.Noted("Rules", clipped=True, known=True, how="observed"),
            countries.Noted("Schooling", clipped=False, known=True, how="carried"),
            countries.Noted("Law", clipped=False, known=False, how=""),
            countries.Noted("Voice", clipped=False, known=True, how="imputed"),
        ]
        assert countries.figure_notes(figures, "en") == [
            "Beyond a goalpost and held there: Rules.",
            "No figure: Law. What is there shares the weight.",
            "Carried from an earlier year: Schooling.",
            "Imputed, not measured: Voice.",
        ]


def test_what_was_published_stands_beside_what_is_recomputed() -> None:
    rows = pd.DataFrame(
        {
            "node": ["adoption"],
            "rank": [89],
            "n_units": [132],
            "group": ["transitioning"],
            "citation_en": ["C."],
        }
    )
    [line] = published.beside(rows, SCHEME, {"adoption": UNRANKED}, "emerging", "en")
    assert line == published.Beside(
        "Digital adoption", "Published: **89 of 132**, transitioning", "Recomputed: **– of 4**, emerging"
    )
    assert published.published_reason(rows, "en").endswith(" C.")


class TestSources:
    VINTAGES = pd.DataFrame(
        {
            "indicator": ["a", "a", "b"],
            "year": pd.array([2012, 2014, None], dtype="Int64"),
            "how": ["observed", "carried", "observed"],
        }
    )
    CATALOGUE = pd.DataFrame(
        {"source_short_en": ["One", "Two"], "publisher_en": ["P", "P"], "short_en": ["A", "B"]},
        index=["a", "b"],
    )

    def test_databases_have_the_years_of_their_figures_where_known(self) -> None:
        assert sources.databases(["a", "b"], self.VINTAGES, self.CATALOGUE, "en") == ["One 2012–2014", "Two"]

    @pytest.mark.parametrize(("reference", "ours"), [(True, "enabling factors"), (False, "All scores")])
    def test_the_line_names_series_by_publisher_and_what_is_ours(self, reference: bool, ours: str) -> None:
        line = sources.source_line(
            ["a", "b"], self.VINTAGES, self.CATALOGUE, reference=reference, version="1", lang="en"
        )
        assert line.startswith("Sources: P: A (2012–2014), B (–). ")
        assert ours in line
        assert line.endswith("Data version 1.")

    def test_one_way_needs_no_number(self) -> None:
        assert sources.origins_text(pd.Series({"observed": 5}), "en") == "observed"
        assert sources.origins_text(pd.Series(dtype=int), "en") == "–"


def test_the_table_of_the_index_has_a_row_an_indicator_in_tree_order() -> None:
    ids = list(SCHEME.indicators)
    catalogue = pd.DataFrame({"title_en": ids, "unit_en": "u", "publisher_en": "P"}, index=ids)
    vintages = pd.DataFrame({"indicator": ids, "year": 2014, "how": "observed"})
    rows = index_rows(SCHEME, vintages, catalogue, "en")
    assert [row.indicator for row in rows] == ids
    directions = {row.indicator: row.direction for row in rows}
    assert {name for name in ids if directions[name] == "less is better"} == {
        name for name in ids if SCHEME.indicator(name).direction < 0
    }
    assert set(asdict(rows[0])) >= {"axis", "pillar", "goalposts", "years", "how"}


def test_every_column_of_a_ranking_has_a_heading() -> None:
    names = {node: node for node in SCHEME.nodes}
    assert set(columns.ranking_order(SCHEME, changes=True)) <= set(columns.ranking_headings(names, "en"))
    assert set(columns.ranking_order(SCHEME, changes=True)) - set(
        columns.ranking_order(SCHEME, changes=False)
    ) == {f"change:{axis}" for axis in SCHEME.axis_ids}


def test_every_formula_is_told_typeset_and_in_one_line() -> None:
    formulas = [*methods.computing(3, "en"), *methods.sureness("en")]
    assert all(one.title and one.words and one.latex and one.line for one in formulas)
    assert len({one.title for one in formulas}) == len(formulas)


def test_an_axis_is_its_own_axis_and_an_indicator_lies_below_one() -> None:
    assert {SCHEME.axis_of(part) for part in (*SCHEME.axis_ids, *SCHEME.indicators)} == set(SCHEME.axis_ids)
