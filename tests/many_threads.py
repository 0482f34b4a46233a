"""Many threads that use one thing at once, before anybody has used it: python -m tests.many_threads.

Prints, as JSON, what went wrong with each thing. A process of its own, because threads take turns far more often here.
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from mdurl._decode import decode_cache
from mdurl._encode import encode_cache

from core.agents.tools import Toolbox
from core.errors import ToolFailed
from core.models.access import Access
from core.providers.protocol import Usage
from core.runtime.engine import Engine
from core.runtime.estimates import Estimator
from core.runtime.execution import environment
from core.runtime.plans import plan, run_options
from core.runtime.restoring import by_annotation
from core.samples.bundled import documents
from core.samples.calendar_file import ics
from core.samples.lookups import search_documents
from core.samples.sources import _stems, search
from core.sharing.event_rows import events_from
from core.simulated.reading.words import stems
from core.text.html_text import page_text
from core.workflows.tool_extraction import save_restaurant
from pages.ui.untrusted import as_html

SECONDS_BETWEEN_TURNS = 1e-5
THREADS = 8
USES = 3
TURNS_LATE = 500
CPU_S_EACH = 0.15
FEWEST_ROUNDS = 2
PATIENCE_S = 30.0

SENTENCES = [sentence for document in documents() for sentence in document.text.split(". ")][:THREADS]
QUESTIONS = [" ".join(SENTENCES[number:]) for number in range(THREADS)]
MARKDOWN = "# {} *title*\n\n<b>not bold</b> [here](https://example.org)\n\n| a |\n|-|\n| ~~1~~ |\n"
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
BEGUN = ("RunStarted", 0.0, "run", "faq-chain", "Hello")
MODELS = ("gpt-4o", "gpt-4o-mini", "gpt-4.1", "no-such-model")

# What threads share, and what the thread of a number does with it.
THINGS: Mapping[str, Callable[[int], Any]] = {
    "stemmer of the simulated model": lambda number: sorted(stems(SENTENCES[number])),
    "stemmer of the audit": lambda number: sorted(_stems(SENTENCES[number])),
    "index of the help centre": lambda number: [one.id for one in search(QUESTIONS[number], 3)],
    "index of the documents": lambda number: _found(QUESTIONS[number]),
    "parser of Markdown": lambda number: as_html(MARKDOWN.format(number)),
    "reader of HTML": lambda number: page_text(f"<h1>{number}</h1><script>x</script><p>{SENTENCES[number]}</p>"),
    "table of prices": lambda number: Access().price(
        f"openai:{MODELS[number % len(MODELS)]}", Usage(1_000 * number, 10)
    ),
    "writer of calendars": lambda number: ics(f"Lunch {number}", NOON, 30, ["Ada"], stamp=NOON),
    "forms of what steps return": lambda number: by_annotation({"1": number}, dict[int, float]),
    "form of the options": lambda number: run_options({"concurrency": number + 1, "max_calls": 5, "seed": number}),
    "forms of imported events": lambda number: events_from([[*BEGUN, {"p": number}, {}, NOON.isoformat()]], "r"),
    "form of a tool": lambda number: Toolbox([save_restaurant]).specs,
}
TOGETHER = "runs and estimates"
RUNS = ("group-chat", "crew", "pair", "task-planner")
ESTIMATES = ("support-system", "agent-workflow")


def _found(question: str) -> str:
    try:
        return search_documents(question)
    except ToolFailed as error:
        return str(error)


def turns(number: int) -> Iterable[int]:
    """What a thread does: its own, then what others did."""
    return ((number + step) % THREADS for step in range(USES))


def forget_all() -> None:
    """Empty every cache of ours, and those that libraries of ours fill by and by, so that the next use is the first."""
    decode_cache.clear()
    encode_cache.clear()
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("core", "pages"):
            for value in list(vars(module).values()):
                if callable(getattr(value, "cache_clear", None)):
                    value.cache_clear()


def at_once(use: Callable[[int], Any]) -> list[str]:
    """What went wrong when threads used it together: errors, and answers that one thread alone does not get."""
    answers: dict[int, str] = {}
    start = threading.Barrier(THREADS)

    def work(number: int) -> None:
        start.wait(PATIENCE_S)
        for _ in range(number * TURNS_LATE):  # some come when others have just begun
            pass
        try:
            answers[number] = repr([use(each) for each in turns(number)])
        except Exception as error:
            answers[number] = f"{type(error).__name__}: {error}"

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    alone = {number: repr([use(each) for each in turns(number)]) for number in range(THREADS)}
    return [answers.get(number, "no answer")[:300] for number in alone if answers.get(number) != alone[number]]


def runs_and_estimates() -> list[str]:
    """What went wrong with several runs and estimates at once."""
    plans = [plan(name, None, {}, {"simulation": {"speed": 0}, "approve": "all"}) for name in (*RUNS, *ESTIMATES)]
    engines, estimators = [Engine(environment) for _ in RUNS], [Estimator() for _ in ESTIMATES]
    estimates = [estimator.ask(one) for estimator, one in zip(estimators, plans[len(RUNS) :], strict=True)]
    runs = [engine.start(one) for engine, one in zip(engines, plans[: len(RUNS)], strict=True)]
    wrong = [run.trace().reason for run in runs if not run.wait(PATIENCE_S) or run.trace().status == "failed"]
    wrong += [made.result(PATIENCE_S).stops for made in estimates if made.result(PATIENCE_S).stops]
    for estimator in estimators:
        estimator.close()
    for engine in engines:
        engine.close()
    return wrong


def main() -> None:
    sys.setswitchinterval(SECONDS_BETWEEN_TURNS)
    wrong: dict[str, list[str]] = {TOGETHER: []}
    for _ in range(FEWEST_ROUNDS):
        forget_all()
        wrong[TOGETHER] += runs_and_estimates()
    for name, use in THINGS.items():
        wrong[name] = []
        enough = time.process_time() + CPU_S_EACH
        rounds = 0
        while rounds < FEWEST_ROUNDS or time.process_time() < enough:
            rounds += 1
            forget_all()
            wrong[name].extend(at_once(use))
    sys.stdout.write(json.dumps(wrong))


if __name__ == "__main__":
    main()
