"""Small talk told from what says something."""

from core.text.patterns import WORD, LinearPattern

_COURTESY = LinearPattern(
    r"(?i)\b(?:thank(?:s| you)?(?: (?:you|again|too|so|very|much|a (?:lot|million)|kindly|indeed"
    rf"|for [{WORD}]+(?: [{WORD}]+){{0,4}}))*"
    r"|you(?:['’]re| are) (?:very |most |always |so |too )*(?:welcome|kind)"
    r"|(?:it(?:['’]s| is| was) )?(?:all )?my pleasure"
    r"|(?:it was |it is |it['’]s )?a (?:real |great )?pleasure(?: (?:working|talking) with you)?|no problem(?: at all)?"
    r"|don['’]t mention it|(?:it (?:was|is) )?nothing|not at all|any ?time"
    r"|happy to (?:help|hear)(?: (?:that|it))?|glad (?:to|I could|that I could) (?:help|hear)(?: (?:that|it))?"
    r"|likewise|same to you|you too|and you"
    r"|have a (?:nice|great|good|lovely|wonderful) (?:day|evening|time|one|weekend|week)|take care|all the best"
    r"|good ?bye|bye|cheers|see you(?: (?:soon|later|then))?|(?:great|good|nice|lovely|wonderful) (?:work|job)"
    r"|(?:great|good|nice|lovely) (?:working|talking) with you|well done|that(?:['’]s| is) (?:very |so )?(?:kind|nice)"
    r"(?: of you)?|I appreciate (?:it|that|this)(?: very much)?|(?:much )?appreciated|perfect|great|excellent|wonderful"
    r"|lovely|awesome|fantastic|good luck|best (?:wishes|regards))\b"
)


_WORDS = LinearPattern(r"\pL+|\pN+")


_FILLING = frozenset(
    "and so very much really oh well yes no ok okay indeed then again too also always ever here my dear friend partner "
    "the a an it this that was is am are i you me we to for of with at all as just once more both".split()
)


LONGEST_SMALL_TALK = 300  # characters; whoever says more means more


def only_politeness(text: str) -> bool:
    """Whether a line holds nothing but courtesy: thanks, welcome, goodbye. A question or a wish is more than that."""
    if not text.strip() or len(text) > LONGEST_SMALL_TALK or not _COURTESY.search(text):
        return False
    rest = _WORDS.findall(_COURTESY.sub(" ", text).lower())
    return all(word in _FILLING for word in rest)
