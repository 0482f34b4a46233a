"""Loading with the server what its first visitor's page needs."""

import inspect


def load() -> None:
    """Import what the pages import while they are drawn.

    Streamlit looks at the stack once, before the first element: then `inspect` asks for the file of every module.
    """
    import graphviz  # noqa: F401
    import numpy  # noqa: F401
    import PIL.Image  # noqa: F401
    import PIL.ImageFile  # noqa: F401

    from core.history import database, reader, writer  # noqa: F401
    from core.workflow import find_workflows

    find_workflows()
    inspect.stack(0)
