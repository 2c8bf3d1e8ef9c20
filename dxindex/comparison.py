"""Which units change group when the groups are made by other choices, and which choice moves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.aggregate import AggregationChoice, resolve_aggregation
from dxindex.agreement import adjusted_rand
from dxindex.classify import FEATURE_SETS, Groups, classify, resolve_features
from dxindex.errors import InputError, OptionError, name_ids
from dxindex.fitted import IndexResult, fit_index
from dxindex.groupings import GROUPINGS, Grouping, resolve_grouping
from dxindex.normalise import NormalisationChoice, resolve_normalisation

IntArray = NDArray[np.int64]

COMPARED_METHODS = tuple(name for name, way in GROUPINGS.items() if not way.fixed)
"""Every way that learns its groups; thresholds have no default to compare by."""

COMPARED_NORMALISATIONS = (None, "minmax", "zscore", "percentile_rank")
"""None is the framework's own: goalposts where it declares them."""

COMPARED_AGGREGATIONS = ("arithmetic", "geometric")


@dataclass(frozen=True, eq=False)
class MethodComparison:
    """Groups of the same units by different choices.

    Choices are numbered from 0, which is the reference: the first of every factor.

    Attributes
    ----------
    choices
        Choices x factors (``normalise``, ``aggregate`` where an index was computed anew; ``method``,
        ``features``, ``scaled``), and ``sizes``: units per group, lowest first.
    labels
        Units x choices: name of the group, missing for a unit that lacks a score.
    adjusted_rand
        Choices x choices: adjusted Rand index over the units that have a group by every choice.
    refused
        Why choices could not be made, by their description.
    levels
        Group names, lowest first.
    factors
        Names of the factors that were varied.
    """

    choices: pd.DataFrame
    labels: pd.DataFrame
    adjusted_rand: pd.DataFrame
    refused: Mapping[str, str]
    levels: tuple[str, ...]
    factors: tuple[str, ...]

    @property
    def movers(self) -> pd.DataFrame:
        """Units that not all choices put into the same group, those that the reference speaks for least first.

        Columns: ``group`` (by the reference), ``share`` (of the choices that agree with it), ``lowest`` and
        ``highest`` (group by any choice), and per factor that was varied the share of comparisons, between two
        choices that differ in it and nothing else, in which the unit changes group: what moves it stands out.
        """
        settled = self.labels.dropna()
        codes = _encode(settled, self.levels)
        names = np.array(self.levels)
        table = pd.DataFrame(
            {
                "group": names[codes[:, 0]],
                "share": (codes == codes[:, :1]).mean(axis=1),
                "lowest": names[codes.min(axis=1)],
                "highest": names[codes.max(axis=1)],
            },
            index=settled.index,
        )
        steps = self._single_steps()
        changed = pd.DataFrame(
            codes[:, steps["one"]] != codes[:, steps["other"]], index=settled.index, columns=steps["factor"]
        )
        for factor in self.factors:
            table[factor] = changed.loc[:, changed.columns == factor].mean(axis=1)
        table = table[table["share"] < 1]
        return table.iloc[np.lexsort((table.index.astype(str), table["share"]))]

    @property
    def causes(self) -> pd.DataFrame:
        """What each change of a single choice does, the one that moves most units first.

        One row per factor and pair of its values, over all pairs of choices that differ in it and nothing else.
        Columns: ``factor``, ``from``, ``to``, ``comparisons`` (how many such pairs), ``adjusted_rand`` (their
        mean), ``lowest_adjusted_rand``, ``moved`` (mean number of units that change group).
        """
        steps = self._single_steps()
        codes = _encode(self.labels.dropna(), self.levels)
        for side, end in (("one", "from"), ("other", "to")):
            steps[end] = [
                self.choices.loc[choice, factor]
                for choice, factor in zip(steps[side], steps["factor"], strict=True)
            ]
        steps["agreement"] = self.adjusted_rand.to_numpy()[steps["one"], steps["other"]]
        steps["moved"] = (codes[:, steps["one"]] != codes[:, steps["other"]]).sum(axis=0)
        table = steps.groupby(["factor", "from", "to"], sort=False, as_index=False).agg(
            comparisons=("moved", "size"),
            adjusted_rand=("agreement", "mean"),
            lowest_adjusted_rand=("agreement", "min"),
            moved=("moved", "mean"),
        )
        return table.sort_values("moved", ascending=False, kind="stable", ignore_index=True)

    def moves(self, one: int, other: int = 0) -> pd.DataFrame:
        """Return the units that two choices put into different groups, and those groups.

        Columns are the numbers of the two choices, the reference's first by default.

        Raises
        ------
        OptionError
            For a number that is not a choice, or twice the same.
        """
        unknown = [choice for choice in (other, one) if choice not in self.choices.index]
        if unknown or one == other:
            raise OptionError(
                f"compare two of the choices 0 to {len(self.choices) - 1}, not {other} with {one}",
                ids=unknown,
            )
        pair = self.labels[[other, one]].dropna()
        return pair[pair[other] != pair[one]]

    def _single_steps(self) -> pd.DataFrame:
        """Return pairs of choices that differ in one factor only: ``one``, ``other``, ``factor``."""
        settings = self.choices[list(self.factors)].to_numpy(dtype=object)
        rows = []
        for one, other in combinations(range(len(settings)), 2):
            varied = np.flatnonzero(settings[one] != settings[other])
            if len(varied) == 1:
                rows.append((one, other, self.factors[varied[0]]))
        return pd.DataFrame(rows, columns=["one", "other", "factor"]).astype({"one": int, "other": int})


def compare_methods(
    result_or_scores: IndexResult | pd.DataFrame,
    *,
    methods: Sequence[str | Grouping] = COMPARED_METHODS,
    features: Sequence[str | Sequence[str]] | None = None,
    scaled: Sequence[bool] = (False, True),
    n_groups: int = 3,
    panel: pd.DataFrame | None = None,
    normalisations: Sequence[NormalisationChoice | None] = COMPARED_NORMALISATIONS,
    aggregations: Sequence[AggregationChoice] = COMPARED_AGGREGATIONS,
    random_state: int = 0,
) -> MethodComparison:
    """Make groups by every combination of choices, and compare every pair of them.

    Parameters
    ----------
    result_or_scores
        An :class:`~dxindex.fitted.IndexResult`, or a frame of units x scores.
    methods, scaled, n_groups, random_state
        As for :func:`~dxindex.classify.classify`; of the first two, one or more each. The first of every factor
        makes the reference.
    features
        Feature sets or lists of node ids; by default axes, and pillars where they are not the axes.
    panel
        Units x indicators. Given, the index is computed anew from it for every normalisation and aggregation,
        and the result only lends its framework.
    normalisations, aggregations
        As for :class:`~dxindex.composite.CompositeIndex`; without a panel they play no role.

    Returns
    -------
    MethodComparison
        A choice that cannot be made of these units is left out and said so in ``refused``.

    Raises
    ------
    OptionError
        For an unknown choice, one named twice, thresholds for another number of groups, or a panel beside a
        frame of scores, which has no framework.
    InputError
        Where not even the reference can be made.

    Examples
    --------
    >>> scores = pd.DataFrame({"s": [0.0, 0.1, 0.45, 0.5, 0.55, 1.0]}, index=list("PQRSTU"))
    >>> found = compare_methods(scores, methods=["kmeans", "quantiles"], scaled=[False])
    >>> found.moves(1)[1].to_dict()
    {'T': 'transforming'}
    """
    ways = [resolve_grouping(method) for method in methods]
    for way in ways:
        if way.count_groups(n_groups) != n_groups:
            raise OptionError(
                f"method '{way.name}' makes {way.count_groups(n_groups)} groups, not {n_groups}"
            )
    index_factors = _index_factors(result_or_scores, panel, normalisations, aggregations)
    group_factors: dict[str, dict[object, Any]] = {
        "method": _named_once("methods", [(way.name, way) for way in ways]),
        "features": _named_once("features", _feature_choices(result_or_scores, features)),
        "scaled": _named_once("scaled", [(bool(choice), bool(choice)) for choice in scaled]),
    }
    factors = index_factors | group_factors
    settings: list[dict[str, object]] = []
    made: list[Groups] = []
    refused: dict[str, str] = {}
    for index_names in product(*index_factors.values()):
        index_choices = [
            choices[name] for choices, name in zip(index_factors.values(), index_names, strict=True)
        ]
        scores = _scores(result_or_scores, panel, *index_choices)
        for group_names in product(*group_factors.values()):
            setting = dict(zip(factors, (*index_names, *group_names), strict=True))
            chosen = {factor: choices[setting[factor]] for factor, choices in group_factors.items()}
            try:
                groups = classify(scores, **chosen, n_groups=n_groups, random_state=random_state)
            except InputError as error:
                if not made:
                    raise
                refused[", ".join(f"{factor} {name}" for factor, name in setting.items())] = str(error)
                continue
            settings.append(setting)
            made.append(groups)
    return _compare(settings, made, refused)


def _compare(
    settings: Sequence[dict[str, object]], made: Sequence[Groups], refused: Mapping[str, str]
) -> MethodComparison:
    choices = pd.DataFrame(settings)
    sizes = pd.Series([tuple(groups.diagnostics.sizes.values()) for groups in made], dtype=object)
    labels = pd.concat([groups.labels for groups in made], axis=1, keys=range(len(made)))
    levels = made[0].levels
    codes = _encode(labels.dropna(), levels)
    if not len(codes):
        raise InputError("no unit has a group by every choice; give scores with fewer gaps")
    agreement = adjusted_rand(codes.T, codes.T)
    return MethodComparison(
        choices=choices.assign(sizes=sizes),
        labels=labels,
        adjusted_rand=pd.DataFrame(agreement, index=labels.columns, columns=labels.columns),
        refused=refused,
        levels=levels,
        factors=tuple(factor for factor in settings[0] if len(choices[factor].unique()) > 1),
    )


def _index_factors(
    result_or_scores: IndexResult | pd.DataFrame,
    panel: pd.DataFrame | None,
    normalisations: Sequence[NormalisationChoice | None],
    aggregations: Sequence[AggregationChoice],
) -> dict[str, dict[object, Any]]:
    """Return the choices of an index to compute anew, by factor and name; none without a panel."""
    if panel is None:
        return {}
    if isinstance(result_or_scores, pd.DataFrame):
        raise OptionError("a frame of scores has no framework to compute an index by; give an IndexResult")
    return {
        "normalise": _named_once(
            "normalisations",
            [("declared" if way is None else resolve_normalisation(way).name, way) for way in normalisations],
        ),
        "aggregate": _named_once(
            "aggregations",
            [
                (way if isinstance(way, str) else f"power {resolve_aggregation(way).power:g}", way)
                for way in aggregations
            ],
        ),
    }


def _scores(
    result_or_scores: IndexResult | pd.DataFrame, panel: pd.DataFrame | None, *index_choices: Any
) -> IndexResult | pd.DataFrame:
    if panel is None or isinstance(result_or_scores, pd.DataFrame):
        return result_or_scores
    normalise, aggregate = index_choices
    index = fit_index(panel, result_or_scores.framework, normalise=normalise, aggregate=aggregate)
    return index.result(panel)


def _feature_choices(
    result_or_scores: IndexResult | pd.DataFrame, features: Sequence[str | Sequence[str]] | None
) -> list[tuple[object, object]]:
    """Return feature sets with their names: as given, or every set that is not another one over again."""
    if features is not None:
        return [(one if isinstance(one, str) else ", ".join(one), one) for one in features]
    if isinstance(result_or_scores, pd.DataFrame):
        return [("axes", "axes")]
    nodes = {resolve_features(result_or_scores, name): name for name in reversed(FEATURE_SETS)}
    return [(name, name) for name in FEATURE_SETS if name in nodes.values()]


def _named_once(what: str, choices: Sequence[tuple[object, Any]]) -> dict[object, Any]:
    names = [name for name, _ in choices]
    repeated = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if repeated or not names:
        raise OptionError(
            f"{what} must be one or more different ones; named more than once: {name_ids(repeated) or 'none'}",
            ids=repeated,
        )
    return dict(choices)


def _encode(labels: pd.DataFrame, levels: Sequence[str]) -> IntArray:
    """Return the position of each unit's group in ``levels``, shape (units, choices)."""
    codes: IntArray = np.column_stack(
        [pd.Index(levels).get_indexer(pd.Index(labels[choice])) for choice in labels]
    ).astype(np.int64)
    return codes
