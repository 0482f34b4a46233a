import json

import pytest

from core.errors import InputError
from core.providers.protocol import Reply, Request, ToolCall, Usage
from core.runtime.plans import plan
from core.workflows.website_agents import Choice
from tests.scripted import Answer, nodes, run_scripted


def call(name: str, **arguments: str) -> Reply:
    return Reply("", Usage(10, 5), "scripted", tool_calls=(ToolCall("1", name, json.dumps(arguments)),))


def owners(request: Request) -> Answer:
    """Each agent replaces once where it can, then hands in; style.css and app.js have news for their dependents."""
    if request.schema is Choice:
        return Choice(file="style.css", why="It is about colours.")
    system, worked = request.messages[0].text, any(one.role == "tool" for one in request.messages)
    if not worked and "the file style.css" in system:
        return call("replace_text", old="#2f4b8f", new="darkgreen")
    if not worked and "the file app.js" in system:
        return call("replace_text", old='"event full"', new='"event booked"')
    notice = "It is green now." if "the file style.css" in system else ""
    return call("finish", summary="Done.", notice=notice)


async def test_the_owner_changes_its_file_and_tells_those_who_depend_on_it() -> None:
    trace, _ = await run_scripted("website-agents", owners, "Make it green")
    assert trace.status == "completed", trace.reason
    assert [(one.file, one.version) for one in trace.result.changes] == [
        ("style.css", 1),
        ("app.js", 1),
        ("about.html", None),
        ("index.html", None),
    ]
    assert [(one.name, one.by) for one in trace.files] == [("style.css", "style.css"), ("app.js", "app.js")]
    assert "darkgreen" in trace.files[0].text
    assert "It is green now." in trace.files[1].request
    assert {step.group for step in trace.steps.values() if step.node == "think"} == {
        ("agents", name) for name in ("style.css", "app.js", "about.html", "index.html")
    }


async def test_dependents_of_one_round_work_at_once() -> None:
    trace, _ = await run_scripted("website-agents", owners, "Make it green")
    assert [fan.total for fan in trace.fans.values()][-1] == 2


async def test_without_news_nobody_else_is_asked() -> None:
    def silent(request: Request) -> Answer:
        answer = owners(request)
        done = isinstance(answer, Reply) and answer.tool_calls[0].name == "finish"
        return call("finish", summary="Done.") if done else answer

    trace, provider = await run_scripted("website-agents", silent, "Make it green")
    assert [one.file for one in trace.result.changes] == ["style.css"]
    assert len(provider.requests) == 3


async def test_a_request_that_begins_with_a_file_goes_to_its_agent() -> None:
    trace, provider = await run_scripted(
        "website-agents", [call("finish", summary="I hold the colours.")], "@style.css What do you hold?"
    )
    assert trace.result.changes[0].summary == "I hold the colours."
    assert trace.files == []
    assert len(provider.requests) == 1


async def test_a_request_that_fits_no_file_is_rejected_with_the_files_named() -> None:
    trace, _ = await run_scripted("website-agents", [Choice(file="none", why="")], "Sing a song")
    assert trace.status == "rejected"
    assert "style.css" in trace.reason
    assert nodes(trace) == ["choose_owner", "owner_found"]


async def test_an_invented_file_is_rejected() -> None:
    trace, _ = await run_scripted("website-agents", [Choice(file="../etc/passwd", why="")], "Show it")
    assert trace.status == "rejected"


async def test_an_owner_that_never_hands_in_changes_nothing() -> None:
    def endless(request: Request) -> Answer:
        return call("replace_text", old=f"never there {len(request.messages)}", new="")

    trace, _ = await run_scripted("website-agents", endless, "@style.css Make it green", max_turns=3)
    assert trace.status == "rejected"
    assert "3 turns" in trace.reason
    assert trace.files == []


async def test_a_dependent_that_reaches_its_limit_is_named_and_the_others_go_on() -> None:
    def stuck_page(request: Request) -> Answer:
        if "the file about.html" in request.messages[0].text:
            return call("replace_text", old=f"nothing {len(request.messages)}", new="")
        return owners(request)

    trace, _ = await run_scripted("website-agents", stuck_page, "Make it green")
    assert [one.file for one in trace.result.changes] == ["style.css", "app.js", "index.html"]
    assert "about.html" in trace.result.given_up[0]


def test_a_circle_of_files_is_refused_before_anything_runs() -> None:
    with pytest.raises(InputError, match=r"depends_on.*circle: (style\.css|app\.js) → .* → \1"):
        plan("website-agents", "Make it green", {"depends_on": "style.css: app.js\napp.js: style.css"})


def test_an_unknown_file_in_the_graph_is_refused() -> None:
    with pytest.raises(InputError, match=r"menu\.html"):
        plan("website-agents", "Make it green", {"depends_on": "menu.html: style.css"})


async def test_an_agent_cannot_empty_its_file() -> None:
    script = [call("write_file", text="  "), call("finish", summary="I could not.")]
    trace, _ = await run_scripted("website-agents", script, "@style.css Empty it")
    assert trace.files == []
    assert trace.result.changes[0].version is None


@pytest.mark.parametrize("request_", ["@nofile.html change the title", "@app.js", "@app.js  "])
async def test_an_agent_that_does_not_exist_and_one_without_a_wish_are_refused_unasked(request_: str) -> None:
    trace, provider = await run_scripted("website-agents", [], request_)
    assert trace.status == "rejected"
    assert "begin with @ and one of: about.html, app.js" in trace.reason
    assert not provider.requests
