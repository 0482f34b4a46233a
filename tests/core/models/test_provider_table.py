"""That a provider is a row of the table: with one more row its models run, cost and are refused like all others."""

import asyncio
from decimal import Decimal
from pathlib import Path

import pytest

from core.errors import InputError, SetupError
from core.models.access import Access, grant
from core.models.provider_spec import FromEnvironment, ProviderRoute, ProviderSpec, Typed
from core.models.provider_table import DEFAULT_MODEL, PROVIDERS, is_simulated, offered_models
from core.providers.keys import Key, KeyKind
from core.providers.protocol import OnText, Reply, Request, Usage
from core.runtime.execution import check_model, check_providers, prepare, run_in_current_loop, with_access
from core.runtime.plans import plan
from core.settings import Settings
from core.simulated import Simulation

KEY = Key("parrot-0123456789")


class Parrot:
    """Implements `Provider`: says again what it is asked."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self.closed = False

    async def ask(self, request: Request, on_text: OnText) -> Reply:
        await asyncio.sleep(0)
        text = f"{request.messages[-1].text}!"
        on_text(text)
        return Reply(text, Usage(3, 4), request.model)

    async def close(self) -> None:
        self.closed = True


opened: list[Parrot] = []


def open_parrot(route: ProviderRoute, _simulation: Simulation) -> Parrot:
    assert route.key is not None
    opened.append(Parrot(route.key))
    return opened[-1]


def check_parrot(model: str, _route: ProviderRoute) -> None:
    if model != "loud":
        raise SetupError("This parrot is loud. Choose parrot:loud.")


PARROT = ProviderSpec(
    label="Parrot",
    open=open_parrot,
    models=("loud",),
    key_kind=KeyKind("Parrot", maker="Parrot"),
    key=FromEnvironment("PARROT_API_KEY", lambda settings: settings.gemini_api_key),
    check_model=check_parrot,
    price=lambda _model, usage: Decimal(usage.output_tokens) / 1000,
)
WITH_PARROT = {**PROVIDERS, "parrot": PARROT}


def granted(typed: Typed | None = None, **given: str) -> Access:
    return grant(Settings(Path("/nowhere"), **given), typed, WITH_PARROT)  # type: ignore[arg-type]


async def test_a_workflow_runs_on_the_models_of_a_further_row() -> None:
    planned = plan("basic-call", "Good day", {}, {"model": "parrot:loud"})
    access = granted(Typed({"parrot": KEY}))
    check_providers(planned, access)
    trace = await run_in_current_loop(planned, prepare(planned), with_access(access))
    assert (trace.status, trace.totals().cost_usd) == ("completed", 0.004)
    assert "Good day" in str(trace.result)
    assert (opened[-1].key, opened[-1].closed) == (KEY, True)


def test_its_key_may_come_from_the_environment() -> None:
    assert granted(gemini_api_key=KEY.reveal()).route("parrot") == ProviderRoute("server", KEY)


@pytest.mark.parametrize(
    ("model", "typed", "words"),
    [
        ("parrot:loud", Typed(), "Parrot needs a key. Set PARROT_API_KEY"),
        ("parrot:shy", Typed({"parrot": KEY}), "parrot:shy cannot be used: This parrot is loud"),
        ("cockatoo:loud", Typed(), "no known provider. Known: simulated, openai, gemini, local, parrot"),
    ],
)
def test_what_it_cannot_do_is_said_before_the_run(model: str, typed: Typed, words: str) -> None:
    with pytest.raises(InputError, match=words):
        check_model(model, granted(typed))


def test_a_picker_offers_the_models_of_every_row_and_can_tell_the_simulated_ones() -> None:
    offered = offered_models(WITH_PARROT)
    assert offered[0] == DEFAULT_MODEL
    assert offered[-1] == "parrot:loud"
    assert [model for model in offered if is_simulated(model, WITH_PARROT)] == offered[:3]


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_row_says_all_that_it_needs(name: str) -> None:
    spec = PROVIDERS[name]
    assert name.isascii()
    assert name.islower()
    assert spec.label
    assert spec.key is None or (spec.key_kind is not None and spec.key.variable.isupper())
    for source in filter(None, (spec.key, spec.base_url)):
        assert source.read(Settings.from_environment({source.variable: "what it says"})) == "what it says"
