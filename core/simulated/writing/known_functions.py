"""Functions the simulated coder has learnt: how a hurried version looks, and how each part of it is mended.

A part that is mended names the inputs on which its hurried version is wrong, so that a failing check points to it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of a body; `wrong_for` tells from the arguments whether `hurried` is wrong, None if it never is."""

    hurried: str
    mended: str = ""
    wrong_for: Callable[..., bool] | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A function: its parameters, what it does, and the parts of its body in order."""

    parameters: str
    purpose: str
    parts: tuple[Part, ...]


def _unclean(text: str) -> bool:
    return any(not sign.isalnum() and sign != " " or sign.isupper() for sign in text)


def _nested(items: list[Any]) -> bool:
    return any(isinstance(one, list) for one in items)


_CLEANED = 'text = "".join(sign.lower() for sign in text if sign.isalnum())'
_WORDS = """cleaned = "".join(sign.lower() if sign.isalnum() else " " for sign in text)
counts = {}
for word in cleaned.split():
    counts[word] = counts.get(word, 0) + 1"""
_HURRIED_WORDS = """counts = {}
for word in text.split():
    counts[word] = counts.get(word, 0) + 1"""
_EUCLID = """while b:
    a, b = b, a % b
return a"""
_TRY_ALL = """for divisor in range(min(a, b), 0, -1):
    if a % divisor == 0 and b % divisor == 0:
        return divisor"""
_PLAIN_SIGNS = 'signs = [(1000, "M"), (500, "D"), (100, "C"), (50, "L"), (10, "X"), (5, "V"), (1, "I")]'
_ALL_SIGNS = """signs = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")]
signs += [(50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]"""
_WRITE_SIGNS = """written = ""
for value, sign in signs:
    while number >= value:
        written += sign
        number -= value
return written"""
_DEEP = """flat = []
for one in items:
    if isinstance(one, list):
        flat += flatten(one)
    else:
        flat.append(one)
return flat"""
_MIDDLE = """middle = len(ordered) // 2
if len(ordered) % 2 == 0:
    return (ordered[middle - 1] + ordered[middle]) / 2
return ordered[middle]"""
_LOOP = """for _ in range(n):
    previous, current = current, previous + current
return previous"""
_ROOT = """divisor = 2
while divisor * divisor <= n:
    if n % divisor == 0:
        return False
    divisor += 1
return True"""
_EVERY_DIVISOR = """for divisor in range(2, n):
    if n % divisor == 0:
        return False
return True"""
_FIFTEEN = """if n % 15 == 0:
    return "FizzBuzz\""""

KNOWN: Mapping[str, Known] = MappingProxyType(
    {
        "fibonacci": Known(
            "n",
            "The n-th Fibonacci number; the first two are 0 and 1.",
            (
                Part("previous, current = 1, 1", "previous, current = 0, 1", lambda n: n != 1),
                Part(_LOOP),
            ),
        ),
        "count_words": Known(
            "text",
            "How often each word occurs, without regard to case and punctuation.",
            (Part(_HURRIED_WORDS, _WORDS, _unclean), Part("return counts")),
        ),
        "median": Known(
            "numbers",
            "The middle of the sorted numbers, or the mean of the two middle ones; None without any.",
            (
                Part("", "if not numbers:\n    return None", lambda numbers: not numbers),
                Part("ordered = sorted(numbers)"),
                Part("return ordered[len(ordered) // 2]", _MIDDLE, lambda numbers: numbers and len(numbers) % 2 == 0),
            ),
        ),
        "is_palindrome": Known(
            "text",
            "Whether the letters and digits read the same backwards.",
            (Part("", _CLEANED, lambda text: _unclean(text) or " " in text), Part("return text == text[::-1]")),
        ),
        "is_prime": Known(
            "n",
            "Whether n has exactly two divisors.",
            (
                Part("", "if n < 2:\n    return False", lambda n: n < 2),
                Part(_EVERY_DIVISOR, _ROOT, lambda n: n > 1000),
            ),
        ),
        "factorial": Known(
            "n",
            "The product of 1 to n; 1 for 0.",
            (
                Part("result = n", "result = 1", lambda n: n == 0),
                Part("for factor in range(1, n):", "for factor in range(2, n + 1):", lambda n: n == 0),
                Part("    result *= factor\nreturn result"),
            ),
        ),
        "flatten": Known(
            "items",
            "All items in one list, those of inner lists too, however deep.",
            (Part("return [one for inner in items for one in inner]", _DEEP, _nested),),
        ),
        "roman": Known(
            "number",
            "The number in Roman figures.",
            (
                Part(_PLAIN_SIGNS, _ALL_SIGNS, lambda number: bool(set("49") & set(str(number)))),
                Part(_WRITE_SIGNS),
            ),
        ),
        "gcd": Known(
            "a, b",
            "The greatest number that divides both; the other number if one is 0.",
            (Part(_TRY_ALL, _EUCLID, lambda a, b: 0 in (a, b) or min(a, b) > 10_000),),
        ),
        "fizzbuzz": Known(
            "n",
            "Fizz for multiples of 3, Buzz for those of 5, FizzBuzz for both, else the number as text.",
            (
                Part("", _FIFTEEN, lambda n: n % 15 == 0),
                Part('if n % 3 == 0:\n    return "Fizz"\nif n % 5 == 0:\n    return "Buzz"\nreturn str(n)'),
            ),
        ),
    }
)
