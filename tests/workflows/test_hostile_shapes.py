"""Whatever is typed, ten times the text takes a workflow ten times the work, and no more.

Each workflow runs on the simulated model in virtual time, as it does for an estimate. Only ratios of processor time
count. More text may rightly mean more calls: a run makes at most MOST_CALLS of them, and is compared by call. A run
that takes less than FLOOR_S for the long text is not looked at any closer, and a ratio that is too large is measured
again, since other work on the machine shows in single figures.
"""

import math
import time
from itertools import count, islice

import pytest

from core.runtime.estimates import estimate
from core.runtime.plans import plan
from core.workflows.catalogue import find_workflows
from tests.hostile_shapes import HOSTILE_SHAPES

SHORT, LONG = 2_000, 20_000
MOST_RATIO = 13
MOST_CALLS = 6
FLOOR_S = 0.04
MEASUREMENTS = 4
READ_BY_ALL = (
    *("digits", "digits and commas", "digits and dots", "amounts", "dates", "clock times", "spaces before a word"),
    *("spaces between words", "round brackets", "nested arrays", "quotes around words", "one long word", "initials"),
    *("two-letter words", "capitalised words", "full names before a colon", "first names before a colon", "bullets"),
    *("and and and", "distinct words", "short sentences"),
)
READ_BY_SOME = [name for name in HOSTILE_SHAPES if name not in READ_BY_ALL]
WORKFLOWS = list(find_workflows())
SPREAD = 20
"""Each workflow reads one in so many of the others, too; any so many workflows in a row read all of them."""


def shapes_for(workflow: str) -> list[str]:
    """At least 25 shapes that are a request, the likeliest to do harm among them."""
    turn = WORKFLOWS.index(workflow)
    others = [name for place, name in enumerate(READ_BY_SOME) if place % SPREAD == turn % SPREAD]
    return [name for name in (*READ_BY_ALL, *others) if HOSTILE_SHAPES[name](SHORT).strip()]


def seconds_a_call(workflow: str, text: str) -> float:
    """Processor time of a run on `text`, by call."""
    planned = plan(workflow, text, None, {"limits": {"calls": MOST_CALLS}, "simulation": {"speed": 0}})
    began = time.process_time()
    calls = estimate(planned, lambda _model, _usage: 0.0).calls
    return (time.process_time() - began) / max(1, calls)


def ratio(workflow: str, shape: str) -> float:
    """How many times as long the long text takes; 0 where that is too little to measure.

    No text is read twice, since what a text says is kept for a while.
    """
    lengths = count(WORKFLOWS.index(workflow), len(WORKFLOWS))
    text = HOSTILE_SHAPES[shape]
    long = short = math.inf
    for less in islice(lengths, MEASUREMENTS):
        long = min(long, seconds_a_call(workflow, text(LONG - less)))
        if long * MOST_CALLS < FLOOR_S:
            return 0.0
        short = min(short, seconds_a_call(workflow, text(SHORT - less)))
        if long <= MOST_RATIO * short:
            break
    return long / short


def test_every_shape_is_read_by_some_workflow_and_at_least_25_by_each() -> None:
    read = {workflow: shapes_for(workflow) for workflow in WORKFLOWS}
    assert min(map(len, read.values())) >= 25
    blank = {name for name, text in HOSTILE_SHAPES.items() if not text(SHORT).strip()}
    assert {name for names in read.values() for name in names} | blank == set(HOSTILE_SHAPES)


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_the_work_grows_no_faster_than_the_text(workflow: str) -> None:
    ratios = {shape: ratio(workflow, shape) for shape in shapes_for(workflow)}
    assert {shape: round(times, 1) for shape, times in ratios.items() if times > MOST_RATIO} == {}


HARMLESS = "we will talk about it when the others are back from the long walk in the hills, and not before that "
FROZE_THE_SERVER = (
    "Ada, Grace, Alan, Katherine, Margaret, Barbara, Donald, Edsger, Linus, Guido, Bjarne, Dennis: lunch on Friday",
    "Ada Lovelace, Grace Hopper, Alan Turing, Katherine Johnson, Margaret Hamilton, Barbara Liskov: lunch on Friday",
    "The Annual General Meeting Of The European Society For Applied Linguistics Takes Place In Room Seven",
    "What is 1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1?",
)


@pytest.mark.parametrize("workflow", ["calendar-chain", "calendar-router", "voting"])
@pytest.mark.parametrize("text", FROZE_THE_SERVER, ids=("first names", "full names", "a title", "powers"))
def test_a_short_text_that_once_froze_the_server_takes_no_longer_than_any_other(workflow: str, text: str) -> None:
    harmless = (HARMLESS * 3)[: len(text)]
    seconds_a_call(workflow, harmless)
    assert seconds_a_call(workflow, text) <= MOST_RATIO * max(seconds_a_call(workflow, harmless), FLOOR_S / MOST_CALLS)
