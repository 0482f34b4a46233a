"""What the owner of a web site's file changes on request: replacements in its text, by rules over the words.

Each rule reads the wish and the file's text and gives the passages to replace. A wish that no rule understands changes
nothing, and the owner says so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.simulated import linear as re
from core.simulated.reading.words import stems
from core.simulated.writing.site_parts import COLOURS, ELEMENTS, added, answer_about

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
_SHOULD = re.compile(
    r"\b(?P<part>heading|headline|title|footer|lead|tagline|intro(?:duction)?|button)\b[^'\"“‘.]{0,40}?\b"
    r"(?:sho?u?l?d|must|needs? to|has to|ought to) (?:be|say|read):?\s+(?P<new>.+?)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_SHADE = re.compile(
    r"\b(?P<part>accent|background|text|links?|buttons?|headings?|page)\b.{0,40}?\b(?P<more>darker|lighter|brighter)\b|"
    r"\b(?P<before>darker|lighter|brighter) (?P<named>accent|background|text|links?|buttons?|headings?|page)\b",
    re.IGNORECASE | re.DOTALL,
)
_SIZE = re.compile(
    r"\b(?P<more>larger|bigger|smaller|wider|narrower)\b|\b(?P<too>too (?:small|big|large|wide|narrow))\b",
    re.IGNORECASE,
)
_EXACT = re.compile(r"(?<![\w.])(?P<size>\d{0,9}\.?\d{1,9}) ?(?P<unit>rem|em|px|pt)\b", re.IGNORECASE)
_OPPOSITE = {"small": "larger", "big": "smaller", "large": "smaller", "wide": "narrower", "narrow": "wider"}
_PLACES = re.compile(
    r"\b(?P<count>\d{1,4}) (?:places?|seats?|spots?|tickets?)\b|\b(?P<full>fully booked|sold out|full)\b", re.IGNORECASE
)
_REMOVE_NAMED = re.compile(
    r"\b(?:remove|delete|drop|take out|get rid of)\b (?:the |that )?(?P<name>[\w' “”\"-]{0,40}?)[\"”']? ?"
    r"\b(?P<part>button|link|paragraph|sentence|note|heading)\b",
    re.IGNORECASE,
)
_TAGS = {"button": "button", "link": "a", "heading": "h[12]"}
_REMOVE = re.compile(
    r"\b(?:remove|delete|drop)\b.{0,20}?\b(?P<part>footer|header|nav(?:igation)?|form|lead|tagline)\b", re.IGNORECASE
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
    return rf"(?P<before>\b(?:{attribute})=\"(?:[^\"]{{0,200}} )?){word}"


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
    match = _SET.search(wish) or _SHOULD.search(wish)
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
    line = _colour_line(text, part)
    if line is None:
        return None
    changed = re.sub(r":[^;]*;", f": {colour};", line[0])
    return SiteEdits(((line[0], changed),), f"The {part} colour is now {colour}.")


def _colour_line(text: str, part: str) -> re.Match | None:
    """The first line that sets the colour of a part of the page."""
    names = {"page": "background", "foreground": "text", "link": "accent", "button": "accent", "heading": "text"}
    name = names.get(part, part)
    return re.search(rf"^[ \t]*(?:--{name}|{'color' if name == 'text' else name}):[^;]*;", text, re.MULTILINE)


def _shaded(file: str, text: str, wish: str) -> SiteEdits | None:
    match = _SHADE.search(wish)
    if match is None or not file.endswith(".css"):
        return None
    part, more = (match["part"] or match["named"]).lower().rstrip("s"), (match["more"] or match["before"]).lower()
    line = _colour_line(text, part)
    colour = re.search(r"#[0-9a-f]{6}\b", line[0], re.IGNORECASE) if line else None
    if line is None or colour is None:
        return None
    parts = [int(colour[0][at : at + 2], 16) for at in (1, 3, 5)]
    new = [round(one * 0.8) if more == "darker" else round(one + (255 - one) * 0.25) for one in parts]
    changed = line[0].replace(colour[0], "#" + "".join(f"{one:02x}" for one in new))
    return SiteEdits(((line[0], changed),), f"The {part} colour is {more} now.")


def _sized(file: str, text: str, wish: str) -> SiteEdits | None:
    match = _SIZE.search(wish)
    if match is None or not file.endswith(".css"):
        return None
    more = (match["more"] or _OPPOSITE[match["too"].lower().removeprefix("too ")]).lower()
    wide = more in ("wider", "narrower")
    factor = 1.2 if more in ("larger", "bigger", "wider") else 1 / 1.2
    line = re.search(
        rf"^[ \t]*{'max-width' if wide else 'font(?:-size)?'}:\s*(?P<size>[\d.]+)(?P<unit>[a-z]*)[^;]*;",
        text,
        re.MULTILINE,
    )
    if line is None:
        return None
    exact = _EXACT.search(wish)
    new = f"{exact['size']}{exact['unit'].lower()}" if exact else f"{float(line['size']) * factor:.3g}{line['unit']}"
    changed = line[0].replace(line["size"] + line["unit"], new, 1)
    return SiteEdits(((line[0], changed),), f"The {'page' if wide else 'text'} is {more} now.")


def _evening_places(file: str, text: str, wish: str) -> SiteEdits | None:
    """How many places an evening has, where the wish names it by its title or its date."""
    match = _PLACES.search(wish)
    if match is None or not file.endswith(".js") or re.match(r"\W*(?:please )?(?:add|insert)\b", wish, re.IGNORECASE):
        return None
    lines = re.findall(r"^ *\{ date: .*places: \d+.*$", text, re.MULTILINE)
    best = max(lines, key=lambda line: len(stems(line) & stems(wish)), default="")
    count = match["count"] or "0"
    if not stems(best) & (stems(wish) - stems("places evening date title left")):
        return None
    return SiteEdits(
        ((best, re.sub(r"places: \d+", f"places: {count}", best)),), f"That evening has {count} places now."
    )


def _removed_named(file: str, text: str, wish: str) -> SiteEdits | None:
    """One button, link, paragraph or heading, known by its words; without words only where there is no other."""
    match = _REMOVE_NAMED.search(wish)
    if match is None or not file.endswith(".html"):
        return None
    tag, name = _TAGS.get(match["part"].lower(), "p"), match["name"].strip(" '\"“”").casefold()
    found = [
        one[0] for one in re.finditer(rf"[ \t]{{0,40}}<({tag})\b(?:(?!</?\1\b).){{0,999}}</\1>\n?", text, re.DOTALL)
    ]
    fitting = [one for one in found if name in re.sub(r"<[^>]*>", " ", one).casefold()]
    return SiteEdits(((fitting[0], ""),), f"Removed the {match['part'].lower()}.") if len(fitting) == 1 else None


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
    _shaded,
    _sized,
    _evening_places,
    _removed,
    _removed_named,
    _added,
)
