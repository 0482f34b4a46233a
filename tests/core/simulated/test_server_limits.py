import pytest

from core.errors import ModelUnavailable
from core.simulated import SimulatedProvider, Simulation
from tests.core.simulated.asking import Clock, request


async def served(provider: SimulatedProvider, number: int) -> bool:
    try:
        await provider.ask(request("", f"Question {number}?"), lambda _: None)
    except ModelUnavailable as error:
        return error.kind != "rate_limited"
    return True


async def test_one_request_too_many_in_a_minute_is_refused_until_the_minute_is_over() -> None:
    clock = Clock()
    provider = SimulatedProvider(Simulation(requests_per_minute=2, profile="instant"), sleep=clock.sleep, clock=clock)
    assert [await served(provider, n) for n in range(3)] == [True, True, False]
    clock.now += 59
    assert not await served(provider, 4)
    clock.now += 1
    assert await served(provider, 5)


async def test_the_refusal_says_when_to_come_back_in_real_seconds() -> None:
    clock = Clock()
    simulation = Simulation(requests_per_minute=1, speed=10, profile="instant")
    provider = SimulatedProvider(simulation, sleep=clock.sleep, clock=clock)
    await served(provider, 1)
    clock.now += 2
    with pytest.raises(ModelUnavailable) as refused:
        await provider.ask(request("", "Again?"), lambda _: None)
    assert refused.value.retry_after == pytest.approx(4)
    clock.now += 4
    assert await served(provider, 2)


async def test_tokens_count_too() -> None:
    clock = Clock()
    provider = SimulatedProvider(Simulation(tokens_per_minute=100, profile="instant"), sleep=clock.sleep, clock=clock)
    await provider.ask(request("", "word " * 70), lambda _: None)
    with pytest.raises(ModelUnavailable, match="simulated server"):
        await provider.ask(request("", "other " * 30), lambda _: None)
    assert await served(provider, 1)


async def test_a_request_above_the_token_limit_is_served_alone() -> None:
    clock = Clock()
    provider = SimulatedProvider(Simulation(tokens_per_minute=10, profile="instant"), sleep=clock.sleep, clock=clock)
    await provider.ask(request("", "word " * 70), lambda _: None)
    assert not await served(provider, 1)


async def test_without_waiting_a_refusal_is_followed_by_a_success() -> None:
    provider = SimulatedProvider(Simulation(requests_per_minute=2, speed=0), clock=Clock())
    assert [await served(provider, n) for n in (1, 2, 3, 3, 4, 5)] == [True, True, False, True, True, False]
