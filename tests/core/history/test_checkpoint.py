from pathlib import Path

import pytest

from core.history import FILE, History, writer
from tests.core.history.recorded import PATIENCE_S, opened, small_run


def next_round(history: History) -> None:
    assert history._writer
    history._writer._next_beat = 0.0
    assert history.flush(PATIENCE_S)


async def test_only_the_oldest_living_process_empties_the_log_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "WAL_TO_CHECKPOINT", 0)
    monkeypatch.setattr(writer, "HEARTBEAT_S", 1_000.0)
    now = [1_000.0]
    with opened(tmp_path, clock=lambda: 1_000.0) as first:
        next_round(first)
        with opened(tmp_path, clock=lambda: now[0]) as second:
            await small_run(second)
            next_round(second)
            assert wal(tmp_path) > 0
            await small_run(first, "another")
            assert first.flush(PATIENCE_S)
            now[0] += 60
            next_round(second)
            assert wal(tmp_path) == 0
            assert len(second.runs("me")) == 2


def wal(folder: Path) -> int:
    return (folder / f"{FILE}-wal").stat().st_size
