"""A key is checked when it is entered, and shown nowhere."""

import copy
import json
import pickle
import traceback

import pytest

from core.errors import SetupError
from core.providers.keys import Key, KeyFor, read_key

SECRET = "sk-proj-CANARYCANARYCANARYCANARYxy"


@pytest.mark.parametrize(
    "shown",
    [
        repr(Key(SECRET)),
        str(Key(SECRET)),
        f"{Key(SECRET)}",
        f"{Key(SECRET):>40}",
        f"{Key(SECRET)!r}",
        "%s" % Key(SECRET),  # noqa: UP031
        json.dumps({"key": Key(SECRET)}, default=str),
        repr([Key(SECRET)]),
        repr({"key": Key(SECRET)}),
        pickle.dumps(Key(SECRET)).decode("latin-1"),
        str(pickle.loads(pickle.dumps(Key(SECRET)))),
    ],
)
def test_a_key_shows_two_characters_at_most(shown: str) -> None:
    assert "CANARY" not in shown
    assert "sk-" not in shown


def test_a_short_key_shows_nothing() -> None:
    assert str(Key("ab")) == "•••"


def test_a_key_has_no_attribute_that_lists_it() -> None:
    key = Key(SECRET)
    assert not hasattr(key, "__dict__")
    with pytest.raises(TypeError):
        json.dumps(key)


def test_a_copied_key_still_works_and_a_stored_one_does_not() -> None:
    key = Key(SECRET)
    assert copy.deepcopy([key])[0].reveal() == copy.copy(key).reveal() == SECRET
    assert pickle.loads(pickle.dumps(key)).reveal() != SECRET


def test_equal_keys_are_equal() -> None:
    assert Key("a") == Key("a")
    assert Key("a") != Key("b")
    assert Key("a") != "a"
    assert len({Key("a"), Key("a")}) == 1


def test_a_traceback_with_locals_shows_no_key() -> None:
    def failing(key: Key) -> None:
        raise ValueError("no")

    try:
        failing(Key(SECRET))
    except ValueError as error:
        shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert "•••xy" in shown
    assert "def failing" not in shown or "CANARY" not in shown


@pytest.mark.parametrize(
    ("text", "provider"),
    [
        (SECRET, "openai"),
        ("sk-" + "a" * 160, "openai"),
        ("AIzaSyA-0123456789_abcdefghijklmnopqrstu", "gemini"),
        ("AQ.Ab8RN6K-0123456789", "gemini"),
        ("ollama", "compatible"),
        ("x", "compatible"),
        ("sk-or-v1-0123456789", "compatible"),
    ],
)
def test_a_good_key_is_taken_as_it_is(text: str, provider: KeyFor) -> None:
    assert read_key(text, provider).reveal() == text


@pytest.mark.parametrize(
    ("text", "provider", "says"),
    [
        ("", "openai", "it is empty"),
        ("   ", "openai", "it is empty"),
        (" \n\t", "gemini", "it is empty"),
        ("sk-CANARY 12345678", "openai", "space"),
        ("sk-CANARY12345678\n", "openai", "line end"),
        ("sk-CANARY\r\nX-Evil: 1", "openai", "space"),
        ("sk-CANARY\u00a012345678", "openai", "space"),
        ("Bearer sk-CANARY12345678", "openai", "without Bearer"),
        ("bearer sk-CANARY12345678", "compatible", "without Bearer"),
        ("Authorization: Bearer sk-CANARY", "openai", "without Bearer"),
        ('"sk-CANARY12345678"', "openai", "quotes"),
        ("'sk-CANARY12345678'", "gemini", "quotes"),
        ("sk-CANARY😀12345678", "openai", "characters that no key has"),
        ("sk-САNARY12345678", "openai", "characters that no key has"),  # two Cyrillic letters
        ("sk-CANARY\x0012345678", "openai", "characters that no key has"),
        ("sk-CANARY\u200b12345678", "openai", "characters that no key has"),
        ("sk-CANARY\ud80012345", "openai", "characters that no key has"),
        ("sk-" + "CANARY" * 2000, "openai", "more than 512"),
        ("sk-1", "openai", "too short"),
        ('{"type": "service_account", "private_key": "CANARY"}', "gemini", "service account"),
        ("https://api.openai.com/v1?key=CANARY", "openai", "an address"),
        ("AIzaSyCANARY0123456789", "openai", "looks like one of Google"),
        ("sk-CANARY0123456789", "gemini", "looks like one of OpenAI"),
        ("sk-ant-CANARY0123456789", "openai", "looks like one of Anthropic"),
        ("sk-ant-CANARY0123456789", "gemini", "looks like one of Anthropic"),
        ("gsk_CANARY0123456789", "openai", "looks like one of Groq"),
        ("hf_CANARY0123456789", "gemini", "looks like one of Hugging Face"),
    ],
)
def test_a_bad_key_is_refused_in_one_sentence_that_does_not_hold_it(text: str, provider: KeyFor, says: str) -> None:
    with pytest.raises(SetupError) as caught:
        read_key(text, provider)
    message = str(caught.value)
    assert says in message
    assert caught.value.kind == "auth"
    assert "CANARY" not in message
    assert "\n" not in message
    assert len(message) < 160
