"""What the first visitor waits for."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from pages.ui import process

ROOT = Path(__file__).parents[2]


def test_the_first_chart_does_not_wait_for_scikit_learn() -> None:
    code = (
        "import sys; from pages.ui import defaults; defaults.draw(); "
        "print(sorted({'altair', 'scipy', 'sklearn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['altair']"


def test_garbage_is_collected_again_whatever_happens_while_loading() -> None:
    seen: list[bool] = []

    def fail() -> None:
        with process.loading():
            seen.append(gc.isenabled())
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - raised just above
        fail()
    assert [*seen, gc.isenabled()] == [False, True]
