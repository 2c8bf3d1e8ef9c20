"""Time: a series over the years, the pace against peers, editions as arrows."""

from __future__ import annotations

import numpy as np
import pytest

import data
from pages.ui.queries import choices, codes, edition_moves, history, pace, scores
from tests.pages.visiting import assert_sound, opened, texts

FOUR = ("VNM", "SGP", "EST", "GBR")


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("edition", ["2014", "2016", "2019"])
def test_it_opens_in_both_languages_and_every_edition(lang: str, edition: str) -> None:
    app = opened("time", lang=lang, edition=edition)
    assert_sound(app)
    assert len(app.subheader) == 4
    assert bool(app.warning) == (edition == "2019")


def test_every_series_is_drawn_and_says_unit_source_and_licence() -> None:
    for series in choices.series("2014"):
        figure = history.histories("2014", series, "VNM", "region", FOUR, "en", "light")
        assert figure is not None, series
        about = codes.indicators("2014").loc[series]
        assert figure.unit == about["unit_en"]
        note = history.series_note("2014", series, "en")
        assert about["licence_name_en"] in note
        assert about["publisher_en"] in note


def test_controls_write_the_url() -> None:
    app = opened("time", lang="en")
    app.selectbox(key="choice_series").set_value("mean_years_schooling").run()
    app.selectbox(key="choice_country").set_value("THA").run()
    app.selectbox(key="choice_vs").set_value("ASEAN").run()
    assert_sound(app)
    assert app.query_params["series"] == "mean_years_schooling"
    assert app.query_params["country"] == "THA"
    assert app.query_params["vs"] == "ASEAN"
    assert "Thailand, Mean years of schooling" in texts(app)


@pytest.mark.parametrize("versus", ["group", "income", "panel", "EU", "SGP", "VNM"])
def test_any_set_or_country_can_be_compared_with(versus: str) -> None:
    assert_sound(opened("time", lang="en", vs=versus, c="none"))


def test_a_series_without_an_observation_of_these_countries_says_so() -> None:
    known = set(data.load_observations("mean_years_schooling")["iso3"])
    without = next(
        code
        for code in codes.panel_codes("2014")
        if code not in set(data.load_observations("learning_adjusted_years")["iso3"])
    )
    assert without in known
    app = opened("time", lang="en", series="learning_adjusted_years", country=without, c="none")
    assert_sound(app)
    said = [info.value for info in app.info]
    assert any("None of these countries has an observation" in text for text in said)
    assert any("There are no two years" in text for text in said)


def test_a_median_stands_on_two_thirds_of_its_set() -> None:
    members = scores.comparator("2014", "VNM", "region")
    table = history.medians("2014", "internet_users", members)
    raw = data.load_observations("internet_users")
    for year, value, n in table[["year", "value", "n"]].itertuples(index=False):
        values = raw[raw["iso3"].isin(members) & raw["year"].eq(year)]["value"]
        assert n == len(values) >= 2 / 3 * len(members)
        assert value == pytest.approx(np.median(values))
    assert set(raw["year"]) - set(table["year"]), "years with too few are left blank"


def test_pace_is_the_difference_over_the_years_of_the_longest_shared_span() -> None:
    members = scores.comparator("2014", "VNM", "region")
    found = pace.pace_of("2014", "internet_users", "VNM", members)
    assert found is not None
    raw = data.load_observations("internet_users").set_index(["iso3", "year"])["value"]
    own = (raw["VNM", found.last] - raw["VNM", found.first]) / (found.last - found.first)
    assert found.changes["VNM"] == pytest.approx(own)
    assert found.ranks["VNM"] == 1 + (found.changes > found.changes["VNM"]).sum()
    assert found.left_out == len(members) - len(found.changes)
    both = [code for code in members if (code, 1990) in raw.index and (code, 2020) in raw.index]
    assert len(both) < 2 / 3 * len(members), "a longer span rests on too few"


def test_less_is_better_ranks_the_fastest_fall_first() -> None:
    members = scores.comparator("2014", "VNM", "panel")
    found = pace.pace_of("2014", "starting_business_days", "VNM", members)
    assert found is not None
    assert found.ranks[found.changes.idxmin()] == 1
    said = pace.pace_sentence("2014", "starting_business_days", "VNM", "panel", "en")
    assert "1 is the fastest fall, because less is better" in said
    assert f"Rank {found.ranks['VNM']} of {len(found.changes)}" in said


def test_filters_hide_countries_and_leave_ranks_alone() -> None:
    everybody = pace.pace(
        "2014", "internet_users", "VNM", "panel", (), frozenset(codes.panel_codes("2014")), "en", "light"
    )
    few = pace.pace("2014", "internet_users", "VNM", "panel", (), frozenset({"SGP"}), "en", "light")
    assert everybody is not None
    assert few is not None
    assert everybody.alt == few.alt
    assert everybody.spec != few.spec
    app = opened("time", lang="en", region="NAC", club="ASEAN")
    assert_sound(app)
    assert "No country passes all filters" in texts(app)


def test_arrows_join_reference_editions_only() -> None:
    assert edition_moves.compared_editions("2014") == ("2014", "2016")
    figure = edition_moves.arrows("2014", "VNM", FOUR, frozenset(codes.panel_codes("2014")), "en", "light")
    assert figure is not None
    before, after = (scores.result(edition).ranks.loc["VNM", "adoption"] for edition in ("2014", "2016"))
    assert f"Vietnam: digital adoption rank {before} → {after}" in figure.alt
    row = figure.table.set_index("Country").loc["Vietnam"]
    assert row["Digital adoption, 2016"] == scores.result("2016").scores.at["VNM", "adoption"]
    assert "Not joined: 2019 (experimental)" in texts(opened("time", lang="en"))
    assert all("relative positions" in statement.caution for statement in figure.say("en"))


def test_flags_are_in_the_table_and_told() -> None:
    raw = data.load_observations("internet_users")
    code = next(c for c in raw.loc[raw["flag"].ne(""), "iso3"] if c in codes.panel_codes("2014"))
    figure = history.histories("2014", "internet_users", code, "region", (), "en", "light")
    assert figure is not None
    own = figure.table[figure.table["Country"] == codes.country_names("2014", "en")[code]]
    flags = raw.loc[raw["iso3"].eq(code), ["year", "flag"]].set_index("year")["flag"]
    assert own.set_index("Year")["Note"].to_dict() == flags.to_dict()
    assert "older vintage" in history.series_note("2014", "internet_users", "en")


def test_on_a_stage_stand_title_chart_and_source_alone() -> None:
    app = opened("time", lang="en", present="1")
    assert_sound(app)
    assert not app.subheader
    assert "Source:" in texts(app)


def test_a_country_is_not_compared_with_itself() -> None:
    app = opened("time", lang="en", vs="VNM")
    assert_sound(app)
    assert "There is nobody to compare Vietnam with here" in app.info[0].value


def test_arrows_name_the_sources_of_both_editions_whatever_edition_is_chosen() -> None:
    said = opened("time", lang="en", edition="2019").caption[-1].value
    assert "Digital Adoption Index 2014" in said
    assert "Digital Adoption Index 2016" in said
