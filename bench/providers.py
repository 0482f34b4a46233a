"""What our adapters cost against the bare SDK call, on one loopback server with 20 ms latency; and importing `core`.

python -m bench.providers [--calls 500]
"""

import argparse
import asyncio
import contextlib
import json
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from core.providers import Key, Message, Request
from core.providers.gemini import GeminiProvider
from core.providers.openai import OpenAIProvider

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request as HttpRequest
    from starlette.responses import StreamingResponse

LATENCY_S = 0.02
SECRET = "bench-key-0123456789"
WORDS = [f"word{number} " for number in range(20)]
SDKS = ("openai", "google.genai", "httpx2", "xllamacpp", "genai_prices", "streamlit")
REQUEST = Request("bench-model", (Message("system", "Be brief."), Message("user", "Hello there.")))
Call = Callable[[], Awaitable[str]]


def server() -> "Starlette":
    """A model server for both wires that thinks for 20 ms and then streams twenty words."""
    from starlette.applications import Starlette
    from starlette.responses import StreamingResponse
    from starlette.routing import Route

    async def answer(request: "HttpRequest") -> "StreamingResponse":
        await request.body()
        await asyncio.sleep(LATENCY_S)
        chunks = _gemini() if "GenerateContent" in request.url.path else _openai()
        return StreamingResponse(_events(chunks), media_type="text/event-stream")

    return Starlette(routes=[Route("/{path:path}", answer, methods=["POST"])])


async def _events(chunks: Iterator[Any]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield b"data: " + (chunk if isinstance(chunk, bytes) else json.dumps(chunk).encode()) + b"\n\n"


def _openai() -> Iterator[Any]:
    frame = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "bench-model"}
    for word in WORDS:
        yield {**frame, "choices": [{"index": 0, "delta": {"content": word}, "finish_reason": None}]}
    yield {**frame, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
    yield {**frame, "choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 20, "total_tokens": 29}}
    yield b"[DONE]"


def _gemini() -> Iterator[Any]:
    for place, word in enumerate(WORDS):
        candidate: dict[str, Any] = {"index": 0, "content": {"role": "model", "parts": [{"text": word}]}}
        last = place == len(WORDS) - 1
        usage = {"promptTokenCount": 9, "candidatesTokenCount": 20, "totalTokenCount": 29}
        yield {
            "candidates": [{**candidate, **({"finishReason": "STOP"} if last else {})}],
            "modelVersion": "bench-model",
            **({"usageMetadata": usage} if last else {}),
        }


@contextlib.asynccontextmanager
async def openai_calls(url: str) -> AsyncIterator[tuple[Call, Call]]:
    """The bare SDK call and ours."""
    from openai import AsyncOpenAI

    client = AsyncOpenAI(api_key=SECRET, base_url=f"{url}/v1", max_retries=0)
    ours = OpenAIProvider(Key(SECRET), f"{url}/v1")

    async def bare() -> str:
        stream = await client.chat.completions.create(
            model=REQUEST.model,
            messages=[{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello there."}],
            stream=True,
            stream_options={"include_usage": True},
        )
        return "".join([chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices])

    try:
        yield bare, _ask(ours)
    finally:
        await client.close()
        await ours.close()


@contextlib.asynccontextmanager
async def gemini_calls(url: str) -> AsyncIterator[tuple[Call, Call]]:
    """The bare SDK call and ours."""
    from google import genai

    client = genai.Client(api_key=SECRET, http_options=genai.types.HttpOptions(base_url=url))
    ours = GeminiProvider(Key(SECRET), base_url=url)
    config = genai.types.GenerateContentConfig(system_instruction="Be brief.")

    async def bare() -> str:
        stream = await client.aio.models.generate_content_stream(
            model=REQUEST.model, contents="Hello there.", config=config
        )
        return "".join([chunk.text or "" async for chunk in stream])

    try:
        yield bare, _ask(ours)
    finally:
        await client.aio.aclose()
        await ours.close()


def _ask(provider: OpenAIProvider | GeminiProvider) -> Call:
    async def ask() -> str:
        return (await provider.ask(REQUEST, lambda _text: None)).text

    return ask


@dataclass(frozen=True, slots=True)
class Compared:
    """Medians in milliseconds."""

    name: str
    bare_ms: float
    ours_ms: float

    @property
    def ratio(self) -> float:
        """Ours ÷ bare."""
        return self.ours_ms / self.bare_ms

    @property
    def good(self) -> bool:
        """Whether it is within what we promise: 5 % and 1 ms."""
        return self.ratio <= 1.05 and self.ours_ms - self.bare_ms <= 1.0


async def compare(name: str, bare: Call, ours: Call, calls: int) -> Compared:
    """So many calls of each, in turns; which one goes first changes every time."""
    for call in (bare, ours) * 5:
        assert await call() == "".join(WORDS)
    times: dict[Call, list[float]] = {bare: [], ours: []}
    for number in range(calls):
        for call in (bare, ours) if number % 2 else (ours, bare):
            began = time.perf_counter()
            await call()
            times[call].append(time.perf_counter() - began)
    return Compared(name, *(statistics.median(times[call]) * 1000 for call in (bare, ours)))


def import_seconds(repeats: int = 5) -> float:
    """The quickest of some imports of `core`, each in a process of its own; raises if an SDK comes with it."""
    code = (
        "import sys, time; began = time.perf_counter(); import core; took = time.perf_counter() - began; "
        f"print(took, [name for name in {SDKS!r} if name in sys.modules])"
    )
    found = []
    for _ in range(repeats):
        took, _, loaded = subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        ).stdout.partition(" ")
        assert loaded.strip() == "[]", loaded
        found.append(float(took))
    return min(found)


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """The server in a process of its own, so that it does not share the interpreter with what is measured."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "bench.providers", "--serve", str(port)])
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


async def measure(calls: int) -> list[Compared]:
    """Both SDKs."""
    with serving() as url:
        async with openai_calls(url) as openai, gemini_calls(url) as gemini:
            return [await compare("openai", *openai, calls), await compare("gemini", *gemini, calls)]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--calls", type=int, default=500)
    parser.add_argument("--serve", type=int)
    arguments = parser.parse_args()
    if arguments.serve:
        import uvicorn

        uvicorn.run(server(), host="127.0.0.1", port=arguments.serve, log_level="warning")
        return 0
    table = Table("SDK", "bare, median", "ours, median", "ratio", "added", "in bounds")
    found = asyncio.run(measure(arguments.calls))
    for one in found:
        added = f"{one.ours_ms - one.bare_ms:+.2f} ms"
        words = "yes" if one.good else "no"
        table.add_row(one.name, f"{one.bare_ms:.2f} ms", f"{one.ours_ms:.2f} ms", f"{one.ratio:.3f}", added, words)
    console = Console()
    console.print(f"{arguments.calls} calls each, in turns, on a server that answers after {LATENCY_S * 1000:.0f} ms")
    console.print(table)
    seconds = import_seconds()
    console.print(f"import core: {seconds:.2f} s, no SDK loaded (limit 0.5 s)")
    return 0 if all(one.good for one in found) and seconds < 0.5 else 1


if __name__ == "__main__":
    sys.exit(main())
