"""A clock that is put back: nothing is lost, nothing that goes on is called interrupted, nothing lives on for ever."""

from pathlib import Path

import pytest

from core.history import writer
from core.history.history import History
from tests.core.history.recorded import PATIENCE_S, finish, next_round, opened, small_run, two_steps

HOUR = 3_600.0


@pytest.fixture(autouse=True)
def _rounds_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "HEARTBEAT_S", 1_000.0)


def status(history: History, run_id: str) -> str:
    row = history.run(run_id, "me")
    assert row is not None
    return row.status


async def test_a_run_of_another_process_goes_on_while_the_clock_is_put_back(tmp_path: Path) -> None:
    now = [10_000.0]
    with opened(tmp_path, clock=lambda: now[0]) as one, opened(tmp_path, clock=lambda: now[0]) as other:
        log = await two_steps(one, "live")
        next_round(one)
        now[0] -= HOUR
        assert status(other, "live") == "running"
        next_round(other)
        assert status(other, "live") == "running"
        assert other.delete(["live"], "me") == []
        next_round(one)
        now[0] += 5
        assert status(other, "live") == "running"
        finish(log)
        assert one.flush(PATIENCE_S)
        assert status(other, "live") == "completed"


async def test_a_process_that_was_gone_before_the_clock_was_put_back_is_found_out_within_seconds(
    tmp_path: Path,
) -> None:
    now = [10_000.0]
    with opened(tmp_path, clock=lambda: 10_000.0) as gone, opened(tmp_path, clock=lambda: now[0]) as other:
        await two_steps(gone, "cut")
        next_round(gone)
        now[0] -= HOUR
        next_round(other)
        now[0] += writer.STALE_S + 1
        assert status(other, "cut") == "interrupted"


async def test_a_process_knows_of_its_own_runs_that_they_go_on_however_long_it_could_not_say_so(tmp_path: Path) -> None:
    now = [10_000.0]
    with opened(tmp_path, clock=lambda: now[0]) as history, opened(tmp_path, clock=lambda: now[0]) as other:
        await two_steps(history, "live")
        next_round(history)
        now[0] += HOUR
        assert (status(history, "live"), status(other, "live")) == ("running", "interrupted")
        assert history.delete(["live"], "me") == []


async def test_no_process_keeps_another_alive_that_says_nothing_any_more(tmp_path: Path) -> None:
    now = [10_000.0]
    with opened(tmp_path, clock=lambda: 10_000.0) as gone, opened(tmp_path, clock=lambda: now[0]) as other:
        await two_steps(gone, "cut")
        next_round(gone)
        for _ in range(3):
            now[0] += writer.STALE_S / 2
            next_round(other)
        assert status(other, "cut") == "interrupted"


async def test_the_list_stays_in_the_order_in_which_the_runs_were_made(tmp_path: Path) -> None:
    now = [10_000.0]
    with opened(tmp_path, clock=lambda: now[0]) as history:
        await small_run(history, "first")
        assert history.delete(["first"], "me") == ["first"]
        now[0] -= HOUR
        await small_run(history, "second")
        next_round(history)
        assert history.bring_back(["first"], "me") == ["first"]
        assert [row.id for row in history.runs("me")] == ["second", "first"]
