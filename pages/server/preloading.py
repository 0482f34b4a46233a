"""Loading with the server what its first visitor's page needs."""

import inspect
import pkgutil
from importlib import import_module

import pages

NOT_TO_IMPORT = ("pages.scripts", "pages.frame")  # they draw when they are imported


def preload() -> None:
    """Import what the pages import while they are drawn.

    Streamlit looks at the stack once, before the first element: then `inspect` asks for the file of every module.
    """
    import graphviz  # noqa: F401
    import numpy  # noqa: F401
    import PIL.Image  # noqa: F401
    import PIL.ImageFile  # noqa: F401
    import streamlit.material_icon_names  # noqa: F401

    from core.history import load_storage
    from core.runtime import run_options
    from core.workflows import find_workflows

    for module in pkgutil.walk_packages(pages.__path__, "pages."):
        if not module.name.startswith(NOT_TO_IMPORT):
            import_module(module.name)
    load_storage()
    find_workflows()
    run_options({})
    inspect.stack(0)
