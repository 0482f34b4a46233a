"""Texts that come as bytes, from files, uploads and standard input, in whichever encoding a program saved them."""

import io
import json
import os

from core.errors import InputError


def text_from(data: bytes, *, what: str, otherwise: str = "utf-8") -> str:
    """The text in `data`, without a byte order mark and with plain line ends.

    It may be UTF-8, UTF-16 or UTF-32, as editors on Windows save it, else it is read as `otherwise`. Without a mark,
    UTF-16 is told by the zeros beside a first letter of ASCII, as in JSON. Raises InputError, which begins with `what`
    it is, for bytes that are no text.
    """
    for encoding in (json.detect_encoding(data), otherwise):
        try:
            text = data.decode(encoding).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
        return io.IncrementalNewlineDecoder(None, translate=True).decode(text, final=True)
    raise InputError(f"{what} is neither UTF-8 nor UTF-16 text. Save it as UTF-8.")


def text_of_argument(argument: str) -> str:
    """An argument of the command line; what the locale could not read (LC_ALL=C) is UTF-8 where it can be."""
    try:
        return os.fsencode(argument).decode()
    except UnicodeError:
        return argument
