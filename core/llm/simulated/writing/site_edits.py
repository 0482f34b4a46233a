"""What the owner of a web site's file changes on request: replacements in its text, by rules over the words.

Each rule reads the wish and the file's text and gives the passages to replace. A wish that no rule understands changes
nothing, and the owner says so.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.llm.simulated.writing.site_parts import COLOURS, ELEMENTS, added, answer_about

_QUOTE = "['\"“”‘’`]"
_RENAME = re.compile(
    rf"\brename (?:the |your )?(?P<what>class|id|function|variable|constant|element)?\s*{_QUOTE}?"
    rf"(?P<sign>[.#]?)(?P<old>[\w-]+)"
    rf"(?:\(\))?{_QUOTE}? (?:class |id |function )?(?:to|into|as) {_QUOTE}?[.#]?(?P<new>[\w-]+)",
    re.IGNORECASE,
)
_RENAMED = re.compile(r"\bthe (?P<what>\w+) (?P<old>[\w-]+) is now called (?P<new>[\w-]+)", re.IGNORECASE)
_SWAP = re.compile(
    rf"{_QUOTE}(?P<old>[^'\"“”‘’`\n]+){_QUOTE}\s+(?:to|with|by|into)\s+{_QUOTE}(?P<new>[^'\"“”‘’`\n]+){_QUOTE}"
)
_SET = re.compile(
    r"\b(?:change|set|make|rewrite|replace|let|turn|update)\b.{0,25}?\b(?P<part>heading|headline|title|footer|lead|"
    r"tagline|intro(?:duction)?|button)(?: text)?(?: (?:on|of|in) (?:the )?[\w. -]{1,30}?)?,? "
    r"(?:to|say|read|with|into|be)[:]?\s+(?P<new>.+?)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_COLOURED = re.compile(
    r"\b(?P<part>accent|background|text|foreground|links?|buttons?|headings?|page)\b.{0,30}?"
    rf"(?P<colour>#[0-9a-f]{{3,8}}\b|\b(?:(?:dark|light|medium|pale|deep|hot) ?)?(?:{'|'.join(COLOURS)})\b)",
    re.IGNORECASE | re.DOTALL,
)
_SIZE = re.compile(r"\b(?P<more>larger|bigger|smaller|wider|narrower)\b", re.IGNORECASE)
_REMOVE = re.compile(
    r"\b(?:remove|delete|drop)\b.{0,20}?\b(?P<part>footer|header|nav(?:igation)?|form|lead|tagline)\b", re.I
)

Edit = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SiteEdits:
    """Passages with what replaces them, a sentence about it, and what dependents must know."""

    edits: tuple[Edit, ...]
    summary: str
    notice: str = ""


def edits_for(file: str, text: str, wish: str) -> SiteEdits:
    """What the owner of `file` does about `wish`."""
    for rule in _RULES:
        made = rule(file, text, wish)
        if made is not None and all(old != new for old, new in made.edits):
            return made
    return SiteEdits((), answer_about(file, text, wish))


def _renamed(file: str, text: str, wish: str) -> SiteEdits | None:
    match = _RENAME.search(wish) or _RENAMED.search(wish)
    if match is None:
        return None
    old, new = match["old"], match["new"]
    sign = match.groupdict().get("sign")
    guessed = "id" if sign == "#" else "function" if f"function {old}(" in text and not sign else "class"
    what = (match["what"] or guessed).lower()
    found = tuple(dict.fromkeys(_lines(text, _name_in(file, what, old), new)))
    if not found:
        return SiteEdits((), f"I left {file} as it is: it does not use the {what} {old}.")
    return SiteEdits(found, f"Renamed the {what} {old} to {new}.", f"The {what} {old} is now called {new}.")


def _name_in(file: str, what: str, name: str) -> str:
    """A pattern for a name where it means a class, an id or an identifier, not an ordinary word."""
    word = rf"(?<![\w-]){re.escape(name)}(?![\w-])"
    if what in ("function", "variable", "constant"):
        return word
    if file.endswith(".css"):
        return rf"(?<=[.#]){re.escape(name)}(?![\w-])"
    if file.endswith(".js"):
        return rf"(?<=[\"'`]){re.escape(name)}(?=[\"'` ])|(?<=[\"'`][.#]){re.escape(name)}(?![\w-])"
    attribute = "id|for|name" if what == "id" else "class"
    return rf"(?P<before>\b(?:{attribute})=\"(?:[^\"]* )?){word}"


def _lines(text: str, pattern: str, new: str) -> Iterator[Edit]:
    for line in text.splitlines():
        if re.search(r"^\s*//|\btitle:", line):
            continue
        changed = re.sub(pattern, lambda found: (found.groupdict().get("before") or "") + new, line)
        if changed != line:
            yield line, changed


def _swapped(file: str, text: str, wish: str) -> SiteEdits | None:
    match = _SWAP.search(wish)
    if match is None or match["old"] not in text:
        return None
    return SiteEdits(((match["old"], match["new"]),), f"Replaced “{match['old']}” with “{match['new']}”.")


def _set_text(file: str, text: str, wish: str) -> SiteEdits | None:
    match = _SET.search(wish)
    if match is None or not file.endswith(".html"):
        return None
    part = match["part"].lower()
    new = match["new"].strip(" .'\"“”‘’`")
    found = re.search(ELEMENTS[part], text, re.DOTALL)
    if found is None or not new:
        return None
    changed = found[0].replace(found["text"], new.replace("<", "&lt;"), 1)
    return SiteEdits(((found[0], changed),), f"The {part} now says “{new}”.")


def _coloured(file: str, text: str, wish: str) -> SiteEdits | None:
    match = _COLOURED.search(wish)
    if match is None or not file.endswith(".css"):
        return None
    part, colour = match["part"].lower().rstrip("s"), match["colour"].lower().replace(" ", "")
    names = {"page": "background", "foreground": "text", "link": "accent", "button": "accent", "heading": "text"}
    name = names.get(part, part)
    line = re.search(rf"^[ \t]*(?:--{name}|{'color' if name == 'text' else name}):[^;]*;", text, re.MULTILINE)
    if line is None:
        return None
    changed = re.sub(r":[^;]*;", f": {colour};", line[0])
    return SiteEdits(((line[0], changed),), f"The {part} colour is now {colour}.")


def _sized(file: str, text: str, wish: str) -> SiteEdits | None:
    match = _SIZE.search(wish)
    if match is None or not file.endswith(".css"):
        return None
    more = match["more"].lower()
    wide = more in ("wider", "narrower")
    factor = 1.2 if more in ("larger", "bigger", "wider") else 1 / 1.2
    line = re.search(
        rf"^[ \t]*{'max-width' if wide else 'font(?:-size)?'}:\s*(?P<size>[\d.]+)[^;]*;", text, re.MULTILINE
    )
    if line is None:
        return None
    changed = line[0].replace(line["size"], f"{float(line['size']) * factor:.3g}", 1)
    return SiteEdits(((line[0], changed),), f"The {'page' if wide else 'text'} is {more} now.")


def _removed(file: str, text: str, wish: str) -> SiteEdits | None:
    match = _REMOVE.search(wish)
    if match is None or not file.endswith(".html"):
        return None
    tag = {"navigation": "nav", "tagline": "lead"}.get(match["part"].lower(), match["part"].lower())
    start = r"<p class=\"lead\"" if tag == "lead" else rf"<{tag}\b"
    found = re.search(rf"[ \t]*{start}.*?</{'p' if tag == 'lead' else tag}>\n?", text, re.DOTALL)
    return SiteEdits(((found[0], ""),), f"Removed the {match['part'].lower()}.") if found else None


def _added(file: str, text: str, wish: str) -> SiteEdits | None:
    made = added(file, text, wish)
    return SiteEdits((made[0],), made[1]) if made else None


_RULES: tuple[Callable[[str, str, str], SiteEdits | None], ...] = (
    _renamed,
    _swapped,
    _set_text,
    _coloured,
    _sized,
    _removed,
    _added,
)
