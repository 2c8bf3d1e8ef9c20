"""The soak: its verdict on made-up minutes, and a moment of the real thing, so that it cannot rot."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.servers import APP, Server
from benchmarks.soak import Plan, Sample, Soak, growth, soak
from tests.tasks import finished


def samples(*megabytes: float) -> list[Sample]:
    return [Sample(minute, 1, 1, used, 20, 9, 0) for minute, used in enumerate(megabytes)]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Soak(samples(300, 390, 400, 401, 401, 402), sessions=9, descriptors=(20, 22)), []),
        (
            Soak(samples(300, 390, 400, 410, 430, 450), sessions=9, descriptors=(20, 20)),
            ["memory grew by 8.6% from the second third of the time to the last"],
        ),
        (Soak(samples(400, 400, 400), sessions=9, descriptors=(20, 29)), ["9 descriptors are left open"]),
        (Soak(samples(400, 400, 400), sessions=0), ["no session came to its end"]),
        (Soak(samples(400), sessions=9, faults=Counter(["ValueError: no"] * 2)), ["ValueError: no (2×)"]),
    ],
)
def test_the_verdict_names_what_is_wrong(found: Soak, expected: list[str]) -> None:
    assert found.verdict() == expected


def test_warming_up_is_not_growth() -> None:
    assert growth(samples(100, 200, 300, 400, 400, 400, 400, 400, 400)) == 0


@pytest.mark.xdist_group("server")
def test_sessions_come_and_go_and_leave_no_descriptor(tmp_path: Path) -> None:
    # Streamlit's own options are read from the environment only where its command line starts the server.
    server = Server(APP, tmp_path, environment={"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "1"})
    plan = Plan(0.02, at_once=3, pages=("", "rankings"), every_seconds=0.5, kept_seconds=1)
    try:
        server.wait_until_healthy()
        found = finished(soak(server, plan))
    finally:
        server.stop()
    assert found.samples
    assert found.verdict() == []
