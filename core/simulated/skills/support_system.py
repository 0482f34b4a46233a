"""Support desk of an internet provider: causes, steps and checks by the kind of fault, and the rule that fits best."""

from dataclasses import dataclass

from core.simulated import linear as re
from core.simulated.asked import Asked
from core.simulated.reading.prompt_parts import Document
from core.simulated.reading.sentences import relevant, sentences
from core.simulated.reading.words import stems
from core.simulated.skill import Built, Skill, fields, instructed
from core.simulated.writing.replies import thing


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault: the words that give it away, its usual cause, what helps, and how one sees that it did."""

    signs: str
    cause: str
    steps: tuple[str, ...]
    seen: str


FAULTS = (
    Fault(
        r"\b(?:password|log(?:ging)? ?-?in|sign(?:ing)? in|portal|locked out|e-?mails?|mailbox)\b",
        "The stored password probably no longer matches the account.",
        ("Open the portal and choose “Forgot password”.", "Set a new password from the link in the message.",
         "Enter it on every device and remove the old one."),
        "You can sign in on one device, then on the others.",
    ),
    Fault(
        r"\b(?:tv|television|set-?top|channels?|picture|hdmi)\b",
        "The television box has probably lost its router.",
        ("Check that the cable from box to router sits firmly.", "Pull the box's plug for ten seconds.",
         "Start the search for channels in the box's menu."),
        "The picture is back within two minutes.",
    ),
    Fault(
        r"\b(?:telephone|landline|dial(?:ling)? tone|handset|phone calls?|calls? (?:drop|break|fail))",
        "The telephone has probably lost its registration with the router.",
        ("Check that the telephone is in the router's socket marked Tel.", "Restart the router and wait three minutes.",
         "Call your own mobile number."),
        "You hear a dialling tone.",
    ),
    Fault(
        r"\b(?:slow\w*|lag\w*|buffer\w*|stutter\w*|speed|stream\w*|freez\w*)\b",
        "Too many devices probably share the line, or one of them is far from the router.",
        ("Connect one computer to the router by cable and measure the speed.",
         "Switch off downloads and updates on the other devices.",
         "Move the router away from walls and other radio devices."),
        "The measured speed is at least two thirds of that of your plan.",
    ),
    Fault(
        r"\b(?:wi-?fi|wlan|wireless|drops?|dropping|reception|(?:bed|living)?room|upstairs)\b",
        "The radio channel of the router is probably crowded.",
        ("Restart the router, so that it looks for a free channel.", "Place it in the open, at the height of a table.",
         "Use the 5 GHz network for devices in the same room."),
        "The connection holds for an evening without a break.",
    ),
    Fault(
        r"\b(?:internet|connection|router|line|modem|network|online|website)\b",
        "The router has probably lost the signal of the line.",
        ("Check that the cable between wall socket and router sits firmly.", "Pull the router's plug for ten seconds.",
         "Wait five minutes until its light is steady."),
        "The light of the router is steady and a page opens.",
    ),
)  # fmt: skip
OTHER = Fault(
    "",
    "{thing} has probably stopped in the middle of something.",
    (
        "Switch {thing} off, wait ten seconds and switch it on again.",
        "Check that cables and batteries sit firmly.",
        "Install the latest update.",
    ),
    "{thing} does what it should again.",
)
_DONE_ALREADY = re.compile(
    r"\b(?:already|tried (?:that|everything|it all)|(?:several|many|three|five|ten) times|again and again|still)\b",
    re.IGNORECASE,
)
_BEYOND_STEPS = re.compile(
    r"\b(?:smok\w+|burn\w*|spark\w*|flood\w*|lightning|water|broken cable|cut (?:the|through)|dug|smash\w*)\b",
    re.IGNORECASE,
)
_SAME = (
    (r"\b(?:twice|two times|double|doubly)\b", "double charge collected"),
    (r"\b(?:wrong|mistake|incorrect|too (?:high|much)|overcharged|do(?:es)? not agree|error)\b", "disputed invoice"),
    (r"\b(?:outage|fault|down|no (?:internet|connection|service))\b", "refund outage fault"),
    (
        r"\b(?:bank|debit)\b.{0,40}\b(?:sent|returned|refused|back|declined)\b|\bbounced\b",
        "returned direct debit bank fee",
    ),
    (r"\b(?:upgrade\w*|downgrade\w*|switch(?:ed)? (?:my )?(?:plan|tariff)|bigger plan)\b", "change plan"),
)  # what customers say, and what the rules call it
_TECHNICIAN = "If it did not, or you have tried this before, answer this message and we send a technician."


def diagnosis(asked: Asked) -> Built:
    """The cause, with what points beyond it."""
    if damage := _BEYOND_STEPS.search(asked.text):
        return f"The device or the line is probably damaged, since you speak of “{damage[0].lower()}”."
    return _fault(asked.text).cause


def solution(asked: Asked) -> Built:
    """Numbered steps for the kind of fault that cause and message speak of."""
    return "\n".join(f"{number}. {step}" for number, step in enumerate(_fault(asked.text).steps, 1))


def verdict(asked: Asked) -> Built:
    """No, where the steps were tried before or the damage is beyond them."""
    helps = not (_DONE_ALREADY.search(asked.text) or _BEYOND_STEPS.search(asked.text))
    return {"removes_cause": helps, "how_to_see": f"{_fault(asked.text).seen} {_TECHNICIAN}"}


def ruling(asked: Asked) -> Built:
    """What the fitting rule says, in its own sentences; nothing where none shares a telling word with the concern."""
    documents = [one for one in asked.parts.documents if one.id]
    concern = asked.text + "".join(f" {words}" for signs, words in _SAME if re.search(signs, asked.text, re.IGNORECASE))
    best = max(documents, key=lambda one: _shared(concern, one), default=None)
    if best is None or _shared(concern, best) < 2:
        return {"answer": "No rule of ours speaks of this.", "cited_ids": []}
    said = sentences(best.text)
    telling = relevant(concern, said, 2) or list(said[:2])
    words = " ".join(one for one in said if one in telling)
    return {"answer": f"{best.title}: {words}", "cited_ids": [best.id]}


def _fault(text: str) -> Fault:
    found = next((one for one in FAULTS if re.search(one.signs, text, re.IGNORECASE)), None)
    if found is not None:
        return found
    name = thing(text, "technical")
    capital = name[:1].upper() + name[1:]
    steps = tuple(one.format(thing=name) for one in OTHER.steps)
    return Fault("", OTHER.cause.format(thing=capital), steps, OTHER.seen.format(thing=capital))


def _shared(text: str, rule: Document) -> int:
    """How many telling words concern and rule share; those of the title count twice."""
    said = stems(text) - stems("account please name day customer")
    return len(said & stems(rule.text)) + 2 * len(said & stems(rule.title))


def _ruled(asked: Asked) -> bool:
    return fields("answer", "cited_ids")(asked) and "rules" in asked.system.lower()


SKILLS = (
    Skill("cause of a fault", instructed("fault", "cause"), diagnosis),
    Skill("steps against a fault", instructed("steps", "solve"), solution),
    Skill("check of a solution", fields("removes_cause", "how_to_see"), verdict),
    Skill("what a rule says", _ruled, ruling),
)
