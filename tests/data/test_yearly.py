"""Editions of any year by rule: what stands in for what, for how long, and that nothing comes from after the year."""

from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest

import data
from data import SelectionError
from data.editions import assemble
from data.recipes import load_yearly
from tests.later_figures import write_later_figures

OPEN = [
    *("fixed_broadband", "internet_users", "mobile_subscriptions", "un_online_services"),
    *("days_to_start_business", "undp_mean_years_schooling", "wgi_control_of_corruption"),
    *("wgi_government_effectiveness", "wgi_political_stability", "wgi_regulatory_quality"),
    *("wgi_rule_of_law", "wgi_voice_accountability"),
]
FIVE_YEARLY = {
    *("mean_years_schooling", "mean_years_schooling_15plus"),
    *("mean_years_schooling_25plus", "mean_years_schooling_25_64"),
}


@pytest.fixture(scope="module")
def later(tmp_path_factory):
    """A folder whose figures go on to 2021 and have secure servers."""
    return write_later_figures(tmp_path_factory.mktemp("later") / "snapshot")


def how_and_year(edition, series, folder=None):
    """How the values of a series got into an edition, and from which years, over the panel."""
    origins = data.load_vintages(edition, folder=folder).query("indicator == @series")
    return set(zip(origins["how"], origins["year"], strict=True))


@pytest.mark.parametrize("year", range(1990, 2021))
def test_nothing_is_from_after_the_year_and_nothing_stands_in_for_longer_than_it_may(year):
    rule = load_yearly()
    origins = data.load_vintages(f"open-{year}", units="all")
    age = year - origins["year"]
    assert (age[origins["how"] == "observed"] == 0).all()
    assert set(origins.loc[origins["how"] == "interpolated", "indicator"]) <= FIVE_YEARLY
    published = origins["indicator"] != "skills_adjusted_schooling"  # which is as old as the schooling in it
    carried = origins[(origins["how"] == "carried") & published]
    assert (age[carried.index] > 0).all()
    assert (age[carried.index] <= carried["indicator"].map(dict(rule.carried)).astype(float)).all()
    assert set(origins["how"]) <= {"observed", "carried", "interpolated", "imputed"}
    panel = data.load_panel(f"open-{year}")
    assert panel.index.tolist() == list(data.panel_members())
    assert set(OPEN) <= set(panel.columns)
    assert panel.notna().to_numpy().sum() == len(data.load_vintages(f"open-{year}"))


def test_the_years_are_listed_like_the_named_editions():
    yearly, named = data.yearly_editions(), data.editions()
    assert yearly.columns.tolist() == named.columns.tolist()
    assert yearly.index.tolist() == [f"open-{year}" for year in range(1990, 2021)]
    assert yearly["year"].tolist() == list(range(1990, 2021))
    assert set(yearly["framework"]) == {"open"}
    assert set(yearly["status"]) == {"experimental"}
    for column in ("title_en", "title_vi", "notes_en", "notes_vi"):
        assert yearly.at["open-2012", column].count("2012") >= 1
        assert "{" not in yearly.at["open-2012", column]


@pytest.mark.parametrize("edition", ["open-1989", "open-2021", "open", "open-", "wdr2016-2012"])
def test_a_year_without_figures_is_refused_with_the_choices(edition):
    with pytest.raises(
        SelectionError, match="choose one of '2014', '2016', '2019', 'open-1990' to 'open-2020'"
    ):
        data.load_panel(edition)


def test_governance_stands_in_for_one_year():
    series = "wgi_rule_of_law"
    assert how_and_year("open-1996", series) == {("observed", 1996)}
    assert how_and_year("open-1997", series) == {("carried", 1996)}
    assert how_and_year("open-2019", series) == {("carried", 2018)}
    assert how_and_year("open-2020", series) == set()
    assert data.load_panel("open-2020")[series].isna().all()


def test_online_services_and_schooling_stand_in_as_far_as_the_rule_says():
    assert how_and_year("open-2013", "un_online_services") == set()
    assert how_and_year("open-2015", "un_online_services") == {("carried", 2014)}
    assert how_and_year("open-2018", "undp_mean_years_schooling") == set()
    assert how_and_year("open-2010", "mean_years_schooling") == {("observed", 2010)}
    assert how_and_year("open-2012", "mean_years_schooling") == {("interpolated", 2012)}
    assert how_and_year("open-2019", "mean_years_schooling") == {("carried", 2015)}
    assert how_and_year("open-2020", "mean_years_schooling") == set()
    assert how_and_year("open-2014", "mean_years_schooling_15plus") == {("carried", 2010)}
    at = {
        year: data.load_panel(f"open-{year}").at["VNM", "mean_years_schooling"] for year in (2010, 2012, 2015)
    }
    assert at[2012] == pytest.approx(at[2010] + 2 / 5 * (at[2015] - at[2010]), abs=1e-12)


def test_2019_by_rule_differs_from_the_named_edition_in_online_services_alone():
    named, ruled = data.load_panel("2019")[OPEN], data.load_panel("open-2019")[OPEN]
    differing = [series for series in OPEN if not named[series].equals(ruled[series])]
    assert differing == ["un_online_services"]
    assert how_and_year("2019", "un_online_services") == {("observed", 2020)}
    assert how_and_year("open-2019", "un_online_services") == {("carried", 2018)}
    origins = [data.load_vintages(edition).query("indicator in @OPEN") for edition in ("2019", "open-2019")]
    same = [table[table["indicator"] != "un_online_services"].reset_index(drop=True) for table in origins]
    pd.testing.assert_frame_equal(*same)


def test_countries_are_described_as_of_the_year():
    countries = data.load_countries("open-2012")
    assert (countries["income_year"] == 2012).all()
    assert (data.load_countries("open-2020")["income_year"] == 2019).all()  # the last that is classified
    groups = [data.load_countries(edition)["income_group"] for edition in ("open-2019", "open-2020")]
    pd.testing.assert_series_equal(*groups)
    assert countries.at["VNM", "population_year"] == 2012
    assert not countries.at["HRV", "eu"]
    assert data.load_countries("open-2013").at["HRV", "eu"]
    assert countries["in_panel"].sum() == 132


def test_later_figures_make_later_years(later):
    assert data.yearly_editions(folder=later).index[-1] == "open-2021"
    assert how_and_year("open-2021", "internet_users", later) == {("observed", 2021)}
    assert how_and_year("open-2021", "days_to_start_business", later) == {("carried", 2019)}
    assert how_and_year("open-2021", "un_online_services", later) == {("carried", 2020)}
    assert data.load_panel("open-2021", folder=later).index.equals(data.load_panel("2014").index)
    with pytest.raises(SelectionError, match="'open-1990' to 'open-2021'"):
        data.load_panel("open-2022", folder=later)
    with pytest.raises(SelectionError, match="'open-1990' to 'open-2020'"):
        data.load_panel("open-2021")


def test_named_editions_are_the_same_with_later_figures(later):
    panel, origins = data.load_panel("2019"), data.load_vintages("2019")
    pd.testing.assert_frame_equal(data.load_panel("2019", folder=later)[panel.columns], panel)
    there = data.load_vintages("2019", folder=later)
    there = there[there["indicator"].isin(panel.columns)].reset_index(drop=True)
    pd.testing.assert_frame_equal(there, origins)


def test_years_with_secure_servers_take_them_into_the_framework(later):
    frameworks = data.yearly_editions(folder=later)["framework"]
    assert frameworks[frameworks == "open-servers"].index.tolist() == [
        f"open-{year}" for year in range(2018, 2022)
    ]
    panel = data.load_panel("open-2020", folder=later)
    np.testing.assert_allclose(panel["secure_servers_log"], np.log10(1 + panel["secure_servers"]))
    assert how_and_year("open-2020", "secure_servers_log", later) == {("observed", 2020)}
    assert "secure_servers_log" not in data.load_panel("open-2017", folder=later)
    assert "secure_servers" not in data.load_panel("open-2020")


class TestTheRuleByHand:
    """On a rule of two series: one yearly that stands in for two years, one interpolated over three at most."""

    rule = load_yearly().__class__(
        framework="open",
        richer="open-servers",
        needs=("fixed_broadband", "internet_users"),
        status="experimental",
        title=load_yearly().title,
        notes=load_yearly().notes,
        carried=MappingProxyType({"fixed_broadband": 2, "internet_users": 1, "population": 0}),
        interpolated=MappingProxyType({"internet_users": 3}),
    )
    observed = MappingProxyType(
        {"fixed_broadband": (2000, 2004), "internet_users": (2001, 2004, 2010), "population": (1960,)}
    )

    def test_a_year_exists_where_a_measure_was_observed_and_not_for_context(self):
        assert self.rule.covered(self.observed) == (2000, 2001, 2004, 2010)

    def test_a_year_is_interpolated_between_years_that_are_near_enough(self):
        spans = {year: dict(self.rule.make(year, self.observed).interpolated) for year in range(2000, 2012)}
        assert {year: span for year, span in spans.items() if span} == {
            2002: {"internet_users": (2001, 2004)},
            2003: {"internet_users": (2001, 2004)},
        }

    def test_the_year_itself_is_tried_first_and_earlier_ones_as_far_as_they_may(self):
        assert dict(self.rule.make(2003, self.observed).years) == {
            "fixed_broadband": (2003, 2002, 2001),
            "internet_users": (2003, 2002),
            "population": (2003,),
        }

    def test_the_richer_framework_needs_all_of_its_series(self):
        found = {year: self.rule.make(year, self.observed).framework for year in range(1999, 2013)}
        assert [year for year, framework in found.items() if framework == "open-servers"] == [
            2001,
            2002,
            2004,
            2005,
        ]

    def test_an_economy_that_cannot_be_interpolated_keeps_its_earlier_value(self):
        rows = [("VNM", 2001, 1.0), ("VNM", 2004, 4.0), ("SGP", 2001, 7.0), ("EST", 2004, 9.0)]
        observations = pd.DataFrame(rows, columns=["iso3", "year", "value"]).assign(
            indicator="internet_users", source="wdi_internet_2021"
        )
        recipe = self.rule.make(2002, self.observed)
        cells = assemble(recipe, observations, pd.DataFrame()).set_index("iso3")
        assert cells[["value", "year", "how"]].to_dict("index") == {
            "SGP": {"value": 7.0, "year": 2001, "how": "carried"},
            "VNM": {"value": 2.0, "year": 2002, "how": "interpolated"},
        }
