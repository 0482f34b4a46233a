"""The readable text of a web page, read with an HTML parser."""

LARGEST_PAGE = 2_000_000
LONGEST_TEXT = 20_000
_NOT_TEXT = ("script", "style", "noscript", "template", "svg", "iframe")


def page_text(html: str) -> str:
    """The words a person would see, a line each block; scripts and styles left out, cut at LONGEST_TEXT characters."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html[:LARGEST_PAGE], "html.parser")
    for element in soup(_NOT_TEXT):
        element.decompose()
    lines = (" ".join(line.split()) for line in soup.get_text("\n").splitlines())
    return "\n".join(line for line in lines if line)[:LONGEST_TEXT]
