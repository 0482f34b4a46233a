"""Combined patterns: inputs written before they were ever run (21 of 36 came out as expected), then looked at."""

import re
from typing import Any

from tests.workflows.unprepared.case import Case
from tests.workflows.unprepared.tuned import has

BAKERY = (
    "<html><head><title>Bakkerij De Zon</title><script>track()</script></head><body><nav>Home Shop Contact</nav>"
    "<h1>Bakkerij De Zon</h1><p>Sourdough bread, baked in Antwerp since 1994.</p>"
    "<p>Every evening we bring the unsold loaves to the shelter next door.</p><p>Small loaf 3.20 €</p>"
    "<footer>Cookies · Imprint</footer></body></html>"
)
PLANTS = (
    "<h1>Kaya's Plants</h1><p>Houseplants for dark flats.</p><ul><li>Monstera 18 €</li><li>Ivy 6 €</li></ul>"
    "<p>Bring back a plant that is dying and we nurse it for free.</p>"
)
BOOKS = (
    "<!doctype html><title>Librería Ñandú</title><h1>Librería Ñandú</h1><p>Second-hand books in five languages.</p>"
    "<p>Open Mon-Sat 10-19.</p><p>In May we won the city's prize for the best children's corner.</p>"
)
SCREWS = "<h1>Screws</h1><p>M4 x 20, 0.10 €</p><p>M5 x 30, 0.12 €</p>"
OFF = {"approval": "off"}


def store(workflow: str, text: str, holds: dict[str, Any], **params: Any) -> Case:
    return Case(workflow, text, holds, params={**OFF, **params})


def words(most: int) -> re.Pattern[str]:
    """At most so many words."""
    return re.compile(rf"^\W*(?:\S+\s*){{1,{most}}}$")


SUPPORT = (
    Case(
        "support-system",
        "wifi keeps droping every evening around 8, had to restart the box 4 times this week",
        {"category": "technical", "reply": has("wi-?fi|signal|channel", "1\\.", "2\\.")},
        visits=("diagnose", "solve", "verify"),
    ),
    Case(
        "support-system",
        "Hi, George Tilney here, AC-10517. Why do I have to pay a fee, the bank sent the money back??",
        {"category": "billing", "reply": has("29.00", "4.50"), "rules": has("POL-09")},
        visits=("account_check", "policy_check", "combine"),
    ),
    Case(
        "support-system",
        "router dead since the lightning on sunday. no lights at all",
        {"category": "technical", "verified": False, "reply": has("technician")},
    ),
    Case(
        "support-system",
        "Invoice says 88 euro. It was 59 last time! account AC-11126 Patrick O'Dowd",
        {"category": "billing", "reply": has("setup fee", "88.00")},
    ),
    Case("support-system", "do you guys also sell phones?", {"category": "general"}, visits=("general",)),
    Case(
        "support-system",
        "I cancelled in october and now you want 60 for the router which I sent back weeks ago. Rosa Delgado AC-11205",
        {"category": "billing", "rules": has("POL-14"), "reply": has("returned")},
    ),
    Case("support-system", "Netflix buffers all the time, everything else is ok", {"category": "technical"}),
    Case(
        "support-system",
        "The same invoice was collected two times. AC-99999",
        {"category": "billing", "reply": has("AC-99999", "5 working days"), "rules": ["POL-02"]},
        params={"most_rules": 1},
    ),
)
RESEARCH = (
    Case(
        "research-quality",
        "why do bees matter for farmers and what can a small town do for them",
        {"accepted": True, "text": has("bees", "town")},
        visits=("review", "polish"),
    ),
    Case(
        "research-quality",
        "Compare oil heating, heat pumps and pellets for an old farmhouse. Costs, comfort, climate.",
        {"findings.*.title": has("costs?|oil", "comfort|pumps", "climate|pellets"), "text": has("farmhouse|heat")},
    ),
    Case(
        "research-quality",
        "electric bikes for a delivry company: battery, theft, weather",
        {"findings.*.title": has("battery", "theft", "weather"), "accepted": True},
    ),
    Case(
        "research-quality",
        "How did coffee come to Ethiopia and Yemen?",
        {"findings.2": None, "findings.1.title": has("\\w"), "text": has("coffee")},
        params={"subtasks": 2},
    ),
    Case(
        "research-quality",
        "Is it worth learning Latin today?",
        {"accepted": False, "rounds.1": None, "text": has("Latin")},
        params={"target_score": 10, "max_rounds": 1},
    ),
    Case("research-quality", "Volleyball", {"text": has("volleyball")}, visits=("review",)),
    Case(
        "research-quality",
        "Our village hall roof leaks. We have 40,000 euros. Should we repair the roof, put solar panels on it at the "
        "same time, or build a new hall? Think of costs, of the neighbours, and of how long each lasts.",
        {"text": has("roof"), "findings.*.title": has("cost", "neighbours", "long")},
    ),
)
PIPELINE = (
    store(
        "storefront-pipeline",
        BAKERY,
        {"outbox.0.body": has("De Zon", "unsold|shelter"), "outbox.0.subject": has("\\w")},
    ),
    store(
        "storefront-pipeline",
        "Bumblebox, Clackwork",
        {"counts.sent": 2, "outbox.0.body": has("Bumblebox"), "outbox.1.body": has("Clackwork")},
    ),
    store(
        "storefront-pipeline",
        "clackwork\nbumblebx",
        {"counts": {"sent": 1, "failed": 1}, "items.1.reason": has("bumblebx", "Known: .*bumblebox")},
        flow="batch",
    ),
    store(
        "storefront-pipeline",
        PLANTS,
        {"outbox.0.subject": words(4), "outbox.0.body": has("Kaya", "plants?", "Best wishes from Team Meadow")},
        subject_words=4,
        body_prompt="Write the body, at most {words} words, and sign it 'Best wishes from Team Meadow'. Its subject: "
        "{subject}",
    ),
    Case("storefront-pipeline", "https://www.clackwork.example/", status="rejected", because=has("paste")),
    store("storefront-pipeline", "please write to Thistle & Thread", {"outbox.0.body": has("Thistle")}),
    store("storefront-pipeline", BOOKS, {"outbox.0.body": has("Ñandú", "children")}, ideas=6),
)
DAG = (
    store("storefront-dag", BAKERY + "\n" + BOOKS, {"counts.sent": 2, "outbox.1.body": has("children's corner")}),
    store("storefront-dag", "Maison Verlaine-Roche, harrow & pell", {"counts.sent": 2}),
    store(
        "storefront-dag",
        PLANTS,
        {"outbox.0.body": words(60)},
        body_words=60,
    ),
    store(
        "storefront-dag",
        "spoke-and-union; thistle-and-thread",
        {"counts.sent": 2, "outbox.0.body": has("Spoke", "bike|cycl|wheel|co-?op")},
        flow="batch",
    ),
    Case(
        "storefront-dag",
        "all",
        status="rejected",
        because=has("bumblebox", "verlaine-roche"),
    ),
    store("storefront-dag", SCREWS, {"outbox.0.body": has("Screws")}),
    store("storefront-dag", "clackwork", {"outbox.0.body": has("Hi Clackwork")}, body_prompt="Begin with "
          "'Hi Clackwork'. Write the e-mail with at most {words} words. Its subject: {subject}"),
)  # fmt: skip
CYCLIC = (
    store("storefront-cyclic", BAKERY, {"counts.sent": 1, "outbox.0.body": has("unsold loaves")}),
    store("storefront-cyclic", SCREWS, {"counts": {"set aside": 1}, "items.0.reason": has("\\w")}),
    store("storefront-cyclic", SCREWS, {"counts": {"sent": 1}}, min_quality=0),
    store(
        "storefront-cyclic",
        PLANTS + BOOKS,
        {"counts": {"set aside": 2}},
        min_quality=1.0,
        max_attempts=1,
    ),
    store("storefront-cyclic", "Spoke and Union", {"counts.sent": 1}),
    store("storefront-cyclic", f"clackwork\n{BOOKS}", {"counts.sent": 2, "outbox.1.body": has("prize")}),
    store(
        "storefront-cyclic",
        "thistle-and-thread, thistle-and-threat",
        {"counts": {"sent": 1, "failed": 1}, "items.1.reason": has("thistle-and-threat", "Known")},
        check_prompt="Is this e-mail polite and to the point? Say how good it is from 0 to 1.\n{email}",
    ),
)
CASES: tuple[Case, ...] = (*SUPPORT, *RESEARCH, *PIPELINE, *DAG, *CYCLIC)
