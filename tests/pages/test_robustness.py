"""The Robustness page: intervals, who outranks whom, what each choice does, which assumption matters."""

from __future__ import annotations

import pytest

import dxindex as dx
from dxindex import charts
from dxindex.words.assumptions import assumption_names
from pages.ui.queries import assumed, certainty, codes, influence, one_change, outranking, robustness, scores
from tests.pages.visiting import assert_sound, opened, texts

ALL = frozenset(codes.panel_codes("2014"))


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("edition", ["2014", "2016", "2019"])
def test_opens_in_every_edition_and_language(edition: str, lang: str) -> None:
    app = opened("robustness", edition=edition, lang=lang)
    assert_sound(app)
    assert bool(app.warning) == (edition == "2019")
    assert len(app.title) == 1


@pytest.mark.parametrize("node", ["adoption", "enabling.people", "adoption.government"])
def test_every_kind_of_node_can_be_questioned(node: str) -> None:
    assert_sound(opened("robustness", lang="en", node=node, country="SGP"))


def test_the_interval_is_that_of_the_ensemble() -> None:
    row = certainty.rank_interval("2014", "enabling").loc["VNM", ["rank", "low", "high"]].astype(int)
    shown = texts(opened("robustness", lang="en"))
    assert (
        f"Vietnam ranks {row['rank']} of 132 on enabling factors (2014); in 90% of runs its rank lies between "
        f"{row['low']} and {row['high']}." in shown
    )


@pytest.mark.parametrize("node", ["adoption", "enabling"])
def test_the_published_rank_is_set_against_the_interval(node: str) -> None:
    published = scores.published().set_index(["iso3", "node"]).at[("VNM", node), "rank"]
    row = certainty.rank_interval("2014", node).loc["VNM"]
    said = robustness.published_sentence("2014", node, "VNM", "en")
    assert said.startswith(f"The published rank is {published} of 132")
    assert ("outside this interval" in said) == (not row["low"] <= published <= row["high"])
    assert "World Development Report 2016" in said, "a figure is shown with its source"


def test_nothing_is_published_for_others_nor_for_an_experiment() -> None:
    assert robustness.published_sentence("2014", "enabling", "SGP", "en") == ""
    assert robustness.published_sentence("2019", "enabling", "VNM", "en") == ""


def test_an_inside_rank_is_called_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    median = int(certainty.rank_interval("2014", "enabling").at["VNM", "median"])
    table = scores.published().assign(rank=median)
    monkeypatch.setattr(scores, "published", lambda: table)
    assert "inside this interval" in robustness.published_sentence("2014", "enabling", "VNM", "en")


def test_neighbours_are_those_next_in_rank() -> None:
    near = robustness.nearest("2014", "enabling", "VNM", ALL, 3)
    order = list(robustness.ranked("2014", "enabling").index)
    place = order.index("VNM")
    assert list(near) == order[place - 3 : place + 4]
    first = robustness.nearest("2014", "enabling", order[0], ALL, 3)
    assert list(first) == order[:7]
    assert set(robustness.nearest("2014", "enabling", "VNM", frozenset({"THA"}), 3)) == {"THA", "VNM"}


def test_filters_hide_rows_and_keep_the_country() -> None:
    asean = codes.filtered("2014", (), (), ("ASEAN",))
    figure = robustness.intervals("2014", "enabling", "BRA", (), asean, True, "en", "light")
    assert set(figure.table.index) == asean | {"BRA"}


def test_pairs_say_ahead_only_where_it_is_firm() -> None:
    figure = outranking.ahead("2014", "enabling", "VNM", ("SGP",), ALL, "en", "light")
    assert figure is not None
    others = list(figure.table.index)
    assert "SGP" in others
    assert "VNM" not in others
    verdicts = []
    for other, said in zip(others, figure.say("en"), strict=True):
        share = certainty.outranks("2014", "VNM", other, "enabling")
        behind = certainty.outranks("2014", other, "VNM", "enabling")
        assert bool(said.caution) == (share < 0.9 and behind < 0.9)
        verdicts.append(charts.verdict(share, behind))
    assert (
        f"firmly ahead of {verdicts.count(charts.AHEAD)}, firmly behind {verdicts.count(charts.BEHIND)}, "
        f"and cannot be told apart from {verdicts.count(charts.UNDECIDED)}" in figure.alt
    )


def test_sobol_indices_are_the_engines() -> None:
    expected = dx.sensitivity(
        scores.panel("2014"), scores.framework("2014"), n=influence.SAMPLES, target="VNM", node="enabling"
    ).indices
    figure = influence.influence("2014", "enabling", "VNM", "en", "light")
    assert figure is not None
    assert list(figure.table.index) == list(expected.sort_values("ST", ascending=False).index)
    first = assumption_names("en")[expected["ST"].idxmax()].lower()
    assert f"“{first}” matters most to the rank of Vietnam" in figure.alt


def test_a_country_without_a_rank_in_some_runs_is_told_straight() -> None:
    lacking = [
        code
        for code in codes.panel_codes("2014")
        if certainty.rank_interval("2019", "adoption").at[code, "ranked"] < 1
    ]
    assert lacking, "the experimental edition has gaps"
    assert influence.influence("2019", "adoption", lacking[0], "en", "light") is None
    app = opened("robustness", lang="en", edition="2019", node="adoption", country=lacking[0])
    assert_sound(app)
    assert "This cannot be split" in texts(app)


def test_single_changes_name_the_largest() -> None:
    figure = one_change.changes("2014", "enabling", "VNM", "en", "light")
    assert figure is not None
    ranks = figure.table["Rank after it"]
    reference = figure.table["Rank by the default method"].iloc[0]
    furthest = ranks[(ranks - reference).abs().idxmax()]
    assert figure.alt.endswith(f"to rank {furthest}.")


def test_measures_of_schooling_stand_on_one_set_of_countries() -> None:
    app = opened("robustness", lang="en")
    table = next(frame.value for frame in app.dataframe if "Measured by" in frame.value)
    found = dx.compare_frameworks(
        scores.panel("2014"), ["wdr2016", "wdr2016-lays", "wdr2016-skills"], nodes=["enabling"]
    )
    n = len(found.ranks)
    assert list(table[f"Rank of {n}"]) == list(found.ranks.loc["VNM"])
    assert table["Measured by"].is_unique
    assert f"All on the same {n} countries" in texts(app)


def test_measures_that_do_not_touch_a_node_are_not_shown() -> None:
    assert one_change.variants("2014", "adoption", "VNM", "en") is None
    assert one_change.variants("2019", "enabling", "VNM", "en") is None


@pytest.mark.parametrize("edition", ["2014", "2019"])
def test_a_run_is_told_by_the_assumptions_that_act(edition: str) -> None:
    text = assumed.runs_text(edition, "en")
    table = certainty.ensemble(edition).assumptions
    for assumption, acts in table["acts"].items():
        assert (f"**{assumption_names('en')[assumption].lower()}**" in text) == acts, assumption
    assert "10,000 runs" in text
    assert "25% more or less" in text


def test_every_single_change_has_a_name_in_both_languages() -> None:
    for edition in ("2014", "2019"):
        for node in scores.framework(edition).axis_ids:
            keys = one_change._changes(edition, node).index
            for lang in ("en", "vi"):
                named = [
                    assumed.change_name(edition, *key, lang) + assumed.weight_end(edition, *key, lang)
                    for key in keys
                ]
                assert len(set(named)) == len(named)


def test_all_countries_are_drawn_on_demand() -> None:
    figure = robustness.intervals("2014", "enabling", "VNM", ("SGP",), ALL, True, "en", "light")
    assert len(figure.table) == 132
    assert "All 132 countries" in [box.label for box in opened("robustness", lang="en").expander]


def test_nobody_left_says_so() -> None:
    app = opened("robustness", lang="en", region="NAC", club="ASEAN")
    assert_sound(app)
    assert "No country passes all filters" in app.info[0].value


def test_nonsense_is_named_and_harmless() -> None:
    app = opened("robustness", lang="en", node="luck", country="XXX")
    assert_sound(app)
    assert "node=luck" in app.warning[0].value
    assert "country=XXX" in app.warning[0].value


def test_controls_change_what_the_page_is_about() -> None:
    app = opened("robustness", lang="en")
    app.selectbox(key="choice_country").set_value("EST").run()
    app.selectbox(key="choice_node").set_value("adoption").run()
    assert_sound(app)
    assert "Estonia ranks" in texts(app)
    assert "on digital adoption (2014)" in texts(app)


def test_on_stage_the_title_says_the_finding() -> None:
    row = certainty.rank_interval("2014", "enabling").loc["VNM", ["rank", "low", "high"]].astype(int)
    app = opened("robustness", lang="en", present="1")
    assert_sound(app)
    assert f"rank {row['rank']}, between {row['low']} and {row['high']}" in app.title[0].value
    assert not app.subheader
