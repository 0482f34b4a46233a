import subprocess
import sys

import pytest

from pages.ui.page_table import PAGES, AppPage
from tests.browser.server import ROOT

VISIT = """
import sys, app
from streamlit.testing.v1 import AppTest
page = AppTest.from_file("pages/frame.py", default_timeout=60)
before = set(sys.modules)
page.switch_page(sys.argv[1]).run()
assert not page.exception
late = sorted(set(sys.modules) - before)
print([name for name in late if name.partition(".")[0] in ("core", "pages", "graphviz", "numpy")])
"""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_the_server_has_loaded_what_its_first_page_imports(home: object, page: AppPage) -> None:
    command = [sys.executable, "-c", VISIT, page.script]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "[]"
