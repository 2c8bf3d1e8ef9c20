"""The package: what it offers, and that offering it stays cheap."""

from __future__ import annotations

import subprocess
import sys

import pytest

import dxindex


def test_everything_offered_exists() -> None:
    for name in dxindex.__all__:
        assert getattr(dxindex, name) is not None
    assert set(dxindex.__all__) <= set(dir(dxindex))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        dxindex.nonsense  # noqa: B018


def test_import_loads_nothing_heavy_and_classify_stays_a_function() -> None:
    code = (
        "import sys, dxindex; "
        "heavy = {'sklearn', 'scipy', 'SALib', 'altair', 'data', 'streamlit'} & set(sys.modules); "
        "import dxindex.classify as module; dxindex.ReadinessClassifier; "
        "print(sorted(heavy), callable(dxindex.classify))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] True"
