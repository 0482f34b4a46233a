"""A comparison as if it had been measured, for tests of what is made of it."""

from core.lab.comparison import Comparison, Measured
from core.lab.modes import parse_modes
from core.providers.protocol import Usage
from core.runtime.plans import plan, run_options
from core.trace import events as e
from core.trace.events import Branch, Event
from core.trace.trace import Trace
from core.workflows.catalogue import find_workflow

REFUSED = e.Failure("rate_limited", "Too many.")


def run(walls: list[float], *, cap: int | None = None, mode: str = "parallel", status: str = "completed") -> Trace:
    """A run whose branches take `walls` seconds, one after the other in sequential mode, else all at once."""
    options = {"mode": mode, "limits": {"concurrency": cap}}
    log: list[Event] = [e.RunStarted(0, "r", "faq-chain", "q", {}, options, ""), e.FannedOut(0, 1, len(walls), ())]
    at = end = 0.0
    for place, seconds in enumerate(walls):
        end = max(end, at + seconds)
        log += called(place + 1, Branch(1, place), at, seconds)
        at = end if mode == "sequential" else 0.0
    log.append(e.Joined(end, 1, 0))
    return Trace([*log, e.RunFinished(end, status, "The model said no.", None, (), None)])  # type: ignore[arg-type]


def called(number: int, branch: Branch, at: float, seconds: float) -> list[Event]:
    return [
        e.StepStarted(at, number, "ask", "llm", (), (), branch, {}),
        e.AttemptStarted(at, number, 1, "m:x", (), None),
        e.AttemptFinished(at + seconds, number, 1, "ok", "x", (), Usage(10, 5), 0.5, None),
        e.StepFinished(at + seconds, number, None),
    ]


def refused_once() -> Trace:
    """One call that got a 429, waited five seconds and was answered."""
    return Trace(
        [
            e.RunStarted(0, "r", "faq-chain", "q", {}, {"mode": "parallel"}, ""),
            e.StepStarted(0, 1, "ask", "llm", (), (), None, {}),
            e.AttemptStarted(0, 1, 1, "m:x", (), None),
            e.AttemptFinished(0.5, 1, 1, "error", "", (), None, None, REFUSED),
            e.WaitStarted(0.5, 1, 5.0, "backoff", "<b>Too many</b>"),
            e.AttemptStarted(5.5, 1, 2, "m:x", (), None),
            e.AttemptFinished(6.5, 1, 2, "ok", "x", (), Usage(10, 5), 0.5, None),
            e.StepFinished(6.5, 1, None),
            e.RunFinished(6.5, "completed", "", None, (1,), None),
        ]
    )


def comparison(runs: dict[str, list[Trace]], workflow: str = "faq-chain", **options: object) -> Comparison:
    """These runs, by mode."""
    modes = parse_modes(list(runs), find_workflow(workflow))
    made = Comparison(plan(workflow, options=run_options(options)), modes, max(map(len, runs.values())))
    made.runs = [Measured(mode, repeat, one) for mode, several in runs.items() for repeat, one in enumerate(several)]
    return made


def both() -> Comparison:
    """Four branches of a second, in three modes, measured twice."""
    return comparison(
        {
            "sequential": [run([1.0] * 4, mode="sequential"), run([1.0] * 4, mode="sequential")],
            "parallel-8": [run([1.0] * 4, cap=8), run([2.0] * 4, cap=8)],
            "parallel": [run([1.0] * 4), run([1.0, 1.0, 1.0, 1.25])],
        }
    )
