"""Streamed text put together, because a run's text is folded piece by piece, each time it is looked at."""

from collections.abc import Sequence

from core.trace import AttemptFinished, AttemptStarted, Event, Streamed

MOST_STREAMED = 1_000
_LAST = 0
"""An attempt that is not named: the step's last."""

_Attempt = tuple[int, int]
"""A step and the number of one of its attempts."""


def put_together(events: Sequence[Event]) -> list[Event]:
    """The events, with the text of each attempt in one piece where there are more than MOST_PIECES in all."""
    if sum(isinstance(event, Streamed) for event in events) <= MOST_STREAMED:
        return list(events)
    kept: list[Event] = []
    pieces: dict[_Attempt, list[str]] = {}
    begun: dict[_Attempt, int] = {}
    for event in events:
        if isinstance(event, AttemptStarted | AttemptFinished):
            for attempt in (event.attempt, _LAST):
                _put(kept, begun, pieces, (event.step, attempt))
        if not isinstance(event, Streamed):
            kept.append(event)
            continue
        place = event.step, event.attempt
        if place in begun:
            pieces[place].append(event.text)
        else:
            begun[place], pieces[place] = len(kept), [event.text]
            kept.append(event)
    for place in list(begun):
        _put(kept, begun, pieces, place)
    return kept


def _put(kept: list[Event], begun: dict[_Attempt, int], pieces: dict[_Attempt, list[str]], attempt: _Attempt) -> None:
    place = begun.pop(attempt, None)
    if place is not None:
        first = kept[place]
        assert isinstance(first, Streamed)
        kept[place] = first._replace(text="".join(pieces.pop(attempt)))
