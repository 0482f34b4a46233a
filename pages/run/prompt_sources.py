"""A prompt taken apart: the template, its values, and the messages sent, with every stretch's source named.

A source is told by colour, by a number in the text, and by its name in the legend.
"""

from collections.abc import Iterable, Mapping, Sequence

from core.reports import FilledPrompt, Source, SourcedText, TracedMessage, sources
from core.text import shorten
from pages.ui import Html, element, join, show

LONGEST_COLOURED = 30_000  # characters of a message
LONGEST_VALUE = 400
MOST_SPANS = 500
KINDS = {
    "template": "the prompt's own words",
    "request": "request",
    "parameter": "parameter",
    "step": "earlier step",
    "reply": "earlier reply",
    "value": "computed value",
}
PLAIN_KINDS = ("template", "unknown")
NOT_RECORDED = "Older runs do not know the parts of their prompts; this is what was sent."

Numbers = Mapping[Source, int]


def show_sources(messages: Sequence[TracedMessage]) -> None:
    """Draw the templates, their values, the messages and the legend as one block."""
    numbers = {source: number for number, source in enumerate(_named(messages), 1)}
    filled = [(message, prompt) for message in messages for prompt in message.prompts or ()]
    pieces = [_heading("1 · Template"), *(_template(*template) for template in filled)] if filled else []
    if values := [row for _, prompt in filled for row in _values(prompt, numbers)]:
        pieces += [_heading("2 · Values"), _table(values)]
    known = all(message.prompts is not None for message in messages)
    legend = _legend(numbers) if known else element("div", NOT_RECORDED, cls="pw-soft")
    pieces += [_heading("3 · Messages sent"), legend, *(_message(message, numbers) for message in messages)]
    show(*pieces)


def _named(messages: Sequence[TracedMessage]) -> Iterable[Source]:
    return (source for source in sources(messages) if source.kind not in PLAIN_KINDS)


def _heading(words: str) -> Html:
    return element("div", words, cls="pw-h")


def _template(message: TracedMessage, prompt: FilledPrompt) -> Html:
    pieces, left = list[str](), LONGEST_COLOURED
    for text, _, placeholder in prompt.texts[:MOST_SPANS]:
        words = f"{{{placeholder}}}" if placeholder else text[:left]
        left -= len(words)
        pieces.append(element("b", words) if placeholder else words)
    name = element("code", prompt.name or "in the workflow's code")
    said = element("div", name, f", sent as {message.message.role}", cls="pw-soft pw-by")
    return join((said, element("div", *pieces, cls="pw-words")))


def _values(prompt: FilledPrompt, numbers: Numbers) -> Iterable[Html]:
    for text, source, placeholder in prompt.texts:
        if placeholder is not None:
            yield element(
                "tr",
                element("td", element("code", f"{{{placeholder}}}")),
                element("td", shorten(text, LONGEST_VALUE) or "(empty)"),
                element("td", element("div", _origin(source, numbers))),
            )


def _table(rows: Sequence[Html]) -> Html:
    head = element("tr", *(element("th", name) for name in ("placeholder", "value", "from")))
    return element("table", head, *rows, cls="pw-values")


def _legend(numbers: Numbers) -> Html:
    own = element("span", "plain: the prompt's own words", cls="pw-soft")
    return element("div", own, *(_origin(source, numbers) for source in numbers), cls="pw-sources")


def _origin(source: Source, numbers: Numbers) -> Html:
    words = f"{KINDS[source.kind]}: {source.name}" if source.kind != "request" else source.name
    return element("span", shorten(words, 120), cls=f"pw-src pw-src-{source.kind}", data_n=str(numbers[source]))


def _message(message: TracedMessage, numbers: Numbers) -> Html:
    said = element("div", f"as {message.message.role}", cls="pw-soft pw-by")
    asked = [
        element("div", f"calls {call.name}({shorten(call.arguments, 2000)})") for call in message.message.tool_calls
    ]
    words = list(_coloured(message.texts, numbers))
    if not words and not asked:
        words = ["(empty)"]
    return join((said, element("div", *words, *asked, cls="pw-words")))


def _coloured(texts: Sequence[SourcedText], numbers: Numbers) -> Iterable[str]:
    left = LONGEST_COLOURED
    for text, source, _ in texts[:MOST_SPANS]:
        text = text[:left]
        left -= len(text)
        if source.kind in PLAIN_KINDS or not text.strip():
            yield text
        else:
            told = f"{KINDS[source.kind]}: {source.name}"
            number = str(numbers[source])
            yield element("span", text, cls=f"pw-src pw-src-{source.kind}", title=told, data_n=number)
    if not left or len(texts) > MOST_SPANS:
        yield element("div", "… the rest can be read as plain text", cls="pw-soft")
