"""What makes a refreshed series refused, and that real revisions are not: measured on vintages that were published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import data
from data import plausibility
from data.catalog import load_catalogue
from data.plausibility import find_refusals, pair, revision_sizes
from data.store import read_provenance
from tests.data.refresh_setting import Figures, change, figures_of, run, serve, state

EXPECTED = Path(__file__).parent / "expected"
ECONOMIES = 218
CAPITAL = "human_capital_index"
SERIES = [CAPITAL]


def held(series: str) -> pd.DataFrame:
    return data.load_observations(series)[["iso3", "year", "value"]]


def vintage_2021() -> pd.DataFrame:
    rows = data.load_observations("internet_users")
    return rows.loc[rows["source"] == "wdi_internet_2021", ["iso3", "year", "value"]]


def vintage_2020() -> pd.DataFrame:
    return pd.read_parquet(EXPECTED / "internet_users_2020-12-16.parquet")


def kinds(new: pd.DataFrame, old: pd.DataFrame, series: str) -> list[str]:
    return [one.kind for one in find_refusals(new, old, load_catalogue().indicators[series], ECONOMIES)]


class TestRealHistory:
    def test_the_two_vintages_of_internet_users_are_a_usual_revision(self) -> None:
        assert kinds(vintage_2021(), vintage_2020(), "internet_users") == []
        assert kinds(vintage_2020(), vintage_2021(), "internet_users") == ["years"]  # it lacks 2020
        assert kinds(vintage_2021(), held("internet_users"), "internet_users") == []

    def test_its_figures_are_those_that_the_constants_are_reasoned_from(self) -> None:
        both = pair(vintage_2020(), vintage_2021())
        sizes = revision_sizes(both)
        assert (sizes > plausibility.REVISION_YEARS).mean() == pytest.approx(0.024, abs=0.001)
        assert both["new"].isna().sum() / both["old"].notna().sum() == pytest.approx(0.049, abs=0.001)
        assert (both["new"] / both["old"])[both["old"] > 0].median() == 1.0

    @pytest.mark.parametrize("series", [name for name in data.refreshable() if name != "secure_servers"])
    def test_the_snapshot_itself_passes(self, series: str) -> None:
        assert kinds(held(series), held(series), series) == []

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("wgi_control_of_corruption", "wgi_rule_of_law"),
            ("wgi_rule_of_law", "wgi_control_of_corruption"),
            ("wgi_control_of_corruption", "wgi_political_stability"),
            ("wgi_voice_accountability", "wgi_regulatory_quality"),
        ],
    )
    def test_one_dimension_of_governance_mistaken_for_another_is_seen(self, old: str, new: str) -> None:
        assert "revision" in kinds(held(new), held(old), old)

    def test_another_version_of_schooling_with_another_population_is_seen(self) -> None:
        old, new = held("mean_years_schooling_15plus"), held("mean_years_schooling")
        assert kinds(new, old, "mean_years_schooling") == ["units", "revision"]


Change = Callable[[pd.DataFrame], pd.DataFrame]


def scaled(factor: float) -> Change:
    return lambda rows: rows.assign(value=rows["value"] * factor)


def rebased(rows: pd.DataFrame) -> pd.DataFrame:
    """Each economy by its own factor, as dollars of another year do."""
    codes = rows["iso3"].astype("category").cat.codes
    return rows.assign(value=rows["value"] * (1.05 + 0.002 * codes))


def without(economies: int) -> Change:
    return lambda rows: rows[~rows["iso3"].isin(sorted(set(rows["iso3"]))[:economies])]


@pytest.mark.parametrize(
    ("series", "change_it", "kind"),
    [
        ("internet_users", scaled(0.01), "units"),
        ("wgi_rule_of_law", scaled(-1.0), "units"),
        ("population", scaled(0.001), "values"),
        ("fixed_broadband", scaled(10.0), "values"),
        ("gdp_per_capita", rebased, "units"),
        ("mobile_subscriptions", without(5), "economies"),
        ("days_to_start_business", lambda rows: rows[rows["year"] != 2012], "years"),
        ("days_to_start_business", lambda rows: rows[rows["year"].isin([2003, 2019])], "years"),
        ("mobile_subscriptions", lambda rows: rows.drop(rows.index[::6]), "years"),
        ("human_capital_index", lambda rows: pd.concat([rows, rows.head(1)]), "values"),
        (
            "human_capital_index",
            lambda rows: rows.assign(value=rows["value"].sample(frac=1, random_state=0).to_numpy()),
            "revision",
        ),
    ],
)
def test_what_looks_wrong_is_refused_with_its_kind(series: str, change_it: Change, kind: str) -> None:
    refusals = find_refusals(
        change_it(held(series)).reset_index(drop=True),
        held(series),
        load_catalogue().indicators[series],
        ECONOMIES,
    )
    assert kind in [one.kind for one in refusals]
    assert all(one.reason for one in refusals)


@pytest.mark.parametrize(
    ("series", "change_it"),
    [
        ("mobile_subscriptions", without(4)),
        ("mobile_subscriptions", lambda rows: rows.drop(rows.index[::8])),
        ("population", scaled(1.01)),
        ("internet_users", lambda rows: pd.concat([rows, rows[rows["year"] == 2020].assign(year=2021)])),
    ],
)
def test_what_publishers_do_is_not_refused(series: str, change_it: Change) -> None:
    assert kinds(change_it(held(series)).reset_index(drop=True), held(series), series) == []


@pytest.mark.parametrize(("step", "where"), [(1, "before"), (-1, "after")])
def test_values_in_the_wrong_year_are_seen(step: int, where: str) -> None:
    rows = held("mobile_subscriptions")
    moved = rows.assign(value=rows.groupby("iso3")["value"].shift(step)).dropna()
    refusals = find_refusals(moved, rows, load_catalogue().indicators["mobile_subscriptions"], ECONOMIES)
    assert any(f"those of the year {where}: years are confused" in one.reason for one in refusals)


def test_a_series_without_history_must_cover_half_of_the_economies() -> None:
    rows = pd.DataFrame({"iso3": held("population")["iso3"].unique(), "year": 2020, "value": 100.0})
    none = rows.head(0)
    assert kinds(rows, none, "secure_servers") == []
    assert kinds(rows.head(109), none, "secure_servers") == []
    assert kinds(rows.head(108), none, "secure_servers") == ["economies"]


def test_sizes_of_revisions_by_hand() -> None:
    """Economy A moves by 2 a year, B never: the median of the others, A's 2, stands in."""
    old = pd.DataFrame(
        {"iso3": list("AAABB"), "year": [2010, 2012, 2013, 2010, 2011], "value": [1.0, 5, 7, 3, 3]}
    )
    new = old.assign(value=[1.0, 5, 13, 4, 3])
    sizes = revision_sizes(pair(old, new))
    assert sizes.to_dict() == {
        ("A", 2010): 0.0,
        ("A", 2012): 0.0,
        ("A", 2013): 3.0,
        ("B", 2010): 0.5,
        ("B", 2011): 0.0,
    }


@pytest.fixture(scope="module")
def cache(figures: Figures, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Refused figures change nothing, so that one cache serves all."""
    cache = tmp_path_factory.mktemp("cache")
    with serve(
        change(figures, CAPITAL, lambda rows: rows.replace({"value": {rows["value"].max(): 0.9}}))
    ) as server:
        run(cache, server.address, CAPITAL)
    return cache


class TestThroughARefresh:
    @pytest.mark.parametrize(
        ("how", "kind", "words"),
        [
            (
                lambda rows: rows.assign(value=rows["value"] * 100),
                "values",
                "outside 0 to 1: human_capital_index",
            ),
            (lambda rows: rows.assign(value=rows["value"] / 10), "units", "0.1 times what it was"),
            (
                lambda rows: rows[rows["place"] > "B"],
                "economies",
                "economies have no values any more: AFG, AGO",
            ),
            (lambda rows: rows[rows["year"] != 2010], "years", "no values any more for 2010"),
        ],
    )
    def test_the_figures_of_the_earlier_refresh_stay_and_the_reason_is_told(
        self, cache: Path, figures: Figures, how: Change, kind: str, words: str
    ) -> None:
        before = state(cache)
        with (
            serve(change(figures, CAPITAL, how), "2026-08-01") as server,
            pytest.raises(data.RefreshError, match="refused") as refusal,
        ):
            run(cache, server.address, CAPITAL)
        assert words in str(refusal.value)
        assert state(cache) == before
        row = data.load_status(cache).loc[CAPITAL]
        assert row[["result", "kind", "vintage", "revised"]].tolist() == ["refused", kind, "2026-07-01", 1]
        assert words in row["reason"]

    def test_one_refused_series_does_not_keep_the_others(self, tmp_path: Path) -> None:
        years = "expected_years_schooling"
        figures = change(
            figures_of([CAPITAL, years]), CAPITAL, lambda rows: rows.assign(value=rows["value"] / 10)
        )
        with serve(figures) as server:
            done = run(tmp_path / "c", server.address, [CAPITAL, years])
        assert {one.indicator: one.result for one in done.outcomes} == {
            years: "refreshed",
            CAPITAL: "refused",
        }
        told = read_provenance(done.folder)["refused"]
        assert told[CAPITAL]["kind"] == "units"
        assert data.load_indicators(folder=done.folder).loc[[CAPITAL, years], "source"].tolist() == [
            "hci",
            "hci_api",
        ]

    @pytest.mark.parametrize("said", ["", "yesterday", "../../../x", "2026-02-30", "20260701"])
    def test_a_vintage_that_is_no_date_names_no_version(
        self, cache: Path, figures: Figures, said: str
    ) -> None:
        before = state(cache)
        with serve(figures, said) as server, pytest.raises(data.RefreshError, match=r"no date|not a date"):
            run(cache, server.address, CAPITAL)
        assert state(cache) == before
