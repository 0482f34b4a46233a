"""LlamaIndex workflows: steps that take and return events; the fan-out returns a list of them, and a step collects it.

The chain is one step that sends its event to itself, because a step's type of event is part of its code.
"""

from workflows import Workflow, step
from workflows.events import Event, StartEvent, StopEvent

from bench.works import Body, Work


class Number(Event):
    value: int


class Result(Event):
    value: int


class Begin(StartEvent):
    value: int = 0


def chain(length: int, body: Body) -> Work:
    class Chain(Workflow):
        @step
        async def begin(self, event: Begin) -> Number:
            return Number(value=event.value)

        @step
        async def one(self, event: Number) -> Number | StopEvent:
            value = await body(event.value)
            return StopEvent(result=value) if value >= length else Number(value=value)

    workflow = Chain(timeout=None)
    return lambda: _value(workflow)


def fan(width: int, body: Body) -> Work:
    class Fan(Workflow):
        @step
        async def begin(self, event: Begin) -> list[Number]:
            return [Number(value=place) for place in range(event.value, width)]

        @step(num_workers=width)
        async def one(self, event: Number) -> Result:
            return Result(value=await body(event.value))

        @step
        async def join(self, events: list[Result]) -> StopEvent:
            return StopEvent(result=sum(event.value for event in events))

    workflow = Fan(timeout=None)
    return lambda: _value(workflow)


async def _value(workflow: Workflow) -> int:
    return int(await workflow.run(start_event=Begin()))
