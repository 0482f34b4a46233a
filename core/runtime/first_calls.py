"""The first call of a model: tried on request, and made ahead of a measurement, so that none measured loads an SDK."""

import asyncio
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from core.errors import PlaygroundError
from core.models import DEFAULT_MODEL, PROVIDERS, SIMULATED_ONLY, Access, Connections, Sdk, Simulation, openers
from core.providers import Message, Request, Usage
from core.runtime.execution import check_model
from core.runtime.plans import Plan
from core.text import duration

_SECONDS = 30.0
REHEARSED = Request("rehearsal", (Message("user", "Say a word."),), max_tokens=1)
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


async def rehearse(providers: Collection[str]) -> None:
    """Load what the first call of these providers would. One that cannot be loaded says so when it is asked."""
    for sdk in filter(None, {PROVIDERS[name].sdk for name in providers}):
        with suppress(Exception):
            async with asyncio.timeout(_SECONDS):
                await _call(sdk)


async def _call(sdk: Sdk) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length or 0))
        writer.write(_HEAD + sdk.answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        provider = sdk.open_at(f"http://{host}:{port}")
        try:
            await provider.ask(REHEARSED, lambda _text: None)
        finally:
            await provider.close()


def warm_up(providers: Collection[str] = ()) -> None:
    """Load the prices, the simulated model's rules, and the SDKs of these providers.

    Without this the run that happens to be first would be slower than the others, and it is a sequential one. It takes
    a third of a second, and some seconds for each SDK that is not loaded yet. Not to be called within an event loop.
    """
    Connections(openers(Simulation())).connect(DEFAULT_MODEL)
    SIMULATED_ONLY.price(DEFAULT_MODEL, Usage(1, 1))
    if providers:
        asyncio.run(rehearse(providers))


def real_providers(plan: Plan) -> frozenset[str]:
    """The providers that a run of this plan may ask and that load an SDK for it."""
    models = (plan.options.model, *plan.options.models.values(), *_chosen(plan))
    loading = (name for name, spec in PROVIDERS.items() if spec.sdk is not None)
    return frozenset(loading).intersection(model.partition(":")[0] for model in models)


def _chosen(plan: Plan) -> list[str]:
    """The models that the workflow's own fields name."""
    extras = {name: info.json_schema_extra for name, info in type(plan.params).model_fields.items()}
    return [
        str(getattr(plan.params, name))
        for name, extra in extras.items()
        if isinstance(extra, dict) and extra.get("model_choice")
    ]


MOST_SECONDS = 30.0
MOST_TOKENS = 64
QUESTION = (Message("system", "Answer with one word."), Message("user", "Say hello."))


@dataclass(frozen=True, slots=True)
class Trial:
    """How it went. `model` is the name that the answer gives; `problem` is empty when there was an answer."""

    model: str
    seconds: float
    usage: Usage | None = None
    problem: str = ""


async def try_model(model: str, access: Access, *, most_seconds: float = MOST_SECONDS) -> Trial:
    """Ask `model` once, without retries. Raises nothing of what can go wrong with a model: see `problem`."""
    connections = Connections(openers(Simulation(), access))
    began = time.perf_counter()
    try:
        check_model(model, access)
        async with asyncio.timeout(most_seconds):
            request = Request(model.partition(":")[2], QUESTION, max_tokens=MOST_TOKENS)
            reply = await connections.connect(model).ask(request, lambda _text: None)
        return Trial(reply.model, time.perf_counter() - began, reply.usage)
    except PlaygroundError as error:
        return Trial(model, time.perf_counter() - began, problem=str(error))
    except TimeoutError:
        problem = f"{model[:60]} did not answer within {duration(most_seconds)}. Try again, or choose another model."
        return Trial(model, time.perf_counter() - began, problem=problem)
    finally:
        await connections.close()
