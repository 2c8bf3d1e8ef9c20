"""The stories say what was reported: both languages, a citation on everything, figures that agree."""

import shutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest

import data
from data.errors import CatalogueError
from data.fields import Text
from data.story import Point, parse_moment
from data.storytelling import CODES, STORIES, _read_stories


def texts(value: Any) -> Iterator[Text]:
    """Every text within a story, however deep."""
    if isinstance(value, Text):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(STORIES, tmp_path / "stories")
    return tmp_path / "stories"


def refused(folder, name: str, old: str, new: str) -> str:
    """What the loader says of the folder after one change to a file."""
    file = folder / name
    content = file.read_text(encoding="utf-8")
    assert old in content
    file.write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        _read_stories(folder)
    return str(caught.value)


@pytest.mark.parametrize("code", CODES)
def test_every_text_is_there_in_both_languages(code):
    story = data.load_stories()[code]
    found = [*texts(story)]
    assert len(found) > 20
    for text in found:
        assert text.en.strip() == text.en != ""
        assert text.vi.strip() == text.vi != ""


@pytest.mark.parametrize("code", CODES)
def test_everything_is_cited(code):
    story = data.load_stories()[code]
    assert story.milestones
    assert story.figures
    assert story.themes
    for part in (*story.milestones, *story.figures, *story.themes):
        assert "phattriendiaphuong.vn" in part.citation.text.en
        assert part.citation.url.startswith("https://")


def test_levels_are_cited_and_complete():
    levels = data.load_levels()
    sizes = {theme: len(levels[theme].items) for theme in levels}
    assert sizes == {
        "levels": 3,
        "groups": 3,
        "government": 3,
        "economy": 4,
        "society": 2,
        "citizenship": 9,
        "first_steps": 6,
    }
    assert all(theme.citation.url for theme in levels.values())


@pytest.mark.parametrize(
    ("written", "start", "end", "precision"),
    [
        ("1990s", date(1990, 1, 1), date(1999, 12, 31), "decade"),
        ("2001/2005", date(2001, 1, 1), date(2005, 12, 31), "span"),
        ("1996", date(1996, 1, 1), date(1996, 12, 31), "year"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "month"),
        ("2020-06-03", date(2020, 6, 3), date(2020, 6, 3), "day"),
    ],
)
def test_dates_are_read_no_more_precisely_than_written(written, start, end, precision):
    moment = parse_moment(written)
    assert (moment.start, moment.end, moment.precision) == (start, end, precision)


@pytest.mark.parametrize("written", ["", "96", "2017-13", "2017-02-30", "2005/2001", "May 2017", "2017-5"])
def test_what_is_no_date_is_refused(written):
    with pytest.raises(ValueError, match=r"."):
        parse_moment(written)


def test_growth_stated_is_held_against_the_points():
    estonia = data.load_stories()["EST"]
    residents, queries = estonia.figure("e_residents"), estonia.figure("x_road_queries")
    assert residents.times == pytest.approx(83_248 / 7_348)
    assert residents.times > residents.stated_times == 11
    # The report says more than 4,200; its own two points, each "over", give 4,167. Both are kept.
    assert queries.times == pytest.approx(250_000_000 / 60_000)
    assert 4_000 < queries.times < queries.stated_times == 4_200
    assert [point.qualifier for point in queries.series] == ["over", "over"]


def test_figures_in_the_sentences_are_the_figures_in_the_data():
    estonia = data.load_stories()["EST"]
    assert estonia.figure("e_residents").series == (Point(2015, 7_348.0, ""), Point(2021, 83_248.0, ""))
    for code in CODES:
        for figure in data.load_stories()[code].figures:
            if figure.kind != "share":
                continue
            assert f"{figure.value:g}%" in figure.text.en
            assert f"{figure.value:g}%".replace(".", ",") in figure.text.vi


def test_qualified_figures_say_so_in_both_languages():
    words = {
        "over": (("over ", "more than "), ("trên ", "hơn ")),
        "about": (("about ",), ("khoảng ",)),
        "top": (("among the top ",), ("dẫn đầu",)),
        "aim": (("aim ",), ("mục tiêu",)),
    }
    seen = set()
    for code in CODES:
        for figure in data.load_stories()[code].figures:
            if figure.qualifier:
                english, vietnamese = words[figure.qualifier]
                assert any(word in figure.text.en.lower() for word in english), figure.id
                assert any(word in figure.text.vi.lower() for word in vietnamese), figure.id
                seen.add(figure.qualifier)
            elif not figure.stated_times:
                assert not any(
                    word in figure.text.en.lower() for word in ("over ", "more than ", "about ", "aim ")
                )
    assert seen == set(words)


def test_every_comparison_has_a_value_in_our_own_series():
    compared = 0
    for code, story in data.load_stories().items():
        for comparison in (figure.comparison for figure in story.figures if figure.comparison):
            assert comparison.indicator in data.load_indicators().index
            own = data.load_observations(comparison.indicator, years=comparison.year)
            assert (own["iso3"] == code).sum() == 1
            compared += 1
    assert compared >= 2


def test_internet_users_of_estonia_disagree_and_both_are_kept():
    figure = data.load_stories()["EST"].figure("internet_users")
    own = data.load_observations("internet_users", years=2017).set_index("iso3").loc["EST", "value"]
    assert figure.value == 91.4
    assert own == pytest.approx(88.1, abs=0.05)


def test_the_published_position_is_the_one_published():
    vietnam = data.load_stories()["VNM"]
    published = data.load_published().query("iso3 == 'VNM'").set_index("node")
    for node in ("adoption", "enabling"):
        figure = vietnam.figure(f"{node}_rank")
        assert figure.value == published.loc[node, "rank"]
        assert figure.year == published.loc[node, "year"]
        assert figure.unit.en == f"of {published.loc[node, 'n_units']} countries"
        assert figure.citation.text.en == published.loc[node, "citation_en"]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("est.toml", 'iso3 = "EST"', 'iso3 = "FIN"', "iso3 must be EST"),
        ("est.toml", 'date = "1996"', 'date = "1993"', "milestones must be in order of time"),
        ("est.toml", 'date = "1996"', 'date = "last year"', "milestone 2: date: 'last year' is no date"),
        ("est.toml", 'qualifier = "over"', 'qualifier = "maybe"', "qualifier must be one of over, about"),
        ("est.toml", "value = 91.4", "value = 914.0", "figure internet_users: value of a share"),
        ("est.toml", "value = 83_248.0\nyear", "value = 83_249.0\nyear", "must be the figure itself"),
        ("est.toml", 'indicator = "internet_users"', 'indicator = "users"', "no series users"),
        (
            "est.toml",
            'id = "e_residents"',
            'id = "internet_users"',
            "figure internet_users is declared twice",
        ),
        ("est.toml", "series = [{", "numbers = [{", "stated_times needs a series"),
        ("sgp.toml", 'citation = "overview_microsoft"', 'citation = "hearsay"', "no citation hearsay"),
        ("gbr.toml", 'en = "Means", ', "", "en is missing"),
    ],
)
def test_a_faulty_file_is_refused_with_the_place_named(copy, name, old, new, said):
    message = refused(copy, name, old, new)
    assert message.startswith(f"{name} has")
    assert said in message
