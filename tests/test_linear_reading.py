"""Whatever reads text from people, models, tools, files or servers takes a time that grows with its length, no faster.

The simulated model's rooms have a test of their own. What is compared is the CPU time of this thread.
"""

import gc
import json
import re
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import BaseModel

from core.agents import conversation, tools
from core.errors import PlaygroundError, ToolFailed
from core.export.literals import text_pieces
from core.llm import answers
from core.models.base_urls import check_base_url
from core.providers import tools_by_schema
from core.providers.http_errors import retry_after
from core.providers.local.files import download
from core.providers.protocol import Message, ToolCall
from core.reports.provenance import trace_messages
from core.runtime.plans import split
from core.samples import roles, sources
from core.samples.calendar_file import ics
from core.samples.code_project import CodeProject, checks_for
from core.samples.everyday_tools import calculate, clock, weather
from core.samples.file_draft import FileDraft
from core.samples.lookups import search_documents, search_help
from core.samples.mail_table import read_mails
from core.samples.roles import read_graph
from core.samples.storefronts import page_from, storefronts_in
from core.sharing import unpack
from core.sharing.untrusted_json import read_untrusted_json
from core.text import cleaning, politeness
from core.text.cleaning import clean, shorten, visible
from core.text.differences import text_diff
from core.text.html_text import page_text
from core.text.patterns import has_word
from core.text.text_files import text_from
from core.text.token_estimate import estimate_tokens
from core.text.values import csv_text, readable
from core.trace.events import AttemptStarted, Event, RunStarted, StepStarted, Streamed
from core.trace.trace import Trace
from core.workflow import prompts
from core.workflow.approval import edited
from core.workflow.kept_files import changed_lines
from core.workflows.catalogue import find_workflow
from pages.server.front_door import read_host
from pages.session.visitors import visitor_in
from pages.ui.untrusted import as_html, destination, escape_html, plain
from tests.hostile_shapes import HOSTILE_SHAPES

SHORT, LONG = 2_000, 20_000
MOST_TIMES = 13  # the CPU time of the shorter text that the longer one may take
SHORTEST_IN_PASSES = 1.5  # below it noise rules
OF_PYTHONS_PARSER = 40  # times: what it makes of the longer text does not fit a processor's cache; it is linear beyond
MOST_PASSES = 100  # of a plain loop over the longer text, in the CPU time of one reading of it: some 50 ms
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)

BEGUN: tuple[Event, ...] = (StepStarted(0.0, 1, "a", "llm", (), (), None, {}),)

Read = Callable[[str], object]


class Form(BaseModel):
    """What a model is asked for."""

    text: str
    number: int = 0


def write_code(text: str) -> str:
    """Write a text as a file of a small project, and change it."""
    project = CodeProject()
    with suppress(ToolFailed):
        project.write_file("a.py", text)
    project.write_file("a.py", f"x = {text[:9_000]!r}\ny = 1\n")
    return project.replace_in_file("a.py", "y = 1", "y = 2")


def compare(text: str) -> object:
    """Compare a text with one that has the same words in another order."""
    return text_diff(text, text[1::2] + text[::2])


def compare_lines(text: str) -> str:
    """Compare two versions of a file that have the same lines in another order."""
    lines = text.replace(" ", "\n")
    return changed_lines(lines, lines[1::2] + lines[::2], "a.txt")


def stream(text: str) -> str:
    """Put a text together that comes in small pieces."""
    asked = AttemptStarted(0.0, 1, 1, "a:b", (), None)
    trace = Trace([*BEGUN, asked, *(Streamed(0.0, 1, text[at : at + 2]) for at in range(0, len(text), 2))])
    return trace.steps[1].attempts[0].text


def trace_back(text: str) -> object:
    """Find out where a message came from whose prompt a person wrote, filled with the request many times."""
    filled = prompts.fill(text.replace("{", "(") + "{a}" * (len(text) // 50), a=text[:9])
    asked = AttemptStarted(0.0, 1, 1, "a:b", (Message("user", filled),), None, (filled.fillings,))
    trace = Trace([RunStarted(0.0, "r", "w", text[:9], {"p": text}, {}, ""), *BEGUN, asked])
    return trace_messages(trace, trace.steps[1], 1)


def repeat_politely(text: str) -> bool:
    """Ask of every piece that is short enough whether it holds nothing but courtesy."""
    return sum(politeness.only_politeness(text[at : at + 300]) for at in range(0, len(text), 300)) > 0


READERS: Mapping[str, Read] = {
    "names of agents": lambda text: (conversation.tool_names([text], []), conversation.place_name(text)),
    "prompts": lambda text: prompts.placeholders(text),
    "filling a prompt": lambda text: prompts.fill(text, name="x", a="y"),
    "roles": roles.read_roles,
    "roles, one of them long": lambda text: roles.read_roles(f"Ada: counts {text}\nBob: {text}"),
    "tasks": lambda text: roles.read_tasks(text, [roles.Role(name="Ada", goal="counts")]),
    "dependencies": lambda text: read_graph(f"a: {text}", ["a", "b"]),
    "courtesy": repeat_politely,
    "answers of a FAQ": lambda text: sources.audit([sources.FaqEntry(question="?", answer=text, sources=[text])]),
    "a page's text": page_text,
    "a page": lambda text: page_from("a", text.encode("utf-8", "replace")),
    "storefronts": storefronts_in,
    "storefronts and pages": lambda text: storefronts_in(f"bumblebox, <!doctype html>{text}"),
    "code": write_code,
    "the tests for a task": checks_for,
    "a draft of a file": lambda text: FileDraft("a.html", text).replace_text(text[-9:], "x"),
    "streamed text": stream,
    "where a message came from": trace_back,
    "two texts": compare,
    "two versions of a file": compare_lines,
    "e-mails": read_mails,
    "e-mails in a table": lambda text: read_mails(f"id,text\n1,{text}"),
    "e-mails in quotes": lambda text: read_mails(f'id,text\n1,"{text}'),
    "cells of a table": lambda text: csv_text([{"a": text}]),
    "a value as text": lambda text: readable({"a": [text, {"b": text}]}),
    "keys in a text": lambda text: cleaning.without_keys(text, ["secret"]),
    "typed answers": lambda text: answers.read_answer(text, Form),
    "typed answers, a text": lambda text: answers.read_answer(json.dumps({"text": text, "number": text}), Form),
    "tools by schema": lambda text: tools_by_schema.arguments_of(ToolCall("1", "a", text)),
    "a tool's arguments": lambda text: tools.checked_arguments("a", Form, text),
    "a tool's arguments, for the record": tools.arguments_as_given,
    "arithmetic": calculate,
    "short arithmetic": lambda text: calculate(text[:200]),
    "the time": clock(NOW),
    "the weather": weather,
    "the help centre": search_help,
    "the documents": search_documents,
    "addresses of servers": check_base_url,
    "addresses with a host": lambda text: check_base_url(f"https://{text}/v1"),
    "addresses of a fair length": lambda text: check_base_url(f"https://{text[:1900]}"),
    "names of models": lambda text: download(text, text, Path("nowhere"), lambda *_: None),
    "waits that a server asks for": lambda text: retry_after({"retry-after": text}, NOW),
    "names of workflows": find_workflow,
    "names of options": lambda text: split(find_workflow("voting"), {text: "x"}),
    "a shared file": lambda text: read_untrusted_json(text.encode("utf-8", "replace"), 1_000_000),
    "settings in a link": unpack,
    "an item that a person edits": lambda text: edited(Form(text="a"), text),
    "a word in a text": lambda text: has_word(text, "and") or has_word(text, text[5:30]),
    "calendar files": lambda text: ics(clean(text), NOW, 30, [clean(text[:500])], stamp=NOW),
    "text as source": lambda text: text_pieces(text, 100),
    "tokens": estimate_tokens,
    "a text file": lambda text: text_from(text.encode("utf-16", "surrogatepass"), what="The file"),
    "hosts": lambda text: read_host(text) or read_host(f"[{text}]:80"),
    "hidden characters": visible,
    "text that is cut": lambda text: shorten(text, 500),
    "labels": plain,
    "text in HTML": escape_html,
    "Markdown": lambda text: as_html(clean(text)),
    "links": lambda text: destination(text) or destination(f"https://{text[:900]}") or destination(f"mailto:{text}"),
    "cookies": lambda text: visitor_in({"visitor": text}),
}


def seconds(read: Read, text: str) -> float:
    """CPU seconds of one reading. What a reader refuses, it refuses with a message of ours or as a wrong value."""
    refused: Exception | None = None
    gc.disable()  # how long it looks for garbage depends on what all other tests left behind
    began = time.thread_time()
    try:
        read(text)
    except (PlaygroundError, ValueError) as error:
        refused = error
    finally:
        took = time.thread_time() - began
        gc.enable()
    assert not isinstance(refused, UnicodeError)
    return took


def fewest_seconds(read: Read, text: str, repeats: int = 3) -> float:
    """The quickest of a few readings."""
    return min(seconds(read, text) for _ in range(repeats))


def a_pass(text: str) -> int:
    """What a pass costs: Python looks at every letter once."""
    count = 0
    for letter in text:
        count += letter == "a"
    return count


@pytest.fixture(scope="module")
def pass_seconds() -> float:
    return fewest_seconds(a_pass, "ab" * (LONG // 2), 20)


def misses(
    read: Read, pass_seconds: float, most_times: float = MOST_TIMES, shapes: Collection[str] = HOSTILE_SHAPES.keys()
) -> dict[str, str]:
    """The shapes for which the time grows faster than the text, or is out of all proportion."""
    found: dict[str, str] = {}
    for name in shapes:
        short, long = HOSTILE_SHAPES[name](SHORT), HOSTILE_SHAPES[name](LONG)
        for repeats in (1, 4):  # once more, where it seems slow
            longer = fewest_seconds(read, long, repeats) / pass_seconds
            if longer <= most_times * SHORTEST_IN_PASSES:
                break
            shorter = max(fewest_seconds(read, short, repeats) / pass_seconds, SHORTEST_IN_PASSES)
            if longer <= min(most_times * shorter, MOST_PASSES):
                break
        else:
            found[name] = f"{longer / shorter:.0f} times, {longer:.0f} passes"
    return found


@pytest.mark.parametrize("name", READERS)
def test_reading_takes_a_time_that_grows_with_the_text_and_no_faster(name: str, pass_seconds: float) -> None:
    most_times = OF_PYTHONS_PARSER if name == "code" else MOST_TIMES
    assert misses(READERS[name], pass_seconds, most_times) == {}


def test_a_reader_that_goes_back_over_what_it_read_is_noticed(pass_seconds: float) -> None:
    goes_back = re.compile(r"<a[^>]*>")
    shapes = ["tags without an end", "digits"]
    assert misses(goes_back.search, pass_seconds, shapes=shapes).keys() == {"tags without an end"}
