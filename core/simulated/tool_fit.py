"""How well a tool fits a text."""

from core.providers import ToolSpec
from core.simulated import linear as re
from core.simulated.reading.choices import expression_in
from core.simulated.reading.topics import signs, topic_of, words_of
from core.simulated.reading.words import stem, stems, words

_GENERIC = frozenset(map(stem, "a the of and or get use call given make return result tool value text such it".split()))


def fit(text: str, tool: ToolSpec) -> float:
    """How well a tool fits a text: words shared with its name and description, and signs such as arithmetic."""
    name = stems(re.sub(r"_|-|(?<=[a-z])(?=[A-Z])", " ", tool.name)) - _GENERIC
    described = stems(tool.description) - _GENERIC - name
    said = stems(text) | frozenset(stem(one) for one in words(text)) | signs(text)
    topics = topic_of(tool.name) | topic_of(" ".join(tool.description.split()[:6]))
    known = frozenset().union(*(words_of(one) for one in topics)) if topics else frozenset()
    score = 1.2 * len(name & said) + 0.4 * len(described & said) + 1.0 * len((known & said) - name - described)
    if "expression" in tool.parameters.get("properties", {}) or "arithmetic" in tool.description.lower():
        score += 3.0 if expression_in(text) is not None else -2.0
    return score
