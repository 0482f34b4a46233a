"""Who depends on whom, checked for cycles before anything runs.

A graph maps each name to the names it depends on. It is written one line a name: `index.html: style.css, app.js`.
"""

from collections.abc import Collection, Mapping
from graphlib import CycleError, TopologicalSorter

Graph = Mapping[str, tuple[str, ...]]

MOST_NAMES = 200


def read_graph(text: str, known: Collection[str]) -> Graph:
    """The graph that `text` describes, over exactly the `known` names.

    Raises ValueError that names the unknown one, or the cycle.
    """
    graph: dict[str, tuple[str, ...]] = dict.fromkeys(known, ())
    for line in filter(str.strip, text.splitlines()[:MOST_NAMES]):
        name, _, said = line.partition(":")
        names = tuple(dict.fromkeys(said.replace(",", " ").split()))
        if unknown := [one for one in (name.strip(), *names) if one not in graph]:
            raise ValueError(f"{unknown[0][:60]!r} is none of the names here. Known: {', '.join(known)}.")
        graph[name.strip()] = tuple(dict.fromkeys((*graph[name.strip()], *names)))
    check_cycles(graph)
    return graph


def check_cycles(graph: Graph) -> None:
    """Raise ValueError that names the first cycle found, each name depending on the next."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle = list(reversed(error.args[1]))
        raise ValueError(f"These depend on each other in a circle: {' → '.join(cycle)}. Remove one of them.") from error


def dependents_in_turn(graph: Graph, changed: str) -> list[tuple[str, ...]]:
    """Everything that depends on `changed`, directly or not, in turns: a name comes after all it depends on.

    The names of one turn do not depend on each other, so that they can be taken at once.
    """
    affected: set[str] = set()
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    turns: list[tuple[str, ...]] = []
    while sorter.is_active():
        ready = sorter.get_ready()
        turn = tuple(sorted(one for one in ready if affected.union({changed}).intersection(graph.get(one, ()))))
        affected.update(turn)
        if turn:
            turns.append(turn)
        sorter.done(*ready)
    return turns
