"""A diagram inside another: the same edges under qualified names, as `part/node`."""

from collections.abc import Iterable, Iterator, Mapping

Edge = tuple[str, str] | tuple[str, str, str]
INPUT, OUTPUT, REJECTED = TERMINALS = ("input", "output", "rejected")


def flatten(diagram: Iterable[Edge], parts: Mapping[str, tuple[Edge, ...]]) -> tuple[Edge, ...]:
    """The diagram with each part's own edges in the place of the part.

    What leads to a part leads to the nodes after its input. What leads away from it starts at the nodes before its
    output; to "rejected" at those before its own "rejected". A part that can reject, where nobody declares what follows
    from it, goes on as if it had completed.
    """
    listed = tuple(diagram)
    passed_on = {edge[0] for edge in listed if edge[1] == REJECTED}
    opened: set[str] = set()
    flat: dict[Edge, None] = {}
    for edge in listed:
        flat.update(dict.fromkeys(_resolved(edge, parts, passed_on)))
        for name in edge[:2]:
            if name in parts and name not in opened:
                opened.add(name)
                flat.update(dict.fromkeys(_inside(name, parts[name])))
    return tuple(flat)


def within(name: str, group: str) -> bool:
    """Whether a qualified name stands in a group, at any depth."""
    return name.startswith(f"{group}/")


def _resolved(edge: Edge, parts: Mapping[str, tuple[Edge, ...]], passed_on: set[str]) -> Iterator[Edge]:
    source, target, label = edge[0], edge[1], edge[2] if len(edge) == 3 else ""
    for start, before in _exits(source, target, parts, passed_on):
        for end, after in _entries(target, parts):
            told = ", ".join(dict.fromkeys(word for word in (before, label, after) if word))
            yield (start, end, told) if told else (start, end)


def _inside(part: str, edges: Iterable[Edge]) -> Iterator[Edge]:
    for edge in edges:
        if not {edge[0], edge[1]} & set(TERMINALS):
            yield (f"{part}/{edge[0]}", f"{part}/{edge[1]}", *edge[2:])


def _exits(
    source: str, target: str, parts: Mapping[str, tuple[Edge, ...]], passed_on: set[str]
) -> list[tuple[str, str]]:
    if source not in parts:
        return [(source, "")]
    leaving = parts[source]
    rejecting = _before(source, leaving, REJECTED)
    if target == REJECTED and rejecting:
        return rejecting
    return _before(source, leaving, OUTPUT) + ([] if source in passed_on else rejecting)


def _entries(target: str, parts: Mapping[str, tuple[Edge, ...]]) -> list[tuple[str, str]]:
    if target not in parts:
        return [(target, "")]
    return [(f"{target}/{edge[1]}", _label(edge)) for edge in parts[target] if edge[0] == INPUT]


def _before(part: str, edges: Iterable[Edge], end: str) -> list[tuple[str, str]]:
    return [(f"{part}/{edge[0]}", _label(edge)) for edge in edges if edge[1] == end and edge[0] != INPUT]


def _label(edge: Edge) -> str:
    return edge[2] if len(edge) == 3 else ""
