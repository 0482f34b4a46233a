"""The form of an answer, as the instruction wishes: length, tone, words, signature, language."""

from core.simulated import linear as re
from core.simulated.reading.instructions import Wishes
from core.simulated.reading.sentences import ended, joined, sentences

_PLAIN = (
    ("in order to", "to"), ("due to the fact that", "because"), ("a large number of", "many"), ("utilize", "use"),
    ("at this point in time", "now"), ("in spite of", "despite"), ("very ", ""), ("really ", ""), ("basically ", ""),
    ("kind of ", ""), ("sort of ", ""), ("just ", ""),
)  # fmt: skip
_FORMAL = (
    ("can't", "cannot"), ("won't", "will not"), ("don't", "do not"), ("I'm", "I am"), ("we're", "we are"),
    ("it's", "it is"), ("you're", "you are"), ("Hi ", "Dear "), ("Hello ", "Dear "), ("Thanks", "Thank you"),
    ("See you then!", "We look forward to it."), ("!", "."), ("is not", "is not"), ("let's", "let us"),
)  # fmt: skip
_LEADS = {
    "enthusiastic": "What a pleasure! ",
    "funny": "Hold on to your hat: ",
    "rude": "Well, if it has to be: ",
}
_GREETING = {"german": "Hallo", "french": "Bonjour", "spanish": "Hola", "italian": "Ciao", "dutch": "Hallo",
             "portuguese": "Olá", "polish": "Cześć", "swedish": "Hej", "danish": "Hej"}  # fmt: skip
FILLERS = (
    "Everybody is welcome to take part.",
    "There is time enough to look at it calmly.",
    "Small things make the difference here.",
    "Come and see for yourself.",
)


def obey(text: str, wish: Wishes) -> str:
    """Give an answer the form that was asked for; what is not asked for stays as it is."""
    text = _toned(text.strip(), wish)
    text = _shortened(text, wish)
    text = with_words(text, wish)
    if wish.bullets:
        text = "\n".join(f"- {one}" for one in sentences(text))
    if wish.capitals:
        text = text.upper()
    text = _signed(text, wish)
    return _in_language(text, wish)


def plain(text: str) -> str:
    """The text with its flourishes taken out."""
    for flourish, simple in _PLAIN:
        text = re.sub(rf"\b{re.escape(flourish)}", simple, text)
    return text


def with_words(text: str, wish: Wishes) -> str:
    """Bring in the words that must occur, take out those that must not, keep to the length and the last words."""
    missing = [
        word
        for word in wish.must
        if word not in wish.must_not and not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
    ]
    if missing:
        text = f"{ended(text)} There is {joined(missing)}, too."
    for word in wish.must_not:
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)\s?", "", text, flags=re.IGNORECASE)
    text = _long_enough(text, wish)
    text = _no_longer(text, wish)
    if wish.starts and not text.startswith(wish.starts):
        text = f"{wish.starts} {text}"
    if wish.ends and not text.rstrip().endswith(wish.ends):
        text = text.rstrip() + wish.ends if len(wish.ends) < 3 else f"{text.rstrip()} {wish.ends}"
    return text


def _toned(text: str, wish: Wishes) -> str:
    if "formal" in wish.tones:
        for loose, stiff in _FORMAL:
            text = text.replace(loose, stiff)
    if "terse" in wish.tones and not wish.least_words and wish.sentences is None and len(sentences(text)) > 4:
        text = " ".join(sentences(text)[:4])
    for tone, lead in _LEADS.items():
        if tone in wish.tones and "formal" not in wish.tones and not wish.least_words and len(text.split()) < 60:
            text = lead + text
    return f"{text} 🙂" if wish.emoji else text


def _shortened(text: str, wish: Wishes) -> str:
    if wish.lines is not None:
        said = sentences(text)
        return "\n".join(said[: wish.lines])
    if wish.sentences is None:
        return text
    return " ".join(sentences(text)[: wish.sentences])


def _long_enough(text: str, wish: Wishes) -> str:
    unwanted = {word.lower() for word in wish.must_not}
    for filler in FILLERS:
        if len(text.split()) >= (wish.least_words or 0) or wish.sentences:
            break
        if not unwanted & set(re.findall(r"\w+", filler.lower())):
            text = f"{ended(text)} {filler}"
    return text


def _no_longer(text: str, wish: Wishes) -> str:
    most = wish.most_words
    if most is None or len(text.split()) <= most:
        return text
    needed = [word.lower() for word in wish.must]
    said = list(sentences(text))
    while len(said) > 1 and sum(len(one.split()) for one in said) > most:
        spare = [one for one in said[1:] if not any(word in one.lower() for word in needed)]
        said.remove(spare[-1] if spare else said[-1])
    words = " ".join(said).split()
    return " ".join(words) if len(words) <= most else ended(" ".join(words[:most]).rstrip(",;:"))


def _signed(text: str, wish: Wishes) -> str:
    if not wish.signer or text.rstrip().endswith(wish.signer):
        return text
    closing = "Kind regards," if "formal" in wish.tones else "Best wishes,"
    return f"{text}\n\n{closing}\n{wish.signer}"


def _in_language(text: str, wish: Wishes) -> str:
    if wish.language is None:
        return text
    greeting = _GREETING.get(wish.language)
    note = f"(The simulated model writes only English; a real model would answer in {wish.language.capitalize()}.)"
    return f"{greeting}! {text}\n\n{note}" if greeting else f"{text}\n\n{note}"
