"""The Stories page: every story in both languages, and what is reported held against our own figures."""

from __future__ import annotations

import pytest

import data
from pages.ui.queries import stories
from tests.pages.visiting import assert_sound, opened, texts

CODES = tuple(data.load_stories())


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("code", CODES)
def test_every_story_is_told_whole_and_cited(code: str, lang: str) -> None:
    app = opened("stories", lang=lang, story=code)
    assert_sound(app)
    assert not app.warning
    shown, story = texts(app), data.load_stories()[code]
    assert app.title[0].value == getattr(story.title, lang)
    for text in (
        story.lead,
        *(milestone.text for milestone in story.milestones),
        *(item.text for theme in story.themes for item in theme.items),
        *(part.citation.text for part in (*story.milestones, *story.figures)),
    ):
        assert getattr(text, lang) in shown
    assert "{" not in shown


def test_a_story_that_does_not_exist_is_named() -> None:
    app = opened("stories", lang="en", story="FIN")
    assert_sound(app)
    assert "story=FIN" in app.warning[0].value
    assert app.title[0].value.startswith("Vietnam")


def test_growth_that_the_figures_do_not_bear_out_is_said_so() -> None:
    shown = texts(opened("stories", lang="en", story="EST"))
    assert "The report says more than 4,200 times" in shown
    assert "make about 4,167 times" in shown
    assert "The two figures themselves make 11.3 times" in shown


def test_where_our_own_series_disagrees_both_are_shown() -> None:
    figure = stories.shares("EST", "en", "light")
    assert figure is not None
    assert figure.table.loc[0, ["As reported", "Our series"]].tolist() == ["91.4% of people", "88.1%"]
    assert "91.4%" in figure.alt
    assert "has 88.1 (% of population) for 2017" in figure.alt
    assert "World Development Indicators" in figure.source
    cautions = [said.caution for said in figure.say("vi") if said.caution]
    assert len(cautions) == 1
    assert "88,1" in cautions[0]


def test_the_published_rank_stands_beside_the_recomputed_one() -> None:
    shown = texts(opened("stories", lang="en", story="VNM"))
    assert "89th of 132 countries on adoption (2016). Recomputed here, edition 2014: 73 of 132." in shown


def test_the_rank_in_the_survey_stands_beside_the_one_in_our_series() -> None:
    [said] = [line for line in stories.other_figures("EST", "en") if "193" in line]
    values = data.load_observations("un_egdi", years=2020).set_index("iso3")["value"]
    rank = int((values > values["EST"]).sum()) + 1
    assert f"place {rank} of {len(values)} for 2020" in said


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_every_chart_says_what_it_shows_and_where_it_is_from(code: str, lang: str) -> None:
    drawn = [stories.timeline(code, lang, "light"), *stories.growths(code, lang, "light")]
    if shares := stories.shares(code, lang, "light"):
        drawn.append(shares)
    for figure in drawn:
        assert "phattriendiaphuong.vn" in figure.source
        assert figure.title
        assert figure.unit
        assert figure.period
        assert len(figure.alt) > 40
        assert not figure.table.empty
        assert figure.say("en")
        assert figure.say("vi")
