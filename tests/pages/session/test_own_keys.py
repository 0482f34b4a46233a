import threading

from core.models.access import Typed
from core.providers.keys import Key
from pages.session.own_keys import MOST_SESSIONS, KeyVault

KEY = Key("sk-visitor-0123456789abcdef")


def test_sessions_do_not_see_each_others_keys() -> None:
    vault = KeyVault()
    vault.put("a", openai=KEY)
    assert vault.typed("a") == Typed(openai=KEY)
    assert vault.typed("b") == Typed()


def test_what_nobody_asks_for_is_dropped_after_its_time() -> None:
    now = [0.0]
    vault = KeyVault(seconds_kept=10, clock=lambda: now[0])
    vault.put("used", openai=KEY)
    vault.put("left", openai=KEY)
    now[0] = 8
    assert vault.typed("used").openai == KEY
    now[0] = 15
    assert vault.typed("left").openai is None
    assert vault.typed("used").openai == KEY


def test_there_is_an_end_to_how_many_are_kept() -> None:
    vault = KeyVault()
    for number in range(MOST_SESSIONS + 10):
        vault.put(str(number), openai=KEY)
    assert vault.typed("0").openai is None
    assert vault.typed(str(MOST_SESSIONS + 9)).openai == KEY


def test_many_threads_may_use_it() -> None:
    vault = KeyVault()

    def use(number: int) -> None:
        for _ in range(200):
            vault.put(str(number), gemini=KEY)
            vault.forget(str(number + 1))
            vault.typed(str(number))

    threads = [threading.Thread(target=use, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert vault.typed("8").gemini is None


def test_its_repr_shows_no_key() -> None:
    vault = KeyVault()
    vault.put("a", openai=KEY)
    assert KEY.reveal() not in f"{vault.__dict__!r}"
