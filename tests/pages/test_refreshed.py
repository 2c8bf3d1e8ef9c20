"""Refreshed figures under the pages: chosen, carried in links, told apart from the snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import data
from data.refreshed import VARIABLE
from pages.ui.queries import bases, codes, refresh, scores
from tests.data.refresh_setting import figures_of, run, serve
from tests.pages.visiting import assert_sound, opened, texts

SERIES = ["human_capital_index"]


def raised(frame: pd.DataFrame) -> pd.DataFrame:
    """The same figures and one year more."""
    last = frame[frame["year"] == frame["year"].max()]
    return pd.concat([frame, last.assign(year=2021)], ignore_index=True)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    figures = {code: raised(frame) for code, frame in figures_of(SERIES).items()}
    with serve(figures) as server:
        run(folder, server.address, SERIES)
    return folder


@pytest.fixture
def refreshed(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server with refreshed figures; the version."""
    monkeypatch.setenv(VARIABLE, str(cache))
    for look in (bases.refreshed, refresh.state):
        look.clear()
    folder = data.refreshed_folder()
    assert folder is not None
    yield folder.name
    for look in (bases.refreshed, refresh.state):
        look.clear()


def test_without_a_refresh_there_is_nothing_to_choose_and_a_link_says_so() -> None:
    app = opened("rankings", lang="en", figures="refreshed")
    assert_sound(app)
    assert not [box for box in app.selectbox if box.key == "choice_figures"]
    assert "`figures=refreshed`: there is no such value here" in texts(app)


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_link_opens_on_refreshed_figures_and_names_their_version(refreshed: str, lang: str) -> None:
    app = opened("rankings", lang=lang, figures="refreshed")
    assert_sound(app)
    assert app.selectbox(key="choice_figures").value == "refreshed"
    assert refreshed in texts(app)
    app.selectbox(key="choice_figures").set_value("snapshot").run()
    assert_sound(app)
    assert refreshed not in texts(app)
    assert data.version() in texts(app)
    assert "figures" not in app.query_params


def test_the_choice_follows_to_every_page_and_the_link_carries_it(refreshed: str) -> None:
    app = opened("overview", lang="en", figures="refreshed", edition="2019")
    app.switch_page("pages/methods.py").run()
    assert_sound(app)
    assert app.query_params["figures"] == "refreshed"
    assert f"version `{refreshed}`" in texts(app)


def test_series_that_were_refreshed_go_on_and_the_others_stay(refreshed: str) -> None:
    key = bases.key("2014", f"{bases.REFRESHED}.{refreshed}")
    assert codes.data_version(key) == refreshed
    assert codes.indicators(key).at[SERIES[0], "last_year"] == 2021
    assert codes.indicators("2014").at[SERIES[0], "last_year"] == 2020
    pd.testing.assert_frame_equal(scores.result(key).scores, scores.result("2014").scores)


def test_the_state_is_told_series_by_series(refreshed: str) -> None:
    table = refresh.status_table("2014", "en")
    assert table.at[SERIES[0], "state"] == "newer figures taken"
    assert table.at[SERIES[0], "newest"] == 2021
    assert table.at[SERIES[0], "snapshot_newest"] == 2020
    assert table.at["dai", "state"] == "cannot be refreshed"
    assert table.at["dai", "reason"]
    assert refresh.state().version == refreshed


def test_a_damaged_cache_is_told_and_the_snapshot_used(
    refreshed: str, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "figures"
    broken.mkdir()
    content = (cache / "figures" / "current").read_bytes()
    (broken / "current").write_bytes(content[: len(content) // 2])
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    for look in (bases.refreshed, refresh.state):
        look.clear()
    app = opened("methods", lang="en", figures="refreshed")
    assert_sound(app)
    assert "snapshot is used instead" in texts(app).replace("\\", "")
    assert "there is no such value here" in texts(app)
