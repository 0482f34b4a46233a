"""Replies to customers, by the role the prompt gives."""

from core.simulated import linear as re
from core.simulated.asked import Asked
from core.simulated.reading.identifiers import find_ids, find_money
from core.simulated.reading.labels import choose, priority
from core.simulated.reading.people import sender
from core.simulated.reading.sentences import sentences
from core.simulated.reading.topics import signs
from core.simulated.reading.words import content_words

_ROLES = ("shipping", "refund", "technical", "billing", "general")
_STEPS = {
    "shipping": (
        "I am checking with the carrier where {thing} is",
        "You get the tracking status by e-mail within one working day",
        "If the parcel has not come in three working days, we send it again or give you your money back",
    ),
    "refund": (
        "I have noted the refund{amount} for {thing}",
        "You receive a confirmation by e-mail today",
        "The money is back on your account within five working days",
    ),
    "technical": (
        "Switch {thing} off, wait ten seconds and switch it on again",
        "Check that batteries, cables and connections sit firmly and that the latest update is installed",
        "Try it once more and note any message or light you see",
        "If it still fails, answer this message with what you saw, and we repair or replace it",
    ),
    "software": (
        "Reload {thing}, or close and open it again",
        "Sign out, clear the browser's cache and sign in again",
        "Try another browser or another network",
        "If it still fails, answer this message with what you saw and when, and our engineers look into it",
    ),
    "change": (
        "I pass your wish about {thing} on to our warehouse today",
        "You get a confirmation by e-mail within one working day",
    ),
    "billing": (
        "I have asked our accounts desk to check {thing}",
        "You receive the result and, if it was wrong, a corrected invoice within two working days",
    ),
    "general": ("I have passed your message on to the right colleague, who will answer you shortly",),
}
_THING = re.compile(
    r"\b(?:the|my|this|that|your|our|an?)\s+((?:[\w'’-]+\s){0,2}?(?:order|parcel|package|invoice|tent|boots?|jacket|lamp|"
    r"torch|phone|app|router|internet|connection|website|account|password|subscription|printer|laptop|screen|battery|"
    r"shoes?|stove|bag|kettle|machine|device|payment|bill|charge|delivery|login|headphones?|shop|car|bike|bicycle))\b",
    re.IGNORECASE,
)


_PLAIN_THING = re.compile(r"^(?:same|last|new|whole|first|latest|current|very|own)\s+")


def reply(asked: Asked) -> str:
    """An answer to a customer: thanks or regret, what happens next, what is asked of them."""
    role = _role(asked)
    parts = [_greeting(asked), _understanding(asked, role)]
    questions = [_as_question(one) for one in asked.wishes.asks]
    if not questions or asked.wishes.numbered:
        parts.append(_next_steps(asked, role))
    parts += questions
    return " ".join(part for part in parts if part and "\n" not in part) + _numbered(parts)


def _role(asked: Asked) -> str:
    """The desk the prompt names; the message decides when it names none."""
    said = asked.instruction.lower()
    named = {"shipping": "shipping|deliver", "refund": "refund|return", "technical": "technical|troubleshoot",
             "billing": "billing|account number|invoice", "general": "general|anything else"}  # fmt: skip
    found = [role for role, words in named.items() if re.search(words, said)]
    return found[0] if found else choose(asked.text, _ROLES).label


def _greeting(asked: Asked) -> str:
    name = sender(asked.text)
    hello = "Dear" if "formal" in asked.wishes.tones else "Hello"
    return f"{hello} {name}," if name else "Hello,"


def _understanding(asked: Asked, role: str) -> str:
    found = signs(asked.text)
    about = thing(asked.text, role)
    if role == "general" and not found & {"~upset", "~broken", "~moneyback", "~where"}:
        what = f"question about {_subject(asked.text)}" if "?" in asked.text else "message"
        return f"thank you for your {what}."
    if not found - {"~hurry", "~nohurry"} and role in ("shipping", "general"):
        return f"thank you for your message about {about}."
    sorry = "I am very sorry" if found & {"~upset"} or "generous" in asked.wishes.tones else "I am sorry"
    trouble = {"shipping": "about the wait for", "refund": "about the trouble with",
               "billing": "about the problem with",
               "technical": "to hear about the trouble with", "general": "about the trouble with"}[role]  # fmt: skip
    return f"thank you for your message. {sorry} {trouble} {about}."


def _next_steps(asked: Asked, role: str) -> str:
    money = find_money(asked.text)
    amount = f" of {money[0]:g}" if money else ""
    about = thing(asked.text, role)
    steps = [one.format(thing=about, amount=amount) for one in _STEPS[_kind(asked, role, about)]]
    if role == "general":
        steps = [_general_answer(asked)]
    if "generous" in asked.wishes.tones:
        steps.append("As an apology we add a voucher for your next order")
    if asked.wishes.numbered or (role == "technical" and "steps" in asked.instruction):
        return "\n" + "\n".join(f"{number}. {step}." for number, step in enumerate(steps, 1))
    urgent = "I treat this as urgent. " if priority(asked.text) >= 2 else ""
    return urgent + ". ".join(steps) + "."


def _kind(asked: Asked, role: str, about: str) -> str:
    """Which steps a role takes: software is not switched off, and a question about a parcel is not a lost parcel."""
    if role == "technical" and re.search(r"\b(?:app|website|account|password|login|shop|page)\b", about):
        return "software"
    lost = signs(asked.text) & {"~where", "~upset", "~damaged"}
    return "change" if role == "shipping" and not lost else role


def _general_answer(asked: Asked) -> str:
    if "what you can help with" in asked.instruction:
        return "I cannot say more about that, but I can help you with technical trouble, invoices and orders"
    return _STEPS["general"][0]


def _numbered(parts: list[str]) -> str:
    return "".join(f"\n{part.strip()}" for part in parts if "\n" in part)


def thing(text: str, role: str = "general") -> str:
    """What the message is about: an order or invoice by its number, else the thing it names."""
    ids = find_ids(text)
    if ids:
        noun = "invoice" if ids[0].upper().startswith("INV") or "invoice" in text.lower() else "order"
        return f"{noun} {ids[0]}"
    match = _THING.search(text)
    return (
        f"your {_PLAIN_THING.sub('', match[1].lower())}"
        if match
        else {"shipping": "your parcel", "billing": "your invoice"}.get(role, "your purchase")
    )


def _subject(text: str) -> str:
    question = next((one for one in sentences(text) if one.endswith("?")), text)
    phrase = re.search(r"\b((?:a|an|the)\s+\w+(?:\s+(?:in|for|of|at)\s+(?:the\s)?\w+)?)", question)
    if phrase:
        return phrase[1]
    words = [one for one in content_words(question) if len(one) > 3 and one not in ("plan", "think", "know", "tell")]
    return max(words, key=len) if words else "this"


def _as_question(asked: str) -> str:
    """“the account number” becomes “Could you please tell me your account number?”"""
    clause = re.sub(r"\b(?:the customer|they|he|she)\b", "you", asked)
    if re.match(r"what was tried", clause):
        return "What have you tried already?"
    if re.match(r"(?:what|which|when|how|whether|if)\b", clause):
        return f"Could you please tell me {clause}?"
    return f"Could you please tell me {re.sub(r'^(?:the|their|his|her|a|an) ', 'your ', clause)}?"
