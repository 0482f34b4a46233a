"""Paragraphs that make a point of a topic, as long as they should be, no sentence twice in a text of a few sections."""

_OPEN = (
    "{Point}: that is where the story of {topic} begins.",
    "Ask about {topic}, and the talk soon turns to {point}.",
    "Then there is {point}.",
    "One thing is easily forgotten: {point}.",
    "Much turns on {point}.",
)
_GOING_ON = (
    "It deserves a closer look, because it decides how well the rest works.",
    "It asks for patience at first and pays back later.",
    "People who have tried it say that the details matter most.",
    "Small steps work better here than large plans.",
    "What helps one person may bother another, so it is worth asking early.",
    "The first question is the cost, the second is the time.",
    "A simple example says more than a long list of reasons.",
    "Whoever comes back after a year sees the difference at once.",
    "It is easy to begin and harder to keep going, which is why habits count.",
    "Some doubt it, and their doubts are worth hearing before anything is decided.",
    "There is no single right way, but there are a few that have proved themselves.",
    "Much can be learned from those who started earlier and made the first mistakes.",
    "Good plans leave room for what nobody has thought of yet.",
    "It helps to write down what was agreed, and to look at it again in spring.",
)
_CLOSE = (
    "That is a good reason to start small and to learn on the way.",
    "Seen in this light, it is less a question of money than of care.",
    "What counts in the end is what it gives back to the people involved.",
    "So it is worth the effort, even on a rainy day.",
)
FEWEST_SENTENCES = 3


def paragraph(point: str, topic: str, number: int, words: int = 0) -> str:
    """The paragraph for the `number`-th point (from 0), of about `words` words; 0 means short."""
    said = point.strip().rstrip(".")
    if said.endswith("?"):
        first = said[:1].upper() + said[1:]
    else:
        first = _OPEN[number % len(_OPEN)].format(Point=said[:1].upper() + said[1:], point=inner(said), topic=topic)
    close = _CLOSE[number % len(_CLOSE)]
    chosen = [first]
    for place in range(len(_GOING_ON)):
        if len(chosen) >= FEWEST_SENTENCES - 1 and len(" ".join([*chosen, close]).split()) + 6 >= words:
            break
        chosen.append(_GOING_ON[(number * 5 + place) % len(_GOING_ON)])
    return " ".join([*chosen, close])


def inner(phrase: str) -> str:
    """The phrase as it stands inside a sentence."""
    first = phrase.partition(" ")[0]
    name = first.isupper() and len(first) > 1 or first[1:] != first[1:].lower()
    return phrase if name else phrase[:1].lower() + phrase[1:]
