"""A key is checked when it is entered, and shown nowhere."""

import copy
import json
import pickle
import traceback

import pytest

from core.errors import SetupError
from core.providers.keys import Key, KeyKind, read_key

OPENAI, GEMINI, ANY = KeyKind("OpenAI", maker="OpenAI"), KeyKind("Gemini", maker="Google"), KeyKind("the model server")
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
    ("text", "kind"),
    [
        (SECRET, OPENAI),
        ("sk-" + "a" * 160, OPENAI),
        ("AIzaSyA-0123456789_abcdefghijklmnopqrstu", GEMINI),
        ("AQ.Ab8RN6K-0123456789", GEMINI),
        ("ollama", ANY),
        ("x", ANY),
        ("sk-or-v1-0123456789", ANY),
    ],
)
def test_a_good_key_is_taken_as_it_is(text: str, kind: KeyKind) -> None:
    assert read_key(text, kind).reveal() == text


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("", OPENAI, "it is empty"),
        ("   ", OPENAI, "it is empty"),
        (" \n\t", GEMINI, "it is empty"),
        ("sk-CANARY 12345678", OPENAI, "space"),
        ("sk-CANARY12345678\n", OPENAI, "line end"),
        ("sk-CANARY\r\nX-Evil: 1", OPENAI, "space"),
        ("sk-CANARY\u00a012345678", OPENAI, "space"),
        ("Bearer sk-CANARY12345678", OPENAI, "without Bearer"),
        ("bearer sk-CANARY12345678", ANY, "without Bearer"),
        ("Authorization: Bearer sk-CANARY", OPENAI, "without Bearer"),
        ('"sk-CANARY12345678"', OPENAI, "quotes"),
        ("'sk-CANARY12345678'", GEMINI, "quotes"),
        ("sk-CANARY😀12345678", OPENAI, "characters that no key has"),
        ("sk-САNARY12345678", OPENAI, "characters that no key has"),  # two Cyrillic letters
        ("sk-CANARY\x0012345678", OPENAI, "characters that no key has"),
        ("sk-CANARY\u200b12345678", OPENAI, "characters that no key has"),
        ("sk-CANARY\ud80012345", OPENAI, "characters that no key has"),
        ("sk-" + "CANARY" * 2000, OPENAI, "more than 512"),
        ("sk-1", OPENAI, "too short"),
        ('{"type": "service_account", "private_key": "CANARY"}', GEMINI, "service account"),
        ("https://api.openai.com/v1?key=CANARY", OPENAI, "an address"),
        ("AIzaSyCANARY0123456789", OPENAI, "looks like one of Google"),
        ("sk-CANARY0123456789", GEMINI, "looks like one of OpenAI"),
        ("sk-ant-CANARY0123456789", OPENAI, "looks like one of Anthropic"),
        ("sk-ant-CANARY0123456789", GEMINI, "looks like one of Anthropic"),
        ("gsk_CANARY0123456789", OPENAI, "looks like one of Groq"),
        ("hf_CANARY0123456789", GEMINI, "looks like one of Hugging Face"),
    ],
)
def test_a_bad_key_is_refused_in_one_sentence_that_does_not_hold_it(text: str, kind: KeyKind, says: str) -> None:
    with pytest.raises(SetupError) as caught:
        read_key(text, kind)
    message = str(caught.value)
    assert says in message
    assert caught.value.kind == "auth"
    assert "CANARY" not in message
    assert "\n" not in message
    assert len(message) < 160
