"""Uncertainty: what draws come to by hand, the same whatever the split, and what it refuses."""

from __future__ import annotations

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans

import dxindex as dx
from data import load_panel
from dxindex import Framework, InputError, OptionError, Uncertainty
from dxindex.assumptions import (
    ASSUMPTIONS,
    Imputations,
    LeaveOut,
    MeasurementError,
    Normalisations,
    WeightDraws,
)
from dxindex.effects import first_order_shares
from dxindex.framework import flat_framework, load_framework
from dxindex.monte_carlo import SEED_BLOCK, draw_uniforms
from dxindex.regroup import regroup


@pytest.fixture(scope="module")
def drawn() -> Uncertainty:
    return dx.uncertainty(load_panel("2014"), "wdr2016", n=2_500)


@pytest.fixture
def by_hand() -> Uncertainty:
    """Three units in five draws, ranks put in by hand: P 1 1 2 2 -, Q 2 2 1 3 1, R 3 2 3 1 2."""
    frame = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [1.0, 5.0, 2.0]}, index=["P", "Q", "R"])
    made = dx.uncertainty(frame, flat_framework(["a", "b"]), n=5)
    ranks = np.array([[1, 2, 3], [1, 2, 2], [2, 1, 3], [2, 3, 1], [0, 1, 2]], dtype=np.uint16)
    return Uncertainty({"index": ranks}, made.nodes, 5, 0, made.ensemble)


def test_intervals_by_hand(by_hand: Uncertainty) -> None:
    table = by_hand.rank_interval("index", level=0.5)
    # P has four ranks, 1 1 2 2: the quarter, half and three-quarter quantiles are its 1st, 2nd and 3rd.
    assert table.loc["P", ["low", "median", "high", "ranked"]].tolist() == [1, 1, 2, 0.8]
    # Q has five, 1 1 2 2 3: 0.25, 0.5 and 0.75 of five are reached by the 2nd, 3rd and 4th.
    assert table.loc["Q", ["low", "median", "high", "ranked"]].tolist() == [1, 2, 2, 1.0]
    assert table["rank"].tolist() == [3, 1, 2]


def test_outranking_by_hand(by_hand: Uncertainty) -> None:
    assert by_hand.outranks("P", "Q", node="index") == 3 / 4
    assert by_hand.outranks("Q", "P", node="index") == 1 / 4
    assert by_hand.outranks("Q", "R", node="index") == 3 / 5
    assert by_hand.outranks("R", "Q", node="index") == 1 / 5
    table = by_hand.outranking("index")
    for a in "PQR":
        for b in "PQR":
            if a == b:
                assert np.isnan(table.loc[a, b])
            else:
                assert table.loc[a, b] == by_hand.outranks(a, b, node="index")


def test_shapes_types_and_reference(drawn: Uncertainty) -> None:
    assert drawn.nodes == ("adoption", "enabling")
    for ranks in drawn.draws.values():
        assert ranks.shape == (2_500, 132)
        assert ranks.dtype == np.uint16
        assert ranks.max() <= 132
        with pytest.raises(ValueError, match="read-only"):
            ranks[0, 0] = 1
    declared = dx.CompositeIndex("wdr2016").fit(load_panel("2014")).result(load_panel("2014"))
    for node in drawn.nodes:
        pd.testing.assert_series_equal(
            drawn.rank_interval(node)["rank"], declared.ranks[node], check_names=False
        )


def test_intervals_nest_and_hold_their_share(drawn: Uncertainty) -> None:
    narrow, wide = drawn.rank_interval("enabling", 0.5), drawn.rank_interval("enabling", 0.95)
    assert (wide["low"] <= narrow["low"]).all()
    assert (wide["high"] >= narrow["high"]).all()
    ranks = pd.DataFrame(drawn.draws["enabling"], columns=drawn.units).replace(0, np.nan)
    inside = (
        ranks.ge(wide["low"].astype(float)) & ranks.le(wide["high"].astype(float))
    ).sum() / ranks.count()
    assert inside.min() >= 0.95 - 1 / ranks.count().min()
    quantile = ranks.quantile(0.025, interpolation="lower")
    assert (wide["low"].astype(float) - quantile).abs().max() <= 1


def test_score_intervals_are_quantiles_of_the_scores(drawn: Uncertainty) -> None:
    table = drawn.score_interval("adoption", 0.9)
    uniforms = draw_uniforms(drawn.ensemble.dimensions, 0, 0, drawn.n)
    scores = drawn.ensemble.evaluate(uniforms, ["adoption"])[0]
    for column, share in [("low", 0.05), ("median", 0.5), ("high", 0.95)]:
        expected = np.quantile(scores, share, axis=0, method="inverted_cdf")
        np.testing.assert_allclose(table[column], expected, atol=1e-6)
    assert table["score"].between(0.01, 1).all()


@pytest.mark.parametrize("jobs", [2, 3])
def test_nothing_depends_on_the_number_of_jobs(drawn: Uncertainty, jobs: int) -> None:
    again = dx.uncertainty(load_panel("2014"), "wdr2016", n=2_500, n_jobs=jobs)
    for node, ranks in drawn.draws.items():
        np.testing.assert_array_equal(again.draws[node], ranks)
    pd.testing.assert_frame_equal(again.group_shares(), drawn.group_shares())
    pd.testing.assert_frame_equal(again.score_interval("enabling"), drawn.score_interval("enabling"))


def test_nothing_depends_on_the_size_of_pieces(drawn: Uncertainty, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("monte_carlo", "rank_statistics"):
        monkeypatch.setattr(f"dxindex.{name}.CELLS_AT_ONCE", 132 * 170)
    monkeypatch.setattr("dxindex.monte_carlo.ROWS_AT_ONCE", SEED_BLOCK)
    for name in ("ensemble", "compact_ranks"):
        monkeypatch.setattr(f"dxindex.{name}.CELLS_IN_CACHE", 132 * 13)
    again = dx.uncertainty(load_panel("2014"), "wdr2016", n=2_500)
    for node, ranks in drawn.draws.items():
        np.testing.assert_array_equal(again.draws[node], ranks)


def test_dask_gives_the_same_draws(drawn: Uncertainty) -> None:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster),
        joblib.parallel_config(backend="dask"),
    ):
        again = dx.uncertainty(load_panel("2014"), "wdr2016", n=2_500)
        shares = again.group_shares()
    for node, ranks in drawn.draws.items():
        np.testing.assert_array_equal(again.draws[node], ranks)
    pd.testing.assert_frame_equal(shares, drawn.group_shares())


def test_a_longer_study_begins_as_the_shorter_one_and_seeds_differ(drawn: Uncertainty) -> None:
    short = dx.uncertainty(load_panel("2014"), "wdr2016", n=1_100, nodes="enabling")
    np.testing.assert_array_equal(short.draws["enabling"], drawn.draws["enabling"][:1_100])
    other = dx.uncertainty(load_panel("2014"), "wdr2016", n=1_100, nodes="enabling", random_state=1)
    assert (other.draws["enabling"] != short.draws["enabling"]).any()
    uniforms = draw_uniforms(3, 0, 990, 1_010)
    np.testing.assert_array_equal(uniforms[4:], draw_uniforms(3, 0, 994, 1_010))
    assert len(np.unique(draw_uniforms(1, 0, 0, 2_000))) == 2_000


def test_rows_and_columns_may_come_in_any_order(drawn: Uncertainty) -> None:
    panel = load_panel("2014")
    shuffled = panel.sample(frac=1, random_state=1).sample(frac=1, axis=1, random_state=2)
    again = dx.uncertainty(shuffled, "wdr2016", n=400)
    for node in drawn.nodes:
        frame = pd.DataFrame(again.draws[node], columns=again.units).loc[:, drawn.units]
        np.testing.assert_array_equal(frame, drawn.draws[node][:400])


def test_a_draw_is_a_plain_index(drawn: Uncertainty) -> None:
    chosen = drawn.choices()
    assert list(chosen.columns) == [
        *("normalisation", "aggregation", "leave_out.adoption", "leave_out.enabling", "variant", "imputation")
    ]
    for draw in (0, 1_234, 2_499):
        run = drawn.run(draw)
        name = "goalposts" if run.normalise is None else run.normalise.name
        assert name == chosen.loc[draw, "normalisation"]
        ranks = run.result().ranks
        for node in drawn.nodes:
            np.testing.assert_array_equal(
                drawn.draws[node][draw], ranks[node].fillna(0).to_numpy(dtype=np.int64)
            )
    with pytest.raises(OptionError, match="between 0 and 2499"):
        drawn.run(2_500)


def test_groups_follow_every_draw(drawn: Uncertainty) -> None:
    shares = drawn.group_shares()
    assert list(shares.columns) == list(dx.LEVELS)
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    assert shares.loc["SGP", "transforming"] == 1.0
    assert shares.loc["VNM", "transitioning"] > 0.9
    scaled = drawn.group_shares(scaled=True, n_groups=2, features="pillars")
    assert list(scaled.columns) == ["level 1", "level 2"]
    with pytest.raises(OptionError, match="no feature set 'nonsense'"):
        drawn.group_shares(features="nonsense")


def test_scaled_groups_count_every_feature_alike() -> None:
    frame = pd.DataFrame(
        {"wide": [0.0, 0.2, 0.4, 0.6, 0.8, 1.0], "narrow": [0.50, 0.56, 0.50, 0.56, 0.50, 0.56]},
        index=list("PQRSTU"),
    )
    tree = {
        "framework": {"id": "two", "axes": {"x": "w", "y": "n"}},
        "node": [{"id": "w", "parent": ""}, {"id": "n", "parent": ""}],
        "indicator": [
            {"id": "wide", "parent": "w", "goalposts": [0, 1]},
            {"id": "narrow", "parent": "n", "goalposts": [0, 1]},
        ],
    }
    u = dx.uncertainty(frame, Framework.from_dict(tree), n=4, assumptions=["measurement_error"])
    for scaled in (False, True):
        groups = dx.classify(frame, n_groups=2, scaled=scaled).labels
        shares = u.group_shares(n_groups=2, scaled=scaled)
        assert (shares.idxmax(axis=1) == groups).all()
        assert (shares.max(axis=1) == 1).all()
    assert (u.group_shares(n_groups=2) != u.group_shares(n_groups=2, scaled=True)).any(axis=None)


def test_regrouping_ends_where_scikit_learn_does() -> None:
    generator = np.random.default_rng(5)
    base = np.concatenate([generator.normal(centre, 0.12, size=(30, 2)) for centre in (0.2, 0.5, 0.8)])
    start = np.repeat([0, 1, 2], 30)
    sets = base + generator.normal(0, 0.08, size=(40, 90, 2))
    labels = regroup(sets, start, 3)
    for points, found in zip(sets, labels, strict=True):
        centres = np.array([points[start == group].mean(axis=0) for group in range(3)])
        model = KMeans(n_clusters=3, init=centres, n_init=1, tol=0, max_iter=300).fit(points)
        order = np.argsort(np.argsort(model.cluster_centers_.mean(axis=1)))
        np.testing.assert_array_equal(found, order[model.labels_])


def test_regrouping_leaves_out_what_is_missing() -> None:
    points = np.array([[[0.0], [np.nan], [1.0], [0.9]]])
    assert regroup(points, np.array([0, 0, 1, 1]), 2).tolist() == [[0, -1, 1, 1]]
    # Labels follow the height of the centres, whatever the start called them.
    assert regroup(points, np.array([1, 0, 0, 0]), 2).tolist() == [[0, -1, 1, 1]]


def test_variance_goes_to_what_varies() -> None:
    panel = load_panel("2014")
    only = dx.uncertainty(panel, "wdr2016", n=3_000, assumptions=["variant"], nodes=["enabling", "adoption"])
    shares = only.variance_shares("enabling").dropna()
    np.testing.assert_allclose(shares["variant"], 1.0, atol=1e-9)
    assert only.variance_shares("adoption").isna().all(axis=None)


def test_what_chance_explains_is_not_counted() -> None:
    # Schooling has no part in adoption: whatever the draws say of it is chance.
    u = dx.uncertainty(
        load_panel("2014"), "wdr2016", n=80, assumptions=["variant", "weights"], nodes="adoption"
    )
    shares = u.variance_shares("adoption")["variant"].dropna()
    assert (shares == 0).mean() > 0.4
    assert shares.mean() < 0.02


def test_variance_shares_are_those_of_the_group_means(drawn: Uncertainty) -> None:
    shares = drawn.variance_shares("enabling")
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    assert (shares.drop(columns="interactions") >= 0).all(axis=None)
    ranks = pd.DataFrame(drawn.draws["enabling"], columns=drawn.units).astype(float)
    choices = drawn.choices()
    for name in ("variant", "aggregation", "normalisation"):
        means = ranks.groupby(choices[name], observed=True).transform("mean")
        ratio = means.var() / ranks.var()
        whole = drawn.rank_interval("enabling")["ranked"] == 1
        np.testing.assert_allclose(shares.loc[whole, name], ratio[whole], atol=0.05)


def test_variance_shares_agree_with_sobol_indices() -> None:
    panel = load_panel("2014")
    chosen = ["normalisation", "aggregation", "weights", "leave_out", "variant", Imputations()]
    shares = dx.uncertainty(panel, "wdr2016", n=8_000, assumptions=chosen, nodes="enabling").variance_shares(
        "enabling"
    )
    sobol = dx.sensitivity(panel, "wdr2016", n=1024, target="VNM", node="enabling", assumptions=chosen)
    np.testing.assert_allclose(
        shares.loc["VNM"].drop("interactions"),
        sobol.indices["S1"],
        atol=float(sobol.indices["S1_conf"].max()),
    )


def test_missing_values_leave_honest_shares() -> None:
    frame = pd.DataFrame(
        {"a": [1.0, 2.0, 3.0, np.nan], "b": [3.0, 1.0, np.nan, np.nan], "c": [2.0, 2.5, 1.0, np.nan]},
        index=list("PQRS"),
    )
    u = dx.uncertainty(
        frame, flat_framework(["a", "b", "c"]), n=600, assumptions=["leave_out", "weights", "normalisation"]
    )
    table = u.rank_interval("index")
    # R has a and c: with either left out, one of two remains, which is too little.
    left_out = u.choices()["leave_out.index"]
    assert table.loc["R", "ranked"] == pytest.approx(left_out.isin(["", "b"]).mean())
    assert table.loc["S", "ranked"] == 0
    assert table.loc["S", ["rank", "low", "median", "high"]].isna().all()
    assert u.score_interval("index").loc["S", ["score", "low", "median", "high"]].isna().all()
    assert np.isnan(u.outranks("P", "S", node="index"))
    assert u.outranking("index").loc["S"].isna().all()
    assert u.group_shares(n_groups=2).loc["S"].isna().all()
    assert u.variance_shares("index").loc["S"].isna().all()
    both = (u.draws["index"][:, 0] > 0) & (u.draws["index"][:, 2] > 0)
    above = u.draws["index"][both, 0] < u.draws["index"][both, 2]
    assert u.outranking("index").loc["P", "R"] == above.mean() == u.outranks("P", "R", node="index")


def test_variance_shares_do_not_depend_on_which_draws_come_together() -> None:
    frame = pd.DataFrame(
        {"a": [1.0, 2.0, 3.0, 2.5], "b": [3.0, 1.0, np.nan, 2.0], "c": [2.0, 2.5, 1.0, 3.0]},
        index=list("PQRS"),
    )
    u = dx.uncertainty(frame, flat_framework(["a", "b", "c"]), n=400, assumptions=["leave_out", "weights"])
    uniforms = draw_uniforms(u.ensemble.dimensions, 0, 0, u.n)
    ranks = u.draws["index"]
    unranked = (ranks == 0).any(axis=1)
    assert 0 < unranked.mean() < 1
    # All draws in which everybody has a rank first, then the others.
    split = [(uniforms[rows], ranks[rows]) for rows in (~unranked, unranked)]
    pd.testing.assert_frame_equal(
        first_order_shares(u.ensemble, split, u.n), first_order_shares(u.ensemble, [(uniforms, ranks)], u.n)
    )


def test_measurement_error_acts_where_it_is_given() -> None:
    panel = load_panel("2014")
    errors = pd.DataFrame({"wgi_rule_of_law": 0.2, "wgi_voice_accountability": 0.1}, index=panel.index[:5])
    u = dx.uncertainty(panel, "wdr2016", n=60, assumptions=[MeasurementError(errors)])
    assert u.assumptions.loc["measurement_error", "acts"]
    spread = u.score_interval("enabling")
    assert (spread["high"] > spread["low"])[:5].all()
    assert not (spread["high"] > spread["low"])[5:].any()


def test_what_is_drawn_is_reported(drawn: Uncertainty) -> None:
    table = drawn.assumptions
    assert table.index.tolist() == [*ASSUMPTIONS]
    assert not table.loc["measurement_error", "acts"]
    assert table.loc["measurement_error", "note"] == "no standard errors are given"


@pytest.mark.parametrize("n", [0, -1, 2.5, True])
def test_numbers_of_draws_are_checked(n: int, framework: Framework, panel: pd.DataFrame) -> None:
    with pytest.raises(OptionError, match="whole number of draws"):
        dx.uncertainty(panel, framework, n=n)


def test_arguments_are_checked(drawn: Uncertainty, framework: Framework, panel: pd.DataFrame) -> None:
    for seed in (-1, 0.5, None):
        with pytest.raises(OptionError, match="random_state"):
            dx.uncertainty(panel, framework, n=5, random_state=seed)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="has no 'nonsense'"):
        dx.uncertainty(panel, framework, n=5, nodes="nonsense")
    with pytest.raises(OptionError, match="name at least one node"):
        dx.uncertainty(panel, framework, n=5, nodes=[])
    with pytest.raises(OptionError, match="no assumption 'luck'"):
        dx.uncertainty(panel, framework, n=5, assumptions=["luck"])
    with pytest.raises(OptionError, match="was not drawn; drawn are 'adoption', 'enabling'"):
        drawn.rank_interval("adoption.people")
    for level in (0, 1, 90):
        with pytest.raises(OptionError, match="level"):
            drawn.rank_interval("enabling", level)
    with pytest.raises(InputError, match="no unit 'XXX'") as refused:
        drawn.outranks("VNM", "XXX", node="enabling")
    assert refused.value.ids == ("XXX",)
    few = dx.uncertainty(load_panel("2014"), "wdr2016", n=10)
    with pytest.raises(OptionError, match="too few"):
        few.variance_shares("enabling")


def test_a_panel_of_one_ranks_first() -> None:
    one = load_panel("2014").loc[["VNM"]]
    u = dx.uncertainty(one, "wdr2016", n=50)
    assert (u.draws["enabling"] == 1).all()
    assert u.rank_interval("enabling").loc["VNM", ["low", "high"]].tolist() == [1, 1]
    with pytest.raises(InputError):
        u.group_shares()


def test_any_subset_any_node_any_framework(framework: Framework, panel: pd.DataFrame) -> None:
    for chosen in (["weights"], [WeightDraws("dirichlet")], [LeaveOut(("a", "d"))], [Normalisations()]):
        u = dx.uncertainty(panel, framework, n=30, assumptions=chosen, nodes=["all", "p"])
        assert u.rank_interval("all").loc["FFF", "ranked"] == 0
        assert u.rank_interval("p").loc["AAA", "ranked"] > 0
    assert load_framework("wdr2016").axis_ids == dx.uncertainty(load_panel("2014"), "wdr2016", n=1).nodes
