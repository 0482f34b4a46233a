"""LangGraph: nodes that update a typed state; the fan-out sends each number to a node of its own."""

import operator
from typing import Annotated, Any, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.types import Send

from bench.works import Body, Work


class Value(TypedDict):
    value: int


class Found(TypedDict):
    found: Annotated[list[int], operator.add]
    value: int


def chain(length: int, body: Body) -> Work:
    async def node(state: Value) -> Value:
        return {"value": await body(state["value"])}

    names = [f"step{place}" for place in range(length)]
    graph = StateGraph(Value)
    for name in names:
        graph.add_node(name, node)
    for first, second in zip([START, *names], [*names, END], strict=True):
        graph.add_edge(first, second)
    compiled = graph.compile()
    return lambda: _value(compiled, {"value": 0})


def fan(width: int, body: Body) -> Work:
    async def one(state: Value) -> dict[str, list[int]]:
        return {"found": [await body(state["value"])]}

    async def join(state: Found) -> Value:
        return {"value": sum(state["found"])}

    graph = StateGraph(Found)
    graph.add_node("one", one)
    graph.add_node("join", join)
    graph.add_conditional_edges(START, lambda _: [Send("one", {"value": place}) for place in range(width)], ["one"])
    graph.add_edge("one", "join")
    graph.add_edge("join", END)
    compiled = graph.compile()
    return lambda: _value(compiled, {"found": [], "value": 0})


async def _value(compiled: Any, state: dict[str, Any]) -> int:
    end = await compiled.ainvoke(state)
    return int(end["value"])
