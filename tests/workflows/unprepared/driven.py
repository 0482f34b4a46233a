"""The model drives: inputs written before they were ever run (40 of 57 came out as expected), then looked at."""

from typing import Any

from tests.workflows.unprepared.case import Case
from tests.workflows.unprepared.tuned import has, lacks


def changed(text: str, file: str, **does: Any) -> Case:
    """The file whose owner begins, and what its tool was given."""
    holds = {"changes.0.file": file, "changes.0.version": has("\\d")}
    return Case("website-agents", text, holds, does={"replace_text": does["new"]} if does else {})


DESK = (
    Case(
        "agent-workflow",
        "hey wheres my stuff?? its ORD-1035, fatima",
        {"used": has("look_up_order"), "category": "order", "reply": has("26 November|2026-11-26", "ORD-1035")},
    ),
    Case(
        "agent-workflow",
        "Bonjour, INV-2058: did you get my bank transfer? Elliot",
        {"used": has("look_up_invoice"), "category": "invoice", "reply": has("147.60", "Elliot")},
    ),
    Case(
        "agent-workflow",
        "How do I wash my down jacket? And do you repair zips?",
        {"used": has("search_help"), "reply": has("wash|down", "repair")},
    ),
    Case(
        "agent-workflow",
        "Can you put this into German for me: Your parcel arrives on Friday.",
        {"used": has("translate")},
    ),
    Case(
        "agent-workflow",
        "ORD-9999 never arrived!!",
        {"reply": has("ORD-9999", "no order|not find")},
        visits=("look_up_order",),
    ),
    Case(
        "agent-workflow",
        "The stove from ORD-1033 hisses. Is that covered by the warranty?",
        {"used": has("look_up_order", "search_help"), "reply": has("ORD-1033", "warranty|guarantee")},
    ),
    Case(
        "agent-workflow",
        "whats up with ord-1040",
        {"used": has("look_up_order"), "reply": has("ORD-1040", "24 November|2026-11-24|processing|prepared")},
    ),
    Case(
        "agent-workflow",
        "Where are ORD-1036 and ORD-1038?",
        status="rejected",
        params={"max_turns": 2},
        because=has("turn"),
    ),
    Case(
        "agent-workflow",
        "Dear team, last weekend we took the tent that we bought from you up to the lake. It was a lovely trip at "
        "first, the children swam and we grilled fish. In the night it began to rain and by three in the morning the "
        "water stood inside, the sleeping bags were soaked and my youngest cried. We packed everything in the dark and "
        "drove home. The seams leak at both ends, and the pegs bent in soft soil. I have bought from you for ten years "
        "and was always content. The order is ORD-1031. I want to send the tent back and have my money returned. "
        "Mikkel",
        {"used": has("summarize", "look_up_order"), "category": "return", "reply": has("Mikkel", "ORD-1031")},
    ),
)
TEAM = (
    Case(
        "agent-of-agents",
        "Hello, INV-2052: how much do we still have to pay? Ecole Les Tilleuls",
        {"used": {"records_clerk", "writer"}, "reply": has("518.80")},
    ),
    Case(
        "agent-of-agents",
        "can i return a climbing rope after using it once?",
        {"used": {"help_reader", "writer"}, "reply": has("return|back")},
    ),
    Case(
        "agent-of-agents",
        "Where's ORD-1042, and can I still change the delivery adress?",
        {"used": {"records_clerk", "help_reader", "writer"}, "reply": has("ORD-1042", "address")},
    ),
    Case(
        "agent-of-agents",
        "ORD-1014 was cancelled, when will I see my money? Niamh",
        {"used": {"records_clerk", "help_reader", "writer"}, "reply": has("ORD-1014", "cancel", "refund|days")},
    ),
    Case("agent-of-agents", "Thanks for the great service!!", {"used": ["writer"], "reply": has("thank")}),
    Case(
        "agent-of-agents",
        "I'd like to know the status of ORD-1034, ORD-1036, ORD-1041.",
        {"facts": has("ORD-1034", "ORD-1036", "ORD-1041"), "reply": has("ORD-1034", "ORD-1036", "ORD-1041")},
    ),
    Case(
        "agent-of-agents",
        "Is INV-2051 paid, and how do I look after merino?",
        status="rejected",
        params={"tool_budget": 1},
        because=has("budget"),
    ),
    Case(
        "agent-of-agents",
        "Invoice INV-9999 looks odd; ORD-1008 was fine.",
        {"facts": has("INV-9999", "ORD-1008"), "reply": has("no invoice")},
    ),
)
PLANNER = (
    Case(
        "task-planner",
        "What should I know before putting solar panels on a barn roof: how long they last, what they cost, and what "
        "clouds do to them?",
        {"work.tasks.3": None, "work.tasks.2.status": "done", "text": has("25 to 30 years", "cost")},
    ),
    Case(
        "task-planner",
        "weather in Madrid vs Berlin",
        {"work.tasks.*.tools": has("weather"), "text": has("Madrid", "Berlin")},
    ),
    Case(
        "task-planner",
        "Where are ORD-1031, ORD-1035 and ORD-1029? Sum up which ones are late.",
        {"text": has("ORD-1031", "ORD-1035", "ORD-1029", "late|delayed")},
    ),
    Case(
        "task-planner", "Plan a trip to the moon", {"text": has("nothing|no \\w+|not"), "work.tasks.0.name": has("\\w")}
    ),
    Case("task-planner", "Work out 12*7 + 30, and (45-5)/8.", {"text": has("114", "\\b5\\b")}),
    Case(
        "task-planner",
        "1. how batteries store power\n2. when a refund arrives\n3. weather in Oslo",
        {"work.tasks.3": None, "text": has("Oslo", "batter", "refund")},
    ),
    Case(
        "task-planner",
        "How is power stored, and why do turbines stop in storms?",
        status="rejected",
        params={"tool_budget": 1},
        because=has("budget|tool calls"),
    ),
    Case(
        "task-planner",
        "How do wind turbines work and how is energy stored for the night?",
        {"work.tasks.1": None, "work.notes": has("\\w")},
        params={"max_tasks": 1},
    ),
)
WEBSITE = (
    changed("make the background a bit darker", "style.css"),
    changed("add our opening hours: Fri 19:00 to 22:00", "index.html", new=has("19:00")),
    changed("rename the function book to reserve", "app.js", new=has("reserve")),
    changed(
        "The headline on the about page shoud be 'Meet the stargazers'", "about.html", new=has("Meet the stargazers")
    ),
    changed("The Jupiter evening has only 3 places left", "app.js", new=has("places: 3")),
    changed("The font is too small, make it 1.2rem", "style.css", new=has("1.2rem")),
    changed("@style.css make the buttons red", "style.css", new=has("red")),
    changed(
        "Add an evening on 8 January about Saturn's rings with 20 places",
        "app.js",
        new=has("8 January", "Saturn", "20"),
    ),
    changed("Please remove the Red light button from the about page", "about.html"),
    Case("website-agents", "order me a pizza with extra cheese", status="rejected", because=has("index.html")),
    Case(
        "website-agents",
        "Rename the class lead to intro",
        {"changes.*.file": {"style.css", "index.html"}},
        params={"depends_on": "index.html: style.css"},
    ),
)
PAIR = (
    Case("pair", "A currency converter for the command line", {"files": has("convert"), "tests": has("pass")}),
    Case("pair", "quiz about the capitals of europe, keep the score", {"files": has("capital", "score")}),
    Case("pair", "password generator, length as a parameter", {"files": has("password", "length")}),
    Case(
        "pair",
        "Counts the words in a text and shows the ten most frequent ones.",
        {"files": has("def", "words?", "frequent|common|count")},
    ),
    Case("pair", "A BMI calculator. It should also say if the value is normal.", {"files": has("bmi", "normal")}),
    Case(
        "pair",
        "shopping list: add, tick off and clear items",
        {"files": has("def add", "def (?:tick|check|done)", "def clear")},
    ),
    Case(
        "pair",
        "A timer that counts down and that I can pause.",
        status="rejected",
        params={"max_turns": 1},
        because=has("1 turn", "max_turns"),
    ),
)
CHAT = (
    Case(
        "group-chat",
        "Where should our chess club of 9 people go for a weekend? Max 80 euros each.",
        {"result": has("80"), "messages.*.speaker": has("Organizer", "Treasurer", "Host", "Writer")},
    ),
    Case("group-chat", "a name for our new cat", {"result": has("name|cat"), "messages.*.speaker": has("Treasurer")}),
    Case(
        "group-chat",
        "A skate park beside the school, open until 21:00",
        {"result": has("21:00"), "messages.*.speaker": has("Mayor", "Neighbour", "Clerk")},
        params={"roles": "Mayor: wants it built\nNeighbour: objects to the noise\nClerk: writes down the decision"},
    ),
    Case(
        "group-chat",
        "Find a date for the reunion, everybody is busy in June",
        status="rejected",
        params={"max_turns": 2},
        because=has("2 turns", "max_turns"),
    ),
    Case(
        "group-chat",
        "Decide on the menu for a wedding: 60 guests, 5 of them vegan, 2000 eur, the hall closes at midnight.",
        {"result": has("60|2000|vegan"), "messages": has("vegan", "2000")},
    ),
    Case(
        "group-chat",
        "Soll der Laden sonntags öffnen?",
        {"messages.*.speaker": has("Jürgen", "Zoë", "Ève")},
        params={"roles": "Jürgen: macht Vorschläge\nZoë: asks what it costs\nÈve: sums up at the end"},
    ),
    Case(
        "group-chat",
        "Buy a second-hand van for the club, 6000 euros.",
        status="rejected",
        params={"manager_prompt": "Always choose the Treasurer.\nGoal: {goal}\nRoles:\n{roles}"},
        because=has("Treasurer", "in a row"),
    ),
)
CREW = (
    Case(
        "crew",
        "batteries for a small bakery",
        {"messages.*.speaker": ["Researcher", "Analyst", "Writer"], "result": has("batter")},
    ),
    Case(
        "crew",
        "Offshore wind, good idea or not?",
        {"messages.*.speaker": has("Researcher", "Analyst", "Writer"), "result": has("wind|turbine")},
        params={"process": "hierarchical"},
    ),
    Case("crew", "Should our school get solar panels?? We have 12 classrooms", {"result": has("solar|panel", "#")}),
    Case("crew", "The history of chess", {"result": has("nothing|no facts|not"), "messages": lacks("panel|turbine")}),
    Case(
        "crew",
        "pumped hydro",
        {"messages.*.speaker": ["Scout", "Critic"], "result": has("hydro|reservoir")},
        params={
            "roles": "Scout: looks things up in the documents\n"
            "Critic: finds the weak points. Backstory: was an auditor.",
            "tasks_prompt": "Scout: Collect what is known about {topic}\nCritic: Judge {topic} by these facts",
        },
    ),
    Case(
        "crew",
        "Wind turbines near a school",
        status="rejected",
        params={"tool_budget": 1, "process": "hierarchical"},
        because=has("budget|tool calls"),
    ),
    Case(
        "crew",
        "Electricity of a bakery",
        {"messages": has("2800")},
        params={
            "tasks_prompt": "Researcher: Find facts about this: {topic}\nAnalyst: Calculate 800 * 3.5\n"
            "Writer: Write a short report about this: {topic}"
        },
    ),
)
CASES: tuple[Case, ...] = (*DESK, *TEAM, *PLANNER, *WEBSITE, *PAIR, *CHAT, *CREW)
