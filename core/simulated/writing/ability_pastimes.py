"""What the simulated programmer knows about chance, cards and words."""

from core.simulated.writing.abilities import KEPT, SCORE, Ability

SECRET = Ability(
    r"\bpasswords?\b|\bpassphrases?\b",
    '''
import random

SIGNS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!?-_"


def password(length=16):
    """A random password of this length."""
    if not 8 <= length <= 64:
        return "Choose a length from 8 to 64."
    return "".join(random.choice(SIGNS) for _ in range(length))
''',
    """
def test_a_password_has_its_length():
    assert len(password(20)) == 20
    assert all(sign in SIGNS for sign in password())


def test_two_passwords_differ():
    assert password(32) != password(32)


def test_short_passwords_are_refused():
    assert password(3) == "Choose a length from 8 to 64."
""",
    overlooked=('    if not 8 <= length <= 64:\n        return "Choose a length from 8 to 64."\n',),
)
DICE = Ability(
    r"\bdice\b|\broll(?:s|ing)?\b|\bdie\b|\bcoin\b",
    '''
import random


def roll(dice=1, sides=6):
    """So many dice thrown at once: each and all together."""
    thrown = [random.randint(1, sides) for _ in range(dice)]
    return f"{' + '.join(str(one) for one in thrown)} = {sum(thrown)}"
''',
    """
def test_a_die_stays_within_its_sides():
    assert all(1 <= int(roll(1, 6).split()[-1]) <= 6 for _ in range(50))


def test_dice_add_up():
    assert 3 <= int(roll(3, 6).split()[-1]) <= 18
""",
)
CARDS = Ability(
    r"\bflash ?-?cards?\b|\bvocabular\w+\b|\bquiz\w*\b|\btrivia\b",
    '''
cards = {}
turn = {"front": "", "tried": 0, "right": 0}


def card(front, *back):
    """Write a card: its front, then its back."""
    cards[str(front)] = " ".join(str(word) for word in back)
    return f"{len(cards)} cards"


def draw():
    """The front of the next card."""
    if not cards:
        return "Write a card first."
    fronts = list(cards)
    place = fronts.index(turn["front"]) + 1 if turn["front"] in fronts else 0
    turn["front"] = fronts[place % len(fronts)]
    return turn["front"]


def back(*words):
    """Whether this is the back of the card that was drawn."""
    right = cards.get(turn["front"], "")
    right_one = " ".join(str(word) for word in words) == right
    turn["tried"] += 1
    turn["right"] += right_one
    return "Right!" if right_one else f"It is {right}."
''',
    """
def test_a_card_is_asked():
    card("house", "la", "maison")
    assert draw() == "house"
    assert back("la", "maison") == "Right!"
    assert back("le") == "It is la maison."


def test_cards_come_in_turn():
    card("one", 1)
    card("two", 2)
    assert [draw(), draw(), draw()] == ["one", "two", "one"]


def test_a_card_is_needed():
    assert draw() == "Write a card first."
""",
)
KNOWN = Ability(
    SCORE.words,
    '''
def known():
    """The score: how many cards were known so far."""
    return f"{turn['right']} of {turn['tried']} right"
''',
    """
def test_the_score_counts_what_was_known():
    card("hund", "dog")
    draw()
    back("dog")
    back("cat")
    assert known() == "1 of 2 right"
""",
    needs=CARDS,
)
CLEARED = Ability(
    r"\b(?:clear\w*|empt(?:y|ies|ied)|wip(?:e|es|ed)|start(?:s|ing)? over)\b",
    '''
def clear():
    """Take every entry off."""
    count = len(entries)
    entries.clear()
    return f"{count} entries are gone."
''',
    """
def test_every_entry_is_taken_off():
    add("bread")
    assert clear() == "1 entries are gone."
    assert show() == "There is no entry."
""",
    needs=KEPT,
)
CIPHER = Ability(
    r"\bciphers?\b|\bcaesar\b|\b(?:en|de)(?:crypt|code)\w*\b|\bsecret (?:messages?|codes?)\b",
    '''
def encode(shift, *words):
    """The words with every letter moved on by `shift` places."""
    moved = ""
    for sign in " ".join(str(word) for word in words):
        first = "A" if "A" <= sign <= "Z" else "a" if "a" <= sign <= "z" else ""
        moved += chr((ord(sign) - ord(first) + shift) % 26 + ord(first)) if first else sign
    return moved


def decode(shift, *words):
    """The words with every letter moved back."""
    return encode(-shift, *words)
''',
    """
def test_letters_move_on():
    assert encode(3, "abc") == "def"
    assert encode(3, "XYZ", "z!") == "ABC c!"


def test_letters_come_back():
    assert decode(5, encode(5, "Hello", "you")) == "Hello you"
""",
    overlooked=(" % 26",),
)
WORDS = Ability(
    r"\b(?:count\w*|statistics of|number of)\b.{0,30}\b(?:words?|letters?|characters?|text)\b|\bword count\w*\b",
    '''
def count(*words):
    """How many words and letters there are."""
    letters = sum(len(str(word)) for word in words)
    return f"{len(words)} words, {letters} letters"
''',
    """
def test_words_are_counted():
    assert count("one", "two", 3) == "3 words, 7 letters"
    assert count() == "0 words, 0 letters"
""",
)
TURNED = Ability(
    r"\brevers\w+\b|\bpalindromes?\b|\bbackwards?\b",
    '''
def reverse(*words):
    """The words backwards."""
    return " ".join(str(word) for word in words)[::-1]


def palindrome(*words):
    """Whether the letters read the same backwards."""
    letters = [sign for sign in "".join(str(word) for word in words).lower() if sign.isalnum()]
    return letters == letters[::-1]
''',
    """
def test_words_are_turned_round():
    assert reverse("one", "two") == "owt eno"


def test_a_palindrome_is_known():
    assert palindrome("A", "man,", "a", "plan,", "a", "canal:", "Panama")
    assert not palindrome("ab")
""",
    overlooked=(" if sign.isalnum()",),
)
PASTIMES = (SECRET, DICE, CARDS, KNOWN, CLEARED, CIPHER, WORDS, TURNED)
