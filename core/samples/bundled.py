"""The playground's own sample data: fictional, read from `core/samples/data`, typed and immutable.

Nothing is read at import; each loader reads once and then hands out the same tuple.
"""

from collections.abc import Iterator
from functools import cache
from html import unescape
from importlib.resources import files
from importlib.resources.abc import Traversable

from pydantic import TypeAdapter

from core.samples.records import Article, Document, Email, Invoice, Order, Page, Provider, SourceFile, Weather


@cache
def documents() -> tuple[Document, ...]:
    return tuple(
        Document(title=file.text.partition("\n")[0].removeprefix("# "), text=file.text.partition("\n")[2].strip())
        for file in _texts("documents", ".md")
    )


@cache
def knowledge_base() -> tuple[Article, ...]:
    return TypeAdapter(tuple[Article, ...]).validate_json(_read("knowledge_base.json"))


@cache
def orders() -> tuple[Order, ...]:
    return TypeAdapter(tuple[Order, ...]).validate_json(_read("orders.json"))


@cache
def invoices() -> tuple[Invoice, ...]:
    return TypeAdapter(tuple[Invoice, ...]).validate_json(_read("invoices.json"))


@cache
def emails() -> tuple[Email, ...]:
    return TypeAdapter(tuple[Email, ...]).validate_json(_read("emails.json"))


@cache
def storefronts() -> tuple[Page, ...]:
    return tuple(_page(file) for file in _texts("storefronts", ".html"))


@cache
def restaurants() -> tuple[Page, ...]:
    return tuple(_page(file) for file in _texts("restaurants", ".html"))


@cache
def website() -> tuple[SourceFile, ...]:
    """The small site that the file-owning agents look after: HTML, CSS and JavaScript."""
    return tuple(_texts("website", ""))


@cache
def weather() -> Weather:
    return Weather.model_validate_json(_read("weather.json"))


@cache
def provider() -> Provider:
    return Provider.model_validate_json(_read("policies.json"))


def _data() -> Traversable:
    return files("core.samples") / "data"


def _read(name: str) -> str:
    return (_data() / name).read_text(encoding="utf-8")


def _texts(folder: str, ending: str) -> Iterator[SourceFile]:
    found = sorted((_data() / folder).iterdir(), key=lambda file: file.name)
    return (
        SourceFile(name=file.name, text=file.read_text(encoding="utf-8"))
        for file in found
        if file.name.endswith(ending)
    )


def _page(file: SourceFile) -> Page:
    start, end = (file.text.lower().find(mark) for mark in ("<title>", "</title>"))
    title = file.text[start + len("<title>") : end] if start >= 0 else ""
    return Page(id=file.name.removesuffix(".html"), title=unescape(title).strip(), html=file.text)
