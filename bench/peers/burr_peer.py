"""Burr: actions that read and write a state; the fan-out maps one action over many states."""

from collections.abc import AsyncIterator
from typing import Any, ClassVar

from burr.core import ApplicationBuilder, State, action
from burr.core.action import create_action
from burr.core.graph import GraphBuilder
from burr.core.parallelism import MapStates

from bench.works import Body, Work


def chain(length: int, body: Body) -> Work:
    names = [f"step{place}" for place in range(length)]
    steps = {name: _action(body) for name in names}
    graph = GraphBuilder().with_actions(**steps)
    graph = graph.with_transitions(*zip(names, names[1:], strict=False)).build()
    return lambda: _value(graph, names[0], names[-1])


def fan(width: int, body: Body) -> Work:
    one = create_action(_action(body), "one")

    class Fan(MapStates):  # type: ignore[misc]
        reads: ClassVar[list[str]] = ["value"]
        writes: ClassVar[list[str]] = ["value"]

        def is_async(self) -> bool:
            return True

        def action(self, state: State, inputs: dict[str, Any]) -> Any:
            return one

        async def states(self, state: State, context: Any, inputs: dict[str, Any]) -> AsyncIterator[State]:
            for place in range(width):
                yield state.update(value=place)

        async def reduce(self, state: State, states: AsyncIterator[State]) -> State:
            return state.update(value=sum([one["value"] async for one in states]))

    graph = GraphBuilder().with_actions(fan=Fan()).build()
    return lambda: _value(graph, "fan", "fan")


def _action(body: Body) -> Any:
    @action(reads=["value"], writes=["value"])
    async def one(state: State) -> State:
        return state.update(value=await body(state["value"]))

    return one


async def _value(graph: Any, first: str, last: str) -> int:
    application = await ApplicationBuilder().with_graph(graph).with_state(value=0).with_entrypoint(first).abuild()
    _, _, state = await application.arun(halt_after=[last])
    return int(state["value"])
