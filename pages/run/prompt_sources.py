"""A prompt taken apart: the template, its values, and the messages sent, with every stretch's source named.

A source is told by colour, by a number in the text, and by its name in the legend.
"""

from collections.abc import Iterable, Mapping, Sequence

from core.reports import Source, Span, TracedMessage, sources, value_spans
from core.text import shorten
from core.workflow import braced
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

Numbers = Mapping[Source, int]


def show_sources(messages: Sequence[TracedMessage]) -> None:
    """Draw the templates, their values, the messages and the legend as one block."""
    numbers = {source: number for number, source in enumerate(_named(messages), 1)}
    filled = [one for one in messages if one.match is not None]
    pieces = [_heading("1 · Template"), *map(_template, filled)] if filled else []
    if values := [row for one in filled for row in _values(one, numbers)]:
        pieces += [_heading("2 · Values"), _table(values)]
    pieces += [_heading("3 · Messages sent"), _legend(numbers), *(_message(one, numbers) for one in messages)]
    show(*pieces)


def _named(messages: Sequence[TracedMessage]) -> Iterable[Source]:
    return (source for source in sources(messages) if source.kind != "template")


def _heading(words: str) -> Html:
    return element("div", words, cls="pw-h")


def _template(message: TracedMessage) -> Html:
    assert message.match is not None
    template, pieces, end = message.match.template[:LONGEST_COLOURED], list[str](), 0
    for one in braced(template):
        words = template[one.start : one.end]
        pieces += [template[end : one.start], words if one.is_plain else element("b", words)]
        end = one.end
    name = message.match.name or "in the workflow's code"
    said = element("div", element("code", name), f", sent as {message.message.role}", cls="pw-soft pw-by")
    return join((said, element("div", *pieces, template[end:], cls="pw-words")))


def _values(message: TracedMessage, numbers: Numbers) -> Iterable[Html]:
    parts = message.match.parts if message.match else ()
    for place, part in enumerate(parts):
        if part.source is not None:
            spans = value_spans(message, place)
            origins = dict.fromkeys(_origin(span.source, numbers) for span in spans)
            yield element(
                "tr",
                element("td", element("code", f"{{{part.source}}}")),
                element("td", shorten(part.text, LONGEST_VALUE) or "(empty)"),
                element("td", *_with_breaks(origins)),
            )


def _with_breaks(pieces: Iterable[Html]) -> Iterable[Html]:
    return (element("div", piece) for piece in pieces)


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
    asked = [element("div", f"calls {one.name}({shorten(one.arguments, 2000)})") for one in message.message.tool_calls]
    words = list(_coloured(message.spans, numbers))
    if not words and not asked:
        words = ["(empty)"]
    return join((said, element("div", *words, *asked, cls="pw-words")))


def _coloured(spans: Sequence[Span], numbers: Numbers) -> Iterable[str]:
    left = LONGEST_COLOURED
    for span in spans[:MOST_SPANS]:
        text = span.text[:left]
        left -= len(text)
        if span.source.kind == "template" or not text.strip():
            yield text
        else:
            told = f"{KINDS[span.source.kind]}: {span.source.name}"
            number = str(numbers[span.source])
            yield element("span", text, cls=f"pw-src pw-src-{span.source.kind}", title=told, data_n=number)
    if not left or len(spans) > MOST_SPANS:
        yield element("div", "… the rest can be read as plain text", cls="pw-soft")
