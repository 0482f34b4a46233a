"""What is checked and cleaned before a run starts."""

import pytest

from core.errors import InputError
from core.runtime.plans import plan


def test_what_no_file_and_no_screen_can_hold_is_replaced_in_request_and_prompts() -> None:
    planned = plan("basic-call", "one\x00two \ud800", {"system_prompt": "three\x00"})
    assert planned.request == "one\u2400two \ufffd"
    assert planned.params.model_dump()["system_prompt"] == "three\u2400"


@pytest.mark.parametrize("nothing", ["", " \n\t"])
def test_an_empty_request_is_refused_with_what_to_do(nothing: str) -> None:
    with pytest.raises(InputError, match="Write what the workflow should work on"):
        plan("basic-call", nothing)


def test_without_a_request_it_is_the_first_example_with_its_values() -> None:
    example = plan("bulk-classify").workflow.examples[0]
    assert plan("bulk-classify").request == example.text
