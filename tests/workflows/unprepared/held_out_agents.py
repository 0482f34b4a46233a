"""Combined patterns and agents: inputs that were written after the rules and not looked at while improving them."""

from tests.workflows.unprepared.case import Case
from tests.workflows.unprepared.combined import store
from tests.workflows.unprepared.driven import changed
from tests.workflows.unprepared.tuned import has, lacks

HONEY = (
    "<html><body><nav>Shop | About</nav><h1>Waldhonig Brandt</h1><p>Honey from eleven hives at the edge of the forest."
    "</p><h2>Forest honey</h2><p>7,90 €</p><p>Every school in the valley gets a hive and a teacher from us, free of "
    "charge.</p></body></html>"
)
CASES: tuple[Case, ...] = (
    Case(
        "support-system", "the phone line crackles and calls break off", {"category": "technical", "reply": has("1\\.")}
    ),
    Case(
        "support-system",
        "I want to know why there's a late fee on my bill - Café Meridian, AC-10788",
        {"category": "billing", "rules": has("POL-08"), "reply": has("178.00")},
    ),
    Case(
        "research-quality",
        "street musicians: rules, noise, income",
        {"findings.*.title": has("rules", "noise", "income")},
    ),
    Case("research-quality", "Chess in schools", {"text": has("chess")}, visits=("review",)),
    store("storefront-pipeline", HONEY, {"outbox.0.body": has("Waldhonig Brandt", "school")}),
    store("storefront-dag", "could you write to Harrow & Pell and to clackwork?", {"counts.sent": 2}),
    store("storefront-cyclic", HONEY, {"counts.sent": 1, "outbox.0.body": has("hive")}, approval="each"),
    Case(
        "agent-workflow",
        "still no snow gaiters! ORD-1035. can I cancel?",
        {"used": has("look_up_order"), "reply": has("ORD-1035", "cancel")},
    ),
    Case("agent-workflow", "how do I care for merino", {"used": has("search_help"), "reply": has("merino|wool|wash")}),
    Case(
        "agent-of-agents",
        "do you ship to Norway?",
        {"used": {"help_reader", "writer"}, "reply": has("ship|Union|customs")},
    ),
    Case(
        "agent-of-agents",
        "INV-2058 and ORD-1036, what is the state of both? Elliot",
        {"used": has("records_clerk", "writer"), "reply": has("147.60", "27 November", "Elliot")},
    ),
    Case(
        "task-planner",
        "weather in Tokyo; where ORD-1034 is; how turbines work",
        {"text": has("Tokyo", "ORD-1034", "blade|turbine")},
    ),
    Case("task-planner", "What is 17 * 23?", {"text": has("391")}),
    changed("make the text colour navy please", "style.css", new=has("navy")),
    changed("Change the heading on the start page to 'Clear skies'", "index.html", new=has("Clear skies")),
    Case("website-agents", "book a table for two", status="rejected"),
    Case("pair", "a hangman game", {"files": has("def guess|def letter"), "tests": has("passed")}),
    Case("pair", "reading list, I also want to search it", {"files": has("def add", "def find")}),
    Case(
        "group-chat",
        "Choose a present for our retiring teacher, 12 people pay 10 euros each",
        {"result": has("10|12"), "messages.*.speaker": has("Organizer", "Treasurer", "Host", "Writer")},
    ),
    Case(
        "crew",
        "storing wind power",
        {"messages.*.speaker": ["Researcher", "Analyst", "Writer"], "result": has("stor|wind")},
    ),
    Case("crew", "how to bake rye bread", {"messages": lacks("turbine|photovolt")}, params={"process": "hierarchical"}),
)
