"""About how many tokens a text has, where no tokenizer can be asked."""

from itertools import pairwise

TOKENS_A_CHARACTER = (
    (0x00, 0.25),  # ASCII and western letters
    (0x01, 0.5),  # other Latin letters
    (0x03, 0.4),  # Greek
    (0x04, 0.3),  # Cyrillic
    (0x05, 0.45),  # Hebrew, Arabic and others
    (0x09, 0.35),  # the scripts of India
    (0x0E, 0.5),  # Thai and others
    (0x1E, 0.5),  # more Latin and Greek letters, as in Vietnamese
    (0x20, 1.0),  # quotation marks, dashes, symbols
    (0x2E, 0.85),  # Chinese characters, Japanese syllables
    (0xA0, 0.45),  # smaller scripts
    (0xAC, 0.65),  # Korean syllables
    (0xD8, 0.8),  # halves of emoji and of rare characters
    (0xE0, 1.0),  # private ones
    (0xF9, 0.85),  # wide forms, in Chinese and Japanese texts
    (0x100, 0.0),
)
"""From which block of 256 characters on, and how many tokens a character of it has.

English is the rule of thumb of OpenAI's help center ("What are tokens and how to count them?"). The others were
measured on the first article of the Universal Declaration of Human Rights and customers' sentences in 20 languages,
with the tokenizers o200k_base (GPT-4o and later; npm package gpt-tokenizer 4.0.0) and Llama 3's (llama3-tokenizer-js
1.2.0): a figure is near both where they agree, else near the first.
"""
_CLASS_OF_BLOCK = bytes(
    number for number, ((first, _), (after, _)) in enumerate(pairwise(TOKENS_A_CHARACTER)) for _ in range(first, after)
)


def estimate_tokens(text: str) -> int:
    """About how many tokens a text has, by its scripts; at least one. Takes time in proportion, and little."""
    if text.isascii():
        return max(1, round(len(text) * TOKENS_A_CHARACTER[0][1]))
    blocks = text.encode("utf-16-le", "surrogatepass")[1::2]
    classes = blocks.translate(_CLASS_OF_BLOCK)
    counts = (classes.count(number) * tokens for number, (_, tokens) in enumerate(TOKENS_A_CHARACTER))
    return max(1, round(sum(counts)))
