"""After calls, failed and cancelled ones too, no connection, task or thread of theirs is left."""

import asyncio
import gc
import os
import sys
import threading
from pathlib import Path

import pytest

from core.errors import PlaygroundError
from core.providers.exchange import Deadlines
from core.providers.protocol import Message, Request
from tests.core.providers.fault_server import (
    Conversation,
    FaultServer,
    error,
    reset_at_once,
    silence,
    stream,
    stream_then,
)
from tests.core.providers.wires import GEMINI, OPENAI, Wire

REQUEST = Request("m", (Message("user", "Hello"),))


def open_sockets() -> set[str]:
    """The sockets this process holds, each with a number of its own."""
    links = [Path("/proc/self/fd") / name for name in os.listdir("/proc/self/fd")]
    return {os.readlink(link) for link in links if link.is_symlink() and "socket:" in os.readlink(link)}


@pytest.mark.skipif(sys.platform != "linux", reason="counts the entries of /proc")
@pytest.mark.parametrize("wire", [OPENAI, GEMINI], ids=lambda wire: wire.name)
async def test_calls_leave_nothing_behind(wire: Wire, server: FaultServer) -> None:
    async def rounds() -> None:
        provider = wire.provider(server.url, Deadlines(5, 0.2, 0.2, 5))
        for script in (
            stream(wire.answer("Good day")),
            stream(wire.begun("Once")),
            stream_then(reset_at_once, wire.begun("Once")),
            stream_then(silence, wire.begun("Once")),
            error(500, wire.error(500, "x", "no")),
            silence,
        ):
            server.plays(script)
            try:
                await provider.ask(REQUEST, lambda _text: None)
            except PlaygroundError:
                continue
        asked = threading.Event()

        def listening(conversation: Conversation) -> None:
            asked.set()
            silence(conversation)

        server.plays(listening)
        asking = asyncio.create_task(provider.ask(REQUEST, lambda _text: None))
        await asyncio.to_thread(asked.wait, 5)
        asking.cancel()
        with pytest.raises((asyncio.CancelledError, PlaygroundError)):
            await asking
        await provider.close()

    await rounds()
    gc.collect()
    sockets, tasks = open_sockets(), asyncio.all_tasks()
    for _ in range(3):
        await rounds()
    gc.collect()
    assert asyncio.all_tasks() == tasks
    assert await asyncio.to_thread(server.wait_until_idle, 5)
    assert len(open_sockets()) <= len(sockets)
