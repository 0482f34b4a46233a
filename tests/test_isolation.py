"""The guards of conftest.py hold: a test that forgets itself fails instead of calling somebody."""

import asyncio
import os
import socket

import pytest

Refused = pytest.fail.Exception
ELSEWHERE = "192.0.2.1"  # an address reserved for documentation


def test_no_key_is_in_the_environment_and_the_home_is_a_temporary_one() -> None:
    assert [name for name in os.environ if name.endswith("_API_KEY")] == []
    assert "pytest" in os.environ["PLAYGROUND_HOME"]


def test_a_connection_beyond_this_machine_fails_the_test() -> None:
    with pytest.raises(Refused, match="not this machine"):
        socket.create_connection((ELSEWHERE, 80), timeout=1)
    with socket.socket() as unconnected, pytest.raises(Refused):
        unconnected.connect_ex((ELSEWHERE, 80))


async def test_an_asynchronous_connection_beyond_this_machine_fails_the_test() -> None:
    with pytest.raises(Refused):
        await asyncio.open_connection(ELSEWHERE, 80)


def test_a_name_is_not_even_looked_up() -> None:
    with pytest.raises(Refused):
        socket.getaddrinfo("api.openai.com", 443)


def test_catching_every_error_does_not_hide_it() -> None:
    with pytest.raises(Refused):
        _careless()


def _careless() -> None:
    try:
        socket.create_connection((ELSEWHERE, 80), timeout=1)
    except Exception:
        return


def test_loopback_is_open() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        socket.create_connection(listener.getsockname(), timeout=1).close()
