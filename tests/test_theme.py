import tomllib
from pathlib import Path

import pytest

CONFIG = Path(__file__).parent.parent / ".streamlit" / "config.toml"
THEME = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2)."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2): 4.5 is enough for text, 3 for a control's edge."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_ratio_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_everything_can_be_read_in_light_and_in_dark(mode: str) -> None:
    theme = THEME[mode]
    for background in (theme["backgroundColor"], theme["secondaryBackgroundColor"], theme["codeBackgroundColor"]):
        assert contrast(theme["textColor"], background) > 10
        assert contrast(theme["linkColor"], background) > 4.5
        assert contrast(theme["primaryColor"], background) > 3
    assert contrast(theme["primaryColor"], "#ffffff") > 4.5  # letters on the main button
