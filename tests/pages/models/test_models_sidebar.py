"""The sidebar's models and keys, and where a typed key goes and does not go."""

import base64
import logging
import os
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.session.own_keys import SESSION, key_vault
from pages.session.shared_playground import playground
from tests.core.providers.fault_server import FaultServer, error, fault_server, openai_text, stream
from tests.pages.opened import ended, open_workflow, until, words

CANARY = "canary-7f3a91c2e4d85b60"
OTHER = "sk-other-1234567890abcdef"


@pytest.fixture
def app(app: AppTest) -> AppTest:
    """With everything in the sidebar open."""
    for fold in ("keys", "compatible", "local"):
        app.session_state[f"fold-{fold}"] = True
    return app


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with fault_server() as running:
        yield running


def type_in(page: AppTest, key: str, text: str) -> AppTest:
    page.text_input(key=key).set_value(text).run()
    assert not page.exception
    return page


def set_model(page: AppTest, model: str) -> AppTest:
    page.selectbox(key="model").set_value(model).run()
    assert not page.exception
    return page


def typed(page: AppTest) -> Any:
    return key_vault().typed(page.session_state[SESSION])


def disguises(secret: str) -> list[bytes]:
    """The secret, its pieces, and what it looks like in other writings."""
    pieces = [secret[start : start + 8] for start in range(len(secret) - 7)]
    plain = [one.encode() for one in (secret, *pieces)]
    return [*plain, base64.b64encode(secret.encode()).rstrip(b"=")]


def everything_written(home: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())


def test_it_says_what_is_available_and_why_the_rest_is_not(app: AppTest) -> None:
    said = words(open_workflow(app))
    assert "Simulated: needs no key" in said.replace("*", "")
    assert "OpenAI needs a key. Set OPENAI_API_KEY, or type one" in said
    assert "Gemini needs a key. Set GEMINI_API_KEY, or type one" in said
    offered = app.selectbox(key="model").options
    assert "simulated:demo" in offered
    assert "openai:gpt-5-mini · needs a key" in offered


def test_a_typed_key_opens_its_provider_and_is_gone_from_the_widget(app: AppTest) -> None:
    type_in(open_workflow(app), "key-openai", OTHER)
    assert "OpenAI: with what you typed" in words(app).replace("*", "")
    assert "openai:gpt-5-mini" in app.selectbox(key="model").options
    assert app.text_input(key="key-openai").value == ""
    assert typed(app).keys["openai"].reveal() == OTHER
    kept = app.session_state._state._state.filtered_state
    assert OTHER not in repr(kept)
    assert OTHER.encode() not in pickle.dumps(kept)


def test_forget_keys_is_one_click(app: AppTest) -> None:
    type_in(open_workflow(app), "key-openai", OTHER)
    type_in(app, "key-gemini", "AIza-0123456789abcdef")
    app.button(key="forget-keys").click().run()
    assert typed(app).keys == {}
    assert "OpenAI needs a key" in words(app)


def test_a_key_that_was_forgotten_is_not_taken_again_from_a_browser_that_has_not_heard(app: AppTest) -> None:
    open_workflow(app)
    app.text_input(key="key-openai").set_value(OTHER)
    sent = app._tree.get_widget_states()
    app.run()
    app.button(key="forget-keys").click().run()
    app._run(sent)
    assert "openai" not in typed(app).keys
    assert app.text_input(key="key-openai").value == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("short", "too short"),
        ("sk-with a space-0123456789", "space"),
        ("sk-ключ-0123456789abcdef", "characters that no key has"),
        ("AIza-0123456789abcdef", "Google"),
        ("https://api.openai.com/v1", "address"),
    ],
)
def test_a_key_that_is_none_is_refused_at_once_in_one_sentence(app: AppTest, text: str, said: str) -> None:
    type_in(open_workflow(app), "key-openai", text)
    (problem,) = [one.value.replace("\\", "") for one in app.sidebar.error]
    assert said in problem
    assert problem.startswith("This is no key for OpenAI")
    assert "openai" not in typed(app).keys


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("models.net/v1", "must begin with http"),
        ("https://me:pw@models.net", "user name"),
        ("http://models.net", "https"),
    ],
)
def test_a_base_url_that_does_not_fit_is_refused_at_once(app: AppTest, url: str, said: str) -> None:
    type_in(open_workflow(app), "base-url", url)
    assert said in "".join(one.value.replace("\\", "").replace("\u2060", "") for one in app.sidebar.error)
    assert typed(app).base_url is None


def test_another_base_url_does_not_get_the_key_of_the_one_before(app: AppTest) -> None:
    type_in(open_workflow(app), "base-url", "http://localhost:9411/v1")
    type_in(app, "key-compatible", CANARY)
    assert typed(app).keys["compatible"].reveal() == CANARY
    type_in(app, "base-url", "http://localhost:9412/v1")
    assert "compatible" not in typed(app).keys


def test_a_run_without_its_key_is_refused_before_any_call(app: AppTest) -> None:
    set_model(open_workflow(app, "basic-call"), "openai:gpt-5-mini")
    app.button(key="run").click().run()
    assert "openai:gpt-5-mini cannot be used: OpenAI needs a key" in words(app).replace("\u2060", "")


def test_a_run_on_a_typed_server_with_a_typed_key_completes(app: AppTest, server: FaultServer) -> None:
    server.plays(stream(openai_text("Hello ", "there.")))
    type_in(open_workflow(app, "basic-call"), "base-url", f"{server.url}/v1")
    type_in(app, "key-compatible", CANARY)
    set_model(app, "openai:gpt-5-mini")
    app.button(key="run").click().run()
    ended(app)
    assert "Hello there." in words(app)
    assert server.requests[0].headers["authorization"] == f"Bearer {CANARY}"
    assert "unknown" in words(app)  # the price: it is not OpenAI's


def test_a_key_that_is_refused_and_echoed_is_found_nowhere(
    app: AppTest, home: Path, server: FaultServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = {"error": {"message": f"Incorrect API key provided: {CANARY}", "code": "invalid_api_key", "type": CANARY}}
    server.plays(error(401, echo, X_Key=CANARY))
    type_in(open_workflow(app, "basic-call"), "base-url", f"{server.url}/v1")
    type_in(app, "key-compatible", CANARY)
    set_model(app, "openai:gpt-5-mini")
    app.button(key="run").click().run()
    ended(app)
    app.selectbox(key="test-model").set_value("openai:gpt-5-mini").run()
    app.button(key="test-connection").click().run()

    asked = [one.headers["authorization"] for one in server.requests]
    assert asked == [f"Bearer {CANARY}"] * 2  # so it was used, and once each
    assert "did not accept the key" in words(app)
    run_id = str(app.query_params["run"])
    playground().history.close()
    seen = {
        "files": everything_written(home),
        "log": caplog.text.encode(),
        "page": (words(app) + repr(app.main) + repr(app.sidebar)).encode(),
        "session": repr(app.session_state._state._state.filtered_state).encode(),
        "link": repr(app.query_params).encode(),
        "environment": repr(dict(os.environ)).encode(),
        "run": repr(playground().engine.find(run_id).__dict__).encode(),
    }
    assert run_id.encode() in seen["files"]
    for place, text in seen.items():
        found = [one for one in disguises(CANARY) if one in text]
        assert not found, place


def test_the_connection_is_tested_with_one_tiny_call(app: AppTest, server: FaultServer) -> None:
    server.plays(stream(openai_text("Hello.")))
    type_in(open_workflow(app), "base-url", f"{server.url}/v1")
    app.selectbox(key="test-model").set_value("openai:gpt-5-mini").run()
    app.button(key="test-connection").click().run()
    (said,) = [one.value.replace("\\", "") for one in app.success]
    assert "answered in" in said
    assert "11 → 7 tokens" in said
    assert len(server.requests) == 1


def test_a_server_that_is_no_model_server_is_told_by_the_test(app: AppTest, server: FaultServer) -> None:
    from tests.core.providers.fault_server import status

    server.plays(status(200, b"<html>Router login</html>", "text/html"))
    type_in(open_workflow(app), "base-url", f"{server.url}/v1")
    app.selectbox(key="test-model").set_value("openai:gpt-5-mini").run()
    app.button(key="test-connection").click().run()
    assert "web page, so it is no model server" in words(app)
    assert len(server.requests) == 1


def test_each_step_can_use_another_model(app: AppTest, server: FaultServer) -> None:
    open_workflow(app, "calendar-chain")
    app.session_state["fold-models"] = True
    app.run()
    app.selectbox(key="step-model-extract").set_value("simulated:demo-mini").run()
    app.button(key="run").click().run()
    ended(app)
    run = playground().engine.find(str(app.query_params["run"]))
    assert run is not None
    used = {step.node: step.model for step in run.trace().steps.values() if step.attempts}
    assert used.pop("extract") == "simulated:demo-mini"
    assert set(used.values()) == {"simulated:demo"}


def test_an_estimate_stands_beside_run_before_the_run(app: AppTest) -> None:
    open_workflow(app, "calendar-chain")
    playground().warm.set()
    until(app, lambda page: "About 3 calls" in words(page))
    assert "simulated money" in words(app)


def test_in_public_mode_visitors_type_no_address_and_use_no_file(
    home: Path, monkeypatch: pytest.MonkeyPatch, app: AppTest
) -> None:
    monkeypatch.setenv("PLAYGROUND_PUBLIC", "1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-server-0123456789")
    open_workflow(app)
    said = words(app)
    assert "OpenAI needs a key of your own here" in said
    assert "switched off on this public server" in said
    keys = [one.key for one in app.text_input]
    assert "base-url" not in keys
    assert "gguf-path" not in keys
    vault, elsewhere = key_vault(), "http://127.0.0.1:9413/v1"
    vault.change(app.session_state[SESSION], lambda typed: typed.at(elsewhere))  # past the form
    set_model(app, "openai:gpt-5-mini")
    app.button(key="run").click().run()
    assert "does not send requests to addresses of visitors" in words(app)
    open_workflow(app, model="local:/etc/passwd")
    app.button(key="run").click().run()
    assert "switched off on this public server" in "".join(one.value for one in app.main.error)


def test_what_was_typed_is_there_again_after_the_expander_was_closed(app: AppTest) -> None:
    type_in(open_workflow(app), "gguf-repo", "someone/some-model")
    app.session_state["fold-local"] = False
    app.run()
    assert "gguf-repo" not in [one.key for one in app.text_input]
    app.session_state["fold-local"] = True
    app.run()
    assert app.text_input(key="gguf-repo").value == "someone/some-model"


def test_secrets_of_streamlit_count_as_the_servers_settings(
    home: Path, monkeypatch: pytest.MonkeyPatch, app: AppTest
) -> None:
    app.secrets["OPENAI_API_KEY"] = OTHER
    open_workflow(app)
    assert "OpenAI: with this server's key" in words(app).replace("*", "")
    assert OTHER not in words(app)
