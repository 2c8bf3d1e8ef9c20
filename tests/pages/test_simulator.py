"""The simulator: sliders show the URL's changes and write them; what they come to; the least change."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.queries import choices, codes, least_change, levers, scores, simulator
from tests.pages.visiting import assert_sound, opened, texts


def lever(app: AppTest, indicator: str) -> object:
    return app.slider(key=f"lever_{indicator}")


def changes(app: AppTest) -> list[str]:
    held = app.query_params.get("set", [])
    return [held] if isinstance(held, str) else list(held)


def test_it_opens_at_the_countrys_own_figures() -> None:
    app = opened("simulator", lang="en")
    assert_sound(app)
    shown = texts(app)
    assert "**Vietnam** as it is (2014 edition). Digital adoption: rank 73 of 132 (score 0.467)" in shown
    assert "not a forecast and not a cause" in shown
    assert len(app.slider) == len(scores.framework("2014").indicators)
    assert lever(app, "mean_years_schooling").value == 7.7
    assert changes(app) == []
    assert app.button(key="reset").disabled


def test_a_slider_writes_the_url_and_moves_the_country() -> None:
    app = opened("simulator", lang="en")
    lever(app, "mean_years_schooling").set_value(10.0).run()
    assert changes(app) == ["mean_years_schooling:10"]
    assert "Enabling factors: rank 84 → 68 of 132" in texts(app)
    assert "**Enabling factors**: overtakes 16: " in texts(app)
    lever(app, "dai_people").set_value(0.1).run()
    assert changes(app) == ["dai_people:0.1", "mean_years_schooling:10"]
    assert "**Digital adoption**: falls behind" in texts(app)
    lever(app, "mean_years_schooling").set_value(7.7).run()
    assert changes(app) == ["dai_people:0.1"], "back at its own value is no change"
    app.button(key="reset").click().run()
    assert changes(app) == []
    assert lever(app, "dai_people").value == pytest.approx(0.408)


def test_a_link_sets_the_sliders() -> None:
    app = opened("simulator", lang="vi", set=["dai_people:0.8", "starting_business_score:99"], country="EST")
    assert_sound(app)
    assert lever(app, "dai_people").value == 0.8
    assert lever(app, "starting_business_score").value == 99.0
    assert "**Estonia** với 2 thay đổi" in texts(app)


def test_another_country_starts_from_its_own_figures() -> None:
    app = opened("simulator", lang="en", set=["dai_people:0.8"])
    app.selectbox(key="choice_country").set_value("EST").run()
    assert changes(app) == []
    assert "**Estonia** as it is" in texts(app)


def test_changes_do_not_follow_to_a_country_chosen_elsewhere() -> None:
    app = opened("simulator", lang="en", set=["dai_people:0.8"])
    app.switch_page("pages/country.py").run()
    app.selectbox(key="choice_country").set_value("EST").run()
    app.switch_page("pages/simulator.py").run()
    assert "**Estonia** as it is" in texts(app)


def test_changes_that_are_not_possible_here_are_named() -> None:
    app = opened(
        "simulator", lang="en", edition="2014", set=["internet_users:50", "mean_years_schooling:14.9"]
    )
    assert_sound(app)
    named = app.warning[0].value
    assert "this edition's index does not use it" in named
    assert "no country of this edition has such a value" in named
    assert "**Vietnam** as it is" in texts(app)


@pytest.mark.parametrize("change", ["x:1", "dai_people:7", "dai_people:nan", "<b>:1", "dai_people", ":"])
def test_nonsense_is_named_and_harmless(change: str) -> None:
    app = opened("simulator", lang="en", set=change, goal="heaven")
    assert_sound(app)
    assert f"set={change}" in app.warning[0].value
    assert "**Vietnam** as it is" in texts(app)


def test_a_missing_figure_has_no_slider_until_it_is_switched_on() -> None:
    app = opened("simulator", lang="en", edition="2019", country="COG")
    assert_sound(app)
    assert "Fixed broadband: no figure today." in texts(app)
    keys = {slider.key for slider in app.slider}
    assert "lever_fixed_broadband" not in keys
    app.toggle(key="lever_on_fixed_broadband").set_value(True).run()
    middle = float(scores.panel("2019")["fixed_broadband"].median())
    assert lever(app, "fixed_broadband").value == pytest.approx(middle, abs=0.05)
    assert len(changes(app)) == 1
    app.toggle(key="lever_on_fixed_broadband").set_value(False).run()
    assert changes(app) == []


def test_out_of_reach_says_why_and_offers_more_levers_which_can_be_applied() -> None:
    app = opened("simulator", lang="en")
    assert "By enabling factors alone, Vietnam cannot become transforming" in texts(app)
    app.button(key="apply").click().run()
    assert changes(app)
    assert "Its group: transitioning → transforming." in texts(app)
    assert app.button(key="apply").disabled


def test_the_reason_is_said_in_vietnamese_too() -> None:
    assert "Chỉ với yếu tố nền tảng, Việt Nam không thể vào nhóm tăng tốc" in texts(
        opened("simulator", lang="vi")
    )


def test_the_highest_group_has_nowhere_to_go() -> None:
    app = opened("simulator", lang="en", country="SGP", goal="top")
    assert "Singapore is in the highest group already" in texts(app)
    assert not [button for button in app.button if button.key == "apply"]


@pytest.mark.parametrize("edition", codes.offered_editions())
@pytest.mark.parametrize("goal", ["next", "top"])
def test_applied_changes_reach_what_they_promise(edition: str, goal: str) -> None:
    levels = scores.groups(edition).levels
    reached = 0
    for country in ("VNM", "IND", "BOL", "COG", "UKR", "YEM"):
        for way in least_change.least(edition, country, goal):
            if way.kind != "found":
                continue
            assert all(choices.read_change("2014", change) == change for change in way.changes)
            used, ignored = levers.read(edition, country, way.changes)
            assert not ignored
            assert used
            after = simulator.outcome(edition, country, way.changes).group_after
            assert levels.index(after) >= levels.index(way.group), (country, way.changes)
            reached += 1
    assert reached >= 3


@pytest.mark.parametrize("edition", codes.offered_editions())
def test_sliders_span_what_the_panel_has_shown(edition: str) -> None:
    panel = scores.panel(edition)
    for country in ("VNM", "SGP", "COG", "CAF"):
        for one in levers.levers(edition, country, "en"):
            column = panel[one.indicator].dropna()
            assert one.low <= column.min() < one.low + one.step
            assert one.high - one.step < column.max() <= one.high
            assert (one.value(one.low), one.value(one.high)) == (column.min(), column.max())
            if one.own is not None:
                assert one.low <= one.own <= one.high
                assert one.value(one.own) == panel.at[country, one.indicator]


def test_nothing_changed_is_nothing_moved() -> None:
    found = simulator.outcome("2014", "VNM", ())
    assert (found.scores["change"].abs() == 0).all()
    assert not any(found.overtaken.values())


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_what_is_said_names_the_assumption_and_warns(lang: str) -> None:
    (said,) = simulator.statements("2014", "VNM", ("mean_years_schooling:10",), lang)
    assert "2014" in said.text
    assert ("7.7 → 10.0 (years)" if lang == "en" else "7,7 → 10,0 (năm)") in said.text
    assert said.caution
    (plain,) = simulator.statements("2014", "VNM", (), lang)
    assert not plain.caution


def test_on_a_stage_only_the_picture_is_left() -> None:
    app = opened("simulator", lang="en", present="1", set="dai_people:0.8")
    assert_sound(app)
    assert not app.slider
    assert "**Vietnam** with one change" in texts(app)


def test_the_table_behind_the_picture_holds_every_axis_and_pillar() -> None:
    table = simulator.changes_table("2014", "VNM", ("dai_people:0.8",), "en")
    assert len(table) == len(scores.framework("2014").nodes)
    assert isinstance(table, pd.DataFrame)
    assert (table["Score with the changes"] >= table["Score today"]).all()
