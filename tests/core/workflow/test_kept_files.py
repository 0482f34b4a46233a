from pathlib import Path

import pytest

from core.errors import WorkflowError
from core.trace.events import FileKept
from core.trace.recording import Listener, Recorder
from core.workflow.kept_files import KeptFiles, changed_lines, open_files
from core.workflow.run_context import RunContext, current_run
from core.workflow.steps_and_gates import step
from tests.core.history.recorded import begin, finish, opened

FIRST = {"a.css": "body {}"}


@step(kind="code")
async def paint(files: KeptFiles, text: str) -> None:
    files.write("a.css", text, by="a.css", request=f"make it {text}")


async def painted(files: KeptFiles, *texts: str, listeners: tuple[Listener, ...] = ()) -> Recorder:
    log = begin("run", listeners)
    for text in texts:
        await paint(files, text)
    finish(log)
    return log


def test_a_space_begins_with_what_it_is_given() -> None:
    files = KeptFiles("site", FIRST)
    assert files.text("a.css") == "body {}"
    assert [one.version for one in files.versions("a.css")] == [0]


async def test_a_version_knows_who_made_it_and_why() -> None:
    files = KeptFiles("site", FIRST)
    log = await painted(files, "red")
    made = files.versions("a.css")[-1]
    assert (made.version, made.text, made.by, made.request) == (1, "red", "a.css", "make it red")
    assert [event.text for event in log.events if isinstance(event, FileKept)] == ["red"]


async def test_the_next_run_of_the_same_visitor_finds_what_was_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        await painted(KeptFiles("site", FIRST), "red", "blue", listeners=history.listen("run", "me"))
        current_run.set(RunContext(load_files=lambda space: history.files("me", space)))
        files = await open_files("site", FIRST)
        assert history.files("somebody else", "site") == []
    assert [(one.version, one.text) for one in files.versions("a.css")] == [(0, "body {}"), (1, "red"), (2, "blue")]
    assert files.versions("a.css")[1].run == "run"


async def test_an_imported_run_changes_no_file(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        log = await painted(KeptFiles("site", FIRST), "red")
        assert history.take_in("imported", "me", log.events)
        assert history.files("me", "site") == []


def test_a_person_keeps_a_version_without_a_run(tmp_path: Path) -> None:
    with opened(tmp_path, clock=lambda: 0.0) as history:
        assert history.keep_file("me", "site", "a.css", "body {}", request="As it was at first")
        (made,) = history.files("me", "site")
    assert (made.version, made.by, made.at) == (1, "you", "1970-01-01T00:00:00.000+00:00")


async def test_outside_a_run_a_space_begins_anew() -> None:
    assert (await open_files("site", FIRST)).text("a.css") == "body {}"


def test_an_unknown_file_is_not_written() -> None:
    with pytest.raises(WorkflowError, match=r"no file 'b\.css' in site"):
        KeptFiles("site", FIRST).write("b.css", "", by="me")


def test_a_file_that_is_too_large_is_not_written() -> None:
    with pytest.raises(WorkflowError, match="at most 200,000"):
        KeptFiles("site", FIRST).write("a.css", "x" * 200_001, by="me")


def test_two_versions_are_compared_line_by_line() -> None:
    assert "-body {}" in changed_lines("body {}", "body { color: red }", "a.css")
    assert changed_lines("same", "same", "a.css") == ""
