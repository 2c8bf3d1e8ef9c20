"""Compare: two to six countries side by side."""

from __future__ import annotations

import pytest

import data
import dxindex as dx
from pages.ui.queries import compare, compare_gaps, compare_indicators, scores
from tests.pages.visiting import assert_sound, opened, texts

FOUR = ("VNM", "SGP", "EST", "GBR")


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("edition", ["2014", "2016", "2019"])
def test_it_opens_in_both_languages_and_every_edition(lang: str, edition: str) -> None:
    app = opened("compare", lang=lang, edition=edition)
    assert_sound(app)
    assert len(app.table[0].value) == 4
    assert bool(app.warning) == (edition == "2019")


@pytest.mark.parametrize("countries", ["none", "VNM"])
def test_fewer_than_two_countries_are_asked_for_more(countries: str) -> None:
    app = opened("compare", lang="en", **{"with": countries})
    assert_sound(app)
    assert "Choose at least two countries" in app.info[0].value
    assert not app.dataframe


def test_more_than_six_are_named_and_left_out() -> None:
    seven = ["VNM", "SGP", "EST", "GBR", "THA", "LAO", "KHM"]
    app = opened("compare", lang="en", **{"with": seven})
    assert_sound(app)
    assert "with=KHM" in app.warning[0].value
    assert len(app.table[0].value) == 6


def test_each_country_has_group_rank_interval_and_score_on_each_axis() -> None:
    table = opened("compare", lang="en").table[0].value
    vietnam = table.iloc[0]
    assert vietnam["Country"] == "Vietnam"
    assert vietnam["Group (share of runs)"].startswith("Transitioning (")
    assert vietnam["Digital adoption"].startswith("73 of 132 (")
    assert vietnam["Digital adoption"].endswith("), score 0.467")


def test_no_one_is_called_ahead_below_nine_runs_in_ten() -> None:
    table = compare.pairs("2014", FOUR, "en", "light").table.set_index("Pair")
    assert len(table) == 6
    assert table.loc["Vietnam – Singapore", "Digital adoption"] == "Singapore ahead (100% of runs)"
    assert table.loc["Singapore – United Kingdom", "Digital adoption"].startswith("Cannot be told apart")
    said = compare.ahead_statements("2014", ("SGP", "GBR"), "en")
    assert len(said) == 2
    assert "do not say “ahead”" in said[0].caution


def test_the_best_of_a_row_is_marked_in_words_and_follows_the_direction() -> None:
    table = compare_indicators.indicator_texts("2019", ("VNM", "SGP", "COG"), "en", "light").table.set_index(
        "Indicator"
    )
    days = table.loc["Time to start a business"]
    raw = data.load_panel("2019")["days_to_start_business"]
    assert raw["SGP"] < raw["VNM"]
    assert "✓ best" in days["Singapore"]
    assert "✓ best" not in days["Vietnam"]
    assert table.loc["Fixed broadband", "Congo - Brazzaville"] == "–"


def test_equal_values_are_both_best_only_where_another_is_worse() -> None:
    services = scores.panel("2019")["un_online_services"].sort_values(ascending=False)
    equal = services[services.duplicated(keep=False)]
    one, other = equal.index[equal == equal.iloc[0]][:2]
    worst = services.index[-1]
    table = compare_indicators.indicator_texts("2019", (one, other), "en", "light").table.set_index(
        "Indicator"
    )
    assert not table.loc["Online services"].str.contains("best").any()
    table = compare_indicators.indicator_texts("2019", (one, other, worst), "en", "light").table.set_index(
        "Indicator"
    )
    assert table.loc["Online services"].str.contains("best").sum() == 2


def test_a_figure_of_another_year_says_so() -> None:
    table = compare_indicators.indicator_texts("2019", ("VNM", "SGP", "COG"), "en", "light").table.set_index(
        "Indicator"
    )
    assert "in 2017" in table.loc["Internet users", "Congo - Brazzaville"]


def test_contributions_sum_to_the_difference() -> None:
    figure = compare_gaps.differences("2014", FOUR, "enabling", "en", "light")
    assert figure is not None
    scored = scores.result("2014").scores["enabling"]
    for other, name in (("SGP", "Singapore"), ("GBR", "United Kingdom")):
        part = figure.table[figure.table["Compared with"] == name]
        whole, shares = part["Contribution"].iloc[0], part["Contribution"].iloc[1:]
        assert whole == pytest.approx(scored["VNM"] - scored[other])
        assert shares.sum() == pytest.approx(whole)
        assert dx.gap(scores.result("2014"), "VNM", other, node="enabling").total == pytest.approx(whole)
    assert figure.alt.startswith("Vietnam less Singapore on enabling factors (2014): −0.302.")


def test_the_node_of_the_difference_is_in_the_url() -> None:
    app = opened("compare", lang="en")
    app.selectbox(key="choice_node").set_value("adoption.business").run()
    assert_sound(app)
    assert app.query_params["node"] == "adoption.business"


def test_a_country_without_a_score_is_named_and_the_rest_is_shown() -> None:
    missing = scores.result("2019").scores["adoption.business"]
    assert missing.isna()["COG"]
    app = opened(
        "compare", lang="en", edition="2019", node="adoption.business", **{"with": ["VNM", "COG", "SGP"]}
    )
    assert_sound(app)
    assert "The difference to Congo - Brazzaville cannot be shared out" in app.info[0].value
    figure = compare_gaps.differences("2019", ("VNM", "COG", "SGP"), "adoption.business", "en", "light")
    assert figure is not None
    assert set(figure.table["Compared with"]) == {"Singapore"}
    assert compare_gaps.differences("2019", ("COG", "SGP"), "adoption.business", "en", "light") is None


def test_every_sentence_is_sourced_in_both_languages() -> None:
    figures = [
        compare.profile("2014", FOUR, "en", "light"),
        compare_indicators.indicators("2014", FOUR, "en", "light"),
        compare_gaps.differences("2014", FOUR, "enabling", "en", "light"),
    ]
    for figure in figures:
        for lang, word in (("en", "Source: "), ("vi", "Nguồn: ")):
            said = figure.say(lang)
            assert said
            assert all(word in statement.text for statement in said)


def test_on_a_stage_stand_title_chart_and_source_alone() -> None:
    app = opened("compare", lang="en", present="1")
    assert_sound(app)
    assert app.title[0].value == "Vietnam, Singapore, Estonia, and United Kingdom side by side"
    assert not app.table
    assert not app.subheader
    assert "Sources:" in texts(app)
