"""Spam, urgent and normal mail: the bundled e-mails carry labels that the rules are not told."""

import pytest

from core.samples.bundled import emails
from core.simulated.reading.labels import choose
from core.simulated.reading.mail import spamminess, urgency
from core.workflows.bulk_classify import BulkParams

LABELS = ("spam", "urgent", "normal")


def label(text: str) -> str:
    return choose(text, LABELS, BulkParams().classify_prompt).label


def test_nearly_all_bundled_mails_get_the_label_a_person_gave_them() -> None:
    right = sum(label(f"{one.subject}\n{one.body}") == one.label for one in emails())
    assert right >= 0.95 * len(emails())


@pytest.mark.parametrize("text", ["Urgent: verify your account at this link today or it will be suspended."])
def test_fraud_that_presses_is_spam_all_the_same(text: str) -> None:
    assert urgency(text) > 0
    assert label(text) == "spam"


def test_a_patient_word_takes_the_urgency_away() -> None:
    assert urgency("Please send me the file today.") > urgency("Please send me the file today. No rush.")


def test_a_harmless_notice_is_no_spam() -> None:
    assert spamminess("You receive this because you are a member. Unsubscribe below.") == 0


def test_the_prompt_can_move_a_label() -> None:
    prompt = "spam: unwanted. urgent: anything about the lighthouse. normal: everything else."
    assert label("The lighthouse was painted white.") == "normal"
    assert choose("The lighthouse was painted white.", LABELS, prompt).label == "urgent"
