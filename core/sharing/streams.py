"""Streamed text put together, because a run's text is folded piece by piece, each time it is looked at."""

from collections.abc import Sequence

from core.events import AttemptFinished, AttemptStarted, Event, Streamed

MOST_PIECES = 1_000


def put_together(events: Sequence[Event]) -> list[Event]:
    """The events, with the text of each attempt in one piece where there are more than MOST_PIECES in all."""
    if sum(isinstance(event, Streamed) for event in events) <= MOST_PIECES:
        return list(events)
    kept: list[Event] = []
    pieces: dict[int, list[str]] = {}
    begun: dict[int, int] = {}
    for event in events:
        if isinstance(event, AttemptStarted | AttemptFinished):
            _put(kept, begun, pieces, event.step)
        if not isinstance(event, Streamed):
            kept.append(event)
        elif event.step in begun:
            pieces[event.step].append(event.text)
        else:
            begun[event.step], pieces[event.step] = len(kept), [event.text]
            kept.append(event)
    for step in list(begun):
        _put(kept, begun, pieces, step)
    return kept


def _put(kept: list[Event], begun: dict[int, int], pieces: dict[int, list[str]], step: int) -> None:
    place = begun.pop(step, None)
    if place is not None:
        first = kept[place]
        assert isinstance(first, Streamed)
        kept[place] = first._replace(text="".join(pieces.pop(step)))
