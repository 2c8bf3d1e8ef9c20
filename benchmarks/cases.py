"""What is measured. Each case runs in a process of its own, so that its peak memory is its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

import dxindex as dx
from data import load_panel
from dxindex import Framework, Uncertainty
from dxindex.groupings import KMeansGrouping

FRAMEWORK = "wdr2016"
FOUR_ASSUMPTIONS = ("normalisation", "aggregation", "weights", "leave_out")
PLAIN_RUNS = 200
"""Plain fits that are timed; ten thousand of them would take minutes."""
LARGE = {"units": 10_000, "indicators": 100, "n": 1_000}
STEPS = (1, 2, 4)
"""How much each size grows when the slope is measured: from a quarter of the large case to all of it."""


@dataclass(frozen=True)
class Case:
    """Something to time: what prepares it, what is timed, how often; the fastest counts."""

    work: str
    must_reach: str
    prepare: Callable[[], Any]
    timed: Callable[[Any], Any]
    repeats: int = 5


def panel_and_import() -> pd.DataFrame:
    """Load the panel, and every library, so that neither is timed."""
    panel = load_panel("2014")
    dx.uncertainty(panel, FRAMEWORK, n=10)
    dx.sensitivity(panel, FRAMEWORK, n=2)
    return panel


def drawn() -> Uncertainty:
    study = dx.uncertainty(panel_and_import(), FRAMEWORK, n=10_000)
    study.ensemble.reference(study.nodes)
    return study


def plain_loop(study: Uncertainty) -> float:
    """Fit the first draws one by one, and return the largest difference of a score from the ensemble's."""
    worst = 0.0
    for draw, scores in zip(range(PLAIN_RUNS), ensemble_scores(study), strict=True):
        plain = study.run(draw).result().scores.loc[:, list(study.nodes)].to_numpy().T
        worst = max(worst, float(np.nanmax(np.abs(plain - scores))))
    return worst


def ensemble_scores(study: Uncertainty) -> np.ndarray:
    from dxindex.monte_carlo import draw_uniforms

    uniforms = draw_uniforms(study.ensemble.dimensions, study.random_state, 0, PLAIN_RUNS)
    return study.ensemble.evaluate(uniforms, study.nodes).swapaxes(0, 1)


def large_study(units: int, indicators: int, n: int) -> tuple[pd.DataFrame, Framework, int]:
    """Make a panel of chance figures, ten indicators to a pillar, and load every library."""
    panel_and_import()
    ids = [f"i{number:03}" for number in range(indicators)]
    values = np.random.default_rng(0).random((units, indicators))
    framework = Framework.from_dict(
        {
            "framework": {"id": "large"},
            "node": [
                {"id": "all", "parent": ""},
                *({"id": f"p{p:02}", "parent": "all"} for p in range(-(-indicators // 10))),
            ],
            "indicator": [
                {"id": item, "parent": f"p{place // 10:02}", "goalposts": [-0.1, 1.1]}
                for place, item in enumerate(ids)
            ],
        }
    )
    return pd.DataFrame(values, columns=ids), framework, n


def run_large(made: tuple[pd.DataFrame, Framework, int]) -> Uncertainty:
    panel, framework, n = made
    return dx.uncertainty(panel, framework, n=n)


def import_seconds() -> float:
    """Return how long ``import dxindex`` takes beyond numpy and pandas, in a fresh interpreter."""
    code = (
        "import time, numpy, pandas; start = time.perf_counter(); import dxindex; "
        "print(time.perf_counter() - start)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def cases() -> Mapping[str, Case]:
    """Return the cases by name, in the order of the table."""
    found = {
        "uncertainty": Case(
            "`uncertainty`, 132 countries, 11 indicators, n = 10,000, all assumptions",
            "0.5 s",
            panel_and_import,
            lambda panel: dx.uncertainty(panel, FRAMEWORK, n=10_000),
            repeats=9,
        ),
        "plain": Case(
            f"the same as a plain loop of `CompositeIndex` fits ({PLAIN_RUNS} timed)",
            "",
            drawn,
            plain_loop,
            2,
        ),
        "uncertainty_100k": Case(
            "`uncertainty`, n = 100,000",
            "5 s, 600 MB",
            panel_and_import,
            lambda panel: dx.uncertainty(panel, FRAMEWORK, n=100_000),
            repeats=3,
        ),
        "sensitivity": Case(
            "`sensitivity`, 4 assumptions, 6,144 runs, with intervals",
            "1 s",
            panel_and_import,
            lambda panel: dx.sensitivity(panel, FRAMEWORK, n=1024, assumptions=FOUR_ASSUMPTIONS),
        ),
        "group_shares": Case(
            "`group_shares` of 10,000 draws", "10 s", drawn, lambda study: study.group_shares(), repeats=3
        ),
        "stability": Case(
            "`stability`, 500 bootstraps of k-means, `n_init` 10",
            "6 s",
            lambda: dx.CompositeIndex(FRAMEWORK).fit(load_panel("2014")).result(load_panel("2014")),
            lambda result: dx.stability(result, method=KMeansGrouping(n_init=10), n=500),
            repeats=2,
        ),
        "large": Case(
            "`uncertainty`, 10,000 units, 100 indicators, n = 1,000",
            "1 GB",
            partial(large_study, **LARGE),
            run_large,
            repeats=1,
        ),
    }
    for name in LARGE:
        for step in STEPS:
            size = LARGE | {name: LARGE[name] * step // STEPS[-1]}
            found[f"{name}_{step}"] = Case(
                f"{name} {size[name]:,}", "", partial(large_study, **size), run_large, repeats=2
            )
    return MappingProxyType(found)


def measure(name: str) -> dict[str, Any]:
    """Return the fastest time of a case in seconds, and the peak memory of this process in megabytes."""
    import resource

    case = cases()[name]
    prepared = case.prepare()
    fastest, value = np.inf, None
    for _ in range(case.repeats):
        start = time.perf_counter()
        value = case.timed(prepared)
        fastest = min(fastest, time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": fastest, "megabytes": peak, "value": value if isinstance(value, float) else None}
