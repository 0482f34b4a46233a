"""The tests that code has to pass, as data: which function a task asks for, and what must hold of it."""

from collections.abc import Mapping
from itertools import chain, groupby, pairwise
from types import MappingProxyType

CHECKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "fibonacci": (
            "assert fibonacci(0) == 0",
            "assert fibonacci(1) == 1",
            "assert fibonacci(10) == 55",
            "assert fibonacci(90) == 2880067194370816120",
        ),
        "count_words": (
            "assert count_words('') == {}",
            "assert count_words('a b a') == {'a': 2, 'b': 1}",
            "assert count_words('Hello, hello!') == {'hello': 2}",
        ),
        "median": (
            "assert median([]) is None",
            "assert median([3, 1, 2]) == 2",
            "assert median([4, 1, 3, 2]) == 2.5",
            "assert median([5]) == 5",
        ),
        "is_palindrome": (
            "assert is_palindrome('')",
            "assert is_palindrome('A man, a plan, a canal: Panama')",
            "assert not is_palindrome('ab')",
        ),
        "is_prime": (
            "assert not is_prime(1)",
            "assert is_prime(2)",
            "assert not is_prime(91)",
            "assert is_prime(104729)",
        ),
        "factorial": ("assert factorial(0) == 1", "assert factorial(5) == 120"),
        "flatten": (
            "assert flatten([]) == []",
            "assert flatten([1, [2, [3, []]]]) == [1, 2, 3]",
        ),
        "roman": (
            "assert roman(4) == 'IV'",
            "assert roman(1994) == 'MCMXCIV'",
        ),
        "gcd": ("assert gcd(12, 18) == 6", "assert gcd(7, 0) == 7"),
        "fizzbuzz": ("assert fizzbuzz(15) == 'FizzBuzz'", "assert fizzbuzz(9) == 'Fizz'", "assert fizzbuzz(7) == '7'"),
    }
)


NAMING = frozenset({"function", "def", "called", "named", "it"})  # words before a name: "a function gcd", "name it gcd"


def checks_for(task: str) -> tuple[str, ...]:
    """The checks of the function that the task asks for, by its exact name; none where none are known for it."""
    return CHECKS.get(_function_named(task), ())


def _function_named(task: str) -> str:
    """The first name with a parenthesis behind it; else the first known one that is marked as a function's name.

    Without a mark it may be a word of the language: "roman numerals", "the median income".
    """
    pieces = ["", *("".join(run) for _, run in groupby(task, _is_part_of_a_name)), ""]
    words = [place for place, piece in enumerate(pieces) if piece and _is_part_of_a_name(piece[0])]
    called = (pieces[place] for place in words if pieces[place + 1].startswith("("))
    quoted = (pieces[place] for place in words if (pieces[place - 1][-1:], pieces[place + 1][:1]) == ("`", "`"))
    told = (pieces[after] for before, after in pairwise(words) if pieces[before] in NAMING)
    suffixed = (pieces[before] for before, after in pairwise(words) if pieces[after] == "function")
    marked = (name for name in chain(quoted, told, suffixed) if name in CHECKS)
    return next(called, None) or next(marked, "")


def _is_part_of_a_name(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
