"""What the simulated programmer knows about figures: units, sums of money, means, dates."""

from core.simulated.writing.abilities import Ability

CONVERTED = Ability(
    r"(?<!currency )\bconver(?:t|ts|ter|ting|sions?)\b|\bunits?\b"
    r"|\b(?:celsius|fahrenheit|kilomet\w{1,20}|miles|inch\w{0,9}|pounds?)\b",
    '''
LENGTHS = {"mm": 0.001, "cm": 0.01, "m": 1, "km": 1000, "inch": 0.0254, "foot": 0.3048, "yard": 0.9144, "mile": 1609.34}
WEIGHTS = {"mg": 0.001, "g": 1, "kg": 1000, "ounce": 28.349523125, "pound": 453.59237}
VOLUMES = {"ml": 0.001, "cl": 0.01, "l": 1, "pint": 0.473176473, "gallon": 3.785411784}
TIMES = {"s": 1, "min": 60, "h": 3600, "day": 86400, "week": 604800}
DEGREES = {"c": (1, 0), "f": (5 / 9, -32), "k": (1, -273.15)}


def convert(amount, unit, to):
    """An amount in another unit: convert 3 km m."""
    unit, to = str(unit).lower(), str(to).lower()
    if unit in DEGREES and to in DEGREES:
        factor, shift = DEGREES[unit]
        back, minus = DEGREES[to]
        return round((amount + shift) * factor / back - minus, 4)
    for table in (LENGTHS, WEIGHTS, VOLUMES, TIMES):
        if unit in table and to in table:
            return round(amount * table[unit] / table[to], 4)
    raise ValueError(f"{unit} cannot become {to}")
''',
    """
def test_a_length_is_converted():
    assert convert(3, "km", "m") == 3000
    assert convert(1, "mile", "km") == 1.6093


def test_a_weight_is_converted():
    assert convert(2, "pound", "g") == 907.1847


def test_a_temperature_is_converted():
    assert convert(100, "C", "F") == 212
    assert convert(0, "k", "c") == -273.15


def test_kinds_do_not_mix():
    try:
        convert(1, "kg", "m")
    except ValueError:
        return
    assert False
""",
    overlooked=(
        'DEGREES = {"c": (1, 0), "f": (5 / 9, -32), "k": (1, -273.15)}\n',
        "    if unit in DEGREES and to in DEGREES:\n        factor, shift = DEGREES[unit]\n"
        "        back, minus = DEGREES[to]\n        return round((amount + shift) * factor / back - minus, 4)\n",
    ),
)
UNITS = Ability(
    r"\b(?:lists?|shows?|names?)\b.{0,20}\bunits\b|\bwhich units\b|\bunits it knows\b",
    '''
def units():
    """Every unit there is."""
    return ", ".join([*LENGTHS, *WEIGHTS, *VOLUMES, *TIMES, "c", "f", "k"])
''',
    """
def test_the_units_are_listed():
    assert "mile" in units()
""",
    needs=CONVERTED,
)
COUNTED_UP = Ability(
    r"\b(?:an?|the|pocket|simple|small|basic|command-line) calculator\b"
    r"|\b(?:add|subtract|divide|multipl\w+)\b.{0,40}\bnumbers?\b",
    '''
def plus(left, right):
    """Two numbers together."""
    return left + right


def minus(left, right):
    """The difference of two numbers."""
    return left - right


def times(left, right):
    """The product of two numbers."""
    return left * right


def divide(left, right):
    """The first number divided by the second."""
    if right == 0:
        return "Nothing can be divided by 0."
    return left / right
''',
    """
def test_numbers_are_worked_out():
    assert plus(2, 3) == 5
    assert minus(2, 3) == -1
    assert times(2, 3) == 6


def test_numbers_are_divided():
    assert divide(7, 2) == 3.5


def test_nothing_is_divided_by_zero():
    assert divide(1, 0) == "Nothing can be divided by 0."
""",
    overlooked=('    if right == 0:\n        return "Nothing can be divided by 0."\n',),
)
TIP = Ability(
    r"\btips?\b|\bbills?\b|\bservice charge\b",
    '''
def tip(bill, percent):
    """The tip on a bill and the sum to pay."""
    extra = round(bill * percent / 100, 2)
    return f"tip {extra:.2f}, together {bill + extra:.2f}"


def share(amount, people):
    """What each of several people pays."""
    if people < 1:
        return "Somebody has to pay."
    return f"{amount / people:.2f} each"
''',
    """
def test_a_tip_is_added():
    assert tip(40, 15) == "tip 6.00, together 46.00"


def test_a_bill_is_shared():
    assert share(46, 4) == "11.50 each"


def test_somebody_pays():
    assert share(46, 0) == "Somebody has to pay."
""",
    overlooked=('    if people < 1:\n        return "Somebody has to pay."\n',),
)
BODY = Ability(
    r"\bbmi\b|\bbody mass\b",
    '''
def bmi(kilograms, metres):
    """The body mass index: weight divided by the square of the height."""
    if metres <= 0:
        return "The height must be more than 0."
    return round(kilograms / metres**2, 1)
''',
    """
def test_the_index_is_worked_out():
    assert bmi(70, 1.75) == 22.9


def test_a_height_is_needed():
    assert bmi(70, 0) == "The height must be more than 0."
""",
)
WEIGHED = Ability(
    r"\b(?:normal|healthy|over-?weight|under-?weight|obes\w+|too (?:high|low)|categor\w+|ranges?|rat(?:e|ed|ing))\b",
    '''
def weight_class(kilograms, metres):
    """Where the body mass index lies, by the limits of the World Health Organization."""
    index = bmi(kilograms, metres)
    if isinstance(index, str):
        return index
    return "underweight" if index < 18.5 else "normal" if index < 25 else "overweight"
''',
    """
def test_the_index_is_rated():
    assert [weight_class(one, 1.75) for one in (50, 70, 95)] == ["underweight", "normal", "overweight"]
""",
    needs=BODY,
)
AVERAGE = Ability(
    r"\b(?:average|mean|grades?|marks of|statistics?)\b",
    '''
def average(*numbers):
    """The mean of the numbers."""
    return round(sum(numbers) / len(numbers), 4) if numbers else "Give me numbers."
''',
    """
def test_numbers_have_a_mean():
    assert average(1, 2, 6) == 3


def test_no_numbers_have_none():
    assert average() == "Give me numbers."
""",
    overlooked=(' if numbers else "Give me numbers."',),
)
DAYS = Ability(
    r"\bdays? (?:between|until|till|left|to)\b|\bdates?\b|\bcountdown\b|\bage\b|\bhow old\b",
    '''
from datetime import date


def days(start, end):
    """How many days lie between two dates such as 2026-11-21."""
    return (date.fromisoformat(end) - date.fromisoformat(start)).days
''',
    """
def test_days_are_counted():
    assert days("2026-11-21", "2026-12-24") == 33
    assert days("2024-02-28", "2024-03-01") == 2
""",
)
FIGURES = (CONVERTED, UNITS, COUNTED_UP, TIP, BODY, WEIGHED, AVERAGE, DAYS)
