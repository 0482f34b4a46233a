"""Pair: a user who knows the goal and an assistant who writes the code talk until the goal is reached.

Use it when wishes come out in conversation: one side knows what is wanted, the other has the tools. Two polite models
can thank each other for ever, so the program watches for that.
"""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, Field

from core import (
    LLM,
    Agent,
    Budget,
    Example,
    Finished,
    Params,
    Rejected,
    Said,
    Session,
    Stopped,
    Workflow,
    fill,
    gate,
    prompt,
)
from core.agents import Line, goes_in_circles, polite_in_a_row
from core.samples.code_project import CodeFile, CodeProject, report_told

UNTESTED = "The user is content, but the tests do not pass. Run again, or say in the user's prompt to wait for them."
OPENING = "Your partner is here. Say what you would like."


class Content(BaseModel):
    verdict: str = Field(description="What you got, in a sentence")


class Program(BaseModel):
    files: list[CodeFile]
    tests: str
    messages: list[Line]


class PairParams(Params):
    user_prompt: str = prompt(
        "You talk with a partner who writes a program for you. You cannot write or run anything yourself. Only you "
        "know the goal, so ask for one thing at a time, and read what your partner reports before you ask for the "
        "next. As soon as everything is there and the tests pass, call finish.\nGoal: {goal}",
        title="The user",
    )
    assistant_prompt: str = prompt(
        "You write a small Python program for your partner, who tells you bit by bit what it should do. Write the "
        "program to a file and tests to another (test_….py, functions test_…), run the tests and mend what fails. "
        "Then tell your partner in a few words what the program can do and how the tests went.",
        title="The assistant",
    )
    max_turns: int = Field(8, ge=1, le=30, description="How often each of the two speaks at most")
    max_steps: int = Field(40, ge=2, le=200, description="Turns of the assistant's model in all, tools included")
    max_tool_calls: int = Field(60, ge=2, le=500, description="The assistant's budget of tool calls")
    most_politeness: int = Field(4, ge=2, le=20, description="So many lines of nothing but courtesy end it")


def sessions(goal: str, project: CodeProject, p: PairParams, llm: LLM) -> tuple[Session[Content], Session[Content]]:
    """The one who knows the goal and has no tools, and the one who has tools and does not know the goal."""
    tools: list[Callable[..., Any]] = [project.write_file, project.replace_in_file, project.run_tests]
    user = Agent("user", fill(p.user_prompt, goal=goal), finish=Content, max_turns=p.max_turns)
    coder: Agent[Content] = Agent(
        "assistant", fill(p.assistant_prompt), tools, max_turns=p.max_steps, budget=Budget(p.max_tool_calls)
    )
    return Session(user, llm), Session(coder, llm)


async def run(request: str, p: PairParams, llm: LLM) -> Program | Rejected:
    project, talk = CodeProject(), list[Line]()
    user, assistant = sessions(request, project, p, llm)
    user.hear(OPENING)
    for turn in range(1, p.max_turns + 1):
        wish = await user.speak()
        if isinstance(wish, Stopped):
            return Rejected(wish.reason, outcome(project, talk))
        gate("goal_reached", isinstance(wish, Finished), turn=turn)
        if isinstance(wish, Finished):
            passes = gate("tests_pass", project.passes, tests=report_told(project.report))
            return outcome(project, talk) if passes else Rejected(UNTESTED, outcome(project, talk))
        talk.append(Line(speaker="user", text=wish.text))
        assistant.hear(talk[-1].text)
        reply = await assistant.speak()
        if isinstance(reply, Said):
            talk.append(Line(speaker="assistant", text=reply.text))
            user.hear(talk[-1].text)
        why = reply.reason if isinstance(reply, Stopped) else why_to_stop(talk, turn, p)
        if not gate("may_go_on", not why, turn=turn, max_turns=p.max_turns, polite_lines=polite_in_a_row(talk)):
            break
    return Rejected(why, outcome(project, talk))


def why_to_stop(talk: list[Line], turn: int, p: PairParams) -> str:
    if (polite := polite_in_a_row(talk)) >= p.most_politeness:
        return f"The last {polite} lines were nothing but politeness. Tell the user in its prompt when to finish."
    if goes_in_circles(talk):
        return f"They repeat themselves: “{talk[-1].text[:120]}” Make the goal clearer, or choose another model."
    over = f"The limit of {p.max_turns} turns is reached. Raise max_turns to let them go on."
    return "" if turn < p.max_turns else over


def outcome(project: CodeProject, talk: list[Line]) -> Program:
    return Program(files=project.files, tests=report_told(project.report), messages=talk)


WORKFLOW = Workflow(
    run=run,
    params=PairParams,
    pattern="The model drives",
    examples=(
        Example(
            "A maths tutor",
            "A command-line maths tutor that asks sums, checks the answers, explains how a sum is worked out, and "
            "keeps the score.",
        ),
        Example("A unit converter", "A unit converter that also lists the units it knows."),
        Example(
            "Endless politeness",
            "A command-line tip calculator.",
            {
                "user_prompt": "You talk with a partner who writes a program for you. Only you know the goal; ask for "
                "one thing at a time. Be exceedingly polite: thank your partner for everything, and never be the one "
                "who ends the conversation.\nGoal: {goal}"
            },
        ),
        Example("Stopped at the turn limit", "A to-do list where I can search and remove entries.", {"max_turns": 2}),
    ),
    diagram=(
        ("input", "user"),
        ("user", "goal_reached"),
        ("user", "rejected", "stopped"),
        ("goal_reached", "tests_pass", "yes"),
        ("tests_pass", "output", "yes"),
        ("tests_pass", "rejected", "no"),
        ("goal_reached", "assistant", "no"),
        ("assistant", "may_go_on"),
        ("may_go_on", "user", "yes"),
        ("may_go_on", "rejected", "no"),
    ),
    driven=("user", "assistant"),
    calls="1 of the user + the assistant's turns with tools, a turn",
    latency="the sum of the calls and the tests",
    view="chat",
)
