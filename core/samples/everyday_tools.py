"""Three everyday tools that really work: a calculator, the time in a time zone, and the weather of the sample data."""

import ast
import operator
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from core.errors import ToolFailed
from core.samples.bundled import weather_data

LONGEST_EXPRESSION = 200
LARGEST_RESULT = 1e100
LARGEST_EXPONENT = 200
LONGEST_ZONE = 60

_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}


def calculate(expression: str) -> float:
    """Work out arithmetic such as 12.5 * (3 + 4) or 2 ** 10."""
    if len(expression) > LONGEST_EXPRESSION:
        raise ToolFailed(f"The expression is longer than {LONGEST_EXPRESSION} characters. Shorten it.")
    try:
        tree = ast.parse(expression.replace("×", "*").replace("÷", "/").replace("^", "**"), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ToolFailed(f"{expression!r} is not arithmetic. Use numbers, + - * / // % ** and brackets.") from error
    try:
        value = _value(tree.body)
    except ZeroDivisionError as error:
        raise ToolFailed("The expression divides by zero.") from error
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def clock(now: datetime) -> Callable[[str], str]:
    """A clock that stands at `now` (with a time zone), as a tool that tells the time anywhere."""

    def time_in(timezone: str) -> str:
        """The time now in a place, given as a time zone such as Europe/Paris or as a city."""
        return f"{now.astimezone(_zone(timezone)):%A, %d %B %Y, %H:%M} ({timezone})"

    return time_in


def weather(city: str) -> str:
    """The weather in a city, from sample data (not a live report)."""
    for place in weather_data().cities:
        if place.city.lower() == city.strip().lower():
            return (
                f"{place.city}, {place.country} (sample data): {place.condition}, {place.temperature_c} °C, "
                f"wind {place.wind_kmh} km/h, humidity {place.humidity_percent} %"
            )
    known = ", ".join(city.city for city in weather_data().cities[:12])
    raise ToolFailed(f"The sample data have no city {city[:60]!r}. Some they have: {known}.")


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner)
        case ast.UnaryOp(op=ast.UAdd(), operand=inner):
            return _value(inner)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _apply(op, _value(left), _value(right))
    raise ToolFailed("Only numbers, + - * / // % ** and brackets can be worked out.")


def _apply(op: ast.operator, left: float, right: float) -> float:
    if isinstance(op, ast.Pow) and (abs(right) > LARGEST_EXPONENT or abs(left) > LARGEST_RESULT):
        raise ToolFailed(f"The power is too large: exponents go up to {LARGEST_EXPONENT}.")
    try:
        value = _OPERATORS[type(op)](left, right)
    except OverflowError as error:
        raise ToolFailed("The result is too large.") from error
    if isinstance(value, complex) or abs(value) > LARGEST_RESULT:
        raise ToolFailed("The result is too large, or not a real number.")
    return value


def _zone(place: str) -> ZoneInfo:
    by_city = {city.city.lower(): city.timezone for city in weather_data().cities}
    name = by_city.get(place.strip().lower(), place.strip())
    try:
        return ZoneInfo(name[:LONGEST_ZONE])  # one with a thousand dots would be looked for a thousand levels deep
    except (KeyError, ValueError, OSError) as error:
        raise ToolFailed(f"There is no time zone {place[:60]!r}. Write it like Europe/Paris.") from error
