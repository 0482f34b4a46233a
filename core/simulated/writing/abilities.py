"""What the simulated programmer can teach a small command-line program: functions, their tests, and a usual slip.

What is `overlooked` is missing from a first, hurried version; the tests find that out. Every function is a command;
the words of a line become its arguments, numbers as numbers.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ability:
    """`words` is the pattern of wishes that ask for it; `needs` is the ability that it builds on.

    `first` is the hurried version where that is not just the code without what is overlooked.
    """

    words: str
    code: str
    tests: str
    overlooked: tuple[str, ...] = ()
    needs: "Ability | None" = None
    first: str = ""

    @property
    def hurried(self) -> str:
        """The code as it looks at first."""
        if self.first:
            return self.first
        text = self.code
        for piece in self.overlooked:
            text = text.replace(piece, "")
        return text


SUMS = Ability(
    r"\b(?:sums?|maths?|arithmetic|times tables?|multiplication|tutor|exercises?|calculation questions?)\b",
    '''
state = {"number": 0, "question": "", "asked": 0, "right": 0}


def ask():
    """The next question, such as 3 + 4."""
    number = state["number"] = state["number"] + 1
    left, right = 2 + number * 7 % 11, 2 + number * 5 % 9
    state["question"] = f"{left} {'+-*'[number % 3]} {right}"
    return f"{state['question']} = ?"


def solve(left, sign, right):
    """The solution of a question."""
    return {"+": left + right, "-": left - right, "*": left * right}[sign]
''',
    """
def test_a_question_is_asked():
    assert ask().endswith("= ?")


def test_questions_differ():
    assert ask() != ask()


def test_a_question_is_solved():
    assert solve(3, "*", 4) == 12
    assert solve(3, "-", 4) == -1
""",
)
CHECKED = Ability(
    r"\b(?:check(?:s|ing)?|mark(?:s|ing)?|correct(?:s|ing)?|right or wrong|judge)\b.*\banswers?"
    r"|\banswers?\b.*\b(?:check|right|wrong)",
    '''
def answer(given):
    """Whether the answer to the last question is right."""
    if not state["question"]:
        return "Ask first."
    left, sign, right = state["question"].split()
    solution = solve(int(left), sign, int(right))
    state["asked"] += 1
    state["right"] += given == solution
    return "Right!" if given == solution else f"Wrong: {state['question']} = {solution}."
''',
    """
def test_a_right_answer_is_right():
    left, sign, right = ask().split()[:3]
    assert answer(solve(int(left), sign, int(right))) == "Right!"


def test_a_wrong_answer_is_corrected():
    ask()
    assert answer(9999).startswith("Wrong")


def test_an_answer_needs_a_question():
    assert answer(3) == "Ask first."
""",
    overlooked=('    if not state["question"]:\n        return "Ask first."\n',),
    needs=SUMS,
)
EXPLAINED = Ability(
    r"\bexplain|\bshow(?:s)? how|\bhelp(?:s)? (?:with|after|when)|\bhints?\b",
    '''
def explain():
    """How the last question is worked out, step by step."""
    if not state["question"]:
        return "Ask first."
    left, sign, right = state["question"].split()
    if sign == "*":
        return f"{left} * {right} is {' + '.join([left] * int(right))}."
    tens = int(right) // 10 * 10
    step = f"first {sign} {tens}, then " if tens else ""
    return f"Begin with {left}, {step}{sign} {int(right) - tens}: that is {solve(int(left), sign, int(right))}."
''',
    """
def test_a_sum_is_explained():
    ask()
    assert state["question"].split()[0] in explain()


def test_nothing_is_explained_before_a_question():
    assert explain() == "Ask first."
""",
    needs=SUMS,
)
SCORE = Ability(
    r"\bscores?\b|\bpoints\b|\bcount\w* .{0,12}\b(?:right|correct)\b|\bhow many .{0,20}(?:right|correct)|\bprogress\b",
    '''
def score():
    """How many answers were right so far."""
    return f"{state['right']} of {state['asked']} right"
''',
    """
def test_the_score_begins_at_nothing():
    assert score() == "0 of 0 right"


def test_a_wrong_answer_counts_as_asked():
    ask()
    answer(9999)
    assert score() == "0 of 1 right"
""",
    needs=CHECKED,
)
KEPT = Ability(
    r"\b(?:to-?dos?|(?:an?|my|the|our|shopping|wish|task|reading|packing|guest|grocery) list|lists of|"
    r"track(?:er|s|ing)?|journal|diary|logbook|notes?|notebook|inventory|contacts?|"
    r"address book|shopping|habits?|collection|catalogue|bookmarks?|reminders?|organi[sz]er|planner|register|wishes)\b",
    '''
entries = []


def add(*words):
    """Keep one more entry."""
    text = " ".join(str(word) for word in words).strip()
    if not text:
        return "There is nothing to add."
    entries.append(text)
    return f"{len(entries)}. {text}"


def show():
    """Every entry with its number."""
    return "\\n".join(f"{number}. {text}" for number, text in enumerate(entries, 1)) or "There is no entry."
''',
    """
def test_an_entry_is_kept():
    add("buy", "bread")
    assert show() == "1. buy bread"


def test_nothing_is_not_kept():
    assert add(" ") == "There is nothing to add."
    assert show() == "There is no entry."
""",
    overlooked=('    if not text:\n        return "There is nothing to add."\n',),
)
REMOVED = Ability(
    r"\b(?:remov\w+|delet\w+|tick\w*|cross\w*\b.{0,12}\boff|done|finish(?:ed|es)?|to-?dos?|complet\w+)\b",
    '''
def done(number):
    """Take the entry with this number off."""
    if not 1 <= number <= len(entries):
        return f"There is no entry {number}."
    return f"Done: {entries.pop(number - 1)}"
''',
    """
def test_an_entry_is_taken_off():
    add("bread")
    assert done(1) == "Done: bread"
    assert entries == []


def test_an_unknown_entry_is_named():
    assert done(7) == "There is no entry 7."
""",
    needs=KEPT,
)
FOUND = Ability(
    r"\b(?:search\w*|find\w*|look\w* up|filter\w*)\b",
    '''
def find(word):
    """The entries that hold a word."""
    return "\\n".join(one for one in entries if str(word).lower() in one.lower()) or "Nothing was found."
''',
    """
def test_an_entry_is_found():
    add("Buy Bread")
    assert find("bread") == "Buy Bread"
    assert find("milk") == "Nothing was found."
""",
    needs=KEPT,
)
SPENT = Ability(
    r"\b(?:expenses?|budgets?|spend(?:s|ing)?|savings?|household money)\b",
    '''
spent = []


def spend(amount, *what):
    """Note an amount and what it was for."""
    if amount <= 0:
        raise ValueError("the amount must be more than 0")
    spent.append((amount, " ".join(str(word) for word in what)))
    return f"Noted {amount:.2f}."


def total():
    """All amounts together."""
    return round(sum(amount for amount, _ in spent), 2)
''',
    """
def test_amounts_add_up():
    spend(2.5, "bread")
    spend(10, "book")
    assert total() == 12.5


def test_nothing_is_spent_at_first():
    assert total() == 0
""",
)
PRACTICAL = (SUMS, CHECKED, EXPLAINED, SCORE, KEPT, REMOVED, FOUND, SPENT)
