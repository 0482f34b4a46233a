"""Combined patterns and agents: inputs held back (38 of 44 came out as expected) and looked at afterwards."""

from tests.workflows.unprepared.case import Case
from tests.workflows.unprepared.combined import store, words
from tests.workflows.unprepared.driven import changed
from tests.workflows.unprepared.tuned import has, lacks

SOAP = (
    "<html><head><title>Seifenhaus Alma | handmade soap</title></head><body><ul><li>Shop</li><li>Blog</li></ul>"
    "<h1>Seifenhaus Alma</h1><p>We boil soap from olive oil and herbs in a former school.</p><h2>Lavender bar</h2>"
    "<p>6.50 €</p><h2>Nettle bar</h2><p>6.80 €</p><p>Ten cents of every bar go to the hospice in our town; last year "
    "it was 4,310 euros, donated in full.</p><p>© Alma GmbH, terms and privacy</p></body></html>"
)
BIKES = (
    "<body><h1>Pedalwerk</h1><p>Used bicycles, repaired by trainees who found no job elsewhere.</p>"
    "<p>From 120 € with a warranty of one year.</p></body>"
)
CASES: tuple[Case, ...] = (
    Case("support-system", "TV box: no signal since this morning", {"category": "technical", "reply": has("cable")}),
    Case(
        "support-system",
        "Why did you charge me 10 euro for changing my plan? Solveig Aas, AC-10633",
        {"category": "billing", "rules": has("POL-06"), "reply": has("Home 1000")},
    ),
    Case("support-system", "Are you open on saturdays?", {"category": "general"}),
    Case(
        "support-system",
        "Restarted the modem five times already, still no connection!!",
        {"category": "technical", "verified": False},
    ),
    Case(
        "research-quality",
        "What makes a good public swimming pool? Think about safety, noise and the water.",
        {"findings.*.title": has("safety", "noise", "water"), "accepted": True},
    ),
    Case("research-quality", "origami", {"text": has("origami")}, visits=("review",)),
    Case(
        "research-quality",
        "Should Tromsø build a tram?",
        {"accepted": False, "text": has("Tromsø", "tram")},
        params={"target_score": 10, "max_rounds": 1},
    ),
    Case(
        "research-quality",
        "1. who invented the zip\n2. how zips are made\n3. what replaced buttons",
        {"findings.*.title": has("invented", "made", "buttons")},
    ),
    store("storefront-pipeline", SOAP, {"outbox.0.body": has("Seifenhaus Alma", "hospice")}),
    store("storefront-pipeline", "Clackwork & Bumblebox please", {"counts.sent": 2}),
    store(
        "storefront-pipeline",
        BIKES,
        {"outbox.0.body": has("Dear friends", "Pedalwerk", "Olu and Mia")},
        body_prompt="Write an e-mail of at most {words} words with the subject {subject}. Begin with 'Dear friends' "
        "and sign it as Olu and Mia.",
    ),
    store("storefront-dag", BIKES, {"outbox.0.body": has("trainees"), "outbox.0.subject": words(6)}, subject_words=6),
    store("storefront-dag", "harrow and pell", {"outbox.0.body": has("Harrow")}),
    Case("storefront-dag", "www.mylittleshop.com", status="rejected", because=has("paste")),
    store("storefront-cyclic", SOAP, {"counts.sent": 1, "outbox.0.body": has("hospice")}),
    store("storefront-cyclic", BIKES, {"counts.sent": 1, "outbox.0.body": has("trainees")}),
    store("storefront-cyclic", "<p>Coming soon</p>", {"counts": {"set aside": 1}}),
    Case(
        "agent-workflow",
        "Good morning, can I still cancel ORD-1040? Thijs",
        {"used": has("look_up_order"), "reply": has("ORD-1040", "cancel", "Thijs")},
    ),
    Case(
        "agent-workflow",
        "what does express delivery cost and can I pay with paypal",
        {"used": has("search_help"), "reply": has("12.90", "paypal")},
    ),
    Case(
        "agent-workflow",
        "INV-2054 - i think i paid twice?? Sara Lindholm",
        {"used": has("look_up_invoice"), "category": "invoice", "reply": has("213.90")},
    ),
    Case(
        "agent-workflow",
        "Please sum up: The hall is closed on Monday. On Tuesday the painters come. From Wednesday on all is as usual.",
        {"used": has("summarize")},
    ),
    Case(
        "agent-of-agents",
        "My rain jacket ORD-1018 does not repel water any more, how do I reproof it?",
        {"used": {"records_clerk", "help_reader", "writer"}, "reply": has("ORD-1018", "wash|treatment|tumbl")},
    ),
    Case(
        "agent-of-agents",
        "gift card from ORD-1006, how long is it valid",
        {"used": has("records_clerk", "help_reader", "writer"), "reply": has("ORD-1006")},
    ),
    Case("agent-of-agents", "Invoice inv-2044, how much is open?", {"reply": has("386.00")}),
    Case(
        "agent-of-agents",
        "Where are ORD-1037 and ORD-1038 and ORD-1039?",
        status="rejected",
        params={"max_turns": 1},
        because=has("turn"),
    ),
    Case(
        "task-planner",
        "Tell me about wind turbines: how tall they are, how long they last, why they stop in storms",
        {"work.tasks.*.status": has("done"), "text": has("20 to 25 years", "25 metres")},
    ),
    Case(
        "task-planner",
        "Compare the weather of Rome, Oslo and Cairo and work out (18+22)/2",
        {"text": has("Rome", "Oslo", "Cairo", "\\b20\\b")},
    ),
    Case("task-planner", "is ORD-1036 on its way and how do returns work?", {"text": has("ORD-1036", "return")}),
    Case(
        "task-planner",
        "How do panels work, what is pumped hydro, why are batteries expensive?",
        status="rejected",
        params={"max_rounds": 1},
        because=has("rounds"),
    ),
    changed("could you make the text a little larger", "style.css"),
    changed("Change the tagline to: Stars, soup and good company.", "index.html", new=has("soup")),
    changed("the orion evening is fully booked now", "app.js", new=has("places: 0")),
    changed("put a note on the about page that dogs are welcome", "about.html", new=has("dogs are welcome")),
    Case("website-agents", "how many people work at Google", status="rejected"),
    Case("pair", "temperature converter celsius to fahrenheit and back", {"files": has("celsius|fahrenheit")}),
    Case(
        "pair",
        "I need a packing list. I want to add things, search them and remove them.",
        {"files": has("def add", "def find", "def done")},
    ),
    Case("pair", "rock paper scissors against the computer, keep the score", {"files": has("rock", "score")}),
    Case("pair", "split the restaurant bill between friends, with tip", {"files": has("tip|split")}),
    Case(
        "group-chat",
        "Which day for the flea market: Saturday or Sunday? 30 stalls, 200 euros for posters",
        {
            "result": has("Saturday|Sunday|30|200"),
            "messages.*.speaker": has("Organizer", "Treasurer", "Host", "Writer"),
        },
    ),
    Case(
        "group-chat",
        "write a slogan for a bike shop",
        {"messages.*.speaker": has("Poet", "Grump", "Boss")},
        params={"roles": "Poet: suggests slogans\nGrump: finds fault with everything\nBoss: decides at the end"},
    ),
    Case(
        "group-chat",
        "Plan a garden: beds, a pond, 900 euros",
        status="rejected",
        params={"max_turns": 1},
        because=has("max_turns"),
    ),
    Case("crew", "how a village can store solar power for the night", {"result": has("batter|stor", "#")}),
    Case("crew", "Best pizza in Naples", {"messages": lacks("turbine")}),
    Case(
        "crew",
        "wind power at sea",
        {"messages.*.speaker": ["Finder", "Sceptic", "Author"], "result": has("offshore|sea|wind")},
        params={
            "roles": "Finder: searches the documents\nSceptic: names risks\nAuthor: writes it down",
            "tasks_prompt": "Finder: Search for {topic}\nSceptic: Name the risks of {topic}\nAuthor: Write a letter on "
            "{topic}",
        },
    ),
)
