"""Every way a model server can fail, over real sockets, through the real SDKs: one attempt, one error, in time."""

import asyncio
import time
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

import pytest

from core.errors import ErrorKind, ModelUnavailable, PlaygroundError
from core.providers.exchange import Deadlines
from core.providers.protocol import Message, Reply, Request
from tests.core.providers.fault_server import (
    DONE,
    Conversation,
    FaultServer,
    Script,
    close_at_once,
    endless,
    error,
    event,
    gemini_chunk,
    gemini_text,
    heartbeats,
    openai_chunk,
    openai_text,
    reset_at_once,
    silence,
    status,
    stream,
    stream_that_promises_to_stay,
    stream_then,
)
from tests.core.providers.wires import GEMINI, OPENAI, PATIENT, SECRET, SHORT, Wire

WIRES = [OPENAI, GEMINI]
REQUEST = Request("m", (Message("user", "Hello"),))
HTML = b"<html><img src='http://127.0.0.1:9/x'>Sign in to the hotel network</html>"


@dataclass(frozen=True)
class Fault:
    """What the server plays, and the error it must become."""

    name: str
    script: Script
    kind: ErrorKind
    retryable: bool
    retry_after: float | None = None

    @property
    def deadlines(self) -> Deadlines:
        return SHORT if self.kind == "timeout" else PATIENT


async def failing(wire: Wire, url: str, deadlines: Deadlines = PATIENT) -> tuple[PlaygroundError, str, float]:
    """The error of one call, the text that came before it, and how long it took in seconds."""
    provider = wire.provider(url, deadlines)
    pieces: list[str] = []
    started = time.monotonic()
    try:
        with pytest.raises(PlaygroundError) as caught:
            await provider.ask(REQUEST, pieces.append)
    finally:
        await provider.close()
    return caught.value, "".join(pieces), time.monotonic() - started


async def check(fault: Fault, wire: Wire, server: FaultServer) -> None:
    server.plays(fault.script)
    raised, _, seconds = await failing(wire, server.url, fault.deadlines)
    assert (raised.kind, raised.retryable) == (fault.kind, fault.retryable), str(raised)
    assert raised.retry_after == (None if fault.retry_after is None else pytest.approx(fault.retry_after, abs=2))
    assert len(server.requests) == 1
    assert seconds < (2.5 if fault.kind == "timeout" else 30)
    message = str(raised)
    assert message.endswith(".")
    assert SECRET not in message
    assert "CANARY" not in message
    assert "<" not in message


def statuses(wire: Wire) -> list[Fault]:
    """Faults told by an HTTP status."""
    echo = f"Incorrect API key provided: {SECRET}"

    def told(code: int, kind: str = "error", message: str = echo, **headers: str) -> Script:
        return error(code, wire.error(code, kind, message), **headers)

    return [
        Fault("400", told(400), "bad_request", False),
        Fault("401", told(401, "invalid_api_key"), "auth", False),
        Fault("402", told(402), "quota", False),
        Fault("403", told(403), "auth", False),
        Fault("404", told(404, "model_not_found"), "not_found", False),
        Fault("413", told(413), "bad_request", False),
        Fault("422", told(422), "bad_request", False),
        Fault("408", told(408), "timeout", True),
        Fault("409", told(409), "server", True),
        Fault("429", told(429), "rate_limited", True),
        Fault("429-wait-2", told(429, Retry_After="2"), "rate_limited", True, 2.0),
        Fault("429-wait-half", told(429, Retry_After="0.5"), "rate_limited", True, 0.5),
        Fault("429-wait-ms", told(429, retry_after_ms="1500"), "rate_limited", True, 1.5),
        Fault("429-wait-day", told(429, Retry_After="86400"), "rate_limited", True, 86400.0),
        Fault("429-wait-date", busy_until_in_30_s(wire), "rate_limited", True, 30),
        Fault("429-wait-past", told(429, Retry_After=formatdate(1e9, usegmt=True)), "rate_limited", True),
        *(
            Fault(f"429-wait-{junk}", told(429, Retry_After=junk), "rate_limited", True)
            for junk in ("-5", "0", "nan", "inf", "1e309", "soon", "", "2026-13-45")
        ),
        *(Fault(str(code), told(code), "server", True) for code in (500, 502, 503, 529)),
        Fault("503-wait", told(503, Retry_After="3"), "server", True, 3.0),
        Fault("504", told(504), "timeout", True),
        Fault("500-html", status(500, HTML, "text/html"), "server", True),
        Fault("502-empty", status(502), "server", True),
        Fault("503-json-junk", status(503, b"{oops"), "server", True),
        Fault("500-null", status(500, b"null"), "server", True),
        Fault("500-list", status(500, b"[]"), "server", True),
        *(
            Fault(f"redirect-{code}", status(code, Location="http://127.0.0.1:9/elsewhere"), "protocol", False)
            for code in (301, 302, 303, 307, 308)
        ),
        Fault("too-long", told(400, "exceed_context_size_error", "the request exceeds the available context size"),
              "bad_request", False),
    ]  # fmt: skip


def busy_until_in_30_s(wire: Wire) -> Script:
    def script(conversation: Conversation) -> None:
        when = formatdate(time.time() + 30, usegmt=True)
        error(429, wire.error(429, "error", "busy"), Retry_After=when)(conversation)

    return script


def broken(wire: Wire) -> list[Fault]:
    """Faults of the connection, and answers with status 200 that are none."""
    sse = "text/event-stream"
    return [
        Fault("reset-before-headers", reset_at_once, "network", True),
        Fault("closed-before-headers", close_at_once, "truncated", True),
        Fault("headers-never", silence, "timeout", True),
        Fault("no-event", stream(), "protocol", True),
        Fault("heartbeats-only", stream_then(heartbeats(wire.heartbeat)), "timeout", True),
        Fault("html-200", status(200, HTML, "text/html"), "protocol", False),
        Fault("html-200-as-a-stream", status(200, HTML, sse), "protocol", True),
        Fault("null", status(200, b"null"), "protocol", True),
        Fault("null-event", stream(event(None)), "protocol", True),
        Fault("list-event", stream(event([])), "protocol", True),
        Fault("number-event", stream(event(7)), "protocol", True),
        Fault("text-event", stream(event("hello")), "protocol", True),
        Fault("json-cut", stream(b'data: {"choices": [{"ind\n\n'), "protocol", True),
        Fault("not-json", stream(event(b"{oops}")), "protocol", True),
        Fault("deep-json", stream(event(b"[" * 100_000)), "protocol", True),
        Fault("bad-utf8", stream(b"data: \xff\xfe\xfa\n\n"), "protocol", True),
        Fault("gzip-junk", status(200, b"\x1f\x8bjunk", sse, Content_Encoding="gzip"), "protocol", True),
        Fault("cut-chunked", status(200, b"zz\r\n", sse, Transfer_Encoding="chunked"), "truncated", True),
        Fault("silent-in-the-middle", stream_then(silence, wire.begun("Once")), "timeout", True),
        Fault("reset-in-the-middle", stream_then(reset_at_once, wire.begun("Once ", "upon")), "network", True),
        Fault("no-finish", stream(wire.begun("Once ", "upon")), "truncated", True),
        Fault("heartbeats-in-the-middle", stream_then(heartbeats(wire.heartbeat), wire.begun("Once")), "timeout", True),
        Fault("line-of-10-MB", stream_then(endless(b"x"), b"data: "), "too_large", False),
        Fault("text-without-end", stream_then(endless(wire.begun("x" * 5000))), "too_large", False),
        Fault("body-without-end", status(200, b"{\n" + (b" " * 999 + b"\n") * 9_000), "too_large", False),
    ]  # fmt: skip


def openai_only() -> list[Fault]:
    """Faults in words of the OpenAI wire."""

    def told(code: int, kind: str) -> Script:
        return error(code, OPENAI.error(code, kind, f"for key {SECRET}"))

    empty = openai_chunk({"role": "assistant", "content": ""})
    nested = {"error": {"message": f"bad {SECRET}", "code": 429, "type": "x"}}
    return [
        Fault("429-quota", told(429, "insufficient_quota"), "quota", False),
        Fault("400-context", told(400, "context_length_exceeded"), "bad_request", False),
        Fault("400-filter", told(400, "content_filter"), "refused", False),
        Fault("no-choices", stream(event({"choices": []}), DONE), "protocol", True),
        Fault("null-choices", stream(event({"choices": None}), DONE), "protocol", True),
        Fault("no-fields", stream(event({}), DONE), "protocol", True),
        Fault("null-delta", stream(event({"choices": [{"index": 0, "delta": None}]}), DONE), "protocol", True),
        Fault("text-choices", stream(event({"choices": "none"}), DONE), "protocol", True),
        Fault("number-content", stream(openai_chunk({"content": 5}), DONE), "protocol", True),
        Fault("done-without-finish", stream(openai_chunk({"content": "Once"}), DONE), "truncated", True),
        Fault("refusal", stream(empty, openai_chunk({"refusal": "I cannot."}), openai_chunk({}, "stop"), DONE),
              "refused", False),
        Fault("content-filter", stream(openai_text("Some", finish="content_filter")), "refused", False),
        Fault("error-event-429", stream(event(nested)), "rate_limited", True),
        Fault("error-event", stream(empty, event(OPENAI.error(0, "server_error", SECRET))), "server", True),
        Fault("error-event-quota", stream(event(OPENAI.error(0, "insufficient_quota", SECRET))), "quota", False),
        Fault("empty-deltas", stream_then(endless(empty)), "timeout", True),
        Fault("tools-without-end", stream_then(endless(openai_chunk({"tool_calls": [
            {"index": 0, "function": {"name": None, "arguments": "x" * 5000}}]}))), "too_large", False),
        Fault("too-many-tools", stream(*(openai_chunk({"tool_calls": [
            {"index": i, "function": {"name": "f", "arguments": ""}}]}) for i in range(65))), "too_large", False),
    ]  # fmt: skip


def gemini_only() -> list[Fault]:
    """Faults in words of the Gemini wire."""

    def told(
        code: int, kind: str, *details: dict[str, Any], message: str = f"for key {SECRET}", **headers: str
    ) -> Script:
        return error(code, {"error": {"code": code, "message": message, "status": kind, "details": details}}, **headers)

    def wait(delay: str) -> dict[str, Any]:
        return {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay}

    def quota(name: str) -> dict[str, Any]:
        return {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [{"quotaId": name}]}

    invalid = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
    busy = "RESOURCE_EXHAUSTED"
    signed = gemini_chunk(parts=[{"functionCall": {"name": "f", "args": {}}}] * 65)
    return [
        Fault("retry-info", told(429, busy, wait("37s")), "rate_limited", True, 37.0),
        Fault("retry-info-fraction", told(503, "UNAVAILABLE", wait("1.5s")), "server", True, 1.5),
        Fault("retry-info-first", told(429, busy, wait("4s"), Retry_After="9"), "rate_limited", True, 4.0),
        *(
            Fault(f"retry-info-{junk}", told(429, busy, wait(junk)), "rate_limited", True)
            for junk in ("-3s", "NaNs", "soon", "", "0s", "9" * 400 + "s")
        ),
        Fault("a-days-quota", told(429, busy, quota("GenerateRequestsPerDayPerProject"), wait("9s")), "quota", False),
        Fault("a-minutes-quota", told(429, busy, quota("RequestsPerMinute"), wait("9s")), "rate_limited", True, 9.0),
        Fault("odd-details", error(429, {"error": {"code": 429, "details": "none"}}), "rate_limited", True),
        Fault("odd-violations", told(429, busy, {"violations": [7]}), "rate_limited", True),
        Fault("bad-key-400", told(400, "INVALID_ARGUMENT", invalid), "auth", False),
        Fault("too-many-tokens", told(400, "INVALID_ARGUMENT", message="The input token count (9) exceeds the maximum"),
              "bad_request", False),
        Fault("blocked-prompt", stream(event({"promptFeedback": {"blockReason": "SAFETY"}})), "refused", False),
        Fault("no-candidates", stream(event({"candidates": []})), "protocol", True),
        Fault("null-candidates", stream(event({"candidates": None})), "protocol", True),
        Fault("text-candidates", stream(event({"candidates": "none"})), "truncated", True),
        Fault("no-parts", stream(event({"candidates": [{"content": {"role": "model"}}]})), "truncated", True),
        Fault("safety", stream(gemini_text("Some", finish="SAFETY")), "refused", False),
        Fault("recitation", stream(gemini_text("Some", finish="RECITATION")), "refused", False),
        Fault("bad-call", stream(gemini_text(finish="MALFORMED_FUNCTION_CALL")), "schema", False),
        Fault("other", stream(gemini_text("Some", finish="OTHER")), "truncated", True),
        Fault("error-event", stream(gemini_chunk("Once"), event(GEMINI.error(503, "X", SECRET))), "server", True),
        Fault("error-event-odd", stream(event({"error": {"code": "x"}})), "protocol", True),
        Fault("comments", stream(b": still here\n\n"), "protocol", True),
        Fault("too-many-tools", stream(signed), "too_large", False),
    ]  # fmt: skip


def cases() -> list[pytest.param]:  # type: ignore[valid-type]
    found = [(wire, fault) for wire in WIRES for fault in (*statuses(wire), *broken(wire))]
    found += [(OPENAI, fault) for fault in openai_only()] + [(GEMINI, fault) for fault in gemini_only()]
    return [pytest.param(wire, fault, id=f"{wire.name}-{fault.name}") for wire, fault in found]


@pytest.fixture(autouse=True, scope="module")
def _loaded_sdks() -> None:
    """Importing an SDK takes seconds, which would count as waiting in the first test."""
    import google.genai
    import openai

    assert openai, google.genai


@pytest.mark.parametrize(("wire", "fault"), cases())
async def test_a_fault_becomes_one_error_after_one_request_in_time(
    wire: Wire, fault: Fault, server: FaultServer
) -> None:
    await check(fault, wire, server)


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
class TestBothWires:
    async def test_a_refused_connection_is_a_network_error(self, wire: Wire) -> None:
        import socket

        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            raised, _, seconds = await failing(wire, f"http://127.0.0.1:{unused.getsockname()[1]}")
        assert (raised.kind, raised.retryable) == ("network", True)
        assert seconds < 2

    async def test_what_came_before_a_break_was_passed_on(self, wire: Wire, server: FaultServer) -> None:
        server.plays(stream(wire.begun("Once ", "upon")))
        _, text, _ = await failing(wire, server.url)
        assert text == "Once upon"

    async def test_a_trickle_of_content_ends_at_the_total_deadline(self, wire: Wire, server: FaultServer) -> None:
        def trickle(conversation: Conversation) -> None:
            while not conversation.stopping.wait(0.05):
                conversation.send(wire.begun("x"))

        server.plays(stream_then(trickle))
        raised, _, seconds = await failing(wire, server.url, Deadlines(5, 5, 5, 1.5))
        assert raised.kind == "timeout"
        assert 1.4 < seconds < 4
        assert "did not finish its answer within 1.5 s" in str(raised)

    async def test_the_next_call_after_a_fault_succeeds(self, wire: Wire, server: FaultServer) -> None:
        server.plays(reset_at_once, stream(wire.begun("Once")), stream(wire.answer("Good day")))
        provider = wire.provider(server.url, PATIENT)
        for _ in range(2):
            with pytest.raises(ModelUnavailable):
                await provider.ask(REQUEST, lambda _text: None)
        assert (await provider.ask(REQUEST, lambda _text: None)).text == "Good day"
        await provider.close()

    async def test_empty_text_comes_back_as_empty(self, wire: Wire, server: FaultServer) -> None:
        server.plays(stream(wire.answer()))
        assert (await answered(wire, server)).text == ""

    async def test_a_length_cut_is_told(self, wire: Wire, server: FaultServer) -> None:
        server.plays(stream(wire.text("half an", finish=wire.length)))
        assert (await answered(wire, server)).finish == "length"

    async def test_forty_calls_at_once_do_not_mix(self, wire: Wire, server: FaultServer) -> None:
        def echo(conversation: Conversation) -> None:
            said = [word for word in str(conversation.asked.body).split("'") if word.startswith("call-")]
            stream(wire.answer(said[0]))(conversation)

        server.plays(echo)
        provider = wire.provider(server.url, Deadlines())
        requests = [Request("m", (Message("user", f"call-{i}"),)) for i in range(40)]
        replies = await asyncio.gather(*(provider.ask(one, lambda _text: None) for one in requests))
        await provider.close()
        assert [reply.text for reply in replies] == [f"call-{i}" for i in range(40)]


async def answered(wire: Wire, server: FaultServer) -> Reply:
    provider = wire.provider(server.url, PATIENT)
    try:
        return await provider.ask(REQUEST, lambda _text: None)
    finally:
        await provider.close()


def test_fault_tables_name_every_kind_of_error_a_server_can_cause() -> None:
    kinds = {fault.kind for wire in WIRES for fault in (*statuses(wire), *broken(wire))} | {
        fault.kind for fault in (*openai_only(), *gemini_only())
    }
    assert kinds == {
        "auth", "bad_request", "network", "not_found", "protocol", "quota", "rate_limited", "refused", "server",
        "schema", "timeout", "too_large", "truncated",
    }  # fmt: skip


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
async def test_a_server_that_closes_a_connection_it_promised_to_keep_loses_no_request(
    wire: Wire, server: FaultServer
) -> None:
    server.plays(stream_that_promises_to_stay(wire.answer("Good day")))
    provider = wire.provider(server.url, PATIENT)
    for _ in range(3):
        assert (await provider.ask(REQUEST, lambda _text: None)).text == "Good day"
    await provider.close()
