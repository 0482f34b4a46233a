import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core import Params, fill, prompt
from core.errors import PromptError
from core.export.parts.prompts import fill as exported_fill
from core.text.filled import Filling, fillings_of, fit
from core.workflow.prompts import placeholders

LITERAL = [
    "{",
    "}",
    "{}",
    "{0}",
    "{topic",
    "{{",
    "{{topic",
    "{{topic }}",
    "{{0}}",
    "{{x.y}}",
    '{"a": {{"b": 1}}}',
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


@pytest.mark.parametrize(
    ("template", "sent"),
    [
        ("{{x}}", "{x}"),
        ("Write {{x}} for {x}", "Write {x} for 1"),
        ('{"a": {{x}}}', '{"a": {x}}'),
        ("{{{x}}}", "{{x}}"),
        ("{{{{x}}}}", "{{{x}}}"),
        ("{{x}} {{y}}{{_z9}}", "{x} {y}{_z9}"),
        ("{{x}", "{1"),
        ("{x}}", "1}"),
        ("{{x}}{x}", "{x}1"),
    ],
)
def test_a_doubled_brace_around_a_name_says_the_name_in_braces(template: str, sent: str) -> None:
    assert fill(template, x=1) == sent
    assert exported_fill(template, x=1) == sent


def test_a_name_in_doubled_braces_is_not_asked_for() -> None:
    assert placeholders("{{a}} {b} {{{c}}}") == ("b",)
    assert Edited(ask_prompt="{{date}}").ask_prompt == "{{date}}"


BRACES_AND_NAMES = st.text("{}ax_1 .\n", max_size=40)
OLD_PLACEHOLDER = re.compile(r"(?<!\{)\{([A-Za-z_][A-Za-z0-9_]*)\}|\{([A-Za-z_][A-Za-z0-9_]*)\}(?!\})")
DOUBLED = re.compile(r"\{\{[A-Za-z_][A-Za-z0-9_]*\}\}")


@given(BRACES_AND_NAMES.filter(lambda text: not DOUBLED.search(text)))
def test_without_a_doubled_name_nothing_has_changed_its_meaning(template: str) -> None:
    values = dict.fromkeys(placeholders(template), "{v}")
    assert fill(template, **values) == OLD_PLACEHOLDER.sub("{v}", template)


@given(BRACES_AND_NAMES)
def test_a_filled_prompt_reads_the_same_in_the_export_and_knows_all_its_stretches(template: str) -> None:
    values = {name: f"<{name}>" for name in placeholders(template)}
    filled = fill(template, **values)
    assert filled == exported_fill(template, **values)
    (filling,) = filled.fillings
    assert (filling.start, filling.end) == (0, len(filled))
    assert all(length for length, _ in filling.stretches)
    assert tuple(dict.fromkeys(name for _, name in filling.stretches if name)) == placeholders(template)


@given(st.text("{}ab ", max_size=40))
def test_every_text_can_be_sent(wanted: str) -> None:
    assert fill(re.sub(r"(\{[A-Za-z_][A-Za-z0-9_]*\})", r"{\1}", wanted)) == wanted


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(PromptError, match=r"asks for \{todya\}; this step offers \{today\}"):
        fill("Now {todya}", today="x")


@given(st.text(), st.text())
def test_values_are_never_scanned_again(before: str, value: str) -> None:
    template = before.replace("{", "(") + "{x}"
    assert fill(template, x=value) == before.replace("{", "(") + value


def test_a_filled_prompt_knows_where_each_stretch_came_from() -> None:
    filled = fill("Hi {name}!", name="{name}")
    assert filled == "Hi {name}!"
    assert filled.fillings == (Filling(0, ((3, None), (6, "name"), (1, None))),)


@pytest.mark.parametrize("value", ["", "{b}", "}{", "{{a}}", "Hi {a}!", "\x00\ud800", "long " * 4_000, 7, None])
def test_whatever_a_value_holds_its_stretch_is_where_it_stands(value: object) -> None:
    filled = fill("Hi {a}, and {b}{a}.", a=value, b="{a}")
    (filling,) = filled.fillings
    end, stretches = 0, list[tuple[str, str | None]]()
    for length, name in filling.stretches:
        stretches.append((filled[end : end + length], name))
        end += length
    held = (str(value), "a")
    assert stretches == [("Hi ", None), held, (", and ", None), ("{a}", "b"), held, (".", None)]


def test_prompts_that_are_put_one_after_the_other_are_all_still_known() -> None:
    first, second = fill("{x}", x="ab"), fill("Say {y}.", y="no")
    for joined in ("> " + first + "\n" + second, "> " + (first + ("\n" + second))):
        assert joined == "> ab\nSay no."
        assert joined.fillings == (Filling(2, ((2, "x"),)), Filling(5, ((4, None), (2, "y"), (1, None))))
        assert fit(joined.fillings, joined)
    assert fillings_of(f"{first}{second}") == fillings_of(first.upper()) == ()
    with pytest.raises(TypeError):
        first + 1  # type: ignore[operator]


@pytest.mark.parametrize(
    "fillings",
    [
        [Filling(0, ((5, None),))],
        [Filling(-1, ((1, None),))],
        [Filling(2, ((-1, "x"),))],
        [Filling(0, ((2, None),)), Filling(1, ((1, None),))],
    ],
)
def test_prompts_that_cannot_stand_in_a_text_are_told_from_those_that_can(fillings: list[Filling]) -> None:
    assert not fit(fillings, "four")
    assert fit([Filling(0, ((2, None), (0, "x"))), Filling(2, ((2, "y"),))], "four")


def test_a_params_prompt_offers_its_own_placeholders_and_more() -> None:
    assert Edited(ask_prompt="{signer} {today}").ask_prompt == "{signer} {today}"
    with pytest.raises(ValidationError, match=r"asks for \{date\}; this step offers \{today\}, \{signer\}"):
        Edited(ask_prompt="{date}")


def test_names_are_listed_once_in_order() -> None:
    assert placeholders("{b} {a} {b}") == ("b", "a")
