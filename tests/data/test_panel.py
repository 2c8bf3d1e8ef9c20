"""The loaders: shapes, labels, honesty about years, and independence of what callers do."""

import numpy as np
import pandas as pd
import pytest

import data
from data import SelectionError
from data.derived import ADVANCED_TEST_SCORE, adjust_schooling
from data.editions import assemble
from data.panel import COUNTRY_COLUMNS, OBSERVATION_COLUMNS, VINTAGE_COLUMNS
from data.recipes import load_recipes

EDITIONS = ("2014", "2016", "2019")
CASES = [(edition, units) for edition in EDITIONS for units in ("panel", "all")]
WDR2016 = [
    *("dai_business", "dai_people", "dai_government", "starting_business_score", "mean_years_schooling"),
    *("wgi_control_of_corruption", "wgi_government_effectiveness", "wgi_political_stability"),
    *("wgi_regulatory_quality", "wgi_rule_of_law", "wgi_voice_accountability"),
]


@pytest.mark.parametrize(("edition", "units"), CASES)
def test_a_panel_has_sorted_labels_floats_and_columns_in_the_catalogues_order(edition, units):
    panel = data.load_panel(edition, units=units)
    assert panel.index.name == "iso3"
    assert panel.index.is_monotonic_increasing
    assert panel.index.is_unique
    assert (panel.dtypes == "float64").all()
    catalogue = data.load_indicators().index
    assert panel.columns.tolist() == [name for name in catalogue if name in panel.columns]
    assert panel.columns.name is None
    assert len(panel) == (132 if units == "panel" else 218)
    assert panel.notna().any(axis=1).all()
    assert panel.notna().any().all()


@pytest.mark.parametrize(("edition", "units"), CASES)
def test_vintages_have_one_row_per_value(edition, units):
    panel = data.load_panel(edition, units=units).stack()
    vintages = data.load_vintages(edition, units=units)
    assert vintages.columns.tolist() == VINTAGE_COLUMNS
    assert vintages["year"].dtype == "int64"
    pairs = list(zip(vintages["iso3"], vintages["indicator"], strict=True))
    assert set(pairs) == set(panel.dropna().index)
    assert len(pairs) == len(set(pairs))
    year = data.editions().loc[edition, "year"]
    kinds = vintages.groupby("how")["year"]
    assert (kinds.get_group("observed") >= year).all()
    assert (kinds.get_group("carried") < year).all()
    assert set(vintages["how"]) <= {"observed", "carried", "interpolated", "imputed"}


@pytest.mark.parametrize("edition", EDITIONS)
def test_observed_and_carried_values_are_those_of_the_year_given(edition):
    vintages = data.load_vintages(edition, units="all").query("how in ['observed', 'carried']")
    cells = data.load_panel(edition, units="all").stack().rename("cell").rename_axis(["iso3", "indicator"])
    merged = vintages.merge(cells.reset_index(), on=["iso3", "indicator"]).merge(
        data.load_observations(), on=["iso3", "indicator", "year"], suffixes=("", "_published")
    )
    derived = vintages["indicator"] == "skills_adjusted_schooling"
    assert len(merged) == (~derived).sum()
    assert (merged["cell"] == merged["value"]).all()
    assert (merged["source"] == merged["source_published"]).all()


@pytest.mark.parametrize("edition", ["2014", "2016"])
def test_the_framework_is_complete_for_all_132(edition):
    assert data.load_panel(edition)[WDR2016].notna().all(axis=None)


def test_which_year_of_what_makes_an_edition():
    years = {
        edition: data.load_vintages(edition)
        .groupby("indicator")[["year", "how"]]
        .agg(lambda s: sorted(set(s)))
        for edition in EDITIONS
    }
    assert years["2014"].loc["starting_business_score"].tolist() == [[2014], ["observed"]]
    assert years["2014"].loc["mean_years_schooling"].tolist() == [[2014], ["interpolated"]]
    assert years["2014"].loc["mean_years_schooling_15plus"].tolist() == [[2010], ["carried"]]
    assert years["2014"].loc["harmonised_test_score"].tolist() == [[2018], ["observed"]]
    assert years["2014"].loc["skills_adjusted_schooling"].tolist() == [[2014], ["imputed", "interpolated"]]
    assert years["2016"].loc["starting_business_score"].tolist() == [[2016], ["observed"]]
    assert years["2016"].loc["mean_years_schooling"].tolist() == [[2015], ["carried"]]
    assert years["2016"].loc["wgi_rule_of_law"].tolist() == [[2016], ["observed"]]
    assert years["2019"].loc["wgi_rule_of_law"].tolist() == [[2018], ["carried"]]
    assert years["2019"].loc["days_to_start_business"].tolist() == [[2019], ["observed"]]
    assert years["2019"].loc["undp_mean_years_schooling"].tolist() == [[2019], ["observed"]]
    assert years["2019"].loc["un_online_services"].tolist() == [[2020], ["observed"]]
    assert years["2019"].loc["internet_users"].tolist() == [[2017, 2018, 2019], ["carried", "observed"]]
    assert "dai" not in years["2019"].index
    assert "govtech_maturity" not in years["2014"].index


def test_values_of_vietnam_in_the_reference_edition():
    vietnam = data.load_panel("2014").loc["VNM"]
    published = data.load_observations("mean_years_schooling", years=[2010, 2015]).query("iso3 == 'VNM'")[
        "value"
    ]
    before, after = published
    assert vietnam["mean_years_schooling"] == pytest.approx(before + 4 / 5 * (after - before), abs=1e-12)
    assert round(vietnam["starting_business_score"], 2) == 79.15
    assert round(vietnam["dai"], 3) == 0.467


def test_an_edition_prefers_years_in_the_order_given_and_marks_what_it_carries():
    recipe = load_recipes()["2019"]
    rows = [
        ("VNM", 2017, 1.0),
        ("VNM", 2019, 3.0),
        ("SGP", 2018, 2.0),
        ("SGP", 2017, 1.0),
        ("EST", 2016, 9.0),
    ]
    observations = pd.DataFrame(rows, columns=["iso3", "year", "value"]).assign(
        indicator="internet_users", source="wdi_internet_2021"
    )
    groups = pd.DataFrame({"region": "EAS", "income_group": "L"}, index=["VNM", "SGP", "EST"])
    cells = assemble(recipe, observations, groups).set_index("iso3")
    assert cells[["value", "year", "how"]].to_dict("index") == {
        "SGP": {"value": 2.0, "year": 2018, "how": "carried"},
        "VNM": {"value": 3.0, "year": 2019, "how": "observed"},
    }


def test_interpolation_needs_both_ends():
    recipe = load_recipes()["2014"]
    rows = [("VNM", 2010, 5.0), ("VNM", 2015, 10.0), ("SGP", 2010, 5.0), ("EST", 2015, 9.0)]
    observations = pd.DataFrame(rows, columns=["iso3", "year", "value"]).assign(
        indicator="mean_years_schooling", source="barro_lee_v3_1564"
    )
    groups = pd.DataFrame({"region": "EAS", "income_group": "L"}, index=["VNM", "SGP", "EST"])
    cells = assemble(recipe, observations, groups).set_index("iso3")
    assert cells[["value", "year", "how"]].to_dict("index") == {
        "VNM": {"value": 9.0, "year": 2014, "how": "interpolated"}
    }


class TestSkillsAdjustedSchooling:
    def test_by_hand_with_rows_in_any_order(self):
        schooling = pd.DataFrame(
            {
                "iso3": ["D", "B", "A", "C"],
                "value": [8.0, 10.0, 5.0, 6.0],
                "year": 2014,
                "how": "interpolated",
            }
        )
        scores = pd.DataFrame({"iso3": ["E", "A", "C"], "value": [300.0, 500.0, 400.0]})
        groups = pd.DataFrame(
            {"region": ["EAS"] * 4 + ["SSF"], "income_group": ["L", "L", "L", "L", "L"]},
            index=["A", "B", "C", "E", "D"],
        )
        out = adjust_schooling(schooling, scores, groups).set_index("iso3")
        assert out.loc["A", ["value", "how"]].tolist() == [5.0 * 500 / 625, "interpolated"]
        assert out.loc["C", "value"] == pytest.approx(6.0 * 400 / 625)
        assert out.loc["B", ["value", "how"]].tolist() == [10.0 * 400 / 625, "imputed"]
        assert "D" not in out.index  # nobody in its group has a score
        assert "E" not in out.index  # no schooling

    def test_on_the_panel_five_scores_are_imputed(self):
        panel = data.load_panel("2014")
        how = (
            data.load_vintages("2014")
            .query("indicator == 'skills_adjusted_schooling'")
            .set_index("iso3")["how"]
        )
        assert sorted(how.index[how == "imputed"]) == ["BOL", "CAF", "FJI", "SYR", "VEN"]
        by_hand = panel["mean_years_schooling"] * panel["harmonised_test_score"] / ADVANCED_TEST_SCORE
        own = by_hand.dropna()
        assert len(own) == 127
        assert (panel.loc[own.index, "skills_adjusted_schooling"] - own).abs().max() < 1e-12
        assert panel["skills_adjusted_schooling"].notna().all()

    def test_the_stand_in_is_the_median_of_region_and_income_group(self):
        everyone, countries = data.load_panel("2014", units="all"), data.load_countries("2014")
        bolivia = countries.loc["BOL", ["region", "income_group"]]
        peers = countries.index[(countries[["region", "income_group"]] == bolivia).all(axis=1)]
        median = np.nanmedian(everyone.reindex(peers)["harmonised_test_score"])
        expected = everyone.loc["BOL", "mean_years_schooling"] * median / 625
        assert everyone.loc["BOL", "skills_adjusted_schooling"] == pytest.approx(expected, abs=1e-12)

    def test_it_has_no_observations(self):
        assert data.load_observations("skills_adjusted_schooling").empty


class TestObservations:
    def test_columns_order_and_no_missing_values(self):
        rows = data.load_observations()
        assert rows.columns.tolist() == OBSERVATION_COLUMNS
        assert rows.notna().all(axis=None)
        key = pd.MultiIndex.from_frame(rows[["indicator", "iso3", "year"]])
        assert key.is_monotonic_increasing
        assert key.is_unique

    @pytest.mark.parametrize("years", [2014, np.int64(2014), [2014], (y for y in [2014])])
    def test_selection_by_year(self, years):
        rows = data.load_observations("dai", years=years)
        assert set(rows["year"]) == {2014}
        assert rows.index.tolist() == list(range(180))

    def test_selection_by_several_indicators(self):
        assert set(data.load_observations(["dai", "population"])["indicator"]) == {"dai", "population"}
        assert data.load_observations([]).empty


def test_countries_have_all_columns_and_types():
    countries = data.load_countries("2014")
    assert countries.columns.tolist() == COUNTRY_COLUMNS
    assert countries.index.is_monotonic_increasing
    assert (countries[["asean", "oecd", "eu", "in_panel"]].dtypes == "bool").all()
    assert countries["in_panel"].sum() == 132
    assert set(countries["region"]) == set(data.load_regions().index)
    assert set(countries["income_group"].dropna()) == set(data.load_income_groups().index)
    assert countries.query("in_panel")[["income_group", "population", "name_vi"]].notna().all(axis=None)
    assert np.isnan(countries.loc["TWN", "population"])
    assert countries.loc["SYR", "gdp_per_capita_year"] is pd.NA


@pytest.mark.parametrize("edition", EDITIONS)
def test_income_year_is_the_editions(edition):
    countries = data.load_countries(edition)
    assert set(countries["income_year"]) == {int(edition)}
    assert set(countries["population_year"].dropna()) == {int(edition)}


def test_published_positions_of_vietnam():
    published = data.load_published()
    positions = published[["iso3", "node", "rank", "n_units", "group", "year"]].itertuples(
        index=False, name=None
    )
    assert list(positions) == [
        ("VNM", "adoption", 89, 132, "transitioning", 2016),
        ("VNM", "enabling", 89, 132, "transitioning", 2016),
    ]
    assert published["citation_vi"].str.contains("Ngân hàng Thế giới").all()


def spoil(frame):
    """Change a frame in place in every way a caller might."""
    frame.index.name = "spoilt"
    for column in list(frame.columns):
        frame[column] = None
    frame.loc[len(frame)] = None
    frame.columns = [f"spoilt {column}" for column in frame.columns]


@pytest.mark.parametrize(
    "load",
    [
        data.load_panel,
        lambda: data.load_panel("2014", units="all"),
        data.load_vintages,
        lambda: data.load_vintages("2014", units="all"),
        data.load_observations,
        data.load_countries,
        data.load_indicators,
        data.load_published,
        data.load_regions,
        data.load_income_groups,
        data.load_memberships,
        data.panel_near_misses,
        data.editions,
    ],
)
def test_what_a_caller_does_to_a_frame_harms_nobody(load):
    before = load().copy()
    spoil(load())
    pd.testing.assert_frame_equal(load(), before)


@pytest.mark.parametrize("load", [data.load_panel, data.load_vintages, data.load_countries])
@pytest.mark.parametrize("edition", ["2015", "", 2014, None])
def test_an_unknown_edition_is_refused_with_the_choices(load, edition):
    with pytest.raises(
        SelectionError,
        match=r"There is no edition .*; choose one of '2014', '2016', '2019', 'open-1990' to 'open-2020'\.",
    ):
        load(edition)


@pytest.mark.parametrize("load", [data.load_panel, data.load_vintages])
def test_unknown_units_are_refused_with_the_choices(load):
    with pytest.raises(SelectionError, match=r"units is 'some'; choose one of 'panel', 'all'\."):
        load("2014", units="some")


def test_unknown_indicators_are_refused_with_the_choices():
    with pytest.raises(
        SelectionError, match=r"(?s)Unknown indicators: gdp, x\. Choose among .*wgi_voice_accountability"
    ):
        data.load_observations(["dai", "x", "gdp"])


def test_errors_of_selection_are_value_errors_too():
    with pytest.raises(ValueError, match="no edition"):
        data.load_panel("1066")
