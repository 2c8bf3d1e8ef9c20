"""What the dashboard's benchmark keeps, counts and says; its times are never asserted."""

from __future__ import annotations

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.figures import Figures, Load, Memory, PageFigures, percentile, render
from benchmarks.visitors import MessageCache, Run, Visitor


def large(code: str) -> ForwardMsg:
    message = ForwardMsg(hash=code)
    message.metadata.cacheable = True
    message.delta.new_element.vega_lite_chart.spec = code
    return message


def page(same: float = 0.04, chart: float = 1.2, changed_bytes: int = 120_000) -> PageFigures:
    return PageFigures(
        opening_bytes=130_000,
        same=[same, same, 9.0],
        changed=[0.045],
        at_once=[0.045],
        bare=[0.02],
        bare_at_once=[0.045],
        same_bytes=[9_000],
        changed_bytes=[changed_bytes],
        chart=[chart],
        bare_chart=[1.0],
    )


def verdicts(figures: Figures) -> dict[str, str]:
    rows = [
        row for row in render(figures, "a machine").splitlines() if row.endswith(("reached |", "missed** |"))
    ]
    return {row.split("|")[1].strip(): row.split("|")[-2].strip() for row in rows}


def test_a_message_is_kept_while_runs_use_it_and_for_two_runs_more() -> None:
    cache = MessageCache()
    cache.resolve(large("chart"))
    for _ in range(3):
        cache.finish_run()
        assert cache.resolve(ForwardMsg(ref_hash="chart")).delta.new_element.vega_lite_chart.spec == "chart"
    for kept in (True, True, False):
        cache.finish_run()
        assert cache.hashes() == (["chart"] if kept else [])


def test_a_message_not_marked_as_cacheable_is_not_kept() -> None:
    cache = MessageCache()
    message = large("chart")
    message.metadata.cacheable = False
    cache.resolve(message)
    assert cache.hashes() == []


def test_a_visitor_notes_charts_faults_and_the_end_of_the_last_run() -> None:
    visitor, run = Visitor(None, "http://127.0.0.1:1"), Run()  # type: ignore[arg-type]
    fault = ForwardMsg()
    fault.delta.new_element.exception.type = "ValueError"
    fault.delta.new_element.exception.message = "no"
    rerun = ForwardMsg(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN)
    end = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
    messages = [large("chart"), fault, rerun, ForwardMsg(ref_hash="chart"), ForwardMsg(ref_hash="lost"), end]
    assert [visitor._note(message, run) for message in messages] == [False] * 5 + [True]
    assert run.charts == 2
    assert run.faults == ["ValueError: no", "a reference to a message that is not kept"]


@pytest.mark.parametrize(("count", "expected"), [(1, 1), (20, 19), (100, 95), (101, 96)])
def test_percentile_is_the_smallest_value_not_exceeded_by_the_share(count: int, expected: int) -> None:
    assert percentile(list(range(count, 0, -1)), 0.95) == expected


def test_each_limit_is_judged_by_its_worst_page() -> None:
    figures = Figures(pages={"": page(), "country": page(same=0.06, chart=1.4, changed_bytes=151_000)})
    found = verdicts(figures)
    assert found["Warm rerun, one session, nothing changed; slowest page (country)"] == "**missed**"
    assert found["Warm rerun, one session, everything changed; slowest page (overview)"] == "reached"
    assert found["First chart in Chromium, warm server; slowest page (country)"] == "**missed**"
    assert found["Bytes per rerun; largest page (country)"] == "**missed**"


def test_many_sessions_with_an_error_have_missed_the_limit() -> None:
    loads = [Load(name, 20, period, [0.5]) for period in (5.0, 2.0) for name in ("dashboard", "bare page")]
    row = "20 sessions, a rerun every 5 s, p95"
    assert verdicts(Figures(pages={"": page()}, loads=loads))[row] == "reached"
    assert verdicts(Figures(pages={"": page()}, loads=loads, load_faults=1))[row] == "**missed**"


def test_memory_is_per_further_session_and_kept_by_ended_ones() -> None:
    memory = Memory(few=100, many=150, second=165, few_sessions=5, many_sessions=25)
    assert memory.per_session == 2.5
    assert memory.kept == 0.6
    found = verdicts(Figures(pages={"": page()}, memory=memory))
    assert (found["Memory per further session"], found["Memory kept per ended session"]) == (
        "reached",
        "**missed**",
    )


def test_faults_are_told_with_how_often_they_came() -> None:
    figures = Figures(pages={"": page()})
    figures.note("map", ["the dashboard has no such page"] * 2)
    assert "- map: the dashboard has no such page (2×)" in render(figures, "a machine")
