"""Short answers to short questions: one of the choices it names, a sum, yes or no, a name."""

import ast
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING

from core.simulated import linear as re
from core.simulated.reading.identifiers import find_numbers
from core.simulated.reading.labels import choose, near_ties
from core.simulated.reading.sentences import relevant, sentences
from core.simulated.reading.words import content_words

if TYPE_CHECKING:
    from core.simulated.asked import Asked

_CHOICES = re.compile(
    r"(?:^|(?:[:,(]|\b(?:is (?:this|it|that|the \w+)(?: \w+)?|be|a|an|the|between|either|"
    r"prefer|choose|say|answer(?: with)?|are|"
    r"call(?:ed)?|as))\s+)((?:[\w'’-]+(?: [\w'’-]+)?,\s+)*[\w'’-]+(?: [\w'’-]+)?,? "
    r"(?:or|and) [\w'’-]+(?: [\w'’-]+)?)\s*(?:[?.!)]|$)",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"\b((?:not |no )?[\w'’-]+),? or (?:an? |the |by |with |in |on |at |to |is it )?((?:not |no )?[\w'’-]+)",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\W*(?:please )?(?:just |only )?(?:answer|say|choose|reply|pick|respond|vote|decide)\b", re.IGNORECASE
)
_LEAD = re.compile(r"^(?:please |just |only |answer |say |choose |reply |pick |with |about |an? |the )+", re.IGNORECASE)
_SUM = re.compile(r"(?<![\w.])[-(\d][\d\s.+*/()×÷x^-]{0,99}\d\)?(?![\w])")
_LARGEST_EXPONENT = 100
_SPOKEN = (("plus", " + "), ("minus", " - "), ("times|multiplied by", " * "), ("divided by", " / "))
_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip


def choices_in(question: str) -> list[str]:
    """The choices a question names: “positive or negative”, “spring, summer, autumn or winter”."""
    offers = [one for one in sentences(question) if re.search(r"\bor\b", one)]
    asked = next((one for one in offers if _ORDER.match(one)), offers[0] if offers else "")
    listed = _CHOICES.search(asked)
    if listed is None:
        either = _EITHER.search(asked)
        return [either[1], either[2]] if either else []
    parts = re.split(r",\s*(?:or\s+)?|\s+or\s+", listed[1])
    return [_LEAD.sub("", one.strip()) for one in parts if one.strip()]


def answer_shortly(asked: "Asked") -> str:
    """An answer in as few words as possible. Where several would do, a temperature decides."""
    question = asked.text
    if options := choices_in(question):
        return _chosen(asked, options)
    if (total := sum_in(question)) is not None:
        return f"{total:g}"
    if re.search(r"\bnames?\b|\btitles?\b|\bsuggest|\binvent", question, re.IGNORECASE):
        from core.simulated.writing.drafts import name_for

        return name_for(asked)
    said = sentences(question)
    first = next((one for one in said if one.endswith("?")), "")
    if re.match(r"(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have)\b", first, re.IGNORECASE):
        return _yes_or_no(asked, first, [one for one in said if one != first])
    rest = relevant(first, [one for one in said if one != first], 1)
    if rest:
        return rest[0].rstrip(".")
    words = [word for word in content_words(question) if len(word) > 3]
    return asked.pick(words, "short").capitalize() if asked.warm and words else "Unknown"


def expression_in(text: str) -> str | None:
    """The arithmetic a text holds, as it is written; None without any."""
    spoken = text
    for word, sign in _SPOKEN:
        spoken = re.sub(rf"(?<=[\d)])\s{{0,9}}(?:{word})\s{{0,9}}(?=[\d(])", sign, spoken, flags=re.IGNORECASE)
    match = next((one for one in _SUM.finditer(spoken) if re.search(r"\d\s*[-+*/×÷x^]+\s*[\d(]", one[0])), None)
    if match is None or re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}|\d+-\d+", match[0].strip()):
        return None
    written = match[0].strip()
    return written.lstrip("-") if written.count("(") == written.count(")") else None


def sum_in(text: str) -> float | None:
    """The result of the arithmetic a text holds, None without any."""
    written = expression_in(text)
    if written is None:
        return None
    for sign, python in (("×", "*"), ("÷", "/"), ("x", "*"), ("^", "**")):
        written = written.replace(sign, python)
    try:
        return _worth(ast.parse(written, mode="eval").body)
    except (SyntaxError, ValueError, ArithmeticError, RecursionError):
        return None


def _worth(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_worth(inner)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_worth(left), _worth(right))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_worth(left), _worth(right))
    raise ValueError("not arithmetic")


def _power(base: float, exponent: float) -> float:
    if abs(exponent) > _LARGEST_EXPONENT:
        raise ValueError("too large an exponent")
    return float(base**exponent)


def _chosen(asked: "Asked", options: list[str]) -> str:
    if (known := _by_number(asked.text, options)) is not None:
        return known
    others = " ".join(one for one in sentences(asked.text) if not all(option in one for option in options))
    chosen = choose(others or asked.text, options)
    clear = others and chosen.scores[chosen.label] > 0 and len(near_ties(chosen)) == 1
    return chosen.label if clear else asked.pick(options, "choice")


def _by_number(question: str, options: list[str]) -> str | None:
    """Odd or even, and the larger or smaller of numbers."""
    lowered = {one.lower(): one for one in options}
    if set(lowered) == {"odd", "even"} and (found := find_numbers(question)):
        return lowered["odd" if found[0] % 2 else "even"]
    if len(numbers := [one for one in options if re.fullmatch(r"-?\d+(?:\.\d+)?", one)]) == len(options):
        if re.search(
            r"\b(?:larger|bigger|greater|more|higher|largest|biggest|highest|most)\b", question, re.IGNORECASE
        ):
            return max(numbers, key=float)
        if re.search(r"\b(?:smaller|less|lower|fewer|smallest|lowest|least)\b", question, re.IGNORECASE):
            return min(numbers, key=float)
    return None


def _yes_or_no(asked: "Asked", question: str, rest: list[str]) -> str:
    best = relevant(question, rest, 1)
    if best:
        return "No" if re.search(r"\b(?:not|no|never)\b|n['’]t\b", best[0]) else "Yes"
    return asked.pick(["Yes", "No"], "yes or no")
