"""Uploads gone wrong: each is read or refused by name, nothing raises, and memory stays within bounds.

200 in the tests; DXINDEX_UPLOADS sets another number (``make soak`` takes 3,000). They are tried in processes of their
own, a chunk each, whose highest resident size is asked for at the end (``getrusage``): of the chunk's process, and of
the largest of the processes that opened workbooks and Parquet files for it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

UPLOADS = int(os.environ.get("DXINDEX_UPLOADS", "200"))
CHUNKS = 2  # one a core; each pays for its libraries once
PROGRAM = Path(__file__).with_name("uploads_gone_wrong.py")
ROOT = Path(__file__).parents[2]

MOST = 900
"""Megabytes: 200 of libraries and catalogue, and what the largest table that is read takes while it is checked. The
kernel counts a process as large as the one that started it, so the same number bounds those that open files."""


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_uploads_gone_wrong_are_read_or_refused_and_take_no_more_memory_than_they_may(chunk: int) -> None:
    first, last = UPLOADS * chunk // CHUNKS, UPLOADS * (chunk + 1) // CHUNKS
    done = subprocess.run(
        [sys.executable, "-W", "error", str(PROGRAM), str(first), str(last)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    told = json.loads(done.stdout)
    outcomes = Counter(told["outcomes"])
    assert outcomes.total() == last - first
    used = sum(count for outcome, count in outcomes.items() if outcome.startswith(("read", "framework")))
    assert 0.1 < used / outcomes.total() < 0.9, "mutations reach both ends"
    assert len(outcomes) > 8, outcomes
    assert told["megabytes"] < MOST
    assert told["megabytes_apart"] < MOST
