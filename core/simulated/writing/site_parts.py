"""The parts of a small web site's files: how they are called, what can be added, and what an owner tells about them."""

from core.simulated import linear as re

COLOURS = (
    *"black white red green blue yellow orange purple pink brown gray grey navy teal olive maroon silver gold".split(),
    *"crimson coral salmon khaki indigo violet turquoise tomato orchid plum tan beige ivory lavender cyan".split(),
    *"magenta lime aqua fuchsia chocolate sienna".split(),
)
ELEMENTS = {
    "heading": r"<h1[^>]*>(?P<text>.*?)</h1>",
    "headline": r"<h1[^>]*>(?P<text>.*?)</h1>",
    "title": r"<title>(?P<text>.*?)</title>",
    "footer": r"<footer[^>]*>(?P<text>.*?)</footer>",
    "lead": r"<p class=\"lead\">(?P<text>.*?)</p>",
    "tagline": r"<p class=\"lead\">(?P<text>.*?)</p>",
    "intro": r"<p class=\"lead\">(?P<text>.*?)</p>",
    "introduction": r"<p class=\"lead\">(?P<text>.*?)</p>",
    "button": r"<button[^>]*type=\"submit\"[^>]*>(?P<text>.*?)</button>",
}
_ADD = re.compile(
    r"\b(?:add|insert|include|write|put)\b(?: in)? (?:an? |the |another )?(?:new |short )?(?P<what>paragraph|sentence|"
    r"note|line|section|link|notice|evening|event)\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ADD_TOLD = re.compile(
    r"\W*(?:please |pls )?(?:add|mention|include|write|put|say|tell (?:people|them|everybody|visitors))\b"
    r"(?: (?:that|our|my|the|an?)\b)* (?P<said>.+?)"
    r"(?:,? (?:to|on|in) (?:the )?(?:[\w.]+ ?page|page|site|[\w-]+\.html))?\W*$",
    re.IGNORECASE | re.DOTALL,
)
_NO_WORDS = re.compile(
    r"\b(?:forms?|buttons?|images?|pictures?|photos?|videos?|maps?|search|menus?|animations?|mode|margins?|padding|"
    r"spac(?:e|ing)|borders?|shadows?|links?|class(?:es)?|ids?|functions?|colou?rs?|fonts?|columns?|tables?|icons?)\b",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"^\s*(?:that (?:says|reads)|which says|saying|reading|about|on|to|for|called|titled|with|:)+\s*", re.IGNORECASE
)
_EVENING = re.compile(
    r"(?P<date>\d{1,2}\.? ?(?:of )?[A-Z][a-z]+)\W+(?:about |on |with |called |titled )?(?P<title>.+?)"
    r"(?:[,(]? ?(?:with )?(?P<places>\d+) places\)?)?\s*$",
    re.DOTALL,
)
Edit = tuple[str, str]


def added(file: str, text: str, wish: str) -> tuple[Edit, str] | None:
    """What to add to the file and a sentence about it, None where the wish adds nothing here."""
    match = _ADD.search(wish)
    if match is None:
        return _told(text, wish) if file.endswith(".html") else None
    what = match["what"].lower()
    rest = re.sub(
        r"\s(?:to|on|in|at the (?:end|bottom) of) (?:the )?(?:[\w.]+ ?page|page|site|[\w-]+\.html)\W*$",
        "",
        match["rest"],
    )
    said = _SAYING.sub("", rest).strip(" .'\"“”‘’`\n").replace("<", "&lt;")
    if file.endswith(".js") and what in ("evening", "event"):
        return _evening(text, said)
    if not file.endswith(".html") or not said:
        return None
    if what == "link" and "</nav>" in text:
        page = re.sub(r"\W+", "-", said.lower()).strip("-")[:40] or "page"
        return ("</nav>", f'  <a href="{page}.html">{_sentence(said)}</a>\n    </nav>'), f"Added a link to {said}."
    if "</main>" not in text:
        return None
    body = f"  <h2>{_sentence(said)}</h2>" if what == "section" else f"  <p>{_sentence(said)}.</p>"
    return ("  </main>", f"  {body}\n  </main>"), f"Added {'an' if what[0] in 'aeiou' else 'a'} {what}: {said}."


def _told(text: str, wish: str) -> tuple[Edit, str] | None:
    """A paragraph with what the wish itself says: “add our opening hours: Fri 19:00”."""
    match = _ADD_TOLD.match(wish)
    said = match["said"].strip(" .'\"“”‘’`\n").replace("<", "&lt;") if match else ""
    if "</main>" not in text or len(said.split()) < 2 or _NO_WORDS.search(said):
        return None
    return ("  </main>", f"    <p>{_sentence(said)}.</p>\n  </main>"), f"Added a paragraph: {said}."


def _evening(text: str, said: str) -> tuple[Edit, str] | None:
    match = _EVENING.search(said)
    last = list(re.finditer(r"^ *\{ date: .*\},?$", text, re.MULTILINE))
    if match is None or not last:
        return None
    title = re.sub(r'["\\]', "", match["title"]).strip(" ,.:")
    line = f'  {{ date: "{match["date"]}", title: "{title}", places: {match["places"] or 12} }},'
    return (last[-1][0], f"{last[-1][0]}\n{line}"), f"Added the evening of {match['date']}."


def answer_about(file: str, text: str, wish: str) -> str:
    """What an owner says when there is nothing to change: an answer, or that the wish was not understood."""
    asked = wish.lower()
    if "?" in wish or re.match(r"\s*(?:what|which|how|list|tell|who|where|describe)\b", asked):
        for word, pattern in _TOLD:
            found = dict.fromkeys(re.findall(pattern, text)) if re.search(word, asked) else ()
            if found:
                return f"{file} has: {', '.join(list(found)[:20])}."
        known = "its colours, classes, ids, functions or headings"
        return f"{file} has {len(text.splitlines())} lines; I can tell you {known}."
    return f"I left {file} as it is: nothing in it needs to change for that, as far as I can tell."


_TOLD = (
    (r"colou?r", r"#[0-9a-fA-F]{3,8}\b|--[\w-]{1,60}(?=:)"),
    (r"class", r"(?<=\.)[a-z][\w-]{0,60}(?=[^;]{0,99}\{)|(?<=class=\")[^\"]{1,99}"),
    (r"\bids?\b", r"(?<=id=\")[^\"]{1,99}"),
    (r"function", r"(?<=function )\w{1,60}"),
    (r"heading|title|section", r"(?<=<h[12]>)[^<]{1,200}|(?<=<title>)[^<]{1,200}"),
    (r"link|page", r"(?<=href=\")[^\"]{1,200}"),
)


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]
