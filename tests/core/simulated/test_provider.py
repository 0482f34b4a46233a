import asyncio

import pytest

from core.simulated import SimulatedProvider, Simulation
from core.simulated.timing import MOST_CHUNKS, chunks, pace
from tests.core.simulated.asking import Clock, ask, instant, request

STORY = "Explain why leaves fall. Trees save water in winter. Cold air is dry. Leaves lose water. So trees drop them."


async def test_the_same_request_and_seed_give_the_same_answer() -> None:
    asked = request("Answer in plain words.", STORY)
    first, second = [await instant(seed=7).ask(asked, lambda _: None) for _ in range(2)]
    assert first == second


async def test_at_temperature_zero_the_seed_of_the_request_changes_nothing() -> None:
    answers = {(await ask("", "Which is nicer: red, green or blue?", temperature=0, seed=n)).text for n in range(6)}
    assert len(answers) == 1


async def test_above_temperature_zero_a_matter_of_taste_varies_with_the_seed() -> None:
    wish = "Suggest a name for a bakery."
    answers = {(await ask("", wish, temperature=0.8, seed=n)).text for n in range(12)}
    assert len(answers) > 1


async def test_streamed_pieces_join_to_the_answer() -> None:
    pieces: list[str] = []
    reply = await instant().ask(request("Answer in plain words.", STORY), pieces.append)
    assert "".join(pieces) == reply.text
    assert 1 < len(pieces) <= MOST_CHUNKS


async def test_at_speed_zero_nobody_sleeps() -> None:
    clock = Clock()
    provider = SimulatedProvider(Simulation(speed=0, profile="slow"), sleep=clock.sleep, clock=clock)
    await provider.ask(request("", STORY), lambda _: None)
    assert clock.sleeps == []


async def test_a_paced_answer_sleeps_a_few_times_and_ends_on_schedule() -> None:
    clock = Clock()
    simulation = Simulation(speed=2)
    asked = request("", STORY)
    provider = SimulatedProvider(simulation, sleep=clock.sleep, clock=clock)
    reply = await provider.ask(asked, lambda _: None)
    assert 1 < len(clock.sleeps) <= MOST_CHUNKS + 1
    nominal = 0.6 + reply.usage.output_tokens / 85
    assert clock.now * 2 == pytest.approx(nominal, rel=0.25)


async def test_a_late_sleep_does_not_delay_what_follows() -> None:
    clock = Clock()

    async def oversleep(seconds: float) -> None:
        await clock.sleep(seconds + 0.02)

    provider = SimulatedProvider(Simulation(), sleep=oversleep, clock=clock)
    punctual = Clock()
    await provider.ask(request("", STORY), lambda _: None)
    await SimulatedProvider(Simulation(), sleep=punctual.sleep, clock=punctual).ask(request("", STORY), lambda _: None)
    assert clock.now - punctual.now <= 0.021


async def test_calls_take_as_long_at_once_as_in_turn() -> None:
    asked = [request("", f"{STORY} Number {n}.") for n in range(3)]

    async def duration(one: int) -> float:
        clock = Clock()
        await SimulatedProvider(Simulation(), sleep=clock.sleep, clock=clock).ask(asked[one], lambda _: None)
        return clock.now

    in_turn = [await duration(one) for one in (0, 1, 2)]
    assert list(reversed(await asyncio.gather(*(duration(one) for one in (2, 1, 0))))) == in_turn


@pytest.mark.parametrize("seed", range(20))
def test_four_pairs_at_once_are_about_two_and_a_half_times_faster(seed: int) -> None:
    simulation = Simulation(seed=seed)
    first = pace(simulation, "demo", "questions").seconds(70)
    pairs = [
        pace(simulation, "demo", f"answer {n}").seconds(60) + pace(simulation, "demo", f"sources {n}").seconds(20)
        for n in range(4)
    ]
    assert 2.3 <= (first + sum(pairs)) / (first + max(pairs)) <= 3.0


def test_the_smaller_model_is_quicker_and_the_larger_slower() -> None:
    small, usual, large = [
        pace(Simulation(jitter=0), name, "x").seconds(80) for name in ("demo-mini", "demo", "demo-pro")
    ]
    assert small < usual < large


def test_stragglers_take_five_times_as_long() -> None:
    usual = pace(Simulation(), "demo", "x").seconds(50)
    assert pace(Simulation(straggler_rate=1), "demo", "x").seconds(50) == pytest.approx(5 * usual)


@pytest.mark.parametrize("text", ["", "one", "a b c", "word " * 500, "nospaces" * 300, "línea\nde texto " * 9])
def test_chunks_join_to_the_text(text: str) -> None:
    assert "".join(chunks(text)) == text
    assert len(chunks(text)) <= MOST_CHUNKS


async def test_usage_is_reported_by_the_server() -> None:
    reply = await ask("Answer.", STORY)
    assert not reply.usage.estimated
    assert reply.usage.input_tokens >= len(STORY) // 5
    assert reply.usage.output_tokens >= 1


async def test_an_answer_above_the_token_limit_is_cut_and_says_so() -> None:
    reply = await ask("Answer.", STORY, max_tokens=5)
    assert reply.finish == "length"
    assert len(reply.text) <= 20
