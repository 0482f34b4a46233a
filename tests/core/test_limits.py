import pytest

from core.errors import LimitReached
from core.limits import Account, Limits
from core.llm.provider import Usage


def test_a_call_beyond_the_limit_is_refused_before_it_starts() -> None:
    account = Account(Limits(calls=1))
    account.reserve(1, None)
    with pytest.raises(LimitReached, match="limit of 1 calls"):
        account.reserve(1, None)


def test_calls_in_flight_together_cannot_overshoot_the_tokens() -> None:
    account = Account(Limits(tokens=100))
    first = account.reserve(60, None)
    with pytest.raises(LimitReached, match="100 tokens"):
        account.reserve(60, None)
    account.settle(first, Usage(10, 10), None)
    account.reserve(60, None)
    assert account.tokens == 20


def test_money_is_held_back_until_a_call_has_settled() -> None:
    account = Account(Limits(cost=0.01))
    first = account.reserve(1, 0.006)
    with pytest.raises(LimitReached, match=r"\$0.01"):
        account.reserve(1, 0.006)
    account.settle(first, Usage(1, 1), 0.001)
    account.reserve(1, 0.006)


def test_a_call_that_never_reached_the_model_costs_no_tokens() -> None:
    account = Account(Limits())
    account.settle(account.reserve(500, 0.1), None, None)
    assert (account.tokens, account.held_tokens, account.calls) == (0, 0, 1)
    assert account.held_cost == pytest.approx(0)
