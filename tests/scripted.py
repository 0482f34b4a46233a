"""A model that says what a test tells it to, and a way to run a workflow on it."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from pydantic import BaseModel

from core.providers.protocol import OnText, Provider, Reply, Request, Usage
from core.runtime.execution import Environment, OpenEnvironment, execute, prepare
from core.runtime.options import RunOptions
from core.runtime.plans import plan
from core.trace.trace import Trace

Answer = BaseModel | str | Reply | BaseException
Script = Sequence[Any]


class ScriptedProvider:
    """Plays its answers in order, or picks one by what is asked when given a function; records every request."""

    def __init__(self, script: Script | Callable[[Request], Answer]) -> None:
        self.left = list(script) if isinstance(script, Sequence) else None
        self.pick = None if isinstance(script, Sequence) else script
        self.requests: list[Request] = []

    async def ask(self, request: Request, on_text: OnText) -> Reply:
        self.requests.append(request)
        answer: Any
        if self.left is None:
            assert self.pick is not None
            answer = self.pick(request)
        else:
            assert self.left, f"no answer left for request {len(self.requests)}: {request.messages[-1].text[:200]}"
            answer = self.left.pop(0)
            answer = answer(request) if callable(answer) else answer
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, Reply):
            return answer
        text = answer.model_dump_json() if isinstance(answer, BaseModel) else answer
        on_text(text)
        return Reply(text, Usage(10, 5), "scripted")

    async def close(self) -> None:
        pass


def environment_of(model: Provider, cost: float | None = None) -> OpenEnvironment:
    """An environment in which this model answers whoever is asked; it is closed with the run."""

    @asynccontextmanager
    async def environment(_: RunOptions) -> AsyncIterator[Environment]:
        try:
            yield Environment(lambda _: model, lambda _model, _usage: cost)
        finally:
            await model.close()

    return environment


async def run_scripted(
    workflow_id: str,
    script: Script | Callable[[Request], Answer],
    request: str | None = None,
    options: Mapping[str, Any] | None = None,
    **params: Any,
) -> tuple[Trace, ScriptedProvider]:
    """Run a workflow on scripted answers; every answer of a list must have been used."""
    provider = ScriptedProvider(script)
    planned = plan(workflow_id, request, params, {"model": "scripted:test", **(options or {})})
    run = prepare(planned)
    await execute("test-run", planned, run, Environment(lambda _: provider, lambda _model, _usage: 0.001))
    assert not provider.left, f"answers never asked for: {provider.left}"
    return Trace(run.log.events), provider


def nodes(trace: Trace) -> list[str]:
    """The nodes in the order they started."""
    return [step.node for step in trace.steps.values()]


def parents(trace: Trace) -> dict[str, list[list[str]]]:
    """For each node the parents of its visits, by node: the tree of steps without ids and times."""
    tree: dict[str, list[list[str]]] = {}
    for step in trace.steps.values():
        tree.setdefault(step.node, []).append([trace.steps[parent].node for parent in step.parents])
    return tree
