"""A model server on loopback that plays scripts over real sockets: good answers, and every way to go wrong.

A script is a function that gets the `Conversation` of one request and writes bytes, resets the connection, or waits.
`plays` queues scripts; the last one is repeated. Nothing here depends on an SDK.
"""

import json
import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

LONGEST_WAIT = 20.0


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


@dataclass
class Conversation:
    """The server's end of one request."""

    asked: Asked
    connection: socket.socket
    stopping: threading.Event
    gone: threading.Event

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def reset(self) -> None:
        """End with RST instead of FIN."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def wait_for_the_client_to_leave(self) -> None:
        """Say nothing until the other side closes, which `gone` then tells."""
        self.connection.settimeout(LONGEST_WAIT)
        try:
            while self.connection.recv(4096):
                pass
        except ConnectionError:
            pass
        self.gone.set()


Script = Callable[[Conversation], None]


@dataclass
class FaultServer:
    """What a test holds: where to connect, what to play, what was asked."""

    port: int
    requests: list[Asked] = field(default_factory=list)
    client_gone: threading.Event = field(default_factory=threading.Event)
    _scripts: list[Script] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _idle: threading.Condition = field(default_factory=threading.Condition)
    _busy: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def wait_until_idle(self, seconds: float) -> bool:
        """Whether every connection ended within this time; a client that keeps one open keeps it from being idle."""
        with self._idle:
            return self._idle.wait_for(lambda: self._busy == 0, seconds)

    def count(self, change: int) -> None:
        with self._idle:
            self._busy += change
            self._idle.notify_all()

    def plays(self, *scripts: Script) -> None:
        self._scripts = list(scripts)

    def next_script(self, asked: Asked) -> Script:
        with self._lock:
            self.requests.append(asked)
            return self._scripts.pop(0) if len(self._scripts) > 1 else self._scripts[0]


@contextmanager
def fault_server() -> Iterator[FaultServer]:
    """A running server, stopped at the end with all its connections."""
    stopping = threading.Event()

    class Handler(socketserver.StreamRequestHandler):
        timeout = LONGEST_WAIT

        def handle(self) -> None:
            asked = _read(self.rfile)
            if asked is None:
                return
            try:
                state.next_script(asked)(Conversation(asked, self.connection, stopping, state.client_gone))
            except OSError:  # the client left, as some tests want
                state.client_gone.set()

    class Server(socketserver.ThreadingTCPServer):
        request_queue_size = 128
        daemon_threads = True
        block_on_close = False

        def process_request_thread(self, request: Any, client_address: Any) -> None:
            state.count(1)
            try:
                super().process_request_thread(request, client_address)
            finally:
                state.count(-1)

        def handle_error(self, request: Any, client_address: Any) -> None:
            if not stopping.is_set():
                super().handle_error(request, client_address)

    with Server(("127.0.0.1", 0), Handler) as server:
        state = FaultServer(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield state
        finally:
            stopping.set()
            server.shutdown()
            thread.join(5)


def _read(stream: Any) -> Asked | None:
    first = stream.readline(65536).decode("latin-1").split()
    if len(first) < 2:
        return None
    headers: dict[str, str] = {}
    while (line := stream.readline(65536).decode("latin-1").strip()) != "":
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", 0)))
    return Asked(first[0], first[1], headers, json.loads(body) if body else None)


# Scripts that know no wire


def status(code: int, body: bytes = b"", content_type: str = "application/json", **headers: str) -> Script:
    """An answer with a status; header names are written with underscores."""

    def script(conversation: Conversation) -> None:
        conversation.send(head(code, content_type, len(body), **headers) + body)

    return script


def error(code: int, body: Any, **headers: str) -> Script:
    return status(code, json.dumps(body).encode(), **headers)


def head(code: int, content_type: str, length: int | None = None, **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {code} Scripted", f"Content-Type: {content_type}", "Connection: close"]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def stream(*parts: bytes, split: bool = False) -> Script:
    """An event stream of exactly these bytes, which the end of the connection ends. `split`: a write per byte."""

    def script(conversation: Conversation) -> None:
        conversation.send(head(200, "text/event-stream"))
        for part in parts:
            for piece in (part[i : i + 1] for i in range(len(part))) if split else (part,):
                conversation.send(piece)

    return script


def stream_that_promises_to_stay(*parts: bytes) -> Script:
    """A whole event stream on a connection that says it stays open, and takes the next request with it."""

    def script(conversation: Conversation) -> None:
        lines = ("HTTP/1.1 200 Scripted", "Content-Type: text/event-stream", "Transfer-Encoding: chunked")
        conversation.send(("\r\n".join(lines) + "\r\nKeep-Alive: timeout=5, max=100\r\n\r\n").encode())
        for part in (*parts, b""):
            conversation.send(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        conversation.connection.recv(1)
        conversation.reset()

    return script


def stream_then(end: Callable[[Conversation], None], *parts: bytes) -> Script:
    """An event stream that goes on with `end`."""

    def script(conversation: Conversation) -> None:
        stream(*parts)(conversation)
        end(conversation)

    return script


def reset_at_once(conversation: Conversation) -> None:
    conversation.reset()


def close_at_once(conversation: Conversation) -> None:
    """FIN before any header."""


def silence(conversation: Conversation) -> None:
    conversation.wait_for_the_client_to_leave()


def heartbeats(beat: bytes) -> Callable[[Conversation], None]:
    """Signs of life without content, for as long as somebody listens."""

    def script(conversation: Conversation) -> None:
        waited = 0.0
        while not conversation.stopping.wait(0.02) and waited < LONGEST_WAIT:
            waited += 0.02
            conversation.send(beat)

    return script


def endless(part: bytes) -> Callable[[Conversation], None]:
    """The same bytes, up to 300 MB of them."""

    def script(conversation: Conversation) -> None:
        block = part * max(1, 65536 // len(part))
        for _ in range(300_000_000 // len(block)):
            conversation.send(block)

    return script


# The OpenAI wire


def openai_chunk(delta: Mapping[str, Any], finish: str | None = None, **more: Any) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return event(
        {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice], **more}
    )


def openai_usage(sent: int, received: int, **details: Any) -> bytes:
    usage = {"prompt_tokens": sent, "completion_tokens": received, "total_tokens": sent + received, **details}
    return event(
        {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [], "usage": usage}
    )


def openai_text(*pieces: str, finish: str | None = "stop", usage: bytes | None = None) -> bytes:
    """A whole answer in text; `finish` None leaves its end out."""
    parts = [openai_chunk({"role": "assistant", "content": ""}), *(openai_chunk({"content": one}) for one in pieces)]
    if finish is not None:
        parts += [openai_chunk({}, finish), openai_usage(11, 7) if usage is None else usage, DONE]
    return b"".join(parts)


DONE = b"data: [DONE]\n\n"


def event(data: Any) -> bytes:
    return b"data: " + (data if isinstance(data, bytes) else json.dumps(data).encode()) + b"\n\n"


# The Gemini wire


def gemini_chunk(text: str | None = None, finish: str | None = None, **more: Any) -> bytes:
    """One `GenerateContentResponse` event; `parts` and other fields of the candidate through `more`."""
    parts = more.pop("parts", [{"text": text}] if text is not None else [])
    candidate: dict[str, Any] = {"index": 0, "content": {"role": "model", "parts": parts}}
    if finish is not None:
        candidate["finishReason"] = finish
    return event({"candidates": [candidate], "modelVersion": "m", **more})


def gemini_text(*pieces: str, finish: str | None = "STOP", **more: Any) -> bytes:
    """A whole answer in text; `finish` None leaves its end out."""
    body = b"".join(gemini_chunk(one) for one in pieces)
    if finish is None:
        return body
    usage = {"promptTokenCount": 11, "candidatesTokenCount": 7, "totalTokenCount": 18}
    return body + gemini_chunk(None, finish, **{"usageMetadata": usage, **more})
