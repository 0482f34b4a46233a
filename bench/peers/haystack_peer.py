"""Haystack: a pipeline of components; the fan-out is one component for each number, joined by one that takes many."""

from typing import Any

from haystack import Pipeline, component
from haystack.core.component.types import Variadic

from bench.works import Body, Work


def chain(length: int, body: Body) -> Work:
    pipeline = Pipeline()
    one = _component(body)
    for place in range(length):
        pipeline.add_component(f"step{place}", one())
    for place in range(length - 1):
        pipeline.connect(f"step{place}.value", f"step{place + 1}.value")
    return lambda: _value(pipeline, {"step0": {"value": 0}}, f"step{length - 1}", 1)


def fan(width: int, body: Body) -> Work:
    pipeline = Pipeline()
    one = _component(body)
    pipeline.add_component("join", _Join())
    for place in range(width):
        pipeline.add_component(f"step{place}", one())
        pipeline.connect(f"step{place}.value", "join.values")
    data = {f"step{place}": {"value": place} for place in range(width)}
    return lambda: _value(pipeline, data, "join", width)


def _component(body: Body) -> Any:
    @component
    class One:
        @component.output_types(value=int)
        def run(self, value: int) -> dict[str, int]:
            raise NotImplementedError

        @component.output_types(value=int)
        async def run_async(self, value: int) -> dict[str, int]:
            return {"value": await body(value)}

    return One


@component
class _Join:
    @component.output_types(value=int)
    def run(self, values: Variadic[int]) -> dict[str, int]:
        return {"value": sum(values)}

    @component.output_types(value=int)
    async def run_async(self, values: Variadic[int]) -> dict[str, int]:
        return {"value": sum(values)}


async def _value(pipeline: Pipeline, data: dict[str, Any], last: str, at_once: int) -> int:
    found = await pipeline.run_async(data, concurrency_limit=at_once)
    return int(found[last]["value"])
