"""What the storefront workflows share: the pages, what is made of each on its way, and the prompts.

Nothing here reaches out: the pages are local, and what is sent lands in an outbox on the screen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from core.errors import InputError
from core.samples.bundled import Page, storefronts
from core.text import LinearPattern, page_text, readable
from core.workflow import Edge, Flow, Params, prompt, step

LARGEST_STORE_PAGE = 1_000_000
MOST_STORES = 50
START: tuple[Edge, ...] = (
    ("input", "any_storefront"),
    ("any_storefront", "rejected", "no"),
    ("any_storefront", "fetch_page", "each"),
    ("fetch_page", "read_page"),
)
EVERY_STORE = "bumblebox\nclackwork\nharrow-and-pell\nspoke-and-union\nthistle-and-thread\nverlaine-roche"
NO_STOREFRONT = (
    "The request names no known storefront and holds no HTML. Write the names of storefronts, or paste the HTML of a "
    f"page; nothing is fetched from the web. Known: {EVERY_STORE.replace(chr(10), ', ')}."
)
SUMMARIZE = (
    "Read the text of this shop's web page. Say what they sell, in which tone they speak, what they stand for, "
    "their themes, what deserves praise, and anything notable."
)
_A_PAGE_MAY_BEGIN = LinearPattern(r"(?i)<!doctype html|<html\b")
_TAG = LinearPattern(
    r"(?i)<(?:html|head|body|title|h[1-6]|p|div|main|section|article|nav|ul|ol|li|table|span|a|b|i|em|strong|br)\b[^>]*>"
)
_TITLE = LinearPattern(r"(?is)<title>(.*?)</title>")


class Summary(BaseModel):
    name: str = Field(description="The shop's name")
    sells: str = Field(description="What they sell, in one sentence")
    tone: str = Field(description="How the page speaks, in a few words")
    values: list[str] = Field(description="What the shop stands for, in the page's words")
    themes: list[str] = Field(description="What the page keeps coming back to")
    praiseworthy: str = Field(description="What deserves praise most, in the page's words; empty if there is nothing")
    notable: str = Field(description="Anything else that is notable, such as news; empty if there is nothing")


class Idea(BaseModel):
    name: str
    pitch: str = Field(description="The idea in one sentence")


class Ideas(BaseModel):
    ideas: list[Idea]


class Concept(BaseModel):
    name: str
    concept: str = Field(description="The idea in detail: what happens, for whom, what it takes")
    rationale: str = Field(description="Why it fits this shop")
    store_id: str = Field(description="The id of the store, as given")


class Strategy(BaseModel):
    angle: str = Field(description="What the e-mail opens with")
    tone: str = Field(description="How it should sound")
    points: list[str] = Field(description="What it has to say, in order")


class Verdict(BaseModel):
    quality: float = Field(ge=0, le=1, description="How good the e-mail is, 0 to 1")
    feedback: str = Field(description="What has to change, and what of the page was missed")


class PromotionMail(BaseModel):
    """An e-mail to a store; it cannot be without a subject or a text."""

    model_config = ConfigDict(frozen=True)

    store: str = Field(frozen=True)
    subject: str
    body: str

    @field_validator("subject", "body")
    @classmethod
    def _says_something(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("It is empty. Write it, or reject the e-mail.")
        return text.strip()


@dataclass(frozen=True, slots=True)
class Promotion:
    """A storefront on its way from page to e-mail; each stage adds its part. `feedback` is the oldest first."""

    store: str
    html: str = ""
    text: str = ""
    summary: Summary | None = None
    concept: Concept | None = None
    strategy: Strategy | None = None
    mail: PromotionMail | None = None
    feedback: tuple[str, ...] = ()


class PromotionParams(Params):
    """The prompts and choices that all three topologies have."""

    summarize_prompt: str = prompt(SUMMARIZE)
    ideas_prompt: str = prompt("Brainstorm {count} different ideas for promoting this shop together with us.")
    concept_prompt: str = prompt(
        "Pick the best of these ideas for the store {store} and detail it: its name, the concept, why it fits."
    )
    strategy_prompt: str = prompt(
        "Plan an e-mail that offers this to the shop: what to open with, the tone, the points."
    )
    subject_prompt: str = prompt("Write the subject line of the e-mail, at most {words} words. Nothing else.")
    body_prompt: str = prompt(
        "Write the body of the e-mail, from greeting to signature, at most {words} words. Its subject: {subject}"
    )
    ideas: int = Field(3, ge=2, le=8, description="How many ideas are brainstormed")
    subject_words: int = Field(10, ge=3, le=30, description="Longest subject, in words")
    body_words: int = Field(140, ge=40, le=400, description="Longest e-mail, in words")
    flow: Flow = Field("streaming", description="batch: a stage ends for all stores before the next begins")
    approval: Literal["each", "once", "off"] = Field("each", description="Whether a person approves the e-mails")
    only_new: bool = Field(False, description="Send nothing to a store that an earlier run of yours sent an e-mail")
    answer_within_s: float = Field(600.0, ge=1, le=86_400, description="How long an e-mail waits for a person")


def storefronts_in(request: str) -> list[tuple[str, Promotion]]:
    """The items of a request: names of bundled storefronts, one a line or with commas, and after them pasted pages.

    A name may stand in a sentence, with capitals or an ampersand. None, if there is neither a page nor a known name.
    Raises InputError when there are too many.
    """
    first = request.find("<") if "<" in request else len(request)
    begins = sorted({first, *_pages_begin(request), len(request)})
    parts = [part.strip() for part in request[:first].replace(";", ",").replace("\n", ",").split(",") if part.strip()]
    known = {page.id: _spoken(page.id) for page in storefronts()}
    stores = list(dict.fromkeys(store for part in dict.fromkeys(parts) for store in _stores_in(part, known)))
    pages = [request[start:end] for start, end in pairwise(begins)]
    if not pages and not known.keys() & set(stores):
        return []
    if len(stores) + len(pages) > MOST_STORES:
        raise InputError(f"The request names {len(stores) + len(pages):,} storefronts; at most {MOST_STORES} fit.")
    pasted = [Promotion(f"pasted-{number}", html=html) for number, html in enumerate(pages, 1)]
    return [(promotion.store, promotion) for promotion in (*(Promotion(store) for store in stores), *pasted)]


def _pages_begin(request: str) -> Iterator[int]:
    """Where pages begin: at each document type that ends, and at each <html> that does not follow one."""
    after, last = -1, request.rfind(">")
    for match in _A_PAGE_MAY_BEGIN.finditer(request):
        start, is_type = match.start(), match.group().startswith("<!")
        if start < after or is_type and start > last or not is_type and start == after:
            continue
        yield start
        if is_type:
            after = _after_space(request, request.find(">", start) + 1)


def _after_space(text: str, at: int) -> int:
    while text[at : at + 1].isspace():
        at += 1
    return at


def _stores_in(part: str, known: Mapping[str, str]) -> list[str]:
    """The known storefronts that a part of a request names, in its order; the part itself, if it names none."""
    said = "" if "://" in part else _spoken(part)
    places = {store: said.find(spoken) for store, spoken in known.items()}
    return sorted((store for store, at in places.items() if at >= 0), key=lambda store: places[store]) or [part]


def _spoken(name: str) -> str:
    """The words of a name between blanks, whatever their capitals and what stands between them."""
    said = name.casefold().replace("&", " and ")
    words = "".join(letter if letter.isalnum() else " " for letter in said).split()
    return f" {' '.join(words)} " if words else " "


def page_from(store: str, data: bytes) -> Page:
    """What was fetched, as a page. Raises InputError when it is empty, too large, binary, or no HTML."""
    whose = f"The page of “{store[:60]}”"
    if len(data) > LARGEST_STORE_PAGE:
        raise InputError(
            f"{whose} has {len(data) / 1e6:.1f} MB; at most {LARGEST_STORE_PAGE / 1e6:g} MB fit. Shorten it."
        )
    try:
        html = data.decode("utf-8")
    except UnicodeDecodeError:
        html = "\0"
    if "\0" in html:
        raise InputError(f"{whose} is not text but binary. Save it as HTML in UTF-8.")
    if not html.strip():
        raise InputError(f"{whose} is empty. Choose another storefront, or paste the page's HTML.")
    if not _TAG.search(html):
        raise InputError(f"{whose} is not HTML: it has no element that a page is made of. Paste the page's source.")
    title = _TITLE.search(html)
    return Page(id=store, title=" ".join((title[1] or "").split()) if title else "", html=html)


@step(kind="code")
async def fetch_page(store: str, pasted: str = "") -> Page:
    """The page from its local file, or as it was pasted."""
    found = pasted or {page.id: page.html for page in storefronts()}.get(store)
    if found is None:
        known = ", ".join(page.id for page in storefronts())
        raise InputError(f"There is no storefront “{store[:60]}”. Known: {known}. Or paste a page's HTML.")
    return page_from(store, found.encode("utf-8", "replace"))


@step(kind="code")
async def read_page(page: Page) -> str:
    """The text that a person would see on it."""
    text = page_text(page.html)
    if not text:
        raise InputError(f"The page of “{page.id[:60]}” has no text that a person could read. Paste another page.")
    return text


def known_facts(**parts: BaseModel | Sequence[str] | str) -> str:
    """What a step hands to the model: each part under its name, as lines of names and values."""
    return "\n\n".join(f"{name.replace('_', ' ').capitalize()}:\n{readable(part)}" for name, part in parts.items())
