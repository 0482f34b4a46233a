"""Whatever a test of a workflow runs, what is drawn of it afterwards has to be what its log says happened."""

from collections.abc import Iterator

import pytest

import core.runtime.execution
from core.trace.recording import Recorder
from core.trace.trace import Trace
from core.workflows.catalogue import find_workflows
from tests.workflows.painted import begun, expected, painted


@pytest.fixture(autouse=True)
def _what_is_painted_is_what_was_decided(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    ended: list[Recorder] = []
    end = core.runtime.execution._end

    def watched(log: Recorder, *how: object, **more: object) -> object:
        ended.append(log)
        return end(log, *how, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(core.runtime.execution, "_end", watched)
    yield
    for log in ended:
        workflow = find_workflows().get(begun(log.events).workflow)
        if workflow is not None:
            assert painted(workflow, log.events) == expected(workflow, log.events)
            assert workflow.runs_branches or Trace(log.events).widest == 1
