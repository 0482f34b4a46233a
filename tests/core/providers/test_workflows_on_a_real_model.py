"""Whole workflows on a real model, through each SDK. A model of 135M parameters is no thinker: what is checked is that
every call is made, counted and recorded, and that a run ends as one of the ways a run may end.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from core.providers.gemini.provider import GeminiProvider
from core.providers.local.files import SMALL
from core.providers.local.provider import SLOW, LocalServer
from core.providers.openai.messages import NO_TOOLS
from core.providers.openai.provider import OpenAIProvider
from core.providers.protocol import OnText, Provider, Reply, Request
from core.runtime.execution import Environment, execute, prepare
from core.runtime.plans import plan
from core.trace.trace import Trace
from tests.core.providers.gemini_bridge import BRIDGE_KEY, gemini_bridge
from tests.core.providers.test_llama_server import start_llama

WEAKNESSES = {"schema", "truncated", "empty", "tool", "branches", "limit"}
"""How a run may fail through the model alone."""

SHORT = {
    "faq-chain": {
        "questions_prompt": "Write exactly {count} different questions about batteries.",
        "answer_prompt": "Answer the question in a sentence.",
        "sources_prompt": "Which of 'Solar power' and 'Batteries' answers this? {question}",
    }
}
"""Prompts without the documents, which a small model on one processor takes half a minute to read."""


class Brief:
    """A provider whose answers are kept short, because a small model may write for ever."""

    def __init__(self, inner: Provider) -> None:
        self._inner = inner

    async def ask(self, request: Request, on_text: OnText) -> Reply:
        return await self._inner.ask(replace(request, max_tokens=120, temperature=0.6), on_text)

    async def close(self) -> None:
        await self._inner.close()


@pytest.fixture(scope="module")
def llama() -> Iterator[LocalServer]:
    yield from start_llama()


@pytest.fixture(params=["openai", "gemini"])
async def model(request: pytest.FixtureRequest, llama: LocalServer) -> AsyncIterator[Provider]:
    direct = OpenAIProvider(llama.key, llama.url, dialect=NO_TOOLS, deadlines=SLOW)
    if request.param == "openai":
        yield Brief(direct)
    else:
        async with gemini_bridge(direct) as url:
            behind = GeminiProvider(BRIDGE_KEY, base_url=url, deadlines=SLOW)
            yield Brief(behind)
            await behind.close()
    await direct.close()


@pytest.mark.parametrize("workflow", ["calendar-chain", "support-triage", "faq-chain", "tool-use", "tool-extraction"])
async def test_a_workflow_runs_on_a_real_model(workflow: str, model: Provider) -> None:
    options = {"model": f"local:{SMALL}", "limits": {"calls": 5, "seconds": 240, "concurrency": 2}, "approve": "all"}
    planned = plan(workflow, None, SHORT.get(workflow, {}), options)
    run = prepare(planned)
    await execute("real", planned, run, Environment(lambda _name: model, lambda _name, _usage: None))
    trace = Trace(run.log.events)
    attempts = [attempt for step in trace.steps.values() for attempt in step.attempts]
    assert trace.status in ("completed", "rejected", "failed")
    assert trace.error is None or trace.error.kind in WEAKNESSES, trace.error
    assert trace.reason or trace.result is not None
    assert 1 <= len(attempts) <= 5
    for attempt in attempts:
        assert attempt.model == f"local:{SMALL}"
        assert attempt.usage is not None or attempt.error is not None
        assert attempt.error is None or attempt.error.kind in WEAKNESSES | {"cancelled"}, attempt.error
    counted = [attempt.usage for attempt in attempts if attempt.usage]
    assert counted
    assert all(usage.input_tokens > 10 and 0 < usage.output_tokens <= 120 for usage in counted)
    assert not any(usage.estimated for usage in counted)
    assert trace.totals().cost_usd is None
