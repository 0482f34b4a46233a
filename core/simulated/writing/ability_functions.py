"""What the simulated programmer knows as single functions: number series, primes, Roman numerals, and money abroad."""

from collections.abc import Mapping
from textwrap import indent
from types import MappingProxyType

from core.simulated.writing.abilities import Ability
from core.simulated.writing.known_functions import KNOWN

_TESTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "fibonacci": (
            "assert fibonacci(0) == 0",
            "assert fibonacci(1) == 1",
            "assert fibonacci(10) == 55",
            "assert fibonacci(90) == 2880067194370816120",
        ),
        "is_prime": (
            "assert not is_prime(1)",
            "assert is_prime(2)",
            "assert not is_prime(91)",
            "assert is_prime(104729)",
        ),
        "factorial": ("assert factorial(0) == 1", "assert factorial(5) == 120"),
        "roman": ("assert roman(4) == 'IV'", "assert roman(1994) == 'MCMXCIV'"),
        "gcd": ("assert gcd(12, 18) == 6", "assert gcd(7, 0) == 7"),
        "fizzbuzz": ("assert fizzbuzz(15) == 'FizzBuzz'", "assert fizzbuzz(9) == 'Fizz'", "assert fizzbuzz(7) == '7'"),
    }
)


def _function(name: str, words: str) -> Ability:
    """A known function with its tests."""
    known = KNOWN[name]
    head = f'\ndef {name}({known.parameters}):\n    """{known.purpose}"""\n'
    mended = "\n".join(part.mended or part.hurried for part in known.parts if part.mended or part.hurried)
    hurried = "\n".join(part.hurried for part in known.parts if part.hurried)
    checks = f"\ndef test_{name}():\n{indent(chr(10).join(_TESTS[name]), '    ')}\n"
    return Ability(words, head + indent(mended, "    ") + "\n", checks, first=head + indent(hurried, "    ") + "\n")


ABROAD = Ability(
    r"\bcurrenc(?:y|ies)\b|\bexchange rates?\b",
    '''
rates = {"EUR": 1.0}


def rate(currency, euros):
    """Note what one unit of a currency is worth in euros; no rate is built in."""
    if euros <= 0:
        return "A rate is more than 0."
    rates[str(currency).upper()] = euros
    return ", ".join(rates)


def exchange(amount, currency, to):
    """An amount of money in another currency, by the rates that were noted."""
    currency, to = str(currency).upper(), str(to).upper()
    if currency not in rates or to not in rates:
        return "Note the rate first."
    return round(amount * rates[currency] / rates[to], 2)
''',
    """
def test_money_is_exchanged_by_the_noted_rates():
    rate("usd", 0.5)
    assert exchange(10, "USD", "EUR") == 5
    assert exchange(10, "eur", "usd") == 20


def test_a_rate_is_needed():
    assert exchange(1, "GBP", "EUR") == "Note the rate first."
    assert rate("GBP", 0) == "A rate is more than 0."
""",
    overlooked=('    if currency not in rates or to not in rates:\n        return "Note the rate first."\n',),
)
LEAP = Ability(
    r"\bleap years?\b",
    '''
def leap(year):
    """Whether a year has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
''',
    """
def test_leap_years():
    assert leap(2024)
    assert not leap(2023)
    assert not leap(1900)
    assert leap(2000)
""",
    overlooked=(" and (year % 100 != 0 or year % 400 == 0)",),
)
FUNCTIONS = (
    ABROAD,
    LEAP,
    _function("fibonacci", r"\bfibonacci\b"),
    _function("is_prime", r"\bprimes?\b"),
    _function("factorial", r"\bfactorials?\b"),
    _function("roman", r"\broman (?:numerals?|numbers?)\b"),
    _function("gcd", r"\bgcd\b|\bgreatest common\b"),
    _function("fizzbuzz", r"\bfizz ?buzz\b"),
)
