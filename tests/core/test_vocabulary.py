import subprocess
import sys

import pytest

import core
from core import vocabulary as offered

HEAVY = ("asyncio", "pydantic", "openai", "google.genai", "streamlit", "pandas")


def test_importing_core_alone_loads_nothing_heavy() -> None:
    code = f"import sys, core; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_importing_the_catalogue_loads_no_workflow() -> None:
    code = (
        "import sys, core.workflows; print(sorted(name for name in sys.modules if name.startswith('core.workflows')))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "['core.workflows', 'core.workflows.catalogue']"


def test_every_name_offered_is_found_in_core_and_stars_import_them_all() -> None:
    for name in offered.__all__:
        assert getattr(core, name) is getattr(offered, name)
    names: dict[str, object] = {}
    exec("from core import *", names)
    assert {*offered.__all__, "run"} <= set(names)


def test_a_module_of_core_comes_from_its_file_and_an_unknown_name_is_named() -> None:
    from core.trace import events

    assert events.__name__ == "core.trace.events"
    with pytest.raises(AttributeError, match="module 'core' offers no 'stpe'"):
        _ = getattr(core, "stpe")  # noqa: B009
