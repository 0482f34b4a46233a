"""What is kept beside the runs, the versions of texts and the drafts of forms: each owner's and each space's apart."""

from pathlib import Path

import pytest

from core.history import reader
from core.history.history import History
from core.trace import events as e
from tests.core.history.recorded import PATIENCE_S, begin, finish, next_round, opened
from tests.core.history.test_changes import row

EVERYWHERE = [("me", "site"), ("me", "other"), ("you", "site")]


def versions(history: History, owner: str, space: str) -> list[tuple[str, int, str]]:
    return [(file.name, file.version, file.text) for file in history.files(owner, space)]


def keep(history: History, owner: str, space: str, *texts: str, name: str = "a.css") -> None:
    for text in texts:
        assert history.keep_file(owner, space, name, text, request="by hand")


def test_versions_are_counted_for_each_owner_space_and_name(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        for owner, space in EVERYWHERE:
            keep(history, owner, space, f"{owner} {space}", "again")
        keep(history, "me", "site", "another", name="b.css")
        for owner, space in EVERYWHERE[1:]:
            assert versions(history, owner, space) == [("a.css", 1, f"{owner} {space}"), ("a.css", 2, "again")]
        assert [version for _, version, _ in versions(history, "me", "site")] == [1, 2, 1]
        assert history.files("you", "other") == history.files("nobody", "site") == []


def test_old_versions_make_room_by_themselves_and_only_for_newer_ones_of_the_same_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.history.changes.MOST_VERSIONS", 2)
    with opened(tmp_path) as history:
        for owner, space in EVERYWHERE:
            keep(history, owner, space, "first", "second")
        keep(history, "me", "site", "third")
        next_round(history)
        assert versions(history, "me", "site") == [("a.css", 2, "second"), ("a.css", 3, "third")]
        for owner, space in EVERYWHERE[1:]:
            assert versions(history, owner, space) == [("a.css", 1, "first"), ("a.css", 2, "second")]


def test_of_very_many_versions_the_newest_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_MOST_ROWS", 2)
    with opened(tmp_path) as history:
        keep(history, "me", "site", "first", "second", "third")
        assert [text for _, _, text in versions(history, "me", "site")] == ["second", "third"]


async def test_a_version_that_a_run_kept_knows_its_run_and_when_that_began(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        log = begin("run", history.listen("run", "me"))
        log.add(e.FileKept(log.now(), 0, "site", "a.css", "red", "painter", "make it red"))
        finish(log)
        assert history.flush(PATIENCE_S)
        (kept,) = history.files("me", "site")
        assert (kept.name, kept.version, kept.text) == ("a.css", 1, "red")
        assert (kept.by, kept.request, kept.run) == ("painter", "make it red", "run")
        assert kept.at == row(history, "run").started
        assert history.files("you", "site") == []


def test_the_last_draft_of_each_owner_and_workflow_is_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        for draft in ("first", "last"):
            for owner, workflow in (("me", "small"), ("me", "large"), ("you", "small")):
                history.keep_draft(owner, workflow, f"{draft} of {owner} for {workflow}")
        for owner, workflow in (("me", "small"), ("me", "large"), ("you", "small")):
            assert history.draft(owner, workflow) == f"last of {owner} for {workflow}"
        assert history.draft("you", "large") is None
