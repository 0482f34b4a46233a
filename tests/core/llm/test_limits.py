import pytest

from core.errors import LimitReached
from core.llm.limits import Limits, RunAccount
from core.providers.protocol import Usage


def test_a_call_beyond_the_limit_is_refused_before_it_starts() -> None:
    account = RunAccount(Limits(calls=1))
    account.reserve(1, None)
    with pytest.raises(LimitReached, match="limit of 1 calls"):
        account.reserve(1, None)


def test_calls_in_flight_together_cannot_overshoot_the_tokens() -> None:
    account = RunAccount(Limits(tokens=100))
    first = account.reserve(60, None)
    with pytest.raises(LimitReached, match="100 tokens"):
        account.reserve(60, None)
    account.settle(first, Usage(10, 10), None)
    account.reserve(60, None)
    assert account.tokens == 20


def test_money_is_held_back_until_a_call_has_settled() -> None:
    account = RunAccount(Limits(cost=0.01))
    first = account.reserve(1, 0.006)
    with pytest.raises(LimitReached, match=r"\$0.01"):
        account.reserve(1, 0.006)
    account.settle(first, Usage(1, 1), 0.001)
    account.reserve(1, 0.006)


def test_a_call_that_never_reached_the_model_costs_no_tokens() -> None:
    account = RunAccount(Limits())
    account.settle(account.reserve(500, 0.1), None, None)
    assert (account.tokens, account.held_tokens, account.calls) == (0, 0, 1)
    assert account.held_cost == pytest.approx(0)


def test_a_limit_may_be_used_up_to_its_last_token_and_cent() -> None:
    account = RunAccount(Limits(calls=2, tokens=100, cost=0.5))
    account.settle(account.reserve(60, 0.25), Usage(40, 20), 0.25)
    account.settle(account.reserve(40, 0.25), Usage(30, 10), 0.25)
    assert (account.tokens, account.cost) == (100, 0.5)


def test_what_several_calls_used_and_may_still_use_is_added_up() -> None:
    account = RunAccount(Limits(tokens=100, cost=1.0))
    for _ in range(2):
        account.settle(account.reserve(10, 0.1), Usage(10, 0), 0.1)
    held = [account.reserve(20, 0.2), account.reserve(20, 0.2)]
    assert (account.tokens, account.held_tokens) == (20, 40)
    assert [account.cost, account.held_cost] == pytest.approx([0.2, 0.4])
    with pytest.raises(LimitReached):
        account.reserve(41, None)
    with pytest.raises(LimitReached):
        account.reserve(0, 0.41)
    account.settle(held[0], Usage(1, 1), None)
    assert account.reserve(58, 0.6)


def test_a_call_of_unknown_price_sets_no_money_aside() -> None:
    account = RunAccount(Limits(cost=0.01))
    assert account.reserve(1, None).cost == 0


@pytest.mark.parametrize(
    ("limits", "cost", "named"),
    [
        (Limits(calls=1), None, "Calls"),
        (Limits(tokens=1), None, "Tokens"),
        (Limits(cost=0.001), 0.001, "US dollars"),
    ],
)
def test_the_message_names_the_field_of_the_form_to_raise(limits: Limits, cost: float | None, named: str) -> None:
    titles = [field.title for field in Limits.model_fields.values()]
    account = RunAccount(limits)
    account.settle(account.reserve(1, cost), Usage(1, 0), cost)
    with pytest.raises(LimitReached, match=f"limit “{named}”"):
        account.reserve(1, cost)
    assert named in titles
