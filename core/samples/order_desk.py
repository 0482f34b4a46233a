"""What the shop's own systems say: the state of an order, a number for a return, a case for an invoice."""

from core.samples.bundled import invoices, orders


def order_status(order_id: str | None) -> str:
    """Where an order is, or what is missing to say so."""
    if not order_id:
        return "Order status: we need the order id."
    order = next((one for one in orders() if one.order_id == order_id.upper()), None)
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
    if all(one.invoice_number != invoice_number for one in invoices()):
        return f"Billing: we do not know an invoice {invoice_number}."
    return ""


def billing_case(invoice_number: str, concern: str) -> str:
    """The case that was opened, and by when the customer hears of it."""
    case = f"CASE-{invoice_number.removeprefix('INV-')}"
    return f"Billing: case {case} is open; you hear from us within 24 hours. {concern}"
