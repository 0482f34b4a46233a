"""A run or its settings as one small file or as a link, and back.

    data = write(preset_of(plan), events)     bytes of a JSON file; the events are optional
    shared = read(data)                       checked; raises InputError that says what is wrong with the file
    text = pack(preset)                       the settings alone, short enough for a link; unpack(text) reads it

What comes in is not trusted: it is limited in size, depth and numbers, checked against a schema that knows every field,
holds no code, and what looks like a key is blotted out in both directions.
"""

from core.sharing.file import Preset, Shared, preset_of, preset_of_run, read, write
from core.sharing.link import LONGEST_PRESET, pack, unpack

__all__ = [
    "LONGEST_PRESET",
    "Preset",
    "Shared",
    "pack",
    "preset_of",
    "preset_of_run",
    "read",
    "unpack",
    "write",
]
