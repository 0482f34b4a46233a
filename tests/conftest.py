"""For every test: no key in the environment, a home of its own, no network but this machine's own."""

import ipaddress
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.sections import sections

KEYS = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "GEMINI_API_KEY", "GOOGLE_API_KEY")
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


settings.register_profile("patient", deadline=None)  # a busy machine is no failure
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*KEYS, *PROXIES):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "playground"))


@pytest.fixture(autouse=True)
def _this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection or a name look-up beyond loopback fails the test, even if the code under test catches errors."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(sock: socket.socket, address: Any) -> None:
        _refuse_beyond_loopback(_host(sock, address))
        connect(sock, address)

    def guarded_connect_ex(sock: socket.socket, address: Any) -> int:
        _refuse_beyond_loopback(_host(sock, address))
        return connect_ex(sock, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        _refuse_beyond_loopback(host)
        return getaddrinfo(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)


def _host(sock: socket.socket, address: Any) -> Any:
    return None if sock.family == socket.AF_UNIX else address[0]


def _refuse_beyond_loopback(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost", "0.0.0.0", "::"):  # this machine, or an address to listen on
        return
    try:
        inside = ipaddress.ip_address(name).is_loopback
    except ValueError:
        inside = False
    if not inside:
        pytest.fail(f"a test tried to reach {name!r}, which is not this machine")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [
        (report.nodeid, report.when or "", report.duration, report.passed)
        for several in terminalreporter.stats.values()
        for report in several
        if isinstance(report, pytest.TestReport)
    ]
    found = sections(reports)
    if len(found) > 1:
        terminalreporter.section("seconds by section, of all workers together")
        for name, section in found.items():
            terminalreporter.write_line(f"{section.seconds:7.1f} s  {section.passed:5} passed  {name}")
