"""How many sessions are held is searched and judged rightly; no time is asserted."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.replicas import site
from benchmarks.serve_figures import Figures, Sessions, Step, Throughput, most_held, next_size, render


@pytest.mark.parametrize("limit", [1, 7, 60, 133, 479, 480, 9000])
def test_the_search_encloses_the_answer_within_a_few_steps(limit: int) -> None:
    tried: dict[int, bool] = {}
    while (size := next_size(tried, first=60, most=480)) is not None:
        assert size not in tried
        tried[size] = size <= limit
        assert len(tried) < 12
    held = max((size for size, well in tried.items() if well), default=0)
    assert held <= limit
    assert min(limit, 480) - held <= max(1, 0.2 * held)


def step(sessions: int, slowest: float, **faults: int) -> Step:
    return Step(sessions, [0.1] * 18 + [slowest] * 2, Counter(faults))


def test_slow_or_faulty_is_not_held() -> None:
    steps = [step(60, 0.5), step(96, 0.9, lost=1), step(78, 1.2)]
    assert [each.held for each in steps] == [True, False, False]
    assert most_held(steps) is steps[0]
    assert not Step(5).held, "nothing was answered"


def figures(**changes: object) -> Figures:
    there = {
        "opened": 4,
        "requests": 9,
        "stayed": 4,
        "by_cookie": Counter("aabb"),
        "by_connections": {"a": 2, "b": 2},
    }
    return Figures(sessions=Sessions(**{**there, **changes}))  # type: ignore[arg-type]


def test_a_run_is_sound_only_if_all_stay_and_both_work() -> None:
    assert figures().sound
    assert not figures(stayed=3).sound
    assert not figures(by_cookie=Counter("aaaa"), by_connections={"a": 4, "b": 0}).sound
    assert not figures(by_connections={"a": 1, "b": 3}).sound
    assert not figures(opened=0, stayed=0).sound


def test_the_page_tells_what_was_found() -> None:
    found = figures()
    found.throughputs = [Throughput("one", 100, 10.0, {"a": 8.0}), Throughput("two", 150, 10.0, {"a": 5.0})]
    found.searches = {"one": [step(60, 0.5), step(96, 1.5)], "two": [step(60, 2.0)], "bare": [step(60, 0.1)]}
    text = render(found, "a machine", 1.0, 480)
    assert "4 stayed with the replica" in text
    assert "Two replicas beside one: 1.50 times." in text
    assert "| one | 60 | 20 | 0.10 s | 0.50 s | 96: p95 1.50 s |" in text
    assert "| two | none | | | | 60: p95 2.00 s |" in text
    assert "| bare | 60 | 20 | 0.10 s | 0.10 s | none tried was too many |" in text


def test_the_configuration_is_tried_as_shipped_but_for_ports_and_folders(tmp_path: object) -> None:
    text = site(7000, [7001, 7002], tmp_path)  # type: ignore[arg-type]
    assert "850" not in text.replace("#", "")
    assert "listen 127.0.0.1:7000;" in text
