import zlib
from base64 import urlsafe_b64encode

import pytest

from core.errors import InputError
from core.sharing import LONGEST_PRESET, pack, preset_of, unpack
from core.sharing.link import LARGEST_UNPACKED
from core.workflows.catalogue import find_workflows
from tests.core.sharing.simulated import instant


def packed(data: bytes) -> str:
    return urlsafe_b64encode(zlib.compress(data, 9)).decode().rstrip("=")


@pytest.mark.parametrize("workflow", find_workflows())
def test_every_workflows_settings_come_back_from_a_link(workflow: str) -> None:
    preset = preset_of(instant(workflow))
    try:
        text = pack(preset)
    except InputError:
        assert len(preset.model_dump_json()) > LONGEST_PRESET
        return
    assert unpack(text) == preset
    assert unpack(text).plan() == preset.plan()


def test_settings_too_long_for_a_link_are_refused_with_what_to_do() -> None:
    noise = "".join(str(number * 7919 % 10007) for number in range(8_000))
    with pytest.raises(InputError, match="Send the file"):
        pack(preset_of(instant()).model_copy(update={"request": noise}))


def test_a_link_carries_no_key() -> None:
    preset = preset_of(instant()).model_copy(update={"request": "use sk-abcdefghijklmnop please"})
    assert unpack(pack(preset)).request == "use [key] please"
    assert unpack(packed(preset.model_dump_json().encode())).request == "use [key] please"


GOOD = '{"workflow": "calendar-chain", "request": "x"}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "!!!",
        "ééé",
        "AAAA",
        packed(b"not JSON"),
        packed(b"[1, 2]"),
        packed(b"[" * 100_000),
        packed(b'{"workflow": "calendar-chain"}'),
        packed(b'{"workflow": 5, "request": "x"}'),
        packed(b'{"workflow": "calendar-chain", "request": "x", "code": "1"}'),
        packed(GOOD.encode())[:-4],
        packed(b" " * LARGEST_UNPACKED + GOOD.encode()),
        packed(b" " * 4_000_000),
        "A" * (LONGEST_PRESET + 1),
    ],
)
def test_a_text_that_is_no_preset_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(InputError, match="link"):
        unpack(text)


def test_the_text_that_is_cut_above_is_good_in_full() -> None:
    assert unpack(packed(GOOD.encode())).workflow == "calendar-chain"
