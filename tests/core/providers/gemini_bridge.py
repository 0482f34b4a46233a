"""The Gemini wire in front of any provider, so that the real Gemini SDK can talk to a real model on this machine.

Requests are read and answers written with the SDK's own types. Errors are given in Google's form.
"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from google.genai import types
from pydantic import create_model
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from core.errors import PlaygroundError
from core.providers.keys import Key
from core.providers.protocol import Message, Provider, Reply, Request, ToolCall, ToolSpec

Body = dict[str, Any]
BRIDGE_KEY = Key("the-bridges-key")


@asynccontextmanager
async def gemini_bridge(model: Provider) -> AsyncIterator[str]:
    """The base URL of a running bridge to `model`."""

    async def answer(http: HttpRequest) -> Response:
        name, _, method = http.path_params["call"].partition(":")
        if http.headers.get("x-goog-api-key") != BRIDGE_KEY.reveal():
            return _failed(401, "UNAUTHENTICATED", "no such key")
        pieces: asyncio.Queue[str | None] = asyncio.Queue()
        asking = asyncio.create_task(model.ask(to_request(name, await http.json()), pieces.put_nowait))
        asking.add_done_callback(lambda _done: pieces.put_nowait(None))
        if method == "streamGenerateContent":
            return StreamingResponse(_events(asking, pieces), media_type="text/event-stream")
        try:
            return Response(_written(await asking), media_type="application/json")
        except PlaygroundError as error:
            return _failed(400, "INVALID_ARGUMENT", str(error))

    app = Starlette(routes=[Route("/{version}/models/{call}", answer, methods=["POST"])])
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", ws="none", log_level="error"))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving


def to_request(model: str, body: Body) -> Request:
    """A Gemini request as one of ours."""
    settings = types.GenerationConfig.model_validate(body.get("generationConfig", {}))
    system = types.Content.model_validate(body.get("systemInstruction", {"parts": []}))
    contents = [types.Content.model_validate(one) for one in body["contents"]]
    declared = [one for tool in body.get("tools", []) for one in tool["functionDeclarations"]]
    calling = body.get("toolConfig", {}).get("functionCallingConfig", {})
    schema = settings.response_json_schema
    return Request(
        model,
        (Message("system", _text(system)), *(message for one in contents for message in _messages(one))),
        schema=create_model("Answer", __config__={"json_schema_extra": _only(schema)}) if schema else None,
        tools=tuple(ToolSpec(one["name"], one.get("description", ""), _parameters(one)) for one in declared),
        force_tool=next(iter(calling.get("allowedFunctionNames", [])), None),
        temperature=settings.temperature,
        max_tokens=settings.max_output_tokens,
        seed=settings.seed,
    )


def _only(schema: Any) -> Any:
    """Put the schema that was sent in the place of the made model's own."""

    def replace(own: Body) -> None:
        own.clear()
        own.update(schema)

    return replace


def _parameters(declared: Body) -> Any:
    return declared.get("parametersJsonSchema") or declared.get("parameters_json_schema") or {"type": "object"}


def _text(content: types.Content) -> str:
    return "".join(part.text or "" for part in content.parts or ())


def _messages(content: types.Content) -> list[Message]:
    """The API names a result's call by its tool, so the tool's name is the call's id here."""
    parts = content.parts or []
    results = [part.function_response for part in parts if part.function_response]
    if results:
        return [Message("tool", str((one.response or {})["result"]), tool_call_id=one.name) for one in results]
    made = [part.function_call for part in parts if part.function_call]
    calls = tuple(ToolCall(one.name or "", one.name or "", json.dumps(one.args)) for one in made)
    return [Message("assistant" if content.role == "model" else "user", _text(content), calls)]


async def _events(asking: asyncio.Task[Reply], pieces: asyncio.Queue[str | None]) -> AsyncIterator[str]:
    try:
        while (piece := await pieces.get()) is not None:
            yield f"data: {_chunk([types.Part(text=piece)])}\n\n"
        yield f"data: {_written(await asking, with_text=False)}\n\n"
    except PlaygroundError as error:
        yield f"data: {json.dumps({'error': {'code': 400, 'message': str(error), 'status': 'INVALID_ARGUMENT'}})}\n\n"
    finally:
        asking.cancel()


def _written(reply: Reply, *, with_text: bool = True) -> str:
    parts = [types.Part(text=reply.text)] if with_text and reply.text else []
    calls = [types.FunctionCall(name=call.name, args=json.loads(call.arguments)) for call in reply.tool_calls]
    usage = types.GenerateContentResponseUsageMetadata(
        prompt_token_count=reply.usage.input_tokens, candidates_token_count=reply.usage.output_tokens
    )
    finish = types.FinishReason.MAX_TOKENS if reply.finish == "length" else types.FinishReason.STOP
    return _chunk([*parts, *(types.Part(function_call=call) for call in calls)], finish, usage, reply.model)


def _chunk(
    parts: list[types.Part],
    finish: types.FinishReason | None = None,
    usage: types.GenerateContentResponseUsageMetadata | None = None,
    model: str | None = None,
) -> str:
    candidate = types.Candidate(index=0, content=types.Content(role="model", parts=parts), finish_reason=finish)
    response = types.GenerateContentResponse(candidates=[candidate], usage_metadata=usage, model_version=model)
    return response.model_dump_json(by_alias=True, exclude_none=True)


def _failed(code: int, status: str, message: str) -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": message, "status": status}}, status_code=code)
