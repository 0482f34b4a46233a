"""What calls cost, and that a price nobody knows is never nothing."""

import re
from decimal import Decimal

import pytest

from core.models.access import Access
from core.models.prices import SIMULATED_PRICES, table_date
from core.providers.protocol import Usage

MILLION = Usage(1_000_000, 1_000_000)


def price(provider: str, model: str, usage: Usage) -> Decimal | None:
    return Access().price(f"{provider}:{model}", usage)


@pytest.mark.parametrize(
    ("provider", "model", "usage", "dollars"),
    [
        ("openai", "gpt-5-mini", Usage(1_000_000, 0), "0.25"),
        ("openai", "gpt-5-mini", MILLION, "2.25"),
        ("openai", "gpt-4o-mini", Usage(1_000_000, 0), "0.15"),
        ("openai", "gpt-4o-mini-2024-07-18", Usage(0, 1_000_000), "0.6"),
        ("gemini", "gemini-2.5-flash", MILLION, "2.8"),
        ("openai", "gpt-5-mini", Usage(0, 0), "0"),
    ],
)
def test_a_known_model_costs_what_its_maker_says(provider: str, model: str, usage: Usage, dollars: str) -> None:
    assert price(provider, model, usage) == Decimal(dollars)


def test_tokens_from_the_cache_are_cheaper() -> None:
    whole, cached = (price("openai", "gpt-5-mini", Usage(100_000, 0, part)) for part in (0, 100_000))
    assert whole is not None
    assert cached is not None
    assert cached < whole / 2


def test_reasoning_is_paid_as_output_once() -> None:
    assert price("openai", "gpt-5-mini", Usage(0, 1000, 0, 800)) == price("openai", "gpt-5-mini", Usage(0, 1000))


@pytest.mark.parametrize(
    ("provider", "model"),
    [
        ("openai", "llama3.2:3b"),
        ("openai", "gpt-99-imagined"),
        ("openai", ""),
        ("gemini", "gemini-99-imagined"),
        ("local", "smollm2-135m"),
        ("nobody", "gpt-5-mini"),
        ("simulated", "imagined"),
    ],
)
def test_an_unknown_price_is_unknown_and_not_nothing(provider: str, model: str) -> None:
    assert price(provider, model, MILLION) is None


@pytest.mark.parametrize("model", SIMULATED_PRICES)
def test_simulated_money_follows_its_own_table(model: str) -> None:
    sent, received = SIMULATED_PRICES[model]
    assert price("simulated", model, MILLION) == sent + received
    assert price("simulated", model, Usage(1000, 0)) == sent / 1000


def test_simulated_models_differ_enough_to_teach_something() -> None:
    mini, demo, pro = (price("simulated", model, MILLION) for model in ("demo-mini", "demo", "demo-pro"))
    assert mini is not None
    assert demo is not None
    assert pro is not None
    assert demo == 5 * mini
    assert pro == 10 * demo


def test_the_table_of_prices_says_how_old_it_is() -> None:
    assert re.fullmatch(r"20\d\d-\d\d-\d\d \(genai-prices \d+\.\d+\.\d+\)", table_date())
