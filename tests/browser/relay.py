"""A reverse proxy that passes on every byte as it is, the Host header included."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any

CHUNK = 65536


@contextmanager
def relay(to: int) -> Iterator[int]:
    """Pass on what comes to a free port of this machine, whose number it gives, to the port `to`."""
    with _Relay(to) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            for near in server.accepted:
                with suppress(OSError):
                    near.shutdown(socket.SHUT_RDWR)


class _Relay(ThreadingTCPServer):
    def __init__(self, to: int) -> None:
        self.to = to
        self.accepted: list[socket.socket] = []
        super().__init__(("127.0.0.1", 0), _Connection)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.accepted.append(request)
        super().process_request(request, client_address)


class _Connection(BaseRequestHandler):
    server: _Relay

    def handle(self) -> None:
        with socket.create_connection(("127.0.0.1", self.server.to)) as far:
            back = threading.Thread(target=_pump, args=(far, self.request))
            back.start()
            _pump(self.request, far)
            back.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(CHUNK):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
