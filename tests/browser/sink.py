"""A server on loopback that writes down every request; hostile texts try to reach it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Sink:
    address: str
    asked: list[str] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Sink]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    sink = Sink(f"http://127.0.0.1:{server.server_address[1]}")

    class Note(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sink.asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_POST = do_HEAD = do_OPTIONS = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the terminal."""

    server.RequestHandlerClass = Note
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield sink
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
