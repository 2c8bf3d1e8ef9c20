"""Country: how firm, what makes the difference, who is like it, and the report to take away."""

from __future__ import annotations

import re

import pytest

from pages.ui.queries import certainty, codes, country, country_report, scores
from tests.pages.visiting import assert_sound, opened, texts

LINK = "https://dx.example.org/country?country=VNM&lang=en"


def turned_to(part: str, **params: str) -> object:
    """The page with one of its parts open."""
    app = opened("country", **params)
    app.session_state["country_part"] = part
    return app.run()


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("edition", codes.offered_editions())
def test_it_says_rank_with_interval_and_how_firm_the_group_is(edition: str, lang: str) -> None:
    app = opened("country", lang=lang, edition=edition)
    assert_sound(app)
    shown = texts(app)
    for axis in scores.framework(edition).axis_ids:
        place = certainty.standing(edition, "VNM", axis)
        assert f"{place.low}–{place.high}" in shown
    assert ("10,000" if lang == "en" else "10.000") in shown


def test_each_part_opens_and_only_the_open_one_is_made() -> None:
    default = opened("country", lang="en")
    assert [tab.label for tab in default.tabs] == ["Every indicator", "What makes the difference", "Peers"]
    assert len(default.dataframe) == 1
    gap = turned_to("What makes the difference", lang="en", vs="SGP")
    assert_sound(gap)
    assert (
        "Enabling factors: Vietnam is 0.302 behind Singapore; most of it is mean years of schooling"
        in texts(gap)
    )
    assert not gap.dataframe


@pytest.mark.parametrize("versus", ["group", "region", "income", "panel", "ASEAN", "EU", "SGP"])
@pytest.mark.parametrize("edition", codes.offered_editions())
def test_shares_add_up_to_the_difference_from_the_mean(edition: str, versus: str) -> None:
    result = scores.result(edition)
    others = [code for code in scores.comparator(edition, "VNM", versus) if code != "VNM"]
    for axis, found in country.gaps(edition, "VNM", versus).items():
        assert found.contributions.sum() == pytest.approx(found.total, abs=1e-9)
        known = result.scores.loc[others, axis].dropna()
        assert found.total == pytest.approx(result.scores.at["VNM", axis] - known.mean(), abs=1e-9)


def test_a_country_has_nobody_to_be_compared_with_in_itself() -> None:
    app = turned_to("What makes the difference", lang="en", vs="VNM")
    assert_sound(app)
    assert "There is nobody to compare Vietnam with here" in app.info[0].value


def test_missing_figures_do_not_break_the_parts() -> None:
    for part in ("What makes the difference", "Peers"):
        app = turned_to(part, lang="en", edition="2019", country="COG", vs="panel")
        assert_sound(app)
    assert [info.value for info in app.info] == ["Too few figures to name peers."] * 2


def test_a_click_on_a_peer_opens_it() -> None:
    app = turned_to("Peers", lang="en")
    assert_sound(app)
    assert len(app.dataframe) == 2
    nearest = country.peers("2014", "VNM", False, "en").links[0]
    app.button(key=f"peer_False_{nearest[0]}").click().run()
    assert app.title[0].value == nearest[1]
    assert app.query_params["country"] in (nearest[0], [nearest[0]])


def test_peers_within_the_income_group_share_it() -> None:
    incomes = codes.countries("2014")["income_group"]
    links = country.peers("2014", "VNM", True, "en").links
    assert len(links) == country.PEERS
    assert {incomes[code] for code, _name in links} == {incomes["VNM"]}


def test_on_a_stage_title_sentence_and_profile_are_left() -> None:
    app = opened("country", lang="en", present="1")
    assert_sound(app)
    assert "**Vietnam** is **transitioning**" in texts(app)
    assert not app.tabs
    assert not app.dataframe


@pytest.mark.parametrize(
    ("edition", "code", "versus", "lang"),
    [("2014", "VNM", "region", "en"), ("2014", "SGP", "VNM", "vi"), ("2019", "COG", "group", "vi")],
)
def test_the_report_is_whole_and_needs_no_network(edition: str, code: str, versus: str, lang: str) -> None:
    page = country_report.made(edition, code, versus, lang, LINK).decode()
    assert f'<html lang="{lang}">' in page
    name = codes.country_names("2014", lang)[code]
    assert f"<h1>{name}</h1>" in page
    assert "<svg" in page
    assert codes.data_version("2014") in page
    assert LINK.replace("&", "&amp;") in page
    rows = re.search(r'class="figures">.*?<tbody>(.*?)</tbody>', page, re.DOTALL)[1].count("<tr>")
    assert rows == len(scores.framework(edition).indicators)
    body = page.split("</style>")[1]
    assert not re.search(r"<script|<link|\son\w+=|@import|url\((?!#)|src=", body)
    fetched = set(re.findall(r'(?:href)="(http[^"]*)"', body))
    assert fetched == {LINK.replace("&", "&amp;")}


def test_the_report_says_what_was_published_where_it_was() -> None:
    assert (
        "published 89 of 132, recomputed 73 of 132"
        in country_report.made("2014", "VNM", "region", "en", "").decode()
    )
    assert "Published and recomputed" not in country_report.made("2014", "SGP", "region", "en", "").decode()


def test_the_report_is_made_the_same_again() -> None:
    first = country_report.made("2014", "EST", "EU", "vi", LINK)
    assert country_report.made("2014", "EST", "EU", "vi", LINK) == first


def test_the_report_is_offered_and_so_is_the_simulator() -> None:
    app = opened("country", lang="en", country="EST")
    assert app.get("download_button")[0].proto.label == "Country report"
    app.button(key="to_simulator").click().run()
    assert "**Estonia** as it is" in texts(app)
