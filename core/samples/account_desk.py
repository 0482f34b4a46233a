"""What the internet provider's own systems say: an account's state, and the rules that a concern falls under."""

from core.samples.bundled import provider
from core.samples.records import Account
from core.samples.retrieval import best_fits


def account_facts(number: str | None, name: str | None) -> str:
    """What may be told of an account, or what is missing to tell it: rule POL-11 asks for its number and name."""
    if not number:
        return "Account: we need the account number, such as AC-10482, to look into this."
    account = next((one for one in provider().accounts if one.account_number == number.upper()), None)
    if account is None:
        return f"Account: we do not know an account {number}."
    if not _same_name(name, account.customer):
        return f"Account {account.account_number}: we need the name on the account before we may say more."
    return f"Account {account.account_number}, {account.plan} at {account.monthly_price} a month: {_state(account)}"


def rules_about(concern: str, top: int) -> str:
    """The rules that fit a concern best, best first, each under its id; those that share no word are left out."""
    rules = provider().policies
    texts = tuple(f"{one.title}. {one.title}. {one.rule}" for one in rules)
    found = [rules[place] for place, _ in best_fits(concern, texts, top)]
    return "\n\n".join(f"[{one.id}] {one.title}\n{one.rule}" for one in found) or "No rule fits."


def _same_name(given: str | None, known: str) -> bool:
    """Whether the name given is the one on the account, or its family name; capitals do not matter."""
    said = " ".join((given or "").casefold().split())
    return said in (known.casefold(), known.casefold().rpartition(" ")[2])


def _state(account: Account) -> str:
    latest = account.payments[0] if account.payments else None
    paid = f" Latest payment: {latest.amount} on {latest.paid_on:%d %B}, {latest.status}." if latest else ""
    owed = f"{abs(account.balance_due)} {'credit' if account.balance_due < 0 else 'due'}."
    return f"{owed}{paid} {account.note}"
