from datetime import date, datetime
from typing import Any, Literal

import pytest
from pydantic import Field

from core.runtime.plans import option_fields
from core.workflow.prompts import Params, model_choice, prompt
from core.workflows.catalogue import find_workflows
from pages.form.controls import control_of, from_widget, to_widget
from pages.form.workflow_form import param_controls


class Everything(Params):
    share: float = Field(0.5, ge=0, le=1)
    above: float = Field(0.5, gt=0, lt=1)
    few: int = Field(3, ge=1, le=20)
    many: int = Field(30, ge=1, le=100_000)
    free: float = 3.5
    limit: int | None = Field(None, ge=1)
    on: bool = True
    kind: Literal["a", "b"] = "a"
    kinds: tuple[Literal["a", "b"], ...] = ("b",)
    name: str = "Susie"
    note: str = "a longer text\nwith two lines"
    maybe: str | None = None
    day: date = date(2026, 11, 21)
    moment: datetime = datetime(2026, 11, 21, 14)
    words: list[str] = Field(["one", "two"])
    model: str = model_choice("simulated:demo")
    say_prompt: str = prompt("Say {word}.", "more", about="What to say")


KINDS = {
    "share": "slider",
    "above": "slider",
    "few": "slider",
    "many": "number",
    "free": "number",
    "limit": "number",
    "on": "toggle",
    "kind": "choice",
    "kinds": "choices",
    "name": "line",
    "note": "text",
    "maybe": "line",
    "day": "date",
    "moment": "line",
    "words": "json",
    "model": "model",
    "say_prompt": "prompt",
}


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_a_field_gets_the_control_that_suits_it(name: str, kind: str) -> None:
    assert control_of(name, Everything.model_fields[name]).kind == kind


def test_a_control_knows_bounds_options_and_placeholders() -> None:
    found = {one.name: one for one in param_controls(Everything)}
    assert (found["share"].low, found["share"].high) == (0, 1)
    assert (found["above"].low, found["above"].high) == (0.01, 0.99)
    assert found["few"].number is int
    assert found["kind"].options == found["kinds"].options == ("a", "b")
    assert found["say_prompt"].placeholders == ("word", "more")
    assert found["say_prompt"].about == "What to say"
    assert found["limit"].may_be_empty


def test_prompts_come_first() -> None:
    assert param_controls(Everything)[0].name == "say_prompt"


@pytest.mark.parametrize("name", Everything.model_fields)
def test_a_default_survives_the_way_through_its_control(name: str) -> None:
    one = control_of(name, Everything.model_fields[name])
    said = from_widget(one, one.default)
    assert getattr(Everything(**{name: said}), name) == getattr(Everything(), name)


def test_what_is_no_json_is_left_for_the_model_to_refuse() -> None:
    one = control_of("words", Everything.model_fields["words"])
    assert from_widget(one, "[broken") == "[broken"
    assert from_widget(one, '["x"]') == ["x"]


@pytest.mark.parametrize("text", ["[" * 50_000, "9" * 5_000, '{"a":' * 50_000])
def test_json_too_deep_or_too_large_to_be_read_is_left_as_well(text: str) -> None:
    assert from_widget(control_of("words", Everything.model_fields["words"]), text) == text


def test_every_field_of_every_workflow_and_every_option_has_a_control() -> None:
    fields: dict[str, Any] = dict(option_fields())
    for workflow in find_workflows().values():
        fields |= {f"{workflow.id}.{name}": info for name, info in workflow.params.model_fields.items()}
    for name, info in fields.items():
        if name != "models":
            one = control_of(name, info)
            assert one.label
            assert one.kind != "json", name


def test_values_of_other_types_are_shown_as_json() -> None:
    assert to_widget("json", {"day": date(2026, 11, 21)}) == '{\n  "day": "2026-11-21"\n}'
