"""Each page in each language: default, its controls, empty, and nonsense in the URL."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.visiting import PAGES, ROOT, SECONDS, assert_sound, opened, texts


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("page", PAGES)
def test_page_opens(page: str, lang: str) -> None:
    app = opened(page, lang=lang)
    assert_sound(app)
    assert not app.warning


@pytest.mark.parametrize("edition", ["2014", "2016", "2019"])
@pytest.mark.parametrize("page", PAGES)
def test_page_opens_in_every_edition(page: str, edition: str) -> None:
    app = opened(page, edition=edition, lang="en")
    assert_sound(app)
    warned = edition == "2019" and page != "stories"  # stories are of no edition
    assert bool(app.warning) == warned, "only the experimental edition carries a warning"


@pytest.mark.parametrize("page", PAGES)
def test_nonsense_in_the_url_is_named_and_harmless(page: str) -> None:
    app = opened(page, edition="1066", c=["XXX", "<script>alert(1)</script>"], nonsense="1", lang="vi")
    assert_sound(app)
    named = app.warning[0].value
    assert "edition=1066" in named
    assert "`c=<script>alert(1)</script>`" in named
    assert "nonsense=1" in named


def test_published_and_recomputed_stand_side_by_side() -> None:
    shown = texts(opened("overview", lang="en"))
    assert "Vietnam: published and recomputed (2014 edition)" in shown
    assert "Published: **89 of 132**, transitioning" in shown
    assert "Recomputed: **73 of 132**, transitioning" in shown
    assert "Recomputed: **84 of 132**, transitioning" in shown
    assert "Why they differ" in shown


@pytest.mark.parametrize("page", ["overview", "rankings"])
def test_a_selection_that_leaves_nobody_says_so(page: str) -> None:
    app = opened(page, region="NAC", club="ASEAN", lang="en")
    assert_sound(app)
    assert "No country passes all filters" in app.info[0].value


def test_filters_hide_and_never_refit() -> None:
    everybody = opened("rankings", lang="en").dataframe[0].value
    asean = opened("rankings", lang="en", club="ASEAN").dataframe[0].value
    assert 0 < len(asean) < len(everybody)
    shared = everybody.loc[asean.index, asean.columns]
    assert shared.equals(asean)


def test_membership_is_as_of_the_edition() -> None:
    european = opened("rankings", lang="en", club="EU", edition="2014").dataframe[0].value
    assert "GBR" in european.index


@pytest.mark.parametrize("text", ["viet", "việt nam", "VNM"])
def test_search_finds_a_country_by_name_or_code(text: str) -> None:
    found = opened("rankings", lang="vi", q=text).dataframe[0].value
    assert list(found["country"]) == ["Việt Nam"]


def test_search_without_a_match_says_so() -> None:
    app = opened("rankings", lang="en", q="**Atlantis** <b>")
    assert_sound(app)
    assert "`**Atlantis** <b>`" in app.info[0].value


def test_rankings_show_every_country_with_both_axes_and_six_pillars() -> None:
    table = opened("rankings", lang="en", edition="2016").dataframe[0].value
    assert len(table) == 132
    nodes = {
        f"{axis}.{pillar}"
        for axis in ("adoption", "enabling")
        for pillar in ("business", "people", "government")
    }
    assert nodes | {"rank:adoption", "rank:enabling", "change:adoption"} <= set(table.columns)
    assert table["change:adoption"].abs().sum() > 0


def test_controls_speak_before_the_url() -> None:
    app = opened("overview", lang="en")
    app.selectbox(key="choice_edition").set_value("2016").run()
    assert_sound(app)
    assert app.query_params["edition"] == "2016"
    app.segmented_control(key="choice_lang").set_value("vi").run()
    assert app.title[0].value.startswith("Các nước")
    assert app.query_params["edition"] == "2016", "changing the language keeps the edition"


def test_state_follows_to_every_page() -> None:
    app = opened("overview", lang="vi", edition="2016", country="EST", c=["EST", "FIN"])
    for page in PAGES[1:]:
        app.switch_page(f"pages/{page}.py").run()
        assert_sound(app)
        assert app.query_params["edition"] == "2016"
        assert app.query_params["c"] == ["EST", "FIN"]
        assert app.query_params["country"] == "EST"
    app.switch_page("pages/country.py").run()
    assert app.title[0].value == "Estonia"


@pytest.mark.parametrize("versus", ["group", "income", "panel", "ASEAN", "SGP", "VNM"])
def test_country_compares_with_any_set(versus: str) -> None:
    assert_sound(opened("country", lang="en", vs=versus))


def test_country_says_where_why_and_from_where() -> None:
    app = opened("country", lang="en", country="VNM")
    shown = texts(app)
    assert "East Asia & Pacific · Lower middle income (income of 2014) · 91.7 million people (2014)" in shown
    assert "**Vietnam** is **transitioning** in the 2014 edition" in shown
    assert "Digital adoption: 73 of 132 (score 0.467)" in shown
    figures = app.dataframe[0].value.set_index("indicator")
    schooling = figures.loc["Mean years of schooling, ages 15-64"]
    assert (schooling["value"], schooling["year"], schooling["how"]) == ("7.7", 2014, "interpolated")
    assert (figures["publisher"] != "–").all()


def test_missing_figures_are_shown_as_missing() -> None:
    app = opened("country", lang="en", edition="2019", country="COG")
    assert_sound(app)
    figures = app.dataframe[0].value
    assert "–" in set(figures["value"])
    shown = texts(app)
    assert "from 67% of the weight" in shown
    assert "No figure: Fixed broadband subscriptions" in shown


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_methods_name_publisher_licence_and_vintage_of_every_series(lang: str) -> None:
    app = opened("methods", lang=lang)
    catalogue = app.dataframe[1].value
    for column in ("title", "unit", "publisher", "licence", "vintage"):
        assert catalogue[column].astype(str).str.len().gt(0).all(), column


def test_the_meaning_of_the_groups_is_told_straight_when_asked_for() -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
    app.query_params["lang"] = "en"
    app.session_state["levels"] = True
    app.run()
    assert_sound(app)
    assert "Told straight: this is our classification" in texts(app)
    assert "**Transitioning** (43)" in texts(app)
