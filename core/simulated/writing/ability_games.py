"""What the simulated programmer knows about games: against the computer, or two people in turn."""

from core.simulated.writing.abilities import SCORE, Ability

GUESSED = Ability(
    r"\bguess\w*\b",
    '''
import random

secret = {"number": 0, "tries": 0}


def new(highest=100):
    """Think of a new number."""
    secret["number"], secret["tries"] = random.randint(1, highest), 0
    return f"I think of a number from 1 to {highest}."


def guess(number):
    """Whether the number is too low, too high or right."""
    if not secret["number"]:
        return "Begin with: new"
    secret["tries"] += 1
    if number == secret["number"]:
        return f"Right, after {secret['tries']} tries!"
    return "Too low." if number < secret["number"] else "Too high."
''',
    """
def test_the_secret_is_found():
    new(1)
    assert guess(0) == "Too low."
    assert guess(2) == "Too high."
    assert guess(1) == "Right, after 3 tries!"


def test_a_game_must_begin():
    assert guess(5) == "Begin with: new"
""",
    overlooked=('    if not secret["number"]:\n        return "Begin with: new"\n',),
)
HANDS = Ability(
    r"\brock\b.*\bscissors\b",
    '''
import random

BEATS = {"rock": "scissors", "scissors": "paper", "paper": "rock"}
tally = {"I": 0, "you": 0, "nobody": 0}


def winner(mine, yours):
    """Who wins: I, you or nobody."""
    return "nobody" if mine == yours else "I" if BEATS[mine] == yours else "you"


def play(yours):
    """One round against the computer."""
    if yours not in BEATS:
        return "Choose rock, paper or scissors."
    mine = random.choice(list(BEATS))
    tally[winner(mine, yours)] += 1
    return f"{mine} against {yours}: {winner(mine, yours)} won"
''',
    """
def test_rock_beats_scissors():
    assert winner("rock", "scissors") == "I"
    assert winner("rock", "paper") == "you"
    assert winner("rock", "rock") == "nobody"


def test_other_hands_are_refused():
    assert play("well") == "Choose rock, paper or scissors."
""",
)
STANDING = Ability(
    SCORE.words,
    '''
def standing():
    """The score of both players."""
    return f"you {tally['you']}, I {tally['I']}"
''',
    """
def test_every_round_counts():
    play("rock")
    assert sum(tally.values()) == 1
    assert standing().startswith("you ")
""",
    needs=HANDS,
)
NOUGHTS = Ability(
    r"\btic[- ]?tac[- ]?toe\b|\bnoughts\b",
    '''
board = [" "] * 9
ROWS = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]


def draw_board():
    """The board, row by row."""
    return "\\n".join("|".join(board[row : row + 3]) for row in (0, 3, 6))


def won():
    """Who has three in a row, if anyone."""
    lines = ["".join(board[place] for place in row) for row in ROWS]
    return "X" if "XXX" in lines else "O" if "OOO" in lines else ""


def put(place):
    """Put the next sign on a place from 1 to 9."""
    if not 1 <= place <= 9 or board[place - 1] != " " or won():
        return "That is not possible."
    board[place - 1] = "X" if board.count(" ") % 2 else "O"
    return f"{won()} has won!" if won() else draw_board()
''',
    """
def test_signs_are_put_in_turn():
    put(5)
    assert put(1) == "O| | \\n |X| \\n | | "


def test_three_in_a_row_win():
    for place in (1, 4, 2, 5):
        put(place)
    assert put(3) == "X has won!"
    assert put(9) == "That is not possible."


def test_a_place_is_taken_once():
    put(1)
    assert put(1) == "That is not possible."
    assert put(10) == "That is not possible."
""",
    overlooked=(' or board[place - 1] != " "',),
)
HANGMAN = Ability(
    r"\bhangman\b",
    '''
import random

WORDS = ["python", "garden", "bicycle", "weather", "kitchen", "holiday"]
game = {"word": "", "tried": "", "lives": 0}


def start(word=""):
    """Begin with a word, or with one by chance."""
    game["word"], game["tried"], game["lives"] = word or random.choice(WORDS), "", 6
    return masked()


def masked():
    """The word with the letters that were found."""
    return " ".join(sign if sign in game["tried"] else "_" for sign in game["word"])


def letter(sign):
    """Try a letter."""
    if not game["word"]:
        return "Begin with: start"
    if sign in game["tried"]:
        return "You have tried that."
    game["tried"] += sign
    game["lives"] -= sign not in game["word"]
    if game["lives"] < 1:
        return f"Lost: it was {game['word']}."
    return f"{masked()}  ({game['lives']} lives)" if "_" in masked() else "Won!"
''',
    """
def test_a_letter_is_found():
    start("noon")
    assert letter("o") == "_ o o _  (6 lives)"
    assert letter("n") == "Won!"


def test_a_wrong_letter_costs_a_life():
    start("noon")
    assert letter("x").endswith("(5 lives)")
    assert letter("x") == "You have tried that."


def test_six_wrong_letters_lose():
    start("noon")
    for sign in "abcde":
        letter(sign)
    assert letter("f") == "Lost: it was noon."


def test_a_word_is_needed():
    assert letter("a") == "Begin with: start"
""",
    overlooked=('    if not game["word"]:\n        return "Begin with: start"\n',),
)
GAMES = (GUESSED, HANDS, STANDING, NOUGHTS, HANGMAN)
