"""Only one process moves what is in the log file into the database: SQLite has lost data when two did so at once."""

from pathlib import Path

import pytest

from core.history import writer
from core.history.history import FILE, History
from tests.core.history.recorded import next_round, opened, small_run


@pytest.fixture(autouse=True)
def _always_enough_to_checkpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "WAL_TO_CHECKPOINT", 0)
    monkeypatch.setattr(writer, "HEARTBEAT_S", 1_000.0)


def checkpoints(history: History) -> list[str]:
    """What the history's writer asks for of that kind from now on."""
    asked: list[str] = []
    assert history._writer
    history._writer._database.set_trace_callback(
        lambda statement: asked.append(statement) if "checkpoint" in statement else None
    )
    return asked


def wal(folder: Path) -> int:
    return (folder / f"{FILE}-wal").stat().st_size


async def test_only_the_oldest_living_process_empties_the_log_file(tmp_path: Path) -> None:
    now = [1_000.0]
    with opened(tmp_path, clock=lambda: 1_000.0) as first:
        next_round(first)
        with opened(tmp_path, clock=lambda: now[0]) as second:
            by_first, by_second = checkpoints(first), checkpoints(second)
            await small_run(second)
            next_round(second)
            assert by_second == []
            assert wal(tmp_path) > 0
            next_round(first)
            assert len(by_first) == 1
            assert wal(tmp_path) == 0
            await small_run(second, "another")
            now[0] += 60
            next_round(second)
            assert len(by_second) == 1
            assert wal(tmp_path) == 0
            assert len(second.runs("me")) == 2


async def test_a_process_that_was_seen_some_seconds_ago_still_keeps_the_others_from_emptying_the_log_file(
    tmp_path: Path,
) -> None:
    now = [1_000.0]
    with opened(tmp_path, clock=lambda: now[0]) as first:
        next_round(first)
        with opened(tmp_path, clock=lambda: now[0]) as second:
            by_second = checkpoints(second)
            for seconds in (writer.STALE_S - 1, 2.0):
                assert by_second == []
                now[0] += seconds
                await small_run(second, f"at {now[0]}")
                next_round(second)
            assert len(by_second) == 1


async def test_a_process_whose_clock_was_put_back_waits_until_the_others_have_been_seen_again(tmp_path: Path) -> None:
    now = [1_000.0]
    with opened(tmp_path, clock=lambda: now[0]) as first:
        next_round(first)
        with opened(tmp_path, clock=lambda: now[0]) as second:
            next_round(second)
            by_first, by_second = checkpoints(first), checkpoints(second)
            now[0] -= 3_600
            for one in (second, first):
                await small_run(one, f"of {id(one)}")
                next_round(one)
            assert by_first == by_second == []
            assert first._writer
            first._writer._checkpoints_from = 0.0
            next_round(first)
            assert len(by_first) == 1
