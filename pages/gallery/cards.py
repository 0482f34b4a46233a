"""The gallery's cards: each workflow with its small diagram, and what is known of each pattern."""

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from core.workflow import Pattern, Workflow
from pages.gallery.mini_diagram import picture_of
from pages.ui import RUN_PAGE, Html, element, picture, show


@dataclass(frozen=True, slots=True)
class Facts:
    """`calls` and `latency` are empty where the workflows of a pattern have nothing in common."""

    idea: str
    calls: str = ""
    latency: str = ""
    use_when: str = ""


FACTS: dict[Pattern, Facts] = {
    "Building blocks": Facts("One call, and what can be added to it: a schema, tools, a search."),
    "Prompt chaining": Facts(
        "Each call works on the answer of the one before.",
        "N, one after the other",
        "sum of the calls",
        "each step needs the one before",
    ),
    "Routing": Facts(
        "A small call sorts the input, then a handler for its kind takes over.",
        "1 classifier + 1 handler",
        "router + handler",
        "inputs of different kinds need different handling",
    ),
    "Parallelization": Facts(
        "Independent calls run at once, and code joins their answers.",
        "N at once",
        "the slowest call",
        "the parts are independent, or speed matters",
    ),
    "Orchestrator and workers": Facts(
        "A plan decides which workers there are, and a last call puts their work together.",
        "1 + N + 1",
        "plan + slowest worker + synthesis",
        "the subtasks depend on the input",
    ),
    "Evaluator and optimizer": Facts(
        "An answer is marked and goes back with the marks until it is good enough.",
        "2–3 a round",
        "2–3 calls × rounds",
        "quality matters and feedback helps",
    ),
    "Combined patterns": Facts("Patterns inside patterns, put together from the same steps."),
    "The model drives": Facts("The model chooses what happens next; turn limits and budgets bound it."),
}


ACROSS = 3


def matching_workflows(workflows: Iterable[Workflow], words: str) -> list[Workflow]:
    """Those in which every one of the words occurs."""
    wanted = words.lower().split()
    return [workflow for workflow in workflows if all(word in _all_words(workflow) for word in wanted)]


def show_pattern(pattern: Pattern, workflows: list[Workflow]) -> None:
    """Draw a pattern's heading, its facts and a card for each workflow."""
    st.subheader(pattern, anchor=pattern.lower().replace(" ", "-"), divider="gray")
    show(_facts(pattern))
    for first in range(0, len(workflows), ACROSS):
        columns = st.columns(ACROSS)
        for column, workflow in zip(columns, workflows[first : first + ACROSS], strict=False):
            with column:
                _card(workflow)


def _card(workflow: Workflow) -> None:
    with st.container(border=True, height="stretch", key=f"card-{workflow.id}"):
        with st.container(height="stretch"):
            show(_body(workflow))
        st.page_link(
            RUN_PAGE.script,
            label=f"Open {workflow.title}",
            icon=":material/arrow_forward:",
            query_params={"workflow": workflow.id},
        )


def _body(workflow: Workflow) -> Html:
    facts = [("calls", workflow.calls), ("latency", workflow.latency)]
    named = [piece for name, words in facts for piece in (element("dt", name), element("dd", words))]
    return element(
        "div",
        element("div", picture(picture_of(workflow.id), f"Diagram of {workflow.title}"), cls="pw-mini"),
        element("h3", workflow.title),
        element("p", sentence(workflow.idea)),
        element("p", workflow.use_when, cls="pw-soft"),
        element("dl", *named),
        cls="pw-cardbody",
    )


def sentence(words: str) -> str:
    """With a capital at the beginning; the rest stays."""
    return words[:1].upper() + words[1:]


def _facts(pattern: Pattern) -> Html:
    known = FACTS[pattern]
    told = [("calls", known.calls), ("latency", known.latency), ("use it when", known.use_when)]
    pieces = [element("span", known.idea)]
    pieces += [element("span", element("b", f"{name}: "), words) for name, words in told if words]
    return element("div", *pieces, cls="pw-facts")


def _all_words(workflow: Workflow) -> str:
    """What the card says, and the names of the workflow's steps, fields and examples."""
    told = (workflow.id, workflow.title, workflow.pattern, workflow.idea, workflow.use_when)
    steps = (word for edge in workflow.diagram for word in edge)
    examples = (example.title for example in workflow.examples)
    return " ".join((*told, *steps, *workflow.params.model_fields, *examples)).lower()
