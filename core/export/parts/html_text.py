"""The readable text of a web page, with nothing but the standard library."""

from html.parser import HTMLParser

LONGEST_HTML = 2_000_000
LONGEST_PAGE_TEXT = 20_000
_NOT_TEXT = ("script", "style", "noscript", "template", "svg", "iframe")


class Words(HTMLParser):
    """Collects the texts that a person would see."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Leave out what follows until the element ends."""
        if tag in _NOT_TEXT:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Go on after the element that was left out."""
        if tag in self.inside:
            del self.inside[self.inside.index(tag) :]

    def handle_data(self, data: str) -> None:
        """Keep a text, unless it is in an element that is left out."""
        if not self.inside:
            self.texts.append(data)


def page_text(html: str) -> str:
    """The words a person would see, a line each block; scripts and styles left out, cut at LONGEST_PAGE_TEXT."""
    words = Words()
    words.feed(html[:LONGEST_HTML])
    words.close()
    lines = (" ".join(line.split()) for text in words.texts for line in text.splitlines())
    return "\n".join(line for line in lines if line)[:LONGEST_PAGE_TEXT]
