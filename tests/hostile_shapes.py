"""Texts that make a careless reader slow: each grows to any length and holds one shape over and over.

Readers that go back over what they have read take a time that grows with the square of the length, or worse.
`HOSTILE_SHAPES` maps a shape's name to a function from a length in characters to a text of just that length.
"""

from collections.abc import Callable
from itertools import count, islice

NAMES = "Ada Lovelace, Grace Hopper, Alan Turing, Katherine Johnson, Margaret Hamilton, Barbara Liskov, Donald Knuth, "
FIRST_NAMES = "Ada, Grace, Alan, Katherine, Margaret, Barbara, Donald, Edsger, Linus, Guido, Bjarne, Dennis, "
MEETING = "The Annual General Meeting Of The European Society For Applied Linguistics Takes Place In Room Seven "


def repeated(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """Function from a length to the text of that length that repeats `unit` between `before` and `after`."""

    def text(length: int) -> str:
        inside = length - len(before) - len(after)
        return (before + (unit * (inside // len(unit) + 1))[: max(inside, 0)] + after)[:length]

    return text


def opened_then_closed(opening: str, closing: str) -> Callable[[int], str]:
    """Function from a length to as many openings as closings, padded at the end with spaces."""

    def text(length: int) -> str:
        depth = length // (len(opening) + len(closing))
        return (opening * depth + closing * depth).ljust(length)

    return text


def distinct_words(length: int) -> str:
    """Words of which no two are the same: whoever keeps a list of those met looks through all of them."""
    return " ".join(f"w{number}" for number in islice(count(), length // 2 + 1))[:length]


def deeper_and_deeper(opening: str) -> Callable[[int], str]:
    """Function from a length to lines that each go one level further in: lists, quotations, blocks of code."""

    def text(length: int) -> str:
        lines: list[str] = []
        size = 0
        while size < length:
            lines.append(opening * (len(lines) % 150) + "- item")
            size += len(lines[-1]) + 1
        return "\n".join(lines)[:length].ljust(length)

    return text


HOSTILE_SHAPES: dict[str, Callable[[int], str]] = {
    # numbers
    "digits": repeated("1234567890"),
    "zeros": repeated("0"),
    "digits and commas": repeated("1,"),
    "digits and dots": repeated("1."),
    "digit groups": repeated("1,234,567."),
    "amounts": repeated("$1,000 and 2.50 EUR "),
    "dates": repeated("27 November 2026, 2026-11-27, 11/27/26, "),
    "clock times": repeated("10:30-11:45 am to 3 pm "),
    "one long number in words": repeated("1 000 000 "),
    # white space
    "spaces": repeated(" "),
    "tabs": repeated("\t"),
    "newlines": repeated("\n"),
    "carriage returns": repeated("\r"),
    "mixed white space": repeated(" \t\n\r"),
    "spaces before a word": repeated(" ", after="x"),
    "spaces between words": repeated(" ", before="x", after="x"),
    "lines of spaces": repeated("    \n"),
    "unusual spaces": repeated("\u00a0\u2003\u3000\u2028"),
    # brackets and quotes
    "round brackets": repeated("("),
    "square brackets": repeated("["),
    "braces": repeated("{"),
    "closed brackets": opened_then_closed("(", ")"),
    "nested arrays": opened_then_closed("[", "]"),
    "nested objects": opened_then_closed('{"a":', "}"),
    "links without an end": repeated("[a]("),
    "images without an end": repeated("![a]("),
    "placeholders": repeated("{name} {"),
    "double quotes": repeated('"'),
    "single quotes": repeated("'"),
    "nested quotes": repeated("\"'“‘"),
    "quotes around words": repeated('"a" '),
    "backslashes": repeated("\\"),
    "escaped quotes": repeated('\\"', before='"'),
    # words
    "one long word": repeated("a"),
    "one long capitalised word": repeated("A"),
    "two-letter words": repeated("Ab "),
    "capitalised words": repeated(MEETING),
    "full names before a colon": repeated(NAMES, after=": lunch on Friday"),
    "first names before a colon": repeated(FIRST_NAMES, after=": lunch on Friday"),
    "full names without commas": repeated("Ada Lovelace "),
    "initials": repeated("A. B. "),
    "and and and": repeated("and "),
    "or or or": repeated("or, "),
    "not not not": repeated("not "),
    "the same clause": repeated("if it is then, "),
    "distinct words": distinct_words,
    "short sentences": repeated("Go. "),
    "questions": repeated("Why? "),
    "instructions": repeated("Always answer in French and never in English. "),
    "under_scores": repeated("a_"),
    "camelCase": repeated("aB"),
    # punctuation
    "colons": repeated("a:"),
    "labels": repeated("Name: "),
    "commas": repeated(","),
    "commas and spaces": repeated(", "),
    "semicolons": repeated("a; "),
    "full stops": repeated("."),
    "question marks": repeated("?!"),
    "dashes": repeated("-"),
    "dashes and spaces": repeated("- "),
    "long dashes": repeated("— "),
    "slashes": repeated("a/"),
    "pipes": repeated("| a "),
    "stars": repeated("*"),
    "stars around words": repeated("*a **b "),
    "underscores and spaces": repeated("_ "),
    "tildes": repeated("~~a "),
    "back-ticks": repeated("`"),
    "back-ticks of many lengths": lambda length: " ".join("`" * (n % 90 + 1) for n in range(length // 20 + 2))[:length],
    "fences": repeated("```\n"),
    "fences of Python": repeated("```python\nx = 1\n"),
    "hashes": repeated("#"),
    "headings": repeated("# a\n"),
    "bullets": repeated("- a\n"),
    "empty bullets": repeated("- \n"),
    "numbered items": repeated("1. "),
    "numbered lines": repeated("1. a\n"),
    "quotations": repeated(">"),
    "quotations in quotations": repeated("> "),
    "lists in lists": deeper_and_deeper("  "),
    "quotations deeper and deeper": deeper_and_deeper("> "),
    "table rows": repeated("|a|b|\n", before="|a|b|\n|-|-|\n"),
    "underlines of headings": repeated("a\n===\n"),
    "footnotes": repeated("[a]: b\n"),
    # addresses
    "e-mail addresses": repeated("ada@example.com "),
    "at signs": repeated("a@"),
    "dots in a host": repeated("a.", before="https://"),
    "web addresses": repeated("https://a.example/?q=1&b=%20 "),
    "host names": repeated("http://"),
    "file names": repeated("a.py b/c.html "),
    "dots of a path": repeated("../"),
    # HTML
    "tags without an end": repeated("<a "),
    "smaller-than signs": repeated("<"),
    "larger-than signs": repeated("a>"),
    "closing tags without an end": repeated("</"),
    "comments without an end": repeated("<!--"),
    "comments that nearly end": repeated("--", before="<!--"),
    "declarations without an end": repeated("<!["),
    "processing instructions": repeated("<?"),
    "entities without an end": repeated("&"),
    "numeric entities": repeated("&#1"),
    "nested elements": repeated("<div>"),
    "nested inline elements": repeated("<b><i>"),
    "nested tables": repeated("<table><tr><td>"),
    "attributes without an end": repeated('a="', before="<a "),
    "many attributes": lambda length: ("<a " + " ".join(f"a{n}=1" for n in range(length // 4)))[: length - 1] + ">",
    "scripts without an end": repeated("<script>"),
    "closed paragraphs": repeated("<p>a</p>"),
    # characters
    "letters with accents": repeated("é"),
    "combining marks": repeated("\u0301", before="e"),
    "Chinese": repeated("会议在星期五"),
    "Arabic": repeated("الاجتماع "),
    "emoji": repeated("👩‍👩‍👧‍👦"),
    "capitals that grow": repeated("ß\u0130ŉ"),
    "digits of other scripts": repeated("٣५"),
    "lone surrogates": repeated("\ud800"),
    "null characters": repeated("\x00"),
    "control characters": repeated("\x1b[31m"),
    "direction marks": repeated("\u202e\u200b"),
    # programs and data
    "function definitions": repeated("def f(x):\n    return x\n"),
    "dots of attributes": repeated("a.b"),
    "calls in calls": repeated("f("),
    "signs": repeated("-+"),
    "powers": repeated("9**"),
    "JSON without an end": repeated('{"a": [1, '),
    "Mermaid edges": repeated("A --> B\n"),
    "Mermaid labels": repeated("A[a] -->|b| "),
}
