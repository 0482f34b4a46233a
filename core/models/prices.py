"""What a call costs: prices of real models from `genai-prices`, pretended ones for the simulated models.

A price that is not known is None, never 0.
"""

import functools
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from core.providers import Usage
from core.text import LinearPattern

MILLION = Decimal(1_000_000)
SIMULATED_PRICES: Mapping[str, tuple[Decimal, Decimal]] = MappingProxyType(
    {
        "demo-mini": (Decimal("0.05"), Decimal("0.20")),
        "demo": (Decimal("0.25"), Decimal("1.00")),
        "demo-pro": (Decimal("2.50"), Decimal("10.00")),
    }
)
"""Simulated US dollars for a million input and a million output tokens."""

_CHECKED = LinearPattern(r"checked \d{4}-\d\d-\d\d")


def listed_price(maker: str, model: str, usage: Usage) -> Decimal | None:
    """US dollars of one call to a model of `maker`, as `genai-prices` names it; None where no price is known."""
    from genai_prices import Usage as Billed
    from genai_prices import calc_price

    billed = Billed(
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cache_read_tokens=usage.cached_tokens or None,
    )
    try:
        return calc_price(billed, model_ref=model, provider_id=maker).total_price
    except LookupError:
        return None


def simulated_price(model: str, usage: Usage) -> Decimal | None:
    """Simulated US dollars of one call; None for a model that there is not."""
    rates = SIMULATED_PRICES.get(model)
    if rates is None:
        return None
    return (usage.input_tokens * rates[0] + usage.output_tokens * rates[1]) / MILLION


@functools.cache
def table_date() -> str:
    """How old the prices of real models are: the last day on which its keepers say they checked one, and its version.

    The table itself names no day.
    """
    from importlib.metadata import version

    from genai_prices.data import providers

    comments = [provider.price_comments or "" for provider in providers]
    comments += [model.price_comments or "" for provider in providers for model in provider.models]
    days = [checked.removeprefix("checked ") for checked in _CHECKED.findall(" ".join(comments))]
    return f"{max(days, default='an unknown day')} (genai-prices {version('genai-prices')})"
