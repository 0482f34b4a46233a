"""One tiny call to find out whether a model can be reached: which model answers, how fast, and what it cost."""

import asyncio
import time
from dataclasses import dataclass

from core.errors import PlaygroundError
from core.models.access import Access
from core.models.connections import Connections, openers
from core.providers.protocol import Message, Request, Usage
from core.runtime.in_loop import check_model
from core.simulated import Simulation
from core.text.figures import duration

MOST_SECONDS = 30.0
MOST_TOKENS = 64
ASKED = (Message("system", "Answer with one word."), Message("user", "Say hello."))


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
            request = Request(model.partition(":")[2], ASKED, max_tokens=MOST_TOKENS)
            reply = await connections.connect(model).ask(request, lambda _text: None)
        return Trial(reply.model, time.perf_counter() - began, reply.usage)
    except PlaygroundError as error:
        return Trial(model, time.perf_counter() - began, problem=str(error))
    except TimeoutError:
        problem = f"{model[:60]} did not answer within {duration(most_seconds)}. Try again, or choose another model."
        return Trial(model, time.perf_counter() - began, problem=problem)
    finally:
        await connections.close()
