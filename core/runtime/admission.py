"""Which runs may go on now and which wait in line: a fair share for each owner.

An owner's runs begin in the order in which they were asked for. Of several owners the one with the fewest runs going on
comes first, and among equals the turn goes round, so that who asks for a thousand does not stand before who asks for
one. Bookkeeping only: no threads, no time.
"""

from collections import Counter, OrderedDict, deque
from dataclasses import dataclass

from core.errors import InputError

MOST_LIVE_RUNS = 200
_MOST_WAITING = 1000
MOST_WAITING_EACH = 50


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many runs go on at once and how many may wait: of all owners together, and of each."""

    live: int = MOST_LIVE_RUNS
    live_each: int = MOST_LIVE_RUNS
    waiting: int = _MOST_WAITING
    waiting_each: int = MOST_WAITING_EACH


@dataclass(frozen=True, slots=True)
class Place:
    """A place in line, 1 being the next. Where `share` is set, its owner has that many runs going on, all there may be.

    Such a run waits for one of its owner's own to end, any other for anybody's.
    """

    number: int
    share: int | None = None


class Admission:
    """Every run enters, and leaves when it has ended or is given up."""

    def __init__(self, capacity: Capacity) -> None:
        self._capacity = capacity
        self._live: Counter[str] = Counter()
        self._waiting: OrderedDict[str, deque[str]] = OrderedDict()  # owners in the order of their turns

    @property
    def live(self) -> int:
        """How many runs go on."""
        return self._live.total()

    @property
    def waiting(self) -> int:
        """How many runs stand in line."""
        return sum(map(len, self._waiting.values()))

    def check(self, owner: str) -> None:
        """Raises InputError when a further run of the owner's could neither begin nor wait."""
        if self._may_begin(owner):
            return
        mine = len(self._waiting.get(owner, ()))
        if mine >= self._capacity.waiting_each:
            going_on = "1 run" if self._live[owner] == 1 else f"{self._live[owner]} runs"
            raise InputError(
                f"You have {going_on} going on and {mine} in line, and no more of yours can wait. "
                "Stop one of them, or try again when some have ended."
            )
        if self.waiting >= self._capacity.waiting:
            raise InputError(
                f"The server is full: {self.live} runs are going on and {self._capacity.waiting} are in line. "
                "Try again in a few minutes."
            )

    def enter(self, owner: str, run_id: str) -> bool:
        """Whether the run begins now; if not, it stands in line. Raises InputError as `check` does."""
        self.check(owner)
        if self._may_begin(owner):
            self._live[owner] += 1
            return True
        self._waiting.setdefault(owner, deque()).append(run_id)
        return False

    def leave(self, owner: str, run_id: str) -> list[str]:
        """Let go of a run, whether it went on or waited; the ids of those that begin now in its stead."""
        line = self._waiting.get(owner, deque())
        if run_id in line:
            line.remove(run_id)
            if not line:
                del self._waiting[owner]
            return []
        self._live[owner] -= 1
        if not self._live[owner]:
            del self._live[owner]
        return self._let_in()

    def place(self, owner: str, run_id: str) -> Place | None:
        """Where the run stands in line; None when it does not."""
        line = self._waiting.get(owner, deque())
        if run_id not in line:
            return None
        before = line.index(run_id)
        if not self._room(owner):
            return Place(before + 1, self._capacity.live_each)
        number, rank, earlier = before + 1, self._live[owner] + before, True
        for other, theirs in self._waiting.items():
            if other == owner:
                earlier = False
            else:
                number += min(len(theirs), max(0, rank - self._live[other] + earlier))
        return Place(number)

    def _let_in(self) -> list[str]:
        """Those whose turn it is. Whoever had a turn goes to the end of the round."""
        begin: list[str] = []
        while owners := list(filter(self._may_begin, self._waiting)):
            owner = min(owners, key=self._live.__getitem__)
            line = self._waiting[owner]
            begin.append(line.popleft())
            self._live[owner] += 1
            self._waiting.move_to_end(owner)
            if not line:
                del self._waiting[owner]
        return begin

    def _may_begin(self, owner: str) -> bool:
        return self.live < self._capacity.live and self._room(owner) > 0

    def _room(self, owner: str) -> int:
        return self._capacity.live_each - self._live[owner]
