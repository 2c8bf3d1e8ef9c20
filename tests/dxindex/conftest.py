"""A small index of our own, worked out by hand in ``test_composite.py``."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import settings

from dxindex import Framework

# A loaded machine must not turn a property into a failure; fewer examples keep the suite in seconds.
settings.register_profile("dxindex", deadline=None, max_examples=25)
settings.load_profile("dxindex")


@pytest.fixture
def tables() -> dict[str, Any]:
    """Rows in no particular order, weights unequal and not summing to one, a branch deeper than another."""
    return {
        "framework": {"id": "hand", "scale": [0, 1], "axes": {"x": "p", "y": "q"}},
        "node": [
            {"id": "q", "parent": "all", "weight": 1},
            {"id": "all", "parent": "", "title": {"en": "Everything", "vi": "Tất cả"}},
            {"id": "p", "parent": "all", "weight": 3},
        ],
        "indicator": [
            {"id": "d", "parent": "q", "weight": 2, "goalposts": [-2.5, 2.5]},
            {"id": "b", "parent": "p", "weight": 2, "goalposts": [0, 100]},
            {"id": "c", "parent": "q", "weight": 3, "direction": -1, "goalposts": [0, 50]},
            {"id": "a", "parent": "p", "weight": 1, "goalposts": [0, 10], "title": "First"},
        ],
    }


@pytest.fixture
def framework(tables: dict[str, Any]) -> Framework:
    return Framework.from_dict(tables)


@pytest.fixture
def panel() -> pd.DataFrame:
    """Six countries; columns in another order than the framework's, one that it does not know."""
    nan = float("nan")
    return pd.DataFrame(
        {
            "c": [10.0, 0.0, 50.0, 60.0, 25.0, nan],
            "a": [4.0, 10.0, 0.0, 5.0, nan, 8.0],
            "name": ["one", "two", "three", "four", "five", "six"],
            "d": [0.0, 2.5, -2.5, 1.5, 2.0, nan],
            "b": [50.0, 0.0, 100.0, 25.0, 60.0, nan],
        },
        index=pd.Index(["AAA", "BBB", "CCC", "DDD", "EEE", "FFF"], name="iso3"),
    )
