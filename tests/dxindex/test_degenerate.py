"""What the engine does with data that are no data: a typed error that names the ids, or NaN with its coverage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import dxindex as dx
from dxindex import AggregationError, CompositeIndex, DxIndexError, InputError, OptionError

NAN = float("nan")
FULL = pd.DataFrame(
    {"a": [0.0, 5.0, 10.0, 5.0], "b": [0.0, 25.0, 100.0, 50.0], "c": [4.0, 3.0, 2.0, 1.0]},
    index=pd.Index(["AAA", "BBB", "CCC", "DDD"], name="iso3"),
)
TREE = dx.Framework.from_dict(
    {
        "framework": {"id": "two", "axes": {"x": "p", "y": "q"}},
        "node": [{"id": "p", "parent": ""}, {"id": "q", "parent": ""}],
        "indicator": [
            {"id": "a", "parent": "p", "goalposts": [0, 10]},
            {"id": "b", "parent": "p", "goalposts": [0, 100]},
            {"id": "c", "parent": "q", "direction": -1, "goalposts": [0, 5]},
        ],
    }
)
LABELS = pd.Series("one", index=FULL.index)
HISTORY = pd.DataFrame({"iso3": ["AAA"] * 2, "year": [2010] * 2, "indicator": "a", "value": [1.0, 2.0]})


def fit(frame: pd.DataFrame, **options: Any) -> dx.IndexResult:
    return CompositeIndex(TREE, **options).fit(frame).result(frame)


def scores(frame: pd.DataFrame, **options: Any) -> list[list[float]]:
    return fit(frame, **options).scores.fillna(-1).to_numpy().tolist()


def with_row(**values: float) -> pd.DataFrame:
    """The table with other values for BBB."""
    frame = FULL.copy()
    frame.loc["BBB", list(values)] = list(values.values())
    return frame


# Refused: what is done, the error, words of its message, the ids it holds.
REFUSED: dict[str, tuple[Callable[[], object], type[DxIndexError], str, tuple[str, ...]]] = {
    "zero under a geometric mean": (
        lambda: dx.power_mean([0.0, 1.0], [1, 1], 0),
        AggregationError,
        "1 values are outside the domain",
        (),
    ),
    "negative value under a quadratic mean": (
        lambda: fit(FULL, normalise="zscore", aggregate=2),
        AggregationError,
        "values of 'c' for 'AAA', 'BBB' are outside the domain .* use the arithmetic mean",
        ("AAA", "BBB"),
    ),
    "constant column under min-max": (
        lambda: fit(FULL.assign(b=7.0), normalise="minmax"),
        InputError,
        "'b': all 4 observed values are 7, so there is no spread",
        ("b",),
    ),
    "constant columns under z-scores, all of them": (
        lambda: fit(FULL.assign(b=7.0, a=1.0), normalise="zscore"),
        InputError,
        r"'a': all 4(.|\n)*'b': all 4",
        ("a", "b"),
    ),
    "constant column as the frontier": (
        lambda: fit(FULL.assign(b=7.0), normalise="distance_to_frontier"),
        InputError,
        "'b': all 4 observed values are 7",
        ("b",),
    ),
    "constant column measured by a reference": (
        lambda: fit(FULL.assign(b=7.0), normalise=dx.DistanceToReference("CCC")),
        InputError,
        "'b': the reference unit 'CCC' is the worst of all",
        ("b",),
    ),
    "constant column that is not positive, in logarithms": (
        lambda: fit(FULL.assign(b=0.0), treat={"b": "log"}),
        InputError,
        "values of 'b' for 'AAA', 'BBB', 'CCC', 'DDD' have no logarithm",
        ("b",),
    ),
    "one country under min-max": (
        lambda: fit(FULL.head(1), normalise="minmax"),
        InputError,
        r"'a': needs at least two observed values .*\(n_samples=1\)",
        ("a", "b", "c"),
    ),
    "column without any value under percentile ranks": (
        lambda: fit(FULL.assign(b=NAN), normalise="percentile_rank"),
        InputError,
        "'b': no value is observed",
        ("b",),
    ),
    "duplicated ISO code": (
        lambda: fit(pd.concat([FULL, FULL.loc[["BBB", "CCC"]]])),
        InputError,
        "units occur more than once: 'BBB', 'CCC'; keep one row each",
        ("BBB", "CCC"),
    ),
    "missing ISO code": (
        lambda: fit(FULL.rename(index={"BBB": None})),
        InputError,
        "rows without a unit id: 1",
        (),
    ),
    "duplicated ISO code in the groups of an imputation": (
        lambda: fit(with_row(a=NAN), impute=dx.GroupMedian(pd.concat([LABELS, LABELS]))),
        InputError,
        "more than once among the groups: 'AAA'",
        ("AAA", "BBB", "CCC", "DDD"),
    ),
    "duplicated observation in a history": (
        lambda: fit(FULL, impute=dx.LastObservation(HISTORY, year=2014)),
        InputError,
        "several values of one indicator and year for 'AAA'",
        ("AAA",),
    ),
    "duplicated ISO code in a criterion": (
        lambda: dx.validity(fit(FULL), pd.Series(1.0, index=["AAA", "BBB", "BBB"])),
        InputError,
        "criterion: units occur more than once: 'BBB'",
        ("BBB",),
    ),
    "unknown ISO codes as groups": (
        lambda: fit(FULL, impute=dx.GroupMedian(pd.Series(["x"], index=["ZZZ"]))),
        InputError,
        "the groups know none of the panel's units",
        ("AAA", "BBB", "CCC", "DDD"),
    ),
    "unknown ISO code as the reference": (
        lambda: fit(FULL, normalise=dx.DistanceToReference("ZZZ")),
        InputError,
        "the reference unit 'ZZZ' is not in the table",
        ("ZZZ",),
    ),
    "unknown ISO code to be ranked": (
        lambda: CompositeIndex(TREE).fit(FULL).result(FULL, ranked=["ZZZ", "AAA"]),
        InputError,
        "units to be ranked are not in the table: 'ZZZ'",
        ("ZZZ",),
    ),
    "unknown ISO codes in a criterion": (
        lambda: dx.validity(fit(FULL), pd.Series([1.0, 2.0], index=["YYY", "ZZZ"])),
        InputError,
        "criterion: it has a value for 0 of the 4 units",
        (),
    ),
    "nobody left by the screen": (
        lambda: fit(FULL.assign(b=NAN, c=NAN), screen=0.5),
        InputError,
        "none of the 4 units has 50% of the indicators",
        ("AAA", "BBB", "CCC", "DDD"),
    ),
    "weights of an unknown id": (
        lambda: fit(FULL, weights={"z": 1}),
        OptionError,
        "'z' is neither a node nor an indicator",
        ("z",),
    ),
    "infinite value": (
        lambda: fit(with_row(a=np.inf)),
        InputError,
        r"infinite \(inf\) in 'a' for 'BBB'",
        ("BBB",),
    ),
    "fewer units than groups": (
        lambda: dx.classify(fit(FULL.head(2))),
        InputError,
        "3 groups need as many units",
        (),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    run, error, words, ids = REFUSED[case]
    with pytest.raises(error, match=words) as caught:
        run()
    assert caught.value.ids == ids


# Answered: what is asked, and the answer worked out by hand; -1 stands for NaN.
ANSWERED: dict[str, tuple[Callable[[], object], object]] = {
    "zeros under a geometric mean lie at a hundredth": (
        lambda: scores(FULL, aggregate="geometric")[0],
        pytest.approx([0.01, 0.01 + 0.99 * 0.2]),
    ),
    "zeros under a harmonic mean likewise": (
        lambda: scores(FULL, aggregate="harmonic")[0][0],
        pytest.approx(0.01),
    ),
    "constant column between goalposts": (
        lambda: scores(FULL.assign(b=50.0)),
        [[0.25, 0.2], [0.5, 0.4], [0.75, 0.6], [0.5, 0.8]],
    ),
    "constant column in percentile ranks": (
        lambda: fit(FULL.assign(b=50.0), normalise="percentile_rank").normalised["b"].tolist(),
        [0.5] * 4,
    ),
    "constant column is not winsorised": (
        lambda: int(fit(FULL.assign(b=50.0), treat="winsorise").treated.to_numpy().sum()),
        0,
    ),
    "constant column is no distance between neighbours": (
        lambda: fit(with_row(a=NAN).assign(b=50.0), impute=dx.NearestNeighbours(1)).imputed["a"].sum(),
        1,
    ),
    "constant column correlates with nothing": (
        lambda: dx.correlations(fit(FULL.assign(b=50.0)), ["b", "c"]).fillna(-9).loc["b", "c"],
        -9,
    ),
    "one country between goalposts is first": (
        lambda: [scores(FULL.tail(1)), fit(FULL.tail(1)).ranks.to_numpy().tolist()],
        [[[0.5, 0.8]], [[1, 1]]],
    ),
    "one country outranks nobody": (
        lambda: dx.outrank(fit(FULL.tail(1))).scores.to_numpy().tolist(),
        [[0.0, 0.0]],
    ),
    "row without values": (
        lambda: [
            scores(with_row(a=NAN, b=NAN, c=NAN), coverage_floor=0)[1],
            fit(with_row(a=NAN, b=NAN, c=NAN)).coverage.loc["BBB"].tolist(),
        ],
        [[-1, -1], [0, 0]],
    ),
    "row without values has no neighbours": (
        lambda: [
            scores(with_row(a=NAN, b=NAN, c=NAN), impute="knn")[1],
            fit(with_row(a=NAN, b=NAN, c=NAN), impute="knn").imputed.to_numpy().sum(),
        ],
        [[-1, -1], 0],
    ),
    "row without values is given its group's, and no coverage": (
        lambda: [
            scores(with_row(a=NAN, b=NAN, c=NAN), impute=dx.GroupMedian(LABELS))[1],
            fit(with_row(a=NAN, b=NAN, c=NAN), impute=dx.GroupMedian(LABELS)).coverage.loc["BBB"].tolist(),
        ],
        [[0.5, 0.6], [0, 0]],
    ),
    "row without values is not ranked by outranking": (
        lambda: dx.outrank(fit(with_row(a=NAN, b=NAN, c=NAN))).ranks["p"].fillna(-1).tolist(),
        [3, -1, 1, 2],
    ),
    "row without values has no group": (
        lambda: dx.classify(fit(with_row(a=NAN, b=NAN, c=NAN))).labels.isna().tolist(),
        [False, True, False, False],
    ),
    "column without values between goalposts": (
        lambda: [scores(FULL.assign(c=NAN))[3], fit(FULL.assign(c=NAN)).coverage["q"].tolist()],
        [[0.5, -1], [0, 0, 0, 0]],
    ),
    "column without values has no median and no neighbours": (
        lambda: [
            int(fit(FULL.assign(c=NAN), impute=method).imputed.to_numpy().sum())
            for method in ("knn", dx.GroupMedian(LABELS))
        ],
        [0, 0],
    ),
    "value below the floor of its node": (
        lambda: scores(with_row(a=NAN))[1],
        [-1, 0.4],
    ),
    "ties share the best rank": (
        lambda: fit(with_row(b=50.0)).ranks["p"].tolist(),
        [4, 2, 1, 2],
    ),
    "ties share the best rank by comparison": (
        lambda: dx.outrank(fit(with_row(b=50.0))).ranks["p"].tolist(),
        [4, 2, 1, 2],
    ),
    "unit without a label is not filled": (
        lambda: int(fit(with_row(a=NAN), impute=dx.GroupMedian(LABELS.drop("BBB"))).imputed.to_numpy().sum()),
        0,
    ),
    "units that only the groups or the criterion know do not matter": (
        lambda: [
            int(
                fit(with_row(a=NAN), impute=dx.GroupMedian(pd.concat([LABELS, pd.Series({"ZZZ": "one"})])))
                .imputed.to_numpy()
                .sum()
            ),
            dx.validity(fit(FULL), pd.Series([1.0, 2, 3, 5, 9], index=[*FULL.index, "ZZZ"]))
            .summary["units"]
            .tolist(),
        ],
        [1, [4, 4]],
    ),
}


@pytest.mark.parametrize("case", ANSWERED)
def test_answered(case: str) -> None:
    run, expected = ANSWERED[case]
    assert run() == expected
