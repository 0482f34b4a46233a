"""A scripted server for each test that asks for one."""

from collections.abc import Iterator

import pytest

from tests.core.providers.fault_server import FaultServer, fault_server


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with fault_server() as running:
        yield running
