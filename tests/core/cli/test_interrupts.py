import asyncio
import signal
from collections.abc import Iterator

import pytest

from core.interrupts import Interrupts


class Left(Exception):
    """The process would have ended."""


@pytest.fixture(autouse=True)
def _as_a_program_begins() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def interrupts() -> Interrupts:
    def leave() -> None:
        raise Left

    interrupts = Interrupts(leave)
    interrupts.install()
    return interrupts


def press() -> None:
    signal.raise_signal(signal.SIGINT)


async def once_cancelled(presses_meanwhile: int = 0) -> None:
    press()
    try:
        await asyncio.Event().wait()
    finally:
        for _ in range(presses_meanwhile):
            press()


def test_where_nothing_is_to_be_ended_the_process_leaves(interrupts: Interrupts) -> None:
    with pytest.raises(Left):
        press()


def test_work_is_cancelled_first_and_left_at_the_second(interrupts: Interrupts) -> None:
    with pytest.raises(KeyboardInterrupt):
        interrupts.run(once_cancelled())
    with pytest.raises(Left):
        interrupts.run(once_cancelled(1))


def test_what_is_held_comes_to_its_end_first(interrupts: Interrupts) -> None:
    done = []

    def store(presses: int) -> None:
        with interrupts.held():
            for _ in range(presses):
                press()
            done.append("stored")

    with pytest.raises(KeyboardInterrupt):
        store(1)
    with pytest.raises(Left):
        store(2)
    assert done == ["stored"]


def test_one_that_came_before_the_work_began_cancels_it(interrupts: Interrupts) -> None:
    with interrupts.held():
        press()
        with pytest.raises(KeyboardInterrupt):
            interrupts.run(asyncio.Event().wait())


def test_after_a_cancelled_work_the_next_is_not_cancelled(interrupts: Interrupts) -> None:
    with interrupts.held():
        with pytest.raises(KeyboardInterrupt):
            interrupts.run(once_cancelled())
        assert interrupts.run(asyncio.sleep(0, "sent")) == "sent"


def test_one_that_is_not_installed_leaves_ctrl_c_as_it_is() -> None:
    with pytest.raises(KeyboardInterrupt):
        Interrupts().run(once_cancelled())
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
