"""Reflexion: a text is checked against hard rules by code, and the report goes into the next attempt.

Use it when the requirements can be checked by a program: its report is the most honest feedback there is.
"""

from pydantic import BaseModel, Field

from core import LLM, Example, Params, Workflow, fill, gate, prompt, step
from core.text import has_word


class Attempt(BaseModel):
    text: str
    problems: list[str]


class Written(BaseModel):
    text: str
    accepted: bool
    attempts: list[Attempt]


class ReflexionParams(Params):
    write_prompt: str = prompt("Write a short text for the request. It must keep these rules:\n{rules}")
    revise_prompt: str = prompt(
        "Write the text again so that it keeps all rules:\n{rules}\n\nYour last text:\n{text}\n\nThe check found:\n"
        "{report}"
    )
    min_words: int = Field(20, ge=1, le=500, description="Not shorter than this")
    max_words: int = Field(45, ge=1, le=1000, description="Not longer than this")
    must_include: str = Field("", description="Words that must occur, separated by commas")
    must_avoid: str = Field("very, really, nice", description="Words that must not occur, separated by commas")
    must_end_with: str = Field(".", description="How the text must end")
    max_attempts: int = Field(4, ge=1, le=10, description="How often it is tried")


def words_of(listed: str) -> list[str]:
    return [word.strip() for word in listed.split(",") if word.strip()]


def rules(p: ReflexionParams) -> str:
    lines = [f"- between {p.min_words} and {p.max_words} words"]
    lines += [f"- contains the word “{word}”" for word in words_of(p.must_include)]
    lines += [f"- does not contain the word “{word}”" for word in words_of(p.must_avoid)]
    lines += [f"- ends with “{p.must_end_with}”"] if p.must_end_with else []
    return "\n".join(lines)


@step
async def write(request: str, p: ReflexionParams, llm: LLM) -> str:
    """The first attempt."""
    return await llm.text(fill(p.write_prompt, rules=rules(p)), request)


@step(kind="code")
async def check(text: str, p: ReflexionParams) -> list[str]:
    """Which rules does the text break?"""
    count = len(text.split())
    problems = [f"It has {count} words, fewer than {p.min_words}."] if count < p.min_words else []
    problems += [f"It has {count} words, more than {p.max_words}."] if count > p.max_words else []
    problems += [f"The word “{word}” is missing." for word in words_of(p.must_include) if not has_word(text, word)]
    problems += [f"The word “{word}” must not occur." for word in words_of(p.must_avoid) if has_word(text, word)]
    problems += [f"It does not end with “{p.must_end_with}”."] if not text.rstrip().endswith(p.must_end_with) else []
    return problems


@step
async def revise(request: str, text: str, report: list[str], p: ReflexionParams, llm: LLM) -> str:
    """The next attempt, with the report."""
    system = fill(p.revise_prompt, rules=rules(p), text=text, report="\n".join(f"- {problem}" for problem in report))
    return await llm.text(system, request)


async def run(request: str, p: ReflexionParams, llm: LLM) -> Written:
    text = await write(request, p, llm)
    attempts: list[Attempt] = []
    for number in range(p.max_attempts):
        problems = await check(text, p)
        attempts.append(Attempt(text=text, problems=problems))
        if gate("keeps_the_rules", not problems, problems=problems, attempt=number + 1, max_attempts=p.max_attempts):
            return Written(text=text, accepted=True, attempts=attempts)
        if number + 1 < p.max_attempts:
            text = await revise(request, text, problems, p, llm)
    best = min(attempts, key=lambda attempt: len(attempt.problems))
    return Written(text=best.text, accepted=False, attempts=attempts)


WORKFLOW = Workflow(
    run=run,
    params=ReflexionParams,
    pattern="Evaluator and optimizer",
    examples=(
        Example(
            "An invitation", "Invite the neighbours to a street party in June.", {"must_include": "lemonade, music"}
        ),
        Example(
            "Impossible rules",
            "Describe a quiet lake at dawn.",
            {"must_include": "mist", "must_avoid": "mist", "max_attempts": 3},
        ),
    ),
    diagram=(
        ("input", "write"),
        ("write", "check"),
        ("check", "keeps_the_rules"),
        ("keeps_the_rules", "revise", "no"),
        ("revise", "check"),
        ("keeps_the_rules", "output", "yes"),
        ("keeps_the_rules", "output", "no, attempts used up"),
    ),
    calls="1 a round",
    latency="one call × rounds",
    view="attempts",
)
