import copy
import pickle
from pathlib import Path
from typing import Any

import pytest

from core.errors import InputError, SetupError
from core.models.access import Access, grant, grant_operator
from core.models.connections import Connections, openers
from core.models.provider_spec import ProviderRoute, Typed
from core.providers.keys import Key
from core.runtime.execution import check_model, check_providers
from core.runtime.plans import plan
from core.settings import Settings
from core.simulated import Simulation

SERVER_KEY = "sk-server-0123456789abcdef"
VISITOR_KEY = Key("sk-visitor-0123456789abcdef")
ELSEWHERE = "https://models.visitor.net/v1"
OPERATORS = "http://10.1.2.3:8000/v1"


def settings(**given: Any) -> Settings:
    return Settings(Path("/nowhere"), **given)


def test_without_keys_only_what_needs_none_is_open() -> None:
    access = grant(settings())
    assert set(access.open) - {"local"} == {"simulated"}
    assert "OPENAI_API_KEY" in access.closed["openai"]
    assert "GEMINI_API_KEY" in access.closed["gemini"]


def test_the_servers_keys_go_to_the_servers_own_addresses() -> None:
    access = grant(settings(openai_api_key=SERVER_KEY, gemini_api_key="AIza-0123456789"))
    assert access.route("openai") == ProviderRoute("server", Key(SERVER_KEY), None)
    assert access.route("gemini") == ProviderRoute("server", Key("AIza-0123456789"))
    theirs = grant(settings(openai_api_key="any-key-of-theirs", openai_base_url=OPERATORS))
    assert theirs.route("openai") == ProviderRoute("server", Key("any-key-of-theirs"), OPERATORS)


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize("share_keys", [False, True])
@pytest.mark.parametrize("openai_base_url", [None, OPERATORS])
@pytest.mark.parametrize("allowed", [(), (ELSEWHERE,)])
@pytest.mark.parametrize("compatible", [None, Key("visitors-own-key")])
@pytest.mark.parametrize("openai", [None, VISITOR_KEY])
def test_a_typed_base_url_never_gets_a_key_that_was_not_typed_for_it(
    public: bool,
    share_keys: bool,
    openai_base_url: str | None,
    allowed: tuple[str, ...],
    compatible: Key | None,
    openai: Key | None,
) -> None:
    server = settings(
        openai_api_key=SERVER_KEY,
        gemini_api_key=SERVER_KEY,
        openai_base_url=openai_base_url,
        public=public,
        share_keys=share_keys,
        allowed_base_urls=allowed,
    )
    typed = {"openai": openai, "compatible": compatible}
    access = grant(server, Typed({name: key for name, key in typed.items() if key}, base_url=ELSEWHERE))
    if public and not allowed:
        assert "public server" in access.closed["openai"]
    else:
        assert access.route("openai") == ProviderRoute("visitor", compatible, ELSEWHERE)


@pytest.mark.parametrize(
    ("share_keys", "typed", "expected"),
    [
        (False, Typed(), None),
        (True, Typed(), ProviderRoute("server", Key(SERVER_KEY), OPERATORS)),
        (False, Typed({"openai": VISITOR_KEY}), ProviderRoute("visitor", VISITOR_KEY, None)),
        (True, Typed({"openai": VISITOR_KEY}), ProviderRoute("visitor", VISITOR_KEY, OPERATORS)),
    ],
)
def test_in_public_mode_visitors_bring_their_own_unless_the_operator_shares(
    share_keys: bool, typed: Typed, expected: ProviderRoute | None
) -> None:
    server = settings(openai_api_key=SERVER_KEY, openai_base_url=OPERATORS, public=True, share_keys=share_keys)
    access = grant(server, typed)
    assert access.open.get("openai") == expected
    if expected is None:
        assert "your own" in access.closed["openai"]
    assert "public server" in access.closed["local"]


def test_an_operator_may_allow_an_address_even_inside_the_network() -> None:
    server = settings(public=True, allowed_base_urls=(f"{OPERATORS}/",))
    assert grant(server, Typed(base_url=OPERATORS)).route("openai") == ProviderRoute("visitor", None, OPERATORS)


def test_the_command_line_uses_the_environments_keys_even_beside_a_public_app() -> None:
    access = grant_operator(settings(openai_api_key=SERVER_KEY, public=True))
    assert access.route("openai").key == Key(SERVER_KEY)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("localhost:11434/v1", "http"),
        ("https://user:pw@models.visitor.net/v1", "user name"),
        ("http://models.visitor.net/v1", "https"),
        ("ftp://models.visitor.net", "http"),
        ("https://", "host"),
    ],
)
def test_a_bad_base_url_is_told_in_a_sentence_before_the_run(url: str, words: str) -> None:
    access = grant(settings(openai_api_key=SERVER_KEY), Typed(base_url=url))
    assert words in access.closed["openai"]
    with pytest.raises(InputError, match="base URL is not usable"):
        check_model("openai:gpt-5-mini", access)


@pytest.mark.parametrize("key", ["tiny", "sk-with space-0123456", "sk-ключ-0123456789", "Bearer sk-0123456789"])
def test_a_bad_key_of_the_environment_is_told_before_the_run_without_the_key(key: str) -> None:
    said = grant(settings(openai_api_key=key)).closed["openai"]
    assert said.startswith("OPENAI_API_KEY in the server's environment: ")
    assert key not in said


def test_a_bad_address_of_the_environment_is_named() -> None:
    said = grant(settings(openai_api_key=SERVER_KEY, openai_base_url="localhost")).closed["openai"]
    assert said.startswith("OPENAI_BASE_URL in the server's environment: ")


def test_nothing_of_it_is_shown_or_written_down() -> None:
    typed = Typed(dict.fromkeys(("openai", "gemini", "compatible"), VISITOR_KEY), "https://hidden.visitor.net/v1")
    access = grant(settings(), typed)
    shown = f"{access!r} {access} {typed!r} {access.route('openai')!r}"
    for hidden in (VISITOR_KEY.reveal(), "hidden.visitor.net"):
        assert hidden not in shown
        assert hidden.encode() not in pickle.dumps(access)
    assert pickle.loads(pickle.dumps(access)) == Access()
    assert copy.copy(access) == Access()


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("openai:gpt-5-mini", "OPENAI_API_KEY"),
        ("gemini:gemini-2.5-flash", "GEMINI_API_KEY"),
        ("nowhere:x", "no known provider"),
        ("gpt-5", "no known provider"),
        ("openai: ", "no proper name"),
        ("simulated:gpt-5", "There is no simulated model"),
    ],
)
def test_a_model_that_cannot_be_asked_is_refused_before_the_run(model: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        check_model(model, grant(settings()))


def test_models_of_single_steps_are_checked_too() -> None:
    planned = plan("faq-chain", None, {}, {"models": {"answer": "openai:gpt-5-mini"}})
    with pytest.raises(InputError, match="OPENAI_API_KEY"):
        check_providers(planned, grant(settings()))
    check_providers(planned, grant(settings(openai_api_key=SERVER_KEY)))


async def test_a_closed_provider_says_what_to_do_when_it_is_asked_for() -> None:
    connections = Connections(openers(Simulation(), grant(settings())))
    with pytest.raises(SetupError, match="OPENAI_API_KEY"):
        connections.connect("openai:gpt-5-mini")
    await connections.close()
