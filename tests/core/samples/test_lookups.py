import pytest

from core.errors import ToolFailed
from core.samples.lookups import look_up_invoice, look_up_order, search_documents, search_help


def test_an_order_is_found_by_its_id_however_it_is_written() -> None:
    assert look_up_order(" ord-1029 ") == "Order ORD-1029 is delayed with DPD (DPD0619246672), expected on 24 November."


def test_an_order_nobody_placed_is_an_error_that_says_what_to_ask() -> None:
    with pytest.raises(ToolFailed, match="There is no order 'ORD-9'. Ask the customer"):
        look_up_order("ORD-9")


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("INV-2035", "over 527.00 EUR; nothing is open."),
        ("inv-2044", "386.00 EUR are open. Note: First reminder"),
        ("INV-2054", "213.90 EUR too much were paid"),
    ],
)
def test_an_invoice_tells_what_is_still_to_be_paid(number: str, told: str) -> None:
    assert told in look_up_invoice(number)


def test_an_unknown_invoice_is_an_error_without_end() -> None:
    with pytest.raises(ToolFailed) as error:
        look_up_invoice("x" * 100_000)
    assert len(str(error.value)) < 200


def test_the_help_centre_and_the_documents_answer_by_their_words() -> None:
    assert search_help("What does the warranty cover?").startswith("Warranty: ")
    assert "fan in reverse" in search_documents("How do wind turbines work?")


@pytest.mark.parametrize("question", ["", "   ", "qwxyz", "!!!"])
def test_a_question_that_nothing_fits_is_an_error_and_no_guess(question: str) -> None:
    for tool in (search_help, search_documents):
        with pytest.raises(ToolFailed):
            tool(question)
