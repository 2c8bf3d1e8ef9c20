"""Years of the open framework: which are covered, where countries stood, and what is said of the limits."""

from __future__ import annotations

from pathlib import Path

import pytest

import data
import dxindex as dx
from dxindex import charts
from dxindex.caption import Caption
from pages.ui.queries import bases, open_years, open_years_limits, open_years_shown
from tests.later_figures import write_later_figures

COVERED = tuple(range(2011, 2020))
LATER = "2014@refreshed.later"


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_later_figures(tmp_path_factory.mktemp("later") / "snapshot")


@pytest.fixture
def on_later_figures(later: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A key of an edition that rests on refreshed figures which go on to 2021."""
    snapshot, figures = bases.of("2014"), bases.Catalogued(later)
    monkeypatch.setattr(bases, "of", lambda key: figures if bases.body_of(key) else snapshot)
    return LATER


def test_a_year_counts_where_two_thirds_of_the_panel_have_both_axes() -> None:
    table = open_years.years("2014")
    assert open_years.covered("2014") == COVERED
    assert (table["counts"] == (3 * table["scored"] >= 2 * table["total"])).all()
    assert (table["total"] == 132).all()
    assert table.index.tolist() == list(range(1990, 2021))
    assert table["counts"].sum() == len(COVERED)


def test_any_editions_key_asks_the_same_figures() -> None:
    assert open_years.every_year("2014") is open_years.every_year("2019")


@pytest.mark.parametrize("year", [2011, 2019])
def test_scores_are_those_of_the_library(year: int) -> None:
    panel, framework = data.load_panel(f"open-{year}"), dx.load_framework("open")
    result = dx.fit_index(panel, framework).result(panel)
    found = open_years.positions("2014", "enabling")
    found = found[found["year"] == year].set_index("iso3")
    expected = result.scores["enabling"].dropna()
    assert found["score"].to_dict() == expected.to_dict()
    assert found["rank"].to_dict() == result.ranks["enabling"].dropna().astype(int).to_dict()
    assert set(found["ranked"]) == {len(expected)}


def test_lines_break_where_a_score_is_made_of_other_parts() -> None:
    pieces = open_years.positions("2014", "enabling").set_index(["iso3", "year"])["piece"]
    assert pieces["VNM"].to_dict() == {**dict.fromkeys(range(2011, 2019), 1), 2019: 2}
    assert pieces["CHN"].index.tolist() == list(range(2013, 2020))
    adoption = open_years.positions("2014", "adoption").set_index(["iso3", "year"])["piece"]["VNM"]
    assert adoption.index.tolist() == list(range(2003, 2021))
    assert adoption[adoption.diff() == 1].index.tolist() == [2014]


def test_counts_and_shares_add_up() -> None:
    counts = open_years.series_by_year("2014")
    assert (counts[list(open_years.HOW)].sum(axis=1) == 132).all()
    at = counts.set_index(["year", "indicator"])
    assert at.at[(2012, "days_to_start_business"), "observed"] == 122
    assert at.at[(2019, "un_online_services"), "carried"] == 132
    shares = open_years.shares_by_year("2014", "enabling")
    assert shares.sum(axis=1).to_list() == pytest.approx([1.0] * 31)
    # Days, regulatory quality and the five other dimensions: of the year itself in 2014; schooling is missing.
    assert shares.loc[2014].to_dict() == pytest.approx(
        {"observed": 2 / 3, "interpolated": 0, "carried": 0, "absent": 1 / 3}
    )
    # In 2019 schooling and days are of the year; governance, half of business and all of government, is of 2018.
    assert shares.loc[2019].to_dict() == pytest.approx(
        {"observed": 1 / 2, "interpolated": 0, "carried": 1 / 2, "absent": 0}
    )


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_limits_are_said_in_whole_sentences(lang: str) -> None:
    said = open_years_limits.limits("2014", lang)
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in said)
    assert "2011–2019" in said[0]
    assert "2010" in said[1]
    assert "2020" in said[2]


def test_limits_name_what_is_missing_and_what_stands_in() -> None:
    said = " ".join(open_years_limits.limits("2014", "en"))
    assert "2010 is not covered, for want of figures for enabling factors (without Time to start" in said
    assert "117 (2011), 119 (2012), 128 (2013). The most populous without, in 2011: China, India" in said
    assert "lack figures in 2011–2013: Online services (observed 2014–2020)" in said
    assert "in 2015, 2017, 2019: Online services" in said
    assert "takes other years: Online services 2020 instead of 2018." in said


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("measure", open_years_shown.MEASURES)
@pytest.mark.parametrize("node", ["adoption", "enabling.people"])
def test_the_figure_says_what_it_shows(node: str, measure: str, lang: str) -> None:
    figure = open_years_shown.over_time("2014", node, measure, "VNM", ("SGP", "EST"), lang, "light")
    assert figure is not None
    assert figure.spec["title"]["text"] == figure.title
    assert figure.table.shape[1] == 6
    assert figure.source
    statements = figure.say(lang)
    assert len(statements) == 3
    assert all(statement.caution for statement in statements)


def test_alternative_text_compares_only_what_is_made_of_the_same_parts() -> None:
    figure = open_years_shown.over_time("2014", "enabling", "rank", "VNM", (), "en", "light")
    assert figure is not None
    assert "rank 91 of 121 (2011) → rank 81 of 132 (2018), rank 77 of 132 (2019)" in figure.alt


def test_the_figure_becomes_a_picture() -> None:
    figure = open_years_shown.over_time("2014", "enabling", "score", "VNM", ("SGP",), "vi", "dark")
    assert figure is not None
    caption = Caption(title=figure.title, unit=figure.unit, period=figure.period, source=figure.source)
    svg = charts.to_svg(figure.spec, caption, colours=charts.palette("dark"), lang="vi")
    assert "Việt Nam" in svg


def test_a_country_that_is_never_scored_has_no_figure() -> None:
    assert open_years_shown.over_time("2014", "enabling", "score", "ISL", (), "en", "light") is None


def test_the_table_lists_every_year() -> None:
    sheet = open_years_shown.table_of_years("2014", "en", "light")
    assert sheet.table["Year"].tolist() == list(range(1990, 2021))
    assert sheet.table["Covered"].value_counts().to_dict() == {"no": 22, "yes": 9}


def test_later_figures_cover_later_years_by_a_framework_with_secure_servers(on_later_figures: str) -> None:
    assert open_years.covered(on_later_figures) == (*COVERED, 2020, 2021)
    frameworks = open_years.years(on_later_figures)["framework"]
    assert frameworks[2017] == "open"
    assert set(frameworks.loc[2018:]) == {"open-servers"}
    rows = open_years.positions(on_later_figures, "adoption")
    pieces = rows[rows["iso3"] == "VNM"].set_index("year")["piece"]
    assert pieces[2018] == pieces[2017] + 1
    assert open_years.covered("2014") == COVERED
    said = " ".join(open_years_limits.limits(on_later_figures, "en"))
    assert "secure servers included (experimental): 2018–2021." in said
    assert "framework" not in " ".join(open_years_limits.limits("2014", "en"))
