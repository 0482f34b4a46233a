import subprocess
import sys

from tests.browser.server import ROOT

NEEDED = ("graphviz", "numpy", "PIL.Image", "core.history.reader", "core.workflows.faq_chain")


def test_the_server_has_loaded_what_its_first_page_imports() -> None:
    code = f"import sys, app; print([name for name in {NEEDED!r} if name not in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip().endswith("[]")
