"""What an agent is called where not every sign will do: as a tool of a model, and as a group of steps.

Two agents whose names differ never get the same one.
"""

import string
from collections.abc import Collection, Iterable
from hashlib import sha256

LONGEST_TOOL = 64
LONGEST_PLACE = 80
UNSPOKEN = "agent"
_IN_A_TOOL = frozenset(string.ascii_letters + string.digits + "_-")
_IN_A_PLACE = "_ .,:;?!'()+*=%&-"


def tool_names(names: Iterable[str], taken: Collection[str]) -> dict[str, str]:
    """Each agent's name as a tool, no two alike even in small letters, and none of those that are `taken`.

    An agent whose own name will do keeps it; of names that become alike, the later ones get a number.
    """
    found: dict[str, str] = {}
    used = {name.lower() for name in taken}
    for name in sorted(names, key=lambda name: tool_name(name) != name):
        plain = tool_name(name) or UNSPOKEN
        found[name], number = plain, 1
        while found[name].lower() in used:
            number += 1
            end = f"_{number}"
            found[name] = plain[: LONGEST_TOOL - len(end)] + end
        used.add(found[name].lower())
    return found


def tool_name(name: str) -> str:
    """A name as model providers have tools: letters, digits, _ and -, at most 64; empty where nothing is left."""
    kept = "".join(letter if letter in _IN_A_TOOL else " " for letter in name)
    plain = "_".join(kept.split()).strip("_")
    if plain and not plain[0].isalpha():
        plain = f"{UNSPOKEN}_{plain}"  # Gemini has them begin with a letter
    return plain[:LONGEST_TOOL]


def place_name(name: str) -> str:
    """An agent's name as it can name a group: on one line, not too long, without the sign that parts groups.

    What had to lose something gets a mark of its own, made from the whole name.
    """
    line = " ".join(name.split())
    kept = "".join(letter if letter.isalnum() or letter in _IN_A_PLACE else " " for letter in line)
    plain = " ".join(kept.split())
    if plain == line and 0 < len(plain) <= LONGEST_PLACE:
        return plain
    mark = f" ({sha256(name.encode('utf-8', 'replace')).hexdigest()[:6]})"
    return (plain or UNSPOKEN)[: LONGEST_PLACE - len(mark)] + mark
