"""What the fictional firms' own systems answer: accounts, orders, invoices, the help centre, documents on energy."""

from functools import cache

from core.errors import ToolFailed
from core.samples.bundled import Account, documents, invoices, orders, provider
from core.samples.sources import best_fits, search


def account_facts(number: str | None, name: str | None) -> str:
    """What may be told of an account, or what is missing to tell it: rule POL-11 asks for its number and name."""
    if not number:
        return "Account: we need the account number, such as AC-10482, to look into this."
    account = next((account for account in provider().accounts if account.account_number == number.upper()), None)
    if account is None:
        return f"Account: we do not know an account {number}."
    if not _same_name(name, account.customer):
        return f"Account {account.account_number}: we need the name on the account before we may say more."
    return f"Account {account.account_number}, {account.plan} at {account.monthly_price} a month: {_state(account)}"


def rules_about(concern: str, top: int) -> str:
    """The rules that fit a concern best, best first, each under its id; those that share no word are left out."""
    rules = provider().policies
    texts = tuple(f"{rule.title}. {rule.title}. {rule.rule}" for rule in rules)
    found = [rules[place] for place, _ in best_fits(concern, texts, top)]
    return "\n\n".join(f"[{rule.id}] {rule.title}\n{rule.rule}" for rule in found) or "No rule fits."


def _same_name(given: str | None, known: str) -> bool:
    """Whether the name given is the one on the account, or its family name; capitals do not matter."""
    said = " ".join((given or "").casefold().split())
    return said in (known.casefold(), known.casefold().rpartition(" ")[2])


def _state(account: Account) -> str:
    latest = account.payments[0] if account.payments else None
    paid = f" Latest payment: {latest.amount} on {latest.paid_on:%d %B}, {latest.status}." if latest else ""
    owed = f"{abs(account.balance_due)} {'credit' if account.balance_due < 0 else 'due'}."
    return f"{owed}{paid} {account.note}"


def order_status(order_id: str | None) -> str:
    """Where an order is, or what is missing to say so."""
    if not order_id:
        return "Order status: we need the order id."
    order = next((order for order in orders() if order.order_id == order_id.upper()), None)
    if order is None:
        return f"Order status: we do not know an order {order_id}."
    when = f", expected on {order.eta:%d %B}" if order.eta else ""
    carrier = f" with {order.carrier} ({order.tracking_number})" if order.tracking_number else ""
    return f"Order {order.order_id} is {order.status}{carrier}{when}."


def return_label(product: str | None, reason: str | None) -> str:
    """A return number and what to do with the parcel, or what is missing."""
    if not product:
        return "Return: we need to know which product goes back."
    number = f"RMA-{sum(map(ord, product)) % 10_000:04d}"
    why = f" (reason: {reason})" if reason else ""
    return f"Return of {product}{why}: write {number} on the parcel and hand it to any post office."


def billing_problem(invoice_number: str | None) -> str:
    """What stands in the way of looking into an invoice; empty if nothing does."""
    if not invoice_number:
        return "Billing: we need the invoice number to look into this."
    if all(invoice.invoice_number != invoice_number for invoice in invoices()):
        return f"Billing: we do not know an invoice {invoice_number}."
    return ""


def billing_case(invoice_number: str, concern: str) -> str:
    """The case that was opened, and by when the customer hears of it."""
    case = f"CASE-{invoice_number.removeprefix('INV-')}"
    return f"Billing: case {case} is open; you hear from us within 24 hours. {concern}"


ENTRIES = 2
PARAGRAPHS = 2


def look_up_order(order_id: str) -> str:
    """Look up where an order is, by its id such as ORD-1004."""
    wanted = order_id.strip().upper()
    if all(order.order_id != wanted for order in orders()):
        raise ToolFailed(f"There is no order {order_id[:40]!r}. Ask the customer for the id, it looks like ORD-1004.")
    return order_status(wanted)


def look_up_invoice(invoice_number: str) -> str:
    """Look up an invoice and what is still to be paid, by its number such as INV-2035."""
    wanted = invoice_number.strip().upper()
    found = next((invoice for invoice in invoices() if invoice.invoice_number == wanted), None)
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
    return "\n".join(f"{document.title}: {document.text}" for document in found)


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
    return tuple(part for document in documents() for part in document.text.split("\n\n") if len(part.split()) > 8)
