import pytest

from core.providers.protocol import Request
from core.samples.lookups import account_facts, rules_about
from core.workflows.catalogue import find_workflow
from core.workflows.support_system import Claim, Ruling, Sorted, Verdict
from tests.scripted import parents, run_scripted
from tests.workflows.unprepared.case import Case, simulate

VERDICT = Verdict(removes_cause=True, how_to_see="The light is steady.")


async def test_a_fault_goes_through_diagnosis_solution_and_check() -> None:
    script = [Sorted(category="technical"), "The cable is loose.", "1. Push it in.", VERDICT]
    trace, model = await run_scripted("support-system", script, "No internet")
    assert trace.result.reply == "The cable is loose.\n\n1. Push it in.\n\nThe light is steady."
    assert trace.result.verified is True
    assert [step.place for step in trace.steps.values()] == [
        "classify",
        "desk",
        "technical/diagnose",
        "technical/solve",
        "technical/verify",
    ]
    assert "The cable is loose." in model.requests[2].messages[0].text
    assert "1. Push it in." in model.requests[3].messages[0].text


def billing(claim: Claim) -> object:
    ruling = Ruling(answer="You get it back.", cited_ids=["POL-02"])
    answers = {"Sorted": Sorted(category="billing"), "Claim": claim, "Ruling": ruling}

    def pick(request: Request) -> object:
        return answers[request.schema.__name__] if request.schema else "Dear customer"

    return pick


@pytest.mark.parametrize("mode", ["parallel", "sequential"])
async def test_account_and_rules_are_checked_side_by_side_and_combined(mode: str) -> None:
    claim = Claim(account_number="AC-10482", customer="Priya Raman")
    trace, model = await run_scripted("support-system", billing(claim), "Charged twice", {"mode": mode})  # type: ignore[arg-type]
    assert trace.result.reply == "Dear customer"
    assert trace.result.rules == ["POL-02"]
    tree = parents(trace)
    assert tree["account_check"] == tree["policy_check"] == [["desk"]]
    assert tree["combine"] == [["account_check", "policy_check"]]
    assert "collected twice" in model.requests[-1].messages[0].text
    assert "You get it back." in model.requests[-1].messages[0].text


async def test_a_general_question_takes_one_call_more() -> None:
    trace, model = await run_scripted("support-system", [Sorted(category="general"), "Hello!"], "Hi")
    assert (trace.result.reply, trace.result.category) == ("Hello!", "general")
    assert len(model.requests) == 2


async def test_either_check_failing_ends_the_run_because_both_are_needed() -> None:
    def pick(request: Request) -> object:
        if request.schema is Sorted:
            return Sorted(category="billing")
        return "no such thing" if request.schema is Ruling else Claim()

    trace, _ = await run_scripted("support-system", pick, "Charged twice", {"on_error": "keep"})  # type: ignore[arg-type]
    assert trace.status == "failed"


async def test_a_step_of_a_desk_can_have_its_own_model_or_a_whole_desk_one() -> None:
    claim = Claim(account_number="AC-10482", customer="Priya Raman")
    models = {"models": {"billing/combine": "scripted:other"}}
    trace, _ = await run_scripted("support-system", billing(claim), "Charged twice", models)  # type: ignore[arg-type]
    used = {step.place: step.model for step in trace.steps.values() if step.model}
    assert used["billing/combine"] == "scripted:other"
    assert used["billing/account_check"] == "scripted:test"


def test_the_diagram_has_a_group_for_each_desk_that_takes_more_than_a_call() -> None:
    workflow = find_workflow("support-system")
    assert workflow.groups == ("technical", "billing")
    assert workflow.nodes["technical/verify"] == "llm"
    assert workflow.runs_branches


@pytest.mark.parametrize(
    ("number", "name", "told"),
    [
        (None, "Priya Raman", "need the account number"),
        ("AC-99999", "Priya Raman", "do not know an account"),
        ("AC-10482", None, "need the name on the account"),
        ("AC-10482", "Somebody Else", "need the name on the account"),
        ("ac-10482", "priya  raman", "collected twice"),
        ("AC-10901", "Kowalczyk", "19.50 credit"),
    ],
)
def test_an_account_is_told_only_to_its_owner(number: str | None, name: str | None, told: str) -> None:
    assert told in account_facts(number, name)
    assert ("a month" in account_facts(number, name)) == (told in ("collected twice", "19.50 credit"))


def test_the_rules_that_fit_come_first() -> None:
    assert rules_about("The bank returned my direct debit", 2).startswith("[POL-09]")
    assert rules_about("zebra", 2) == "No rule fits."


@pytest.mark.parametrize(
    ("text", "places", "words"),
    [
        ("Netflix keeps buffering since we have four flatmates.", "technical", "share the line"),
        ("There is no dialling tone on my landline telephone, it does not work.", "technical", "dialling tone"),
        ("I restarted the router ten times already and the internet still does not work.", "technical", "technician"),
        ("My payment was returned by the bank. Account AC-10517. George Tilney", "billing", "returned"),
        ("Why is my invoice wrong again?", "billing", "need the account number"),
        ("What a lovely day, just wanted to say hello.", "general", "message"),
    ],
)
async def test_messages_nobody_prepared_reach_the_right_desk(text: str, places: str, words: str) -> None:
    trace = await simulate(Case("support-system", text))
    assert trace.result.category == places
    assert words in trace.result.reply


async def test_a_solution_that_was_tried_before_does_not_pass_the_check() -> None:
    trace = await simulate(Case("support-system", "I restarted the modem five times already and I am still offline."))
    assert trace.result.verified is False
