"""What a run was allowed to use is let go of when it ends."""

import gc
import weakref
from pathlib import Path

from core.models.access import Access, grant
from core.models.provider_spec import Typed
from core.providers.keys import Key
from core.runtime.engine import Engine
from core.runtime.execution import environment, with_access
from core.runtime.plans import plan
from core.settings import Settings

PATIENCE_S = 20.0


def keys_alive(secret: str) -> int:
    gc.collect()
    return sum(isinstance(one, Typed | Access) and secret in held(one) for one in gc.get_objects())


def held(one: Typed | Access) -> str:
    keys = one.open.values() if isinstance(one, Access) else one.keys.values()
    return " ".join(key.reveal() for key in (getattr(one, "key", one) for one in keys) if isinstance(key, Key))


def test_the_access_of_a_run_lives_as_long_as_the_run() -> None:
    secret = "sk-alive-0123456789abcdef"
    engine = Engine(environment)
    try:
        options = {"simulation": {"speed": 0}}
        opener = with_access(grant(Settings(Path("/nowhere")), Typed({"openai": Key(secret)})))
        assert keys_alive(secret) == 1
        watched = weakref.ref(opener)
        run = engine.start(plan("basic-call", None, {}, options), "", opener)
        del opener
        assert run.wait(PATIENCE_S)
        assert run.trace().status == "completed"
        gc.collect()
        assert watched() is None
        assert keys_alive(secret) == 0
    finally:
        engine.close()
