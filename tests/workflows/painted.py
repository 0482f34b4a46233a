"""Which edges have to be painted after a run, from nothing but its log and the declared diagram."""

from collections.abc import Iterator, Sequence

from core.diagram.shapes import shape
from core.trace import events as e
from core.trace.trace import Trace
from core.workflow.description import Workflow

Painted = set[tuple[str, str, str]]
Move = tuple[str, str, str]
NOT_DECIDED = ("", "each", "all")
ENDS = {"completed": "output", "rejected": "rejected"}


def painted(workflow: Workflow, log: Sequence[e.Event]) -> Painted:
    """What is drawn as taken, with groups that the model drives as one node each."""
    drawn = shape(workflow, Trace(log), shut=workflow.groups_driven)
    return {(arrow.start, arrow.end, arrow.label) for arrow in drawn.arrows if arrow.taken}


def expected(workflow: Workflow, log: Sequence[e.Event]) -> Painted:
    """Each move of the log along the declared edge that its decision names; "not declared" where there is none."""
    return {edge for move in moves(workflow, log) for edge in _declared(workflow, move)}


def moves(workflow: Workflow, log: Sequence[e.Event]) -> Iterator[Move]:
    """From a visit to each that followed it, with what was decided at the first: "" where nothing was."""
    visits: dict[int, tuple[str, str]] = {}
    for event in log:
        if isinstance(event, e.StepStarted | e.Decided):
            place = _shown(workflow, "/".join((*event.group, event.node)))
            visits[event.step] = (place, _word(event.value) if isinstance(event, e.Decided) else "")
            inner = workflow.groups_driven
            for before, said in [visits[one] for one in event.parents] or [("input", "")]:
                if before != place or place not in inner:
                    yield before, place, said
        elif isinstance(event, e.RunFinished) and event.status in ENDS:
            for before, said in [visits[one] for one in event.parents] or [("input", "")]:
                yield before, ENDS[event.status], said


def begun(log: Sequence[e.Event]) -> e.RunStarted:
    """How the run began."""
    first = log[0]
    assert isinstance(first, e.RunStarted)
    return first


def _declared(workflow: Workflow, move: Move) -> Iterator[tuple[str, str, str]]:
    start, end, said = move
    between = [edge[2] if len(edge) == 3 else "" for edge in workflow.edges if edge[:2] == (start, end)]
    fitting = [label for label in between if label in NOT_DECIDED or not said or label.split(", ")[0] == said]
    yield from ((start, end, label) for label in fitting)
    if not fitting:
        yield start, end, f"{said or 'nothing'} is not declared here"


def _word(value: bool | str) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _shown(workflow: Workflow, place: str) -> str:
    return next((group for group in workflow.groups_driven if place.startswith(f"{group}/")), place)
