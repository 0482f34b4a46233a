import threading

from core.models.provider_spec import Typed
from core.providers.keys import Key
from pages.session.own_keys import MOST_SESSIONS, KeyVault

KEY = Key("sk-visitor-0123456789abcdef")


def put(vault: KeyVault, session: str, provider: str = "openai") -> None:
    vault.change(session, lambda typed: typed.with_key(provider, KEY))


def test_sessions_do_not_see_each_others_keys() -> None:
    vault = KeyVault()
    put(vault, "a")
    assert vault.typed("a") == Typed({"openai": KEY})
    assert vault.typed("b") == Typed()


def test_what_nobody_asks_for_is_dropped_after_its_time() -> None:
    now = [0.0]
    vault = KeyVault(seconds_kept=10, clock=lambda: now[0])
    put(vault, "used")
    put(vault, "left")
    now[0] = 8
    assert vault.typed("used").keys.get("openai") == KEY
    now[0] = 15
    assert vault.typed("left").keys.get("openai") is None
    assert vault.typed("used").keys.get("openai") == KEY


def test_there_is_an_end_to_how_many_are_kept() -> None:
    vault = KeyVault()
    for number in range(MOST_SESSIONS + 10):
        put(vault, str(number))
    assert vault.typed("0").keys.get("openai") is None
    assert vault.typed(str(MOST_SESSIONS + 9)).keys.get("openai") == KEY


def test_many_threads_may_use_it() -> None:
    vault = KeyVault()

    def use(number: int) -> None:
        for _ in range(200):
            put(vault, str(number), "gemini")
            vault.forget(str(number + 1))
            vault.typed(str(number))

    threads = [threading.Thread(target=use, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert vault.typed("8").keys.get("gemini") is None


def test_its_repr_shows_no_key() -> None:
    vault = KeyVault()
    put(vault, "a")
    assert KEY.reveal() not in f"{vault.__dict__!r}"
