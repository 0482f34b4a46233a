"""A model that promotes storefronts, and a person who answers as a test tells them to."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from core.providers.protocol import Request
from core.runtime.execution import Environment, execute, prepare
from core.runtime.plans import plan
from core.samples.outbox import Campaign
from core.samples.storefronts import Concept, Idea, Ideas, Strategy, Summary, Verdict
from core.trace.events import Asked, Event
from core.trace.trace import Trace
from core.workflow.approval import Approval
from tests.scripted import Answer, ScriptedProvider

Person = Callable[[Asked], Approval[Any] | None]
SUMMARY = Summary(name="Shop", sells="things", tone="dry", values=[], themes=["t"], praiseworthy="a prize", notable="")
IDEAS = Ideas(ideas=[Idea(name="Talk", pitch="A talk."), Idea(name="Walk", pitch="A walk.")])
CONCEPT = Concept(name="Talk", concept="A long talk.", rationale="It fits.", store_id="shop")
STRATEGY = Strategy(angle="the prize", tone="warm", points=["say hello"])
ANSWERS = {type(made): made for made in (SUMMARY, IDEAS, CONCEPT, STRATEGY)}


def promoter(request: Request) -> Answer:
    """The same summary, ideas, concept and strategy for every shop; a judge who is content."""
    if request.schema is Verdict:
        return Verdict(quality=0.9, feedback="good")
    if request.schema in ANSWERS:
        return ANSWERS[request.schema]
    return "A talk?" if "subject line" in request.messages[0].text else "Dear shop,\n\nshall we talk?"


def asked_for(request: Request) -> str:
    """All that a request says."""
    return "\n".join(message.text for message in request.messages)


async def promote(
    workflow: str,
    request: str,
    model: Callable[[Request], Answer] = promoter,
    person: Person | None = None,
    *,
    approve: str = "all",
    limits: Mapping[str, Any] | None = None,
    **params: Any,
) -> tuple[Trace, ScriptedProvider]:
    """Run on a scripted model; `person` answers each question, or is silent with None. Without one, all is approved."""
    provider = ScriptedProvider(model)
    options = {"model": "scripted:test", "approve": "ask" if person else approve, "limits": limits or {}}
    planned = plan(workflow, request, params, options)

    def listen(event: Event) -> None:
        if isinstance(event, Asked) and person is not None:
            answer = person(event)
            if answer is not None:
                asyncio.get_running_loop().call_soon(lambda: run.answer(event.step, answer))

    run = prepare(planned, (listen,))
    await execute("test-run", planned, run, Environment(lambda _: provider, lambda _model, _usage: 0.001))
    return Trace(run.log.events), provider


def campaign_of(trace: Trace) -> Campaign:
    """The result of a run that completed."""
    assert trace.status == "completed", trace.reason
    assert isinstance(trace.result, Campaign)
    return trace.result


def ends(trace: Trace) -> dict[str, tuple[str, str]]:
    """How each item ended, and why."""
    return {one.store: (one.status, one.reason) for one in campaign_of(trace).items}


def sent(trace: Trace) -> list[str]:
    """The stores whose e-mails are in the outbox."""
    return [one.store for one in campaign_of(trace).outbox]
