"""The tests that code has to pass, as data: which function a task asks for, and what must hold of it."""

from collections.abc import Mapping
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


def checks_for(task: str) -> tuple[str, ...]:
    """The checks of the first known function the task names; for any other task, that the code runs at all."""
    words = task.lower()
    named = [(words.find(name), name) for name in CHECKS if name in words]
    return CHECKS[min(named)[1]] if named else ("pass",)
