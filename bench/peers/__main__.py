"""Other engines on the same work as ours and bare asyncio, in one run and one process, in turns: medians.

    pip install -r requirements-bench.txt   # in an environment of its own
    python -m bench.peers

Ours records every step with its input and output; the others record nothing here. A peer that is not installed is
said to be so. A run that takes long is repeated less often; `n` says how often the slowest was.
"""

import importlib
import os
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType

from rich.console import Console
from rich.table import Table

from bench.peers.contest import BARE, CASES, Case, contest
from bench.timing import Spent, set_imports_aside
from bench.works import NAP_S

QUIET = {"DO_NOT_TRACK": "1", "HAYSTACK_TELEMETRY_ENABLED": "false", "LANGSMITH_TRACING": "false"}
PEERS = {
    "LangGraph": ("langgraph", "langgraph"),
    "pydantic-graph": ("pydantic-graph", "pydantic_graph"),
    "LlamaIndex workflows": ("llama-index-workflows", "llama_index"),
    "Haystack": ("haystack-ai", "haystack"),
    "Burr": ("burr", "burr"),
}


def installed() -> tuple[dict[str, ModuleType], list[str]]:
    """The peers that are here, named with their versions; and the names of those that are not."""
    found, missing = {}, []
    for name, (package, module) in PEERS.items():
        try:
            found[f"{name} {version(package)}"] = importlib.import_module(f"bench.peers.{module}_peer")
        except (PackageNotFoundError, ImportError):
            missing.append(name)
    return found, missing


def cell(case: Case, spent: Spent | None, bare: Spent) -> str:
    """A ratio, with the number of turns where they were few."""
    if spent is None:
        return "not installed"
    ratio = spent.wall_s / NAP_S if case.naps else spent.cpu_s / bare.cpu_s
    turns = len(spent.cpu)
    return f"{ratio:.2f}" + (f" (n = {turns})" if turns < case.rounds else "")


def main() -> None:
    os.environ.update(QUIET)
    peers, missing = installed()
    set_imports_aside()
    results = [contest(case, peers) for case in CASES]
    names = [*results[0], *missing]
    table = Table(
        "engine", *(case.name for case in CASES), title="CPU time ÷ bare asyncio, medians; last: wall ÷ 50 ms"
    )
    for name in names:
        table.add_row(
            name, *(cell(case, found.get(name), found[BARE]) for case, found in zip(CASES, results, strict=True))
        )
    Console(width=160).print(table)


if __name__ == "__main__":
    main()
