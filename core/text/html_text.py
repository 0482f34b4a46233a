"""The readable text of a web page, read with an HTML parser."""

from contextlib import suppress

from core.text.cleaning import clean

LARGEST_PAGE = 2_000_000
LONGEST_TEXT = 20_000
DEEPEST = 500  # elements within each other; the parser looks through all of them at every end tag
_NOT_TEXT = frozenset(("script", "style", "noscript", "template", "svg", "iframe"))
_AT_A_TIME = 4_000  # characters between two looks at the depth


def page_text(html: str) -> str:
    """The words a person would see, a line each block; scripts and styles left out, cut at LONGEST_TEXT characters.

    A page ends where its elements are nested more than DEEPEST deep.
    """
    words = _Words()
    _read(clean(html[:LARGEST_PAGE]), words)
    lines = (" ".join(line.split()) for line in "".join(words.texts).splitlines())
    return "\n".join(line for line in lines if line)[:LONGEST_TEXT]


def _read(page: str, words: "_Words") -> None:
    """Have a page parsed until there is enough text, or it is too deep. No tree is built."""
    from lxml.etree import HTMLParser, XMLSyntaxError

    parser = HTMLParser(target=words)
    with suppress(XMLSyntaxError):  # a page without any element or text
        for start in range(0, len(page), _AT_A_TIME):
            parser.feed(page[start : start + _AT_A_TIME])
            if words.depth > DEEPEST or words.size > LONGEST_TEXT:
                break
        parser.close()


class _Words:
    """Takes what the parser finds: texts outside of scripts, styles and the like, a line end between two of them."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.size = 0  # characters of the texts, without white space at their ends
        self.depth = 0
        self._left_out = 0  # elements that hold no text and are open

    def start(self, tag: str, _attributes: object) -> None:
        self.depth += 1
        self._left_out += tag in _NOT_TEXT
        self.texts.append("\n")

    def end(self, tag: str) -> None:
        self.depth -= 1
        self._left_out -= tag in _NOT_TEXT
        self.texts.append("\n")

    def data(self, text: str) -> None:
        if not self._left_out:
            self.texts.append(text)
            self.size += len(text.strip())

    def comment(self, _text: str) -> None:
        self.texts.append("\n")

    def close(self) -> None:
        """Nothing is left to do at the end."""
