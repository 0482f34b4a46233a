"""A slow line to a server on this machine: what goes through arrives later, and only so much of it each second.

A browser's own throttling leaves WebSockets alone, so that the bytes are held back here.
"""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"
CHUNK = 16_384
START_S = 10.0


@dataclass
class Line:
    """`latency_s` is added in each direction; `bytes_per_s` (0: as fast as it comes) holds for each connection."""

    latency_s: float = 0.0
    bytes_per_s: float = 0.0
    address: str = ""
    cut: asyncio.Event = field(default_factory=asyncio.Event)

    def busy_s(self, size: int) -> float:
        """Seconds that so many bytes take."""
        return size / self.bytes_per_s if self.bytes_per_s else 0.0


@contextmanager
def slow_line(server: str) -> Iterator[Line]:
    """A line to the server's address, fast until its latency and its width are set."""
    line, ready, loop = Line(), threading.Event(), asyncio.new_event_loop()

    def lay() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(_lay(line, urlsplit(server).port or 80, ready))

    thread = threading.Thread(target=lay, daemon=True)
    thread.start()
    if not ready.wait(START_S):
        raise RuntimeError("the slow line did not start")
    try:
        yield line
    finally:
        loop.call_soon_threadsafe(line.cut.set)
        thread.join(START_S)


async def _lay(line: Line, port: int, ready: threading.Event) -> None:
    connections = set[asyncio.Task[None]]()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(_connect(line, port, reader, writer))
        connections.add(task)
        task.add_done_callback(connections.discard)

    listener = await asyncio.start_server(connected, LOOPBACK, 0)
    line.address = f"http://{LOOPBACK}:{listener.sockets[0].getsockname()[1]}"
    ready.set()
    await line.cut.wait()
    listener.close()
    for task in connections:
        task.cancel()
    await asyncio.gather(*connections, return_exceptions=True)


async def _connect(line: Line, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    ends = [writer]
    try:
        there, back = await asyncio.open_connection(LOOPBACK, port)
        ends.append(back)
        await asyncio.gather(_carry(line, reader, back), _carry(line, there, writer))
    finally:
        for end in ends:
            end.close()
            with suppress(OSError):
                await end.wait_closed()


async def _carry(line: Line, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on what comes, in order, each piece when it is due, until either end is closed."""
    under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
    sending = asyncio.create_task(_send(line, under_way, writer))
    try:
        data = b"begin"
        while data:
            data = await reader.read(CHUNK)
            under_way.put_nowait((time.monotonic() + line.latency_s, data))
        await sending
    except OSError:
        pass
    finally:
        sending.cancel()


async def _send(line: Line, under_way: "asyncio.Queue[tuple[float, bytes]]", writer: asyncio.StreamWriter) -> None:
    data = b"begin"
    while data:
        due, data = await under_way.get()
        await asyncio.sleep(due - time.monotonic() + line.busy_s(len(data)))
        writer.write(data)
        await writer.drain()
    writer.close()
