"""A kept run of many steps on the pages: opening it, leafing through its table, inspecting, comparing, running again.

python -m bench.long_run
"""

import gc
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table
from streamlit.testing.v1 import AppTest

from core.providers import Message, Usage
from core.trace import events as e
from core.trace import types_of
from core.workflows.research_assistant import Finding, Report, Subtask
from pages.gallery import DRAWN
from pages.ui.page_table import HISTORY_PAGE, RUN_PAGE

ROOT = Path(__file__).parent.parent
VISITOR = "v" * 32
WORKFLOW = "research-assistant"
SIZES = (1_000, 10_000)
FAILED_OF = 3  # every so many branches one fails
MOST_S = 1.0
SECONDS_TO_WARM_UP = 60.0
REQUEST = "Is it so?"
REFUSED = e.Failure("refused", "The model refused.")


def long_run(run_id: str, steps: int, words: str) -> list[e.Event]:
    """A run of so many steps, most of them branches of one fan-out, of which a third failed and were kept."""
    options = {"model": "simulated:demo", "mode": "parallel", "on_error": "keep", "simulation": {"speed": 0}}
    parts = [Subtask(title=f"part {number}", question=f"why {number}?") for number in range(steps - 3)]
    given: dict[str, object] = {"request": REQUEST}
    events: list[e.Event] = [
        e.RunStarted(0.0, run_id, WORKFLOW, REQUEST, {}, options, "2026-11-05T10:00:00+00:00"),
        *_asked(Call(1, "decompose", (), None, given, words), parts),
        e.Decided(1.0, 2, "anything_to_do", "gate", (1,), (), None, True, {"subtasks": len(parts)}),
        e.FannedOut(1.0, 1, len(parts), (2,)),
    ]
    findings = []
    for place, part in enumerate(parts):
        call = Call(place + 3, "work", (2,), e.Branch(1, place), {"subtask": part, **given}, words)
        if place % FAILED_OF == 1:
            events += [*_asked(call, None), e.BranchFailed(2.0 + place / 1000, 1, place, REFUSED)]
        else:
            findings.append((call.number, Finding(title=part.title, text=f"{words} {place}")))
            events += _asked(call, findings[-1][1])
    done, found = zip(*findings, strict=True)
    report = Report(text=words, findings=list(found))
    last = Call(steps, "synthesize", done, None, {**given, "findings": list(found)}, words)
    return [
        *events,
        e.Joined(last.at, 1, len(parts) - len(done)),
        *_asked(last, report),
        e.RunFinished(last.at + 1, "completed", "", report, (steps,), None),
    ]


class Call(NamedTuple):
    """A step that asks a model."""

    number: int
    node: str
    parents: tuple[int, ...]
    branch: e.Branch | None
    given: dict[str, object]
    words: str

    @property
    def at(self) -> float:
        """Seconds since the run began."""
        return 2.0 + self.number / 1000


def _asked(call: Call, output: object) -> Iterator[e.Event]:
    """It answers; without an output it is refused."""
    messages = (Message("system", f"You answer. {call.words}"), Message("user", str(call.given)[:500]))
    end = call.at + 0.5
    yield e.StepStarted(call.at, call.number, call.node, "llm", call.parents, (), call.branch, call.given)
    yield e.AttemptStarted(call.at, call.number, 1, "simulated:demo", messages, None)
    if output is None:
        yield e.AttemptFinished(end, call.number, 1, "error", "", (), None, None, REFUSED)
        yield e.StepFailed(end, call.number, REFUSED)
    else:
        yield e.AttemptFinished(end, call.number, 1, "ok", call.words, (), Usage(100, 20), 0.001, None)
        yield e.StepFinished(end, call.number, output, types_of(output))


@contextmanager
def pages(steps: int) -> Iterator[AppTest]:
    """The pages of a visitor with two such runs, in a playground of its own."""
    from pages.session import playground

    with tempfile.TemporaryDirectory() as home:
        os.environ["PLAYGROUND_HOME"] = home
        playground.clear()
        for run_id, words in (("first", "some words"), ("second", "other words")):
            assert playground().history.take_in(run_id, VISITOR, long_run(run_id, steps, words))
        assert playground().warm.wait(SECONDS_TO_WARM_UP)
        yield _new_page()
        playground().close()
        playground.clear()


def _new_page() -> AppTest:
    page = AppTest.from_file(str(ROOT / "pages/frame.py"), default_timeout=600)
    page.session_state[DRAWN] = True
    page.session_state["visitor"] = VISITOR
    return page.run()


def acts(steps: int) -> Iterator[tuple[str, float]]:
    """What is done, and its CPU seconds; the second time, when all that is imported has been.

    "Open" reads the run from its file, as for a visitor who comes to a server that has not shown it yet.
    """
    with pages(steps) as page:
        page.query_params["workflow"], page.query_params["run"] = WORKFLOW, "first"
        page.switch_page(RUN_PAGE.script).run()
        _forget_what_was_read()
        yield "open", _cpu(page.run)
        last = next(one for one in page.number_input if "page-of" in str(one.key))
        last.set_value(3)
        yield "scroll the table", _cpu(page.run)
        page.selectbox(key="inspect").set_value(steps // 2)
        yield "inspect a step", _cpu(page.run)
        yield "run again from it", _cpu(lambda: page.button(key="rerun").click().run())
        assert page.query_params["run"] != "first", "No run was started."
        page = _new_page()
        page.query_params["compare"] = "first,second"
        page.switch_page(HISTORY_PAGE.script).run()
        _forget_what_was_read()
        yield "compare with another", _cpu(page.run)


def _forget_what_was_read() -> None:
    from core.history import EndedTraces
    from pages.session import playground

    reader = playground().history._reader
    assert reader is not None
    reader._ended = EndedTraces()


def _cpu(act: Callable[[], object]) -> float:
    gc.collect()
    began = time.process_time()
    act()
    return time.process_time() - began


def main() -> None:
    table = Table("CPU seconds", *(f"{steps:,} steps" for steps in SIZES), "ratio", "target")
    few, many = (dict(acts(steps)) for steps in SIZES)
    for name, spent in many.items():
        table.add_row(name, f"{few[name]:.2f}", f"{spent:.2f}", f"{spent / few[name]:.1f}", f"≤ {MOST_S:.0f} s")
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
