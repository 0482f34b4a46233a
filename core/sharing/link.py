"""Settings as a short text for a link: JSON, compressed, in the letters that an address may have."""

import binascii
import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from pydantic import ValidationError

from core.errors import InputError
from core.sharing.file import Preset
from core.sharing.untrusted_json import read_untrusted_json
from core.text import without_keys

LONGEST_PRESET = 6_000  # characters; longer addresses are cut by some mail programs and servers
LARGEST_UNPACKED = 200_000  # bytes
_BROKEN = "The settings in this link cannot be read: it is cut short or changed. Ask for it again."


def pack(preset: Preset) -> str:
    """The settings in at most LONGEST_PRESET characters. Raises InputError when they do not fit."""
    told: Any = without_keys(preset.model_dump(mode="json"))
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    text = urlsafe_b64encode(zlib.compress(data, 9)).decode().rstrip("=")
    if len(text) > LONGEST_PRESET or len(data) > LARGEST_UNPACKED:
        raise InputError("These settings are too long for a link. Send the file instead.")
    return text


def unpack(text: str) -> Preset:
    """The settings, not yet checked against the workflow. Raises InputError on anything that `pack` does not make."""
    if len(text) > LONGEST_PRESET:
        raise InputError(f"The settings in this link are too long: {len(text):,} characters, {LONGEST_PRESET:,} fit.")
    try:
        inflate = zlib.decompressobj()
        data = inflate.decompress(urlsafe_b64decode(text + "=" * (-len(text) % 4)), LARGEST_UNPACKED)
        if not inflate.eof or inflate.unused_data:
            raise InputError(_BROKEN)
        return Preset.model_validate(without_keys(read_untrusted_json(data, LARGEST_UNPACKED)))
    except (zlib.error, binascii.Error, ValueError, ValidationError, InputError):
        raise InputError(_BROKEN) from None
