"""Every form draws what its workflows return, live or from the history, and hostile or odd results too."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.workflows.bulk_classify import Row, Table
from core.workflows.calendar_chain import Booking, EventDetails
from core.workflows.catalogue import find_workflows
from core.workflows.voting import Verdict
from pages.results.event import length
from pages.results.scores import counts_spec, scores_spec
from pages.results.show_result import FORMS

EVENT = {"name": "Team meeting", "start": "2026-11-24T14:00:00", "duration_minutes": 60, "participants": ["Alice"]}
TASK = {
    "number": 1,
    "name": "Wind",
    "what": "How does it work?",
    "instructions": "You find out.",
    "tools": ["weather"],
    "priority": 9,
    "status": "open",
    "result": "",
}
RESULTS: dict[str, dict[str, Any]] = {
    "text": {"text": "Hello", "tools_used": ["calculate"]},
    "article": {"title": "Bees", "text": "They fly."},
    "fields": {"name": "Fair", "date": "Friday", "participants": ["Alice", "Bob"]},
    "event": {"event": EVENT, "message": "See you there.", "calendar_link": "calendar://new"},
    "reply": {"category": "shipping", "urgency": "high", "answered_by": "shipping", "reply": "It is on its way."},
    "faq": {
        "entries": [
            {
                "question": "Why?",
                "answer": "Because.",
                "sources": ["No such title"],
                "supports": [{"title": "No such title", "sentence": "Because.", "overlap": 1.0}],
                "unknown": ["No such title"],
                "uncited": [],
            }
        ],
        "missed_citations": 0,
    },
    "cited": {
        "answer": "Yes, within 30 days.",
        "sources": [{"id": "KB-001", "title": "Returns", "text": "Yes. Return within 30 days.", "score": 3.2}],
    },
    "rows": {"rows": [{"id": "1", "label": "spam", "text": "=HYPERLINK(1)"}], "counts": {"spam": 1}},
    "report": {"text": "All in all.", "findings": [{"title": "Soil", "text": "It matters."}]},
    "post": {"text": "A post.", "cohesion": 0.9, "scores": [0.6, 0.9]},
    "quality": {
        "text": "All in all.",
        "score": 6,
        "accepted": False,
        "rounds": [{"text": "All.", "score": 6, "feedback": "Say more."}],
        "findings": [{"title": "Soil", "text": "It matters."}],
    },
    "votes": {"answer": "blue", "agreement": 0.6, "votes": {"blue": 3, "red": 2}, "reason": "It is calm."},
    "email": {"email": "Dear Ann,\nall is well.", "tasks": [{"type": "status_update", "outcome": "On its way."}]},
    "code_rounds": {
        "code": "def f(): pass",
        "score": 9,
        "accepted": True,
        "rounds": [
            {"code": "x", "score": 9, "passed": 3, "checks": 4, "feedback": "Say more."},
            {"code": "x", "score": 9, "passed": 0, "checks": 0, "feedback": "Say more."},
        ],
    },
    "chat": {
        "messages": [{"speaker": "user", "text": "Add two numbers."}, {"speaker": "Critic", "text": "**Why?**"}],
        "files": [{"name": "sums.py", "content": "def add(): pass"}],
        "tests": "1 of 1 tests passed.",
    },
    "website": {
        "changes": [
            {"file": "style.css", "version": 2, "summary": "It is green now.", "notice": "The class a is called b."},
            {"file": "app.js", "version": None, "summary": "Nothing to do.", "notice": ""},
        ],
        "given_up": ["The agent about.html did not finish."],
    },
    "handled": {
        "category": "order",
        "reply": "It is on its way.",
        "used": ["look_up_order", "classify"],
        "turns": 3,
        "facts": ["Shipped."],
    },
    "work_list": {
        "text": "It turns.",
        "work": {"tasks": [{**TASK, "status": "done", "result": "Blades."}], "notes": ["10,000 tasks were invented."]},
        "history": [{"tasks": [TASK], "notes": []}],
    },
    "campaign": {
        "outbox": [{"store": "bumblebox", "subject": "A talk?", "body": "Dear bees,\nshall we talk?"}],
        "items": [{"store": "clackwork", "status": "failed", "reason": "It is empty.", "attempts": {"read": 1}}],
        "counts": {"sent": 1, "failed": 1},
    },
    "attempts": {"text": "A lake.", "accepted": False, "attempts": [{"text": "A", "problems": ["Too short."]}]},
}


def page(view: str, result: object, workflow_id: str = "") -> None:
    from core.workflows.catalogue import find_workflows
    from pages.results import show_result

    show_result(view, result, find_workflows()[workflow_id] if workflow_id else None)


def page_of_many(view: str, results: list[object]) -> None:
    from pages.results import show_result

    for number, result in enumerate(results):
        show_result(view, result, key=f"shown-{number}")


def drawn(view: str, result: Any, workflow_id: str = "") -> AppTest:
    app = AppTest.from_function(page, args=(view, result, workflow_id), default_timeout=20).run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """Everything on the page that is text, escapes taken out."""
    kinds = ("markdown", "html", "code", "caption", "subheader", "success", "warning", "expander")
    texts: list[str] = []
    for kind in kinds:
        for element in app.get(kind):
            texts.append(str(getattr(element, "value", None) or getattr(element, "label", None) or element.proto))
    return "\n".join(texts).replace("\\", "").replace("\u2060", "")


def test_every_workflow_names_a_form_there_is() -> None:
    assert {workflow.view for workflow in find_workflows().values()} <= set(FORMS)


def test_there_is_a_sample_for_every_form() -> None:
    assert set(RESULTS) == set(FORMS)


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("text", ["Hello", "calculate"]),
        ("article", ["Bees", "They fly."]),
        ("fields", ["Fair", "Alice, Bob"]),
        ("event", ["Team meeting", "Tuesday, 24 November 2026", "14:00", "1 hour", "See you there."]),
        ("reply", ["urgency: high", "category: shipping", "on its way"]),
        ("faq", ["Why?", "unknown title: No such title", "1 unknown title"]),
        ("cited", ["within 30 days", "<mark>", "KB-001"]),
        ("rows", ["spam: 1"]),
        ("report", ["All in all.", "Finding 1: Soil", "It matters."]),
        ("post", ["A post.", "2 reviews: 0.90"]),
        ("quality", ["below the target", "Round 1: score 6. Say more.", "All in all.", "Finding 1: Soil"]),
        ("votes", ["blue", "60% of 5 votes", "It is calm."]),
        ("email", ["Dear Ann,\nall is well."]),
        ("code_rounds", ["def f(): pass", "score 9, 3 of 4 tests", "score 9, no known tests", "accepted", "Say more."]),
        ("chat", ["user", "Add two numbers.", "Critic", "<strong>Why?</strong>", "sums.py", "1 of 1 tests passed."]),
        ("handled", ["order", "3 turns", "It is on its way.", "1. look up order", "2. classify", "Shipped."]),
        ("work_list", ["It turns.", "10,000 tasks were invented.", "1 done", "✓ 1. Wind", "Blades.", "You find out."]),
        ("website", ["style.css", "version 2", "It is green now.", "The class a is called b.", "unchanged", "finish"]),
        ("attempts", ["A lake.", "1 problem", "Too short.", "breaks rules"]),
    ],
)
def test_a_form_shows_what_its_result_holds(view: str, expected: list[str]) -> None:
    text = said(drawn(view, RESULTS[view]))
    assert [one for one in expected if one not in text] == []


@pytest.mark.parametrize("view", ["event", "rows", "votes"])
def test_a_live_result_is_drawn_like_one_from_the_history(view: str) -> None:
    live: Any = {
        "event": Booking(event=EventDetails(**EVENT), message="See you there.", calendar_link=None),
        "rows": Table(rows=[Row(id="1", label="spam", reason="ad", text="Buy")], counts={"spam": 1}),
        "votes": Verdict(answer="blue", agreement=0.6, votes={"blue": 3, "red": 2}),
    }[view]
    assert said(drawn(view, live)) == said(drawn(view, live.model_dump(mode="json")))


def test_an_event_comes_with_a_calendar_file_and_a_table_with_a_csv() -> None:
    assert _button(drawn("event", RESULTS["event"])) == "Calendar file (.ics)"
    assert _button(drawn("rows", RESULTS["rows"])) == "Download 1 row (.csv)"


def test_a_cell_that_looks_like_a_formula_is_neutral_on_screen_too() -> None:
    table = drawn("rows", RESULTS["rows"]).dataframe[0].value
    assert list(table["text"]) == ["'=HYPERLINK(1)"]


def test_a_faq_says_with_which_workflow_to_compare_it() -> None:
    assert "faq-chain" in said(drawn("faq", RESULTS["faq"], "faq-single"))


def test_a_source_opens_with_the_supporting_sentence_marked() -> None:
    from core.samples.bundled import documents

    one = documents()[0]
    sentence = one.text.split(". ")[0] + "."
    support = {"title": one.title, "sentence": sentence, "overlap": 1.0}
    entry = {"question": "?", "answer": sentence, "sources": [], "supports": [support], "uncited": [one.title]}
    app = drawn("faq", {"entries": [entry]})
    assert "missed citation" in said(app)
    assert "<mark>" in said(app)


@pytest.mark.parametrize("view", sorted(FORMS))
def test_a_result_of_the_wrong_shape_is_shown_all_the_same(view: str) -> None:
    nothing = dict.fromkeys(RESULTS[view])
    texts = dict.fromkeys(RESULTS[view], "x")
    empty = {name: type(value)() for name, value in RESULTS[view].items()}
    assert (
        not AppTest.from_function(page_of_many, args=(view, [None, [], "a text", 3, {}, nothing, texts, empty]))
        .run(timeout=20)
        .exception
    )


def test_a_form_nobody_knows_shows_names_and_values() -> None:
    assert "Colour: blue" in said(drawn("hologram", {"colour": "blue"})).replace("**", "")


@pytest.mark.parametrize("view", sorted(FORMS))
def test_hostile_text_stays_text(view: str) -> None:
    hostile = "![x](https://evil.example/p.png) <img src=x onerror=alert(1)> :red[now]\u202e"
    app = drawn(view, _poisoned(RESULTS[view], hostile))
    for element in [*app.markdown, *app.caption, *app.subheader]:
        assert "![x](" not in element.value
        assert "\u202e" not in element.value
    for shown in app.get("html"):
        assert "<img" not in shown.proto.body


def test_charts_carry_their_data_as_plain_values() -> None:
    assert scores_spec([3, 8], top=10, each="round", name="Score")["data"]["values"][1] == {"round": 2, "score": 8}
    assert counts_spec({"a": 2}, name="Votes")["data"]["values"] == [{"what": "a", "count": 2}]


def test_a_length_is_said_in_words() -> None:
    assert [length(one) for one in (60, 90, 1440, 1)] == ["1 hour", "1 hour 30 minutes", "1 day", "1 minute"]


def _poisoned(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        return {name: _poisoned(one, text) for name, one in value.items()}
    if isinstance(value, list):
        return [_poisoned(one, text) for one in value]
    return f"{value} {text}" if isinstance(value, str) else value


def _button(app: AppTest) -> str:
    found: Any = app.get("download_button")[0]
    return str(found.label)
