"""Tools that look things up in the sample data: orders, invoices, the help centre, the documents on energy."""

from functools import cache

from core.errors import ToolFailed
from core.samples.bundled import documents, invoices, orders
from core.samples.order_desk import order_status
from core.samples.retrieval import best_fits, search

ENTRIES = 2
PARAGRAPHS = 2


def look_up_order(order_id: str) -> str:
    """Look up where an order is, by its id such as ORD-1004."""
    wanted = order_id.strip().upper()
    if all(one.order_id != wanted for one in orders()):
        raise ToolFailed(f"There is no order {order_id[:40]!r}. Ask the customer for the id, it looks like ORD-1004.")
    return order_status(wanted)


def look_up_invoice(invoice_number: str) -> str:
    """Look up an invoice and what is still to be paid, by its number such as INV-2035."""
    wanted = invoice_number.strip().upper()
    found = next((one for one in invoices() if one.invoice_number == wanted), None)
    if found is None:
        raise ToolFailed(f"There is no invoice {invoice_number[:40]!r}. Its number looks like INV-2035.")
    state = "nothing is open" if found.balance_due == 0 else f"{found.balance_due} {found.currency} are open"
    if found.balance_due < 0:
        state = f"{-found.balance_due} {found.currency} too much were paid and go back to the customer"
    note = f" Note: {found.note}" if found.note else ""
    return f"Invoice {found.invoice_number} is over {found.total} {found.currency}; {state}.{note}"


def search_help(question: str) -> str:
    """Search the shop's help centre: shipping, returns, refunds, warranty, sizes, payment, repairs."""
    found = search(question, ENTRIES)
    if not found:
        raise ToolFailed("The help centre has nothing on that. Use other words.")
    return "\n".join(f"{one.title}: {one.text}" for one in found)


def search_documents(question: str) -> str:
    """Search the documents on renewable energy: solar panels, wind turbines, batteries, how power is stored."""
    if not any(letter.isalnum() for letter in question):
        raise ToolFailed("There is nothing to search for. Name what you want to know.")
    paragraphs = _paragraphs()
    found = [paragraphs[place] for place, _ in best_fits(question, paragraphs, PARAGRAPHS)]
    if not found:
        raise ToolFailed("The documents say nothing on that. They are about solar, wind and storing power.")
    return "\n".join(found)


@cache
def _paragraphs() -> tuple[str, ...]:
    return tuple(part for one in documents() for part in one.text.split("\n\n") if len(part.split()) > 8)
