import pytest
from pydantic import BaseModel

from core.errors import ModelRefused, ModelUnavailable, PlaygroundError
from core.simulated.simulation import FaultKind
from tests.core.simulated.asking import instant, request


class Note(BaseModel):
    text: str
    words: list[str]


ASKED = request("Sum this up.", "The lake was calm. The boat was late.", schema=Note)


@pytest.mark.parametrize(
    ("kind", "error", "says"),
    [
        ("server", ModelUnavailable, "server"),
        ("network", ModelUnavailable, "network"),
        ("timeout", ModelUnavailable, "timeout"),
        ("refused", ModelRefused, "refused"),
    ],
)
async def test_a_fault_raises_its_error(kind: FaultKind, error: type[PlaygroundError], says: str) -> None:
    with pytest.raises(error) as raised:
        await instant(fault_rate=1, faults=(kind,)).ask(ASKED, lambda _: None)
    assert raised.value.kind == says


async def test_a_fault_can_spoil_the_answer() -> None:
    replies = {
        kind: await instant(fault_rate=1, faults=(kind,)).ask(ASKED, lambda _: None)
        for kind in ("invalid", "truncated", "empty")
    }
    assert replies["empty"].text == ""
    assert replies["truncated"].finish == "length"
    with pytest.raises(ValueError, match="Invalid JSON"):
        Note.model_validate_json(replies["invalid"].text)


async def test_only_the_first_calls_fail_when_asked_so() -> None:
    provider = instant(fault_first_calls=2)
    for _ in range(2):
        with pytest.raises(ModelUnavailable):
            await provider.ask(ASKED, lambda _: None)
    Note.model_validate_json((await provider.ask(ASKED, lambda _: None)).text)


async def test_faults_are_drawn_by_content_and_attempt_so_that_a_retry_can_succeed() -> None:
    async def outcomes() -> list[bool]:
        provider = instant(fault_rate=0.5, seed=3)
        went_well = []
        for _ in range(12):
            try:
                await provider.ask(ASKED, lambda _: None)
                went_well.append(True)
            except ModelUnavailable:
                went_well.append(False)
        return went_well

    first = await outcomes()
    assert first == await outcomes()
    assert set(first) == {True, False}
