"""What the first visitor waits for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_first_chart_does_not_wait_for_scikit_learn() -> None:
    code = (
        "import sys; from pages.ui import defaults; defaults.draw(); "
        "print(sorted({'altair', 'scipy', 'sklearn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['altair']"
