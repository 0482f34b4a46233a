"""Things with a shape: numbers of orders and invoices, e-mail addresses, phones, postal addresses, money."""

from collections.abc import Iterator

from core.simulated import linear as re

_PREFIXED = re.compile(r"\b([A-Z]{1,5}-?\d{2,}(?:-\d+)*|[A-Z]{2,5}-\d+|[A-Z]{2,5}-[A-Z0-9]{3,}(?:-\d+)*)\b")
_HASH = re.compile(r"#\s?([A-Z]{0,5}-?\d{2,})\b", re.IGNORECASE)
_AFTER_NOUN = (
    r"\b{noun}s?(?:\s+(?:number|no\.?|id|nr\.?|num|code|reference|ref\.?))?\s*(?:is|:|=|#)?\s*"
    r"(?:the\s)?#?([A-Z]{{0,5}}[-/]?\d(?:[\w/-]*\w)?)\b"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"https?://[^\s<>\"')]+|\bwww\.[^\s<>\"')]+")
_PHONE = re.compile(r"(?<![\w.,-])(\(?\+?\(?\d[\d \t().\u00a0/-]{6,18}\d)(?![\w-])")
_PHONE_HINT = re.compile(
    r"\b(?:phone|tel|telephone|call|ring|mobile|reservations?|book(?:ings?)?|table|contact)\b", re.IGNORECASE
)
_NOT_PHONE = re.compile(
    r"\b(?:fax|vat|chamber|(?:order|invoice) (?:no|nr|number|id)|iban|build|licen[cs]e|"
    r"reg(?:istration)?)\b[^.,;\n]{0,25}$",
    re.IGNORECASE,
)
_STREET = (
    r"street|st\.?|road|rd\.?|avenue|ave\.?|lane|ln\.?|square|sq\.?|drive|dr\.?|boulevard|blvd\.?|way|place|quay|"
    r"court|terrace|row|hill|alley|wharf|market|close|crescent|parade"
)
_HOUSE = r"\d{1,5}[a-zA-Z]?(?:[-–/]\d{1,4}[a-zA-Z]?)?"
_CAP = r"(?:St\.|[A-ZÀ-Ý][^\W\d_]{0,40}(?:[’'-][^\W\d_]{1,40}){0,3}(?!\w))"
_TAIL = (
    rf"(?:,?[ \t]{{0,9}}\n?[ \t]{{0,9}}(?:[A-Z]{{1,2}}-)?(?:\d{{3,6}}(?:[ ]?[A-Z]{{2}}\b)?|"
    rf"[A-Z]{{1,2}}\d[\dA-Z]?[ ]\d[A-Z]{{2}})?[ ]{{0,9}}{_CAP}(?:[ ]{_CAP}){{0,2}}(?:[ ](?:\d{{4,5}}|"
    rf"[A-Z]{{1,2}}\d[\dA-Z]?[ ]\d[A-Z]{{2}}))?)?"
)
_ADDRESSES = (
    re.compile(rf"\b{_HOUSE}[ ](?:{_CAP}[ ]){{1,4}}(?i:{_STREET})(?![\w]){_TAIL}"),
    re.compile(
        rf"\b(?:{_CAP}[ ]){{0,3}}\w{{0,40}}(?i:straat|strasse|straße|gasse|weg|platz|plein|"
        rf"laan|gade|vej|gatan)\b[ ]{_HOUSE}{_TAIL}"
    ),
    re.compile(
        rf"\b(?:Calle|Rue|Via|Viale|Piazza|Plaza|Avenida|Rua|Carrer|Boulevard|Quai|"
        rf"Place|"
        rf"Corso)[ ](?:[a-z]{{2,4}}[ ])?(?:{_CAP}[ ]?){{1,4}},?[ ]?{_HOUSE}{_TAIL}"
    ),
    re.compile(
        rf"\b{_HOUSE},?[ ](?i:rue|avenue|boulevard|quai|place)[ ]"
        rf"(?:\w{{1,4}}[ ]){{0,2}}{_CAP}(?:[ ]{_CAP}){{0,3}}{_TAIL}"
    ),
    re.compile(rf"(?:(?<=, )|(?<=at )|^){_CAP}[ ]{_HOUSE},[ ]{_CAP}(?:[ ]{_CAP}){{0,2}}", re.MULTILINE),
)
_PAST = re.compile(
    r"\b(?:was|were|used to|first|former(?:ly)?|until|moved from|old|previous(?:ly)?)\b[^.\n]*$", re.IGNORECASE
)
_MONEY = re.compile(
    r"(?:([€$£¥]|USD|EUR|GBP|CHF)\s?(\d[\d., ]*\d|\d))|(\d[\d.,]*\d|\d)\s?(€|\$|£|"
    r"(?:euros?|dollars?|pounds?|USD|EUR|GBP|CHF)\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.,-])-?\d{1,30}(?:[.,]\d{1,30})?(?![\w,]{0,30}\w)")


def find_ids(text: str) -> list[str]:
    """Every order, invoice, ticket or customer number, each once, in order."""
    found = [(match.start(), match[1]) for pattern in (_PREFIXED, _HASH) for match in pattern.finditer(text)]
    found += [
        (match.start(1), match[1]) for match in _named("order|invoice|ticket|case|account|booking|customer", text)
    ]
    ids = dict.fromkeys(one for _, one in sorted(found))
    return [one for one in ids if not any(one != other and one in other for other in ids)]


def find_id(text: str, noun: str) -> str | None:
    """The number that belongs to a `noun`: “invoice 2041”, “order number ORD-7”, or by its prefix, INV-2041."""
    if match := next(_named(noun, text), None):
        return match[1]
    prefixed = [one for one in find_ids(text) if one.lower().startswith(noun.lower()[:3])]
    return prefixed[0] if prefixed else None


def find_shaped(text: str, sample: str) -> str | None:
    """The first number that is shaped like a sample: AC-10517 like AC-10482, however it is written."""
    prefix = re.search(r"\b([A-Z]{1,5})-?\d{2,}", sample)
    found = re.search(rf"\b{prefix[1]}[- ]?(\d{{2,}})\b", text, re.IGNORECASE) if prefix else None
    return f"{prefix[1]}{'-' if '-' in prefix[0] else ''}{found[1]}" if prefix and found else None


def find_emails(text: str) -> list[str]:
    """E-mail addresses."""
    return [one.rstrip(".") for one in _EMAIL.findall(text)]


def find_url(text: str) -> str | None:
    """The first web address."""
    match = _URL.search(text)
    return match[0].rstrip(".,;") if match else None


def find_phone(text: str) -> str | None:
    """The phone number: one that is introduced as such before any other; never a fax or a tax number."""
    numbers = [match for match in _PHONE.finditer(text) if 8 <= len(re.sub(r"\D", "", match[1])) <= 15]
    usable = [one for one in numbers if not _NOT_PHONE.search(text[max(0, one.start() - 40) : one.start()])]
    usable = [one for one in usable if not re.fullmatch(r"\d{8}|\d{4}-\d\d-\d\d.*", one[1].strip())]
    hinted = [one for one in usable if _PHONE_HINT.search(text[max(0, one.start() - 60) : one.start()])]
    best = (hinted or usable)[:1]
    return " ".join(best[0][1].split()) if best else None


def find_address(text: str) -> str | None:
    """The postal address; one that is told as history comes last."""
    found = [match for pattern in _ADDRESSES for match in pattern.finditer(text)]
    found.sort(key=lambda one: (bool(_PAST.search(text[max(0, one.start() - 80) : one.start()])), one.start()))
    if not found:
        return None
    current = [one for one in found if not _PAST.search(text[max(0, one.start() - 80) : one.start()])]
    return " ".join(current[0][0].replace(" ,", ",").split()).rstrip(" ,.") if current else None


def find_money(text: str) -> list[float]:
    """Amounts of money, in order."""
    return [amount for match in _MONEY.finditer(text) if (amount := _amount(match[2] or match[3])) is not None]


def find_numbers(text: str) -> list[float]:
    """Plain numbers, in order."""
    return [float(one.replace(",", ".")) for one in _NUMBER.findall(text)]


def _named(noun: str, text: str) -> Iterator[re.Match]:
    return re.finditer(_AFTER_NOUN.format(noun=f"(?:{noun})"), text, re.IGNORECASE)


def _amount(figures: str) -> float | None:
    """1,234.50 and 1.234,50 and 12,5 as a number."""
    figures = figures.replace(" ", "").rstrip(".,")
    if re.search(r"[.,]\d{1,2}$", figures):
        whole, part = re.split(r"[.,](?=\d{1,2}$)", figures)
        figures = f"{re.sub(r'[.,]', '', whole)}.{part}"
    else:
        figures = re.sub(r"[.,]", "", figures)
    try:
        return float(figures)
    except ValueError:
        return None
