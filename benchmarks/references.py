"""What the engine's results were checked against, and how far they lie apart: made into docs/references.md.

``python -m benchmarks.references`` computes every comparison anew on the snapshot's 2014 panel (or the
textbook function named) and writes the table; a test holds each difference to its tolerance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations, permutations, product
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats
from sklearn import cluster, decomposition, metrics, mixture, preprocessing

import data
import dxindex as dx
from dxindex.agreement import adjusted_rand
from dxindex.monte_carlo import draw_uniforms
from dxindex.outrank import borda_scores, copeland_scores
from dxindex.sensitivity import exact_indices, sobol_indices
from dxindex.structure import correlations, cronbach_alpha, principal_components
from dxindex.treat import kurtosis, skewness

TABLE = Path(__file__).parents[1] / "docs" / "references.md"
ROUNDING = 1e-9
DRAWS = 300
BASE_SAMPLE = 4096


@dataclass(frozen=True)
class Check:
    """One comparison: the largest absolute difference found, and what is tolerated and why."""

    operation: str
    reference: str
    difference: float
    tolerance: float
    note: str = ""


def apart(ours: object, theirs: object) -> float:
    """Largest absolute difference between two arrays of the same shape; NaN must meet NaN."""
    one, other = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    if one.shape != other.shape or (np.isnan(one) != np.isnan(other)).any():
        return float("inf")
    return float(np.nanmax(np.abs(one - other)))


class Study:
    """The panel, the index and the groups that most comparisons use."""

    def __init__(self) -> None:
        self.framework = dx.load_framework("wdr2016")
        self.panel = data.load_panel("2014")[list(self.framework.indicators)]
        self.result = self.scored()
        self.axes = self.result.scores[["adoption", "enabling"]]

    def scored(self, normalise: str | None = None, aggregate: str | float = "arithmetic") -> dx.IndexResult:
        return (
            dx.CompositeIndex(self.framework, normalise=normalise, aggregate=aggregate)
            .fit(self.panel)
            .result(self.panel)
        )


def published(_: Study) -> Iterator[Check]:
    framework = dx.load_framework("wdr2016")
    for edition in ("2014", "2016"):
        everyone = data.load_panel(edition, units="all")
        scores = dx.CompositeIndex(framework).fit(everyone).result(everyone).scores["adoption"]
        full = everyone["dai"].dropna().index
        yield Check(
            f"Adoption score, {edition}, {len(full)} economies",
            "published Digital Adoption Index",
            apart(scores[full], everyone.loc[full, "dai"]),
            1e-6,
            "the publisher's file rounds to single precision",
        )


def normalisations(study: Study) -> Iterator[Check]:
    yield Check(
        "Normalise: min-max",
        "scikit-learn MinMaxScaler",
        apart(study.scored("minmax").normalised, preprocessing.MinMaxScaler().fit_transform(study.panel)),
        ROUNDING,
    )
    yield Check(
        "Normalise: z-score",
        "scikit-learn StandardScaler",
        apart(study.scored("zscore").normalised, preprocessing.StandardScaler().fit_transform(study.panel)),
        ROUNDING,
    )
    shares = (stats.rankdata(study.panel, axis=0) - 0.5) / len(study.panel)
    yield Check(
        "Normalise: percentile rank",
        "SciPy rankdata",
        apart(study.scored("percentile_rank").normalised, shares),
        ROUNDING,
    )


def means(_: Study) -> Iterator[Check]:
    values = np.random.default_rng(0).uniform(0.05, 1, (500, 6))
    weights = np.array([3.0, 1.0, 2.0, 0.5, 4.0, 1.5])
    for name, power, reference in (
        ("arithmetic", 1, lambda: np.average(values, axis=1, weights=weights)),
        ("geometric", 0, lambda: stats.gmean(values, axis=1, weights=weights)),
        ("harmonic", -1, lambda: stats.hmean(values, axis=1, weights=weights)),
        ("power 3", 3, lambda: stats.pmean(values, 3, axis=1, weights=weights)),
    ):
        ours = dx.power_mean(values, weights, power)
        yield Check(
            f"Mean: {name}", "NumPy average" if power == 1 else "SciPy", apart(ours, reference()), ROUNDING
        )


def ranks(study: Study) -> Iterator[Check]:
    theirs = stats.rankdata(-study.result.scores.to_numpy(), method="min", axis=0)
    yield Check("Ranks with ties", "SciPy rankdata", apart(study.result.ranks.astype(float), theirs), 0)


def outranking(study: Study) -> Iterator[Check]:
    values = study.result.normalised.to_numpy()[:40]
    weights = np.linspace(1, 2, values.shape[1])
    copeland = np.zeros(len(values))
    for a, b in combinations(range(len(values)), 2):
        ahead = sum(w for w, x, y in zip(weights, values[a], values[b], strict=True) if x > y)
        level = sum(w for w, x, y in zip(weights, values[a], values[b], strict=True) if x == y)
        sign = np.sign(round(ahead + level / 2 - weights.sum() / 2, 12))
        copeland[a] += sign
        copeland[b] -= sign
    yield Check(
        "Outranking: Copeland", "pair by pair, by loop", apart(copeland_scores(values, weights), copeland), 0
    )
    points = (stats.rankdata(values, axis=0) - 0.5) @ weights / weights.sum() / len(values)
    yield Check("Outranking: Borda", "SciPy rankdata", apart(borda_scores(values, weights), points), ROUNDING)


def structure(study: Study) -> Iterator[Check]:
    values = study.result.normalised.to_numpy()
    for method, reference in (
        ("pearson", stats.pearsonr),
        ("spearman", stats.spearmanr),
        ("kendall", stats.kendalltau),
    ):
        columns = range(values.shape[1])
        theirs = [[reference(values[:, i], values[:, j]).statistic for j in columns] for i in columns]
        yield Check(
            f"Correlation: {method.title()}",
            "SciPy",
            apart(correlations(study.result, method=method), theirs),
            ROUNDING,
        )
    standard = preprocessing.StandardScaler().fit_transform(values)
    components = decomposition.PCA().fit(standard)
    ours = principal_components(study.result).shares
    yield Check(
        "Principal components",
        "scikit-learn PCA",
        apart(ours, components.explained_variance_ratio_),
        ROUNDING,
    )
    covariance = np.cov(values, rowvar=False)
    k = len(covariance)
    alpha = k / (k - 1) * (1 - np.trace(covariance) / covariance.sum())
    yield Check("Cronbach's alpha", "covariance matrix", apart(cronbach_alpha(study.result), alpha), ROUNDING)
    column = study.panel["mean_years_schooling"]
    yield Check(
        "Skewness", "SciPy, bias=False", apart(skewness(column), stats.skew(column, bias=False)), ROUNDING
    )
    yield Check(
        "Kurtosis", "SciPy, bias=False", apart(kurtosis(column), stats.kurtosis(column, bias=False)), ROUNDING
    )


def grouping(study: Study) -> Iterator[Check]:
    points = study.axes.to_numpy()
    kmeans = cluster.KMeans(3, n_init=300, random_state=1).fit(points)
    references = {
        "kmeans": ("scikit-learn KMeans, 300 starts, another seed", kmeans.labels_),
        "ward": (
            "scikit-learn AgglomerativeClustering",
            cluster.AgglomerativeClustering(3).fit_predict(points),
        ),
        "gaussian_mixture": (
            "scikit-learn GaussianMixture, 20 starts, another seed",
            mixture.GaussianMixture(3, n_init=20, random_state=1).fit_predict(points),
        ),
    }
    for method, (reference, theirs) in references.items():
        ours = dx.classify(study.result, method=method).labels
        index = metrics.adjusted_rand_score(theirs, ours)
        yield Check(f"Groups: {method}", reference, 1 - index, ROUNDING, "1 - adjusted Rand index")
    heights = study.axes.mean(axis=1).sort_values()[::6]
    few = study.result.scores.loc[heights.index]
    cuts = combinations(range(1, len(heights)), 2)
    least = min(
        sum(part.var(ddof=0) * len(part) for part in np.split(heights.to_numpy(), cut)) for cut in cuts
    )
    bands = heights.groupby(
        dx.classify(few, method="natural_breaks", features=["adoption", "enabling"]).labels
    )
    ours = float((bands.var(ddof=0) * bands.size()).sum())
    yield Check(
        "Groups: natural_breaks, 22 countries",
        "every pair of cuts: squared deviations",
        abs(ours - least),
        ROUNDING,
    )
    labels = np.random.default_rng(0).integers(0, 4, (2, 200))
    theirs = metrics.adjusted_rand_score(*labels)
    yield Check(
        "Adjusted Rand index",
        "scikit-learn",
        apart(adjusted_rand(labels[:1], labels[1:]), [[theirs]]),
        ROUNDING,
    )
    groups = dx.classify(study.result)
    codes = pd.Categorical(groups.labels, groups.levels).codes
    for name, score in (
        ("silhouette", metrics.silhouette_score),
        ("calinski_harabasz", metrics.calinski_harabasz_score),
        ("davies_bouldin", metrics.davies_bouldin_score),
    ):
        yield Check(
            f"Diagnostics: {name}",
            "scikit-learn",
            apart(getattr(groups.diagnostics, name), score(points, codes)),
            ROUNDING,
        )


def ishigami(uniforms: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * uniforms - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def known_answers(_: Study) -> Iterator[Check]:
    found, _values = sobol_indices(ishigami, {"x1": 1, "x2": 1, "x3": 1}, BASE_SAMPLE, random_state=0)
    yield Check(
        "Sobol, first order: Ishigami",
        "analytic",
        apart(found["S1"], [0.3139, 0.4424, 0.0]),
        0.02,
        f"base sample {BASE_SAMPLE}",
    )
    yield Check(
        "Sobol, total order: Ishigami",
        "analytic",
        apart(found["ST"], [0.5576, 0.4424, 0.2437]),
        0.02,
        f"base sample {BASE_SAMPLE}",
    )
    spread = np.array([0.0, 1.0, 4.5, 9.0])

    def sobol_g(uniforms: np.ndarray) -> np.ndarray:
        return np.prod((np.abs(4 * uniforms - 2) + spread) / (1 + spread), axis=1)

    partial = 1 / (3 * (1 + spread) ** 2)
    total = np.prod(1 + partial) - 1
    found, _values = sobol_indices(sobol_g, {f"x{i}": 1 for i in range(4)}, BASE_SAMPLE, random_state=0)
    yield Check(
        "Sobol, first order: Sobol G",
        "analytic",
        apart(found["S1"], partial / total),
        0.02,
        f"base sample {BASE_SAMPLE}",
    )
    grid = np.arange(24.0).reshape(2, 3, 4) ** 1.5
    shares = [grid.mean(axis=tuple(a for a in range(3) if a != axis)).var() / grid.var() for axis in range(3)]
    exact = exact_indices(grid, ["a", "b", "c"])["S1"]
    yield Check(
        "Sobol indices by enumeration", "variance of conditional means", apart(exact, shares), ROUNDING
    )


def certainty(study: Study) -> Iterator[Check]:
    nodes = ["adoption", "enabling"]
    study_of_all = dx.uncertainty(study.panel, study.framework, n=DRAWS, random_state=0)
    uniforms = draw_uniforms(study_of_all.ensemble.dimensions, 0, 0, DRAWS)
    together = study_of_all.ensemble.evaluate(uniforms, nodes).transpose(1, 2, 0)
    one_by_one = [
        study_of_all.run(draw).result().scores.loc[study_of_all.units, nodes] for draw in range(DRAWS)
    ]
    yield Check(
        f"Uncertainty, {DRAWS} draws",
        "plain loop of CompositeIndex fits, run by run",
        apart(together, np.stack(one_by_one)),
        ROUNDING,
    )


def explanation(study: Study) -> Iterator[Check]:
    for aggregate in ("arithmetic", "geometric"):
        result = study.scored("minmax", aggregate)
        found = dx.gap(result, "VNM", "SGP", node="enabling")
        yield Check(
            f"Gap by indicator, {aggregate}",
            "difference of the two scores",
            apart(found.table["contribution"].sum(), found.total),
            1e-12,
        )
    yield Check(
        "Gap by indicator, geometric: Owen values",
        "average over all orders that keep pillars together",
        apart(found.table["contribution"], owen_by_orders(result, "VNM", "SGP", "enabling")),
        ROUNDING,
    )
    index = dx.CompositeIndex(study.framework).fit(study.panel)
    path = dx.path_to(index, study.panel, "VNM", rank=60, node="enabling")
    changed = study.panel.copy()
    changed.loc["VNM", path.changes.index] += path.changes["change"]
    reached = index.result(changed).ranks.loc["VNM", "enabling"]
    yield Check("Path to rank 60, linear programme", "scored anew: places missed", max(0, reached - 60), 0)
    line = dx.balance(study.result, n=10, random_state=0)
    slope = study.axes["enabling"].std() / study.axes["adoption"].std()
    yield Check(
        "Balance: slope of the line", "ratio of standard deviations", apart(line.slope, slope), ROUNDING
    )


def owen_by_orders(result: dx.IndexResult, unit: str, other: str, node: str) -> list[float]:
    """Contributions by definition: every order of pillars, every order of indicators within each."""
    tree = {pillar: result.framework.children(pillar) for pillar in result.framework.children(node)}
    means = {part: result.aggregations[part] for part in (node, *tree)}

    def score(turned: frozenset[str]) -> float:
        row = {
            i: result.normalised.loc[unit if i in turned else other, i]
            for below in tree.values()
            for i in below
        }
        pillars = [
            means[p].combine(np.array([row[i] for i in below]), np.ones(len(below)))
            for p, below in tree.items()
        ]
        return float(means[node].combine(np.array(pillars), np.ones(len(pillars))))

    worth: dict[frozenset[str], float] = {}
    totals: dict[str, list[float]] = {i: [] for below in tree.values() for i in below}
    for outer in permutations(tree):
        for inner in product(*(permutations(tree[pillar]) for pillar in outer)):
            before: frozenset[str] = frozenset()
            for indicator in chain.from_iterable(inner):
                after = before | {indicator}
                for turned in (before, after):
                    if turned not in worth:
                        worth[turned] = score(turned)
                totals[indicator].append(worth[after] - worth[before])
                before = after
    return [float(np.mean(steps)) for steps in totals.values()]


SECTIONS = (
    published,
    normalisations,
    means,
    ranks,
    outranking,
    structure,
    grouping,
    known_answers,
    certainty,
    explanation,
)


def all_checks() -> Iterator[Check]:
    study = Study()
    for section in SECTIONS:
        yield from section(study)


def as_markdown(checks: list[Check]) -> str:
    lines = [
        "# What the engine was checked against",
        "",
        f"Made by `python -m benchmarks.references`; data version {data.version()}, edition 2014 unless said",
        "otherwise. `tests/test_references.py` holds every difference to its tolerance.",
        "",
        "| Operation | Independent reference | Largest difference | Tolerance | Note |",
        "|---|---|---|---|---|",
    ]
    for check in checks:
        lines.append(
            f"| {check.operation} | {check.reference} | {check.difference:.1e} | {check.tolerance:.0e} | {check.note} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(as_markdown(list(all_checks())), encoding="utf-8")
