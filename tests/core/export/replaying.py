"""A model server on loopback that knows the answers of one run of the app, in OpenAI's and in Google's language.

It answers what the app asked with what the app was answered, and refuses everything else: a script that asks in other
words than the app did gets an error.
"""

import asyncio
import json
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse
from starlette.routing import Route

from core.providers.protocol import Message, OnText, Provider, Reply, Request

Body = dict[str, Any]
SIGNATURE = "c2lnbmVk"


@dataclass
class Tape:
    """What the app asked and was answered. `asked` counts what the script asked."""

    answers: dict[str, list[Reply]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    strange: list[str] = field(default_factory=list)

    def answer(self, key: str) -> Reply | None:
        """The next answer to the same words; None for words that the app did not use."""
        answers = self.answers.get(key, [])
        if self.asked[key] >= len(answers):
            self.strange.append(key)
            return None
        self.asked[key] += 1
        return answers[self.asked[key] - 1]

    @property
    def heard_to_the_end(self) -> bool:
        """Whether the script asked all that the app had asked."""
        return self.asked == Counter({key: len(answers) for key, answers in self.answers.items()})


class Taping:
    """A provider that records another one's answers."""

    def __init__(self, inner: Provider) -> None:
        self.inner = inner
        self.tape = Tape()

    async def ask(self, request: Request, on_text: OnText) -> Reply:
        reply = await self.inner.ask(request, on_text)
        self.tape.answers.setdefault(key_of(request), []).append(reply)
        return reply

    async def close(self) -> None:
        await self.inner.close()


def key_of(request: Request) -> str:
    """A request in the words both languages share."""
    system = "\n\n".join(one.text for one in request.messages if one.role == "system")
    said = [part for one in request.messages if one.role != "system" for part in _said(one)]
    schema = request.schema.__name__ if request.schema else ""
    tools = sorted(one.name for one in request.tools)
    return _key(system, said, schema, tools, request.force_tool, request.temperature, request.seed)


def _said(message: Message) -> list[Any]:
    text = [[message.role, message.text]] if message.text else []
    return [*text, *([one.name, json.loads(one.arguments)] for one in message.tool_calls)]


def _key(*parts: Any) -> str:
    *plain, seed = parts
    return json.dumps([*plain, seed or 0], ensure_ascii=False)


def _openai_key(body: Body) -> str:
    system, said = [], []
    for one in body["messages"]:
        if one["role"] == "system":
            system.append(one["content"])
            continue
        said += [[one["role"], one["content"]]] if one["content"] else []
        made = (call["function"] for call in one.get("tool_calls", []))
        said += [[call["name"], json.loads(call["arguments"])] for call in made]
    schema = body.get("response_format", {}).get("json_schema", {}).get("name", "")
    tools = sorted(one["function"]["name"] for one in body.get("tools", []))
    choice = body.get("tool_choice")
    forced = choice["function"]["name"] if isinstance(choice, dict) else None
    return _key("\n\n".join(system), said, schema, tools, forced, body.get("temperature"), body.get("seed"))


def _openai_answer(reply: Reply) -> Body:
    calls = [
        {"id": one.id, "type": "function", "function": {"name": one.name, "arguments": one.arguments}}
        for one in reply.tool_calls
    ]
    message = {"role": "assistant", "content": reply.text or None, **({"tool_calls": calls} if calls else {})}
    choice = {"index": 0, "message": message, "finish_reason": reply.finish}
    return {"id": "x", "object": "chat.completion", "created": 0, "model": "replayed", "choices": [choice]}


def _gemini_key(body: Body) -> str:
    settings = body.get("generationConfig", {})
    said: list[Any] = []
    for content in body["contents"]:
        for part in content["parts"]:
            said += _gemini_part("assistant" if content["role"] == "model" else "user", part)
    system = "".join(part["text"] for part in body.get("systemInstruction", {}).get("parts", []))
    declared = [one["name"] for tool in body.get("tools", []) for one in tool["functionDeclarations"]]
    forced = body.get("toolConfig", {}).get("functionCallingConfig", {}).get("allowedFunctionNames", [None])[0]
    schema = settings.get("responseJsonSchema", {}).get("title", "")
    return _key(system, said, schema, sorted(declared), forced, settings.get("temperature"), settings.get("seed"))


def _gemini_part(role: str, part: Body) -> list[Any]:
    if "functionCall" in part:
        assert part["thoughtSignature"] == SIGNATURE, "a tool call came back without its signature"
        return [[part["functionCall"]["name"], part["functionCall"].get("args", {})]]
    if "functionResponse" in part:
        return [["tool", part["functionResponse"]["response"]["result"]]]
    return [[role, part["text"]]] if part.get("text") else []


def _gemini_answer(reply: Reply) -> Body:
    parts: list[Body] = [{"text": reply.text}] if reply.text else []
    parts += [
        {"functionCall": {"name": one.name, "args": json.loads(one.arguments)}, "thoughtSignature": SIGNATURE}
        for one in reply.tool_calls
    ]
    finish = "MAX_TOKENS" if reply.finish == "length" else "STOP"
    return {"candidates": [{"index": 0, "content": {"role": "model", "parts": parts}, "finishReason": finish}]}


@asynccontextmanager
async def replaying(tapes: dict[str, Tape]) -> AsyncIterator[str]:
    """The base URL of a server that plays each tape under its name: {url}/{name}/v1 and {url}/{name}/."""

    async def openai(http: HttpRequest) -> JSONResponse:
        tape = tapes[http.path_params["name"]]
        reply = tape.answer(_openai_key(await http.json()))
        return JSONResponse(_openai_answer(reply)) if reply else _refused()

    async def gemini(http: HttpRequest) -> JSONResponse:
        tape = tapes[http.path_params["name"]]
        reply = tape.answer(_gemini_key(await http.json()))
        return JSONResponse(_gemini_answer(reply)) if reply else _refused()

    routes = [
        Route("/{name}/v1/chat/completions", openai, methods=["POST"]),
        Route("/{name}/{version}/models/{call}", gemini, methods=["POST"]),
    ]
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        config = uvicorn.Config(Starlette(routes=routes), lifespan="off", ws="none", log_level="error")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving


def _refused() -> JSONResponse:
    said = "The app did not ask this."
    return JSONResponse({"error": {"code": 400, "message": said, "status": "INVALID_ARGUMENT"}}, status_code=400)
