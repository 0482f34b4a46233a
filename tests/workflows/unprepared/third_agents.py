"""Combined patterns and agents: more inputs held back (29 of 35 came out as expected) and looked at afterwards."""

from tests.workflows.unprepared.case import Case
from tests.workflows.unprepared.combined import store
from tests.workflows.unprepared.driven import changed
from tests.workflows.unprepared.tuned import has, lacks

CHEESE = (
    "<!DOCTYPE html><html lang='en'><head><title>Cheese from Upper Tarn – shop</title></head><body>"
    "<header>Menu</header><h1>Cheese from Upper Tarn</h1><p>Three families and forty goats make our cheese by hand.</p>"
    "<h3>Young goat</h3><span>9,80 €</span><h3>Old goat</h3><span>14,20 €</span>"
    "<p>Our blue won the gold medal of the mountain dairies in 2025.</p><footer>VAT included. Cookies.</footer></body>"
    "</html>"
)
LAMPS = "<div><h2>Lumen &amp; Co</h2><p>Lamps for desks and beds, delivered in two days.</p><p>39 €</p></div>"
CASES: tuple[Case, ...] = (
    Case(
        "support-system",
        "cannot log in to my mailbox since you changed something",
        {"category": "technical", "reply": has("password")},
        visits=("verify",),
    ),
    Case(
        "support-system",
        "My line was out for 4 days, do I get something back? Jan Kowalczyk, account AC-10901",
        {"category": "billing", "rules": has("POL-03"), "reply": has("19.50")},
    ),
    Case("support-system", "can you recommend a good book about networks", {"category": "general"}),
    Case(
        "research-quality",
        "Pros and cons of a four day week for a small bakery: staff, customers, money",
        {"findings.*.title": has("staff", "customers", "money")},
    ),
    Case(
        "research-quality",
        "what is the best way to teach kids to swim",
        {"findings.3": has("\\w"), "text": has("swim")},
        params={"subtasks": 4},
    ),
    Case(
        "research-quality",
        "Zürich or Basel for a small museum of clocks?",
        {"rounds.0": has("\\w"), "text": has("museum|clocks")},
        visits=("review", "report"),
    ),
    store("storefront-pipeline", CHEESE, {"outbox.0.body": has("Upper Tarn", "medal")}),
    store("storefront-pipeline", "VERLAINE ROCHE", {"counts.sent": 1, "outbox.0.body": has("Verlaine")}),
    store(
        "storefront-dag",
        CHEESE + LAMPS.replace("<div>", "<html><div>"),
        {"counts.sent": 2, "outbox.1.body": has("Lumen")},
        flow="batch",
    ),
    store(
        "storefront-dag",
        LAMPS,
        {"outbox.0.subject": has("Lumen|lamp"), "outbox.0.body": has("Yours, Ida")},
        body_prompt="Write the text of the mail (at most {words} words, subject {subject}) and end with 'Yours, Ida'.",
    ),
    store("storefront-cyclic", CHEESE, {"counts.sent": 1, "outbox.0.body": has("medal")}),
    store("storefront-cyclic", f"spoke & union\n{LAMPS}", {"counts": {"sent": 1, "set aside": 1}}),
    Case(
        "agent-workflow",
        "The poles in ORD-1035 - where are they?? need them by friday",
        {"used": has("look_up_order"), "category": "order", "reply": has("ORD-1035", "26 November")},
    ),
    Case(
        "agent-workflow",
        "can i get my down jacket repaired and what does it cost?",
        {"used": has("search_help"), "reply": has("repair")},
    ),
    Case(
        "agent-workflow",
        "Bill INV-2052 we paid 500 already, how much is left?",
        {"used": has("look_up_invoice"), "category": "invoice", "reply": has("518.80")},
    ),
    Case(
        "agent-workflow",
        "ORD-1029 and ORD-1031 and INV-2044 please",
        status="rejected",
        params={"tool_budget": 2},
        because=has("budget"),
    ),
    Case(
        "agent-of-agents",
        "I forgot my password, what now?",
        {"used": {"help_reader", "writer"}, "reply": has("password|link")},
    ),
    Case(
        "agent-of-agents",
        "ORD-1033: the parcel says shipped. What if it gets lost?",
        {"used": {"records_clerk", "help_reader", "writer"}, "reply": has("ORD-1033", "24 November")},
    ),
    Case("agent-of-agents", "ORD-7777", {"reply": has("ORD-7777", "no order")}),
    Case(
        "task-planner",
        "Make a plan for our school: how solar panels work, how much batteries cost, what the weather in Vienna is",
        {"work.tasks.*.status": has("done"), "text": has("Vienna", "batter", "panel|electric")},
    ),
    Case("task-planner", "status of ORD-1040, ORD-1041 and ORD-1042", {"text": has("1040", "1041", "1042")}),
    Case(
        "task-planner",
        "Who invented the bicycle?",
        {"work.tasks.0.status": "done", "text": has("nothing|no\\b|not\\b")},
    ),
    changed("please make links orange", "style.css", new=has("orange")),
    changed("change the title of the about page to About us", "about.html", new=has("About us")),
    changed("The Jupiter evening should have 20 places", "app.js", new=has("places: 20")),
    changed("Rename the id booking-form to reserve-form", "index.html", new=has("reserve-form")),
    Case("website-agents", "Write me a poem about my grandmother", status="rejected"),
    Case("pair", "dice roller for board games", {"files": has("def roll"), "tests": has("passed")}),
    Case("pair", "expense tracker. It should show the total.", {"files": has("def (?:spend|add)", "def total")}),
    Case(
        "pair", "A program to practise vocabulary, and it should count right answers", {"files": has("card", "right")}
    ),
    Case(
        "group-chat",
        "How do we celebrate 25 years of the choir? 300 euros, 80 guests, no alcohol",
        {"result": has("25|300|80|alcohol"), "messages.*.speaker": has("Organizer", "Treasurer", "Host", "Writer")},
    ),
    Case(
        "group-chat",
        "Shall we move the office to Malmö?",
        {"messages.*.speaker": has("Åsa", "Bo", "Ida"), "result": has("Malmö")},
        params={"roles": "Åsa: proposes\nBo: worries about the costs\nIda: sums up what was agreed"},
    ),
    Case("crew", "are batteries good enough for an island", {"result": has("batter", "#")}),
    Case(
        "crew",
        "solar farm or wind farm?",
        {"messages.*.speaker": has("Researcher", "Analyst", "Writer"), "result": has("solar|wind")},
        params={"process": "hierarchical"},
    ),
    Case("crew", "raising chickens in the city", {"messages": lacks("turbine|photovolt")}),
)
