"""What calls the history's writer is taken, in order, and none of it is missed while the writer falls asleep."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from core.history import intake
from core.history.intake import Calls
from tests.core.history.recorded import PATIENCE_S

CALLERS, EACH = 4, 2_000


def test_calls_are_taken_in_order_and_once() -> None:
    some: Calls[int] = Calls()
    for number in range(3):
        some.add(number)
    assert some.take(PATIENCE_S) == [0, 1, 2]
    assert some.take(0.0) == []


def test_who_is_in_a_hurry_ends_the_gathering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "GATHER_S", 600.0)
    some: Calls[str] = Calls()
    some.add("gathered")
    some.urge("urgent")
    assert some.take(600.0) == ["gathered", "urgent"]


@pytest.mark.parametrize("call", [Calls.add, Calls.urge])
def test_a_call_wakes_who_sleeps(call: object) -> None:
    some: Calls[str] = Calls()
    with ThreadPoolExecutor() as pool:
        taken = pool.submit(some.take, 600.0)
        assert callable(call)
        call(some, "wake up")
        assert taken.result(PATIENCE_S) == ["wake up"]


def test_who_falls_asleep_when_something_has_just_come_does_not_wait_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    some: Calls[str] = Calls()
    some.add("just now")
    monkeypatch.setattr(some, "_rung", waits.append)
    some._sleep(600.0)
    assert waits == [intake.GATHER_S]


def test_of_many_callers_at_once_no_call_is_missed() -> None:
    some: Calls[tuple[int, int]] = Calls()

    def call(caller: int) -> None:
        for number in range(EACH):
            some.add((caller, number))

    taken: list[tuple[int, int]] = []
    in_vain = 0
    with ThreadPoolExecutor() as pool:
        callers = [pool.submit(call, caller) for caller in range(CALLERS)]
        while len(taken) < CALLERS * EACH and in_vain < 3:
            found = some.take(PATIENCE_S)
            taken += found
            in_vain += not found
        assert all(one.result(PATIENCE_S) is None for one in callers)
    assert all([number for caller, number in taken if caller == one] == list(range(EACH)) for one in range(CALLERS))
