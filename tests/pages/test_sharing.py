"""Links in full: every value, the versions behind it, and what a link of another version says."""

from __future__ import annotations

import pytest

from dxindex import i18n
from pages.ui import places, selection, sharing, stage
from pages.ui.params import declared
from pages.ui.queries import codes, scores, stamps
from tests.pages.visiting import assert_sound, opened, texts


def full(page: str, **values: object) -> dict[str, list[str]]:
    """What a link to a page holds when these values are chosen."""
    params = [param for param in declared() if not param.carried and (not param.pages or page in param.pages)]
    chosen = {param.code: param.default for param in declared()} | values
    return selection.written(chosen, params, in_full=True)


def test_a_link_writes_out_defaults_and_only_what_its_page_uses() -> None:
    query = full(places.CLUSTERS)
    assert query["method"] == ["kmeans"]
    assert query["k"] == ["3"]
    assert query["scaled"] == ["0"]
    assert query["region"] == ["none"], "an empty choice is written out"
    assert "series" not in query


@pytest.mark.parametrize("page", places.PAGES)
def test_a_full_link_reads_back_as_it_was_written(page: str) -> None:
    query = full(page)
    values, dropped = selection.parse(query, declared())
    assert not dropped
    assert full(page, **values) == query


def test_stamps_carry_versions_and_the_ranks_seen() -> None:
    made_on = stamps.of("2014", ("VNM", "SGP", "VNM"))
    ranks = scores.result("2014").ranks
    assert made_on["data"] == [codes.data_version("2014")]
    assert made_on["seen"] == [
        f"{code}.{ranks.at[code, 'adoption']}.{ranks.at[code, 'enabling']}" for code in ("VNM", "SGP")
    ]


def test_a_rank_that_was_missing_is_shown_as_missing() -> None:
    table = stamps.both_readings("2014", ["VNM.-.84"], "en")
    assert table.loc[0, "Digital adoption: as sent"] == i18n.MISSING
    assert table.loc[0, "Enabling factors: as sent"] == "84"


def test_a_link_of_this_version_is_not_remarked_on() -> None:
    app = opened("overview", lang="en", data=codes.data_version("2014"), m=stamps.METHOD, seen="VNM.73.84")
    assert_sound(app)
    assert not app.warning


def test_a_link_of_another_version_shows_both_readings() -> None:
    app = opened("overview", lang="en", data="2019.01+old", m="0", seen=["VNM.70.80", "SGP.1.2"])
    assert_sound(app)
    assert "2019.01+old" in texts(app)
    readings = app.dataframe[0].value.set_index("country")
    here = scores.result("2014").ranks.loc["VNM"]
    assert readings.loc["Vietnam", "Digital adoption: as sent"] == "70"
    assert readings.loc["Vietnam", "Digital adoption: here"] == str(here["adoption"])
    app.button(key="versions_here").click().run()
    assert not app.warning
    assert "data" not in app.query_params


def test_what_a_link_claims_to_have_seen_is_checked() -> None:
    app = opened("overview", lang="en", data="x", seen=["VNM.<b>.1", "XXX.1.1"])
    assert_sound(app)
    assert "seen=XXX.1.1" in texts(app)
    assert not app.dataframe, "nothing that was seen is left to compare"


def test_the_public_address_is_the_configured_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(sharing.PUBLIC_ADDRESS, "https://readiness.example.org/dx/")
    assert sharing.base_address(places.MAP) == "https://readiness.example.org/dx"


def test_the_opening_sequence_names_four_countries_one_after_the_other() -> None:
    app = opened("overview", lang="en", present="1")
    assert_sound(app)
    assert not app.selectbox, "no controls on a stage"
    assert app.button(key="leave_stage")


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("page", [page or "overview" for page in places.PAGES])
def test_every_page_can_be_presented(page: str, lang: str) -> None:
    app = opened(page, lang=lang, present="1")
    assert_sound(app)
    assert app.button(key="leave_stage")


def test_scenes_are_named_by_page_and_country() -> None:
    assert stage.scene_title("2014", "country?country=SGP", "vi") == "Quốc gia: Singapore"
    assert stage.scene_title("2014", "map?by=group", "en") == "Map"


def test_a_version_that_looks_like_an_address_is_no_link() -> None:
    app = opened("overview", lang="en", data="www.example.org", m="0")
    assert_sound(app)
    assert "data `www.example.org`, method `0`" in app.warning[0].value
