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


def test_scores_and_groups_by_k_means_load_nothing_heavy() -> None:
    code = (
        "import sys, dxindex, pandas; "
        "frame = pandas.DataFrame({'a': [0.0, 0.4, 1.0], 'b': [1.0, 2.0, 4.0]}, index=list('PQR')); "
        "result = dxindex.fit_index(frame).result(frame); "
        "groups = dxindex.classify(result, features=['index']); groups.predict(result); "
        "heavy = {'sklearn', 'scipy'} & set(sys.modules); "
        "print(sorted(heavy), groups.diagnostics.sizes, 'sklearn' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] {'emerging': 1, 'transitioning': 1, 'transforming': 1} True"
