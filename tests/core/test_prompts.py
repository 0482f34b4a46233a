import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core import Params, fill, prompt
from core.errors import PromptError
from core.prompts import Part, placeholders

LITERAL = [
    "{",
    "}",
    "{}",
    "{0}",
    "{topic",
    "{{topic}}",
    "{x.__class__}",
    "{:>3}",
    "{x!r}",
    "%s 100%",
    "$5 $a",
    '{"a": 1}',
]


class Edited(Params):
    ask_prompt: str = prompt("Today is {today}.", "signer")


@pytest.mark.parametrize("text", LITERAL)
def test_everything_but_a_name_in_braces_is_literal(text: str) -> None:
    assert fill(text) == text


def test_a_placeholder_inside_json_is_filled() -> None:
    assert fill('{"a": {"b": {x}}}', x=1) == '{"a": {"b": 1}}'


def test_a_dollar_before_a_placeholder_is_just_a_dollar() -> None:
    assert fill("It costs ${amount}, 100%", amount=5) == "It costs $5, 100%"


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(PromptError, match=r"asks for \{todya\}; this step offers \{today\}"):
        fill("Now {todya}", today="x")


@given(st.text(), st.text())
def test_values_are_never_scanned_again(before: str, value: str) -> None:
    template = before.replace("{", "(") + "{x}"
    assert fill(template, x=value) == before.replace("{", "(") + value


def test_a_filled_prompt_knows_where_each_stretch_came_from() -> None:
    filled = fill("Hi {name}!", name="{name}")
    assert filled.parts == (Part("Hi "), Part("{name}", "name"), Part("!"))
    assert filled.template == "Hi {name}!"


def test_a_params_prompt_offers_its_own_placeholders_and_more() -> None:
    assert Edited(ask_prompt="{signer} {today}").ask_prompt == "{signer} {today}"
    with pytest.raises(ValidationError, match=r"asks for \{date\}; this step offers \{today\}, \{signer\}"):
        Edited(ask_prompt="{date}")


def test_names_are_listed_once_in_order() -> None:
    assert placeholders("{b} {a} {b}") == ("b", "a")
