"""The traces that are kept in memory: so many events of them, those that were looked at last."""

import gc

import pytest

from core.history.ended_traces import EndedTraces, no_collection
from core.trace.events import RunStarted
from core.trace.trace import Trace


def trace(events: int) -> Trace:
    return Trace([RunStarted(0.0, "run", "small", "", {}, {}, "")] * events)


def numbers(kept: EndedTraces) -> list[int]:
    return [number for number in range(10) if kept._traces.get(number)]


def test_of_the_traces_that_were_read_the_last_ones_are_kept() -> None:
    kept = EndedTraces(most_events=25)
    for number in (1, 2):
        kept.keep(number, trace(10))
    assert kept.find(1) is not None
    kept.keep(3, trace(10))
    assert numbers(kept) == [1, 3]
    kept.keep(4, trace(30))
    assert numbers(kept) == [1, 3]
    assert kept.find(2) is None


def test_as_many_events_are_kept_as_there_is_room_for_and_no_more() -> None:
    kept = EndedTraces(most_events=25)
    for number, events in enumerate((5, 10, 15), start=1):
        kept.keep(number, trace(events))
    assert numbers(kept) == [2, 3]
    kept.keep(4, trace(10))
    assert numbers(kept) == [3, 4]
    kept.keep(5, trace(25))
    assert numbers(kept) == [5]


def test_a_trace_that_is_kept_already_counts_once() -> None:
    kept = EndedTraces(most_events=25)
    first = trace(10)
    for again in (first, trace(10), trace(10)):
        kept.keep(1, again)
    kept.keep(2, trace(10))
    assert kept.find(1) is first
    assert numbers(kept) == [1, 2]


@pytest.mark.parametrize("collects", [True, False])
def test_after_a_long_log_memory_is_collected_as_before(collects: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if collects else gc.disable)()
        with no_collection():
            assert not gc.isenabled()
        assert gc.isenabled() is collects
    finally:
        (gc.enable if before else gc.disable)()
