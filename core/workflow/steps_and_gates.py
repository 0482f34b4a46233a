"""The words a workflow is written in: step, gate, route, group.

Without a run around them they do nothing but their plain work, so a workflow's functions can be called from anywhere.
"""

import functools
import inspect
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar, overload

from core.errors import WorkflowError
from core.trace import (
    UNCHANGING,
    Decided,
    Reused,
    StepKind,
    branch,
    causal_parents,
    current_step,
    group_path,
    item_key,
    snapshot,
)
from core.workflow.run_context import current_run

P = ParamSpec("P")
T = TypeVar("T")
_StepFunction = Callable[P, Coroutine[Any, Any, T]]

Describe = Callable[[tuple[Any, ...], dict[str, Any]], dict[str, Any]]

_NOT_INPUT = {"p", "llm"}


@overload
def step(function: _StepFunction[P, T], /) -> _StepFunction[P, T]: ...
@overload
def step(*, kind: StepKind, acts: bool = False) -> Callable[[_StepFunction[P, T]], _StepFunction[P, T]]: ...
def step(function: _StepFunction[P, T] | None = None, /, *, kind: StepKind = "llm", acts: bool = False) -> Any:
    """Make an async function a node of the diagram: its input, output, time, attempts and errors are recorded.

    The node is named after the function. Parameters called `p` (the Params) and `llm` are not part of its input. A step
    that `acts` changes something besides what it returns, and asks no model: where a re-run takes its output from the
    log, its work is done all the same.
    """
    if function is None:
        return functools.partial(_traced, kind=kind, acts=acts)
    return _traced(function, kind=kind, acts=acts)


def _traced(function: _StepFunction[P, T], *, kind: StepKind, acts: bool) -> _StepFunction[P, T]:
    node = function.__name__
    describe, lone = _describe_input(function)

    @functools.wraps(function)
    async def traced(*args: P.args, **kwargs: P.kwargs) -> T:
        run = current_run.get()
        if run is None:
            return await function(*args, **kwargs)
        if current_step.get() is not None:
            raise WorkflowError(f"The step {node!r} was called inside another step. Call steps from run instead.")
        if lone and args and not kwargs:
            first = args[0]
            given = {lone: first if type(first) in UNCHANGING else snapshot(first)}
        else:
            given = snapshot(describe(args, kwargs))
        if run.replay is not None and (recorded := run.replay.find(node)) is not None:
            if acts:
                await run.replay.redo(recorded, functools.partial(function, *args, **kwargs))
            return run.replay.step(recorded, function, kind, given)  # type: ignore[no-any-return]
        log = run.log
        started = log.begin(node, kind, given)
        current_step.set(started)
        try:
            output = await function(*args, **kwargs)
        except BaseException as error:
            current_step.set(None)
            log.fail(started, error)
            raise
        current_step.set(None)
        log.finish(started, output)
        return output

    traced.node = node  # type: ignore[attr-defined]
    traced.kind = kind  # type: ignore[attr-defined]
    return traced


def _describe_input(function: Callable[..., object]) -> tuple[Describe, str]:
    """How to name the arguments of a step, without `p` and `llm`; and the name, if it takes just one first argument.

    The name spares the plain call of one argument the general way: a step's bookkeeping is measured in microseconds.
    """
    names = tuple(inspect.signature(function).parameters)
    shown = tuple((place, name) for place, name in enumerate(names) if name not in _NOT_INPUT)

    def describe(args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        given = {name: args[place] for place, name in shown if place < len(args)}
        given.update((name, value) for name, value in kwargs.items() if name not in _NOT_INPUT)
        return given

    return describe, shown[0][1] if len(shown) == 1 and shown[0][0] == 0 else ""


def gate(node: str, passed: bool, /, **values: Any) -> bool:
    """Record a yes/no decision with the values that decided, and return it. A re-run may decide otherwise."""
    return bool(_decide(node, "gate", passed, values))


def route(node: str, label: T, /, **values: Any) -> T:
    """Record a many-way decision with the values that decided, and return the label. A re-run may choose another."""
    chosen = _decide(node, "route", str(label), values)
    return label if chosen == str(label) else type(label)(chosen)  # type: ignore[call-arg]


def _decide(node: str, kind: StepKind, value: bool | str, values: dict[str, Any]) -> bool | str:
    run = current_run.get()
    if run is None:
        return value
    reused: Reused = ""
    if run.replay is not None:
        value, reused = run.replay.decision(node, value, values)
    log = run.log
    number = log.new_step()
    place = (causal_parents.get(), group_path.get(), branch.get())
    compared = snapshot(values)
    log.add(Decided(log.now(), number, node, kind, *place, value, compared, item_key.get(), reused))
    causal_parents.set((number,))
    return value


@contextmanager
def work_item(key: str) -> Iterator[None]:
    """Show which work item the steps called within are about."""
    mark = item_key.set(key)
    try:
        yield
    finally:
        item_key.reset(mark)


@contextmanager
def group(name: str) -> Iterator[None]:
    """Show the steps called within as one nested group, as when one workflow uses another's."""
    mark = group_path.set((*group_path.get(), name))
    try:
        yield
    finally:
        group_path.reset(mark)
