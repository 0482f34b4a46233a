from core.runtime.plans import labels_of
from core.trace.step_record import Step
from core.workflows.catalogue import find_workflow


def test_what_else_held_when_a_route_was_taken_is_none_of_its_labels() -> None:
    verdict = Step(1, "verdict", "route", (), (), None, 0.0, {})
    assert labels_of(find_workflow("storefront-cyclic"), verdict) == ("again", "good", "set aside")
