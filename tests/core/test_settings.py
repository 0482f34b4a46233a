from pathlib import Path

import pytest

from core.settings import Settings

KEY = "sk-test-0123456789abcdef"


def test_an_empty_environment_means_no_keys_and_the_users_data_folder() -> None:
    settings = Settings.from_environment({})
    assert settings.openai_api_key is settings.openai_base_url is settings.gemini_api_key is None
    assert settings.home.name == "llm-workflow-playground"
    assert settings.home.is_absolute()


def test_every_variable_is_read() -> None:
    settings = Settings.from_environment(
        {
            "PLAYGROUND_HOME": "/somewhere/else",
            "OPENAI_API_KEY": KEY,
            "OPENAI_BASE_URL": "http://localhost:11434/v1",
            "GEMINI_API_KEY": "gemini-key",
        }
    )
    assert settings == Settings(Path("/somewhere/else"), KEY, "http://localhost:11434/v1", "gemini-key")
    assert settings.secrets == (KEY, "gemini-key")


def test_hosts_are_parted_by_commas_or_spaces() -> None:
    given = {"PLAYGROUND_ALLOWED_HOSTS": "play.example, *.class.example\tlocalhost"}
    assert Settings.from_environment(given).allowed_hosts == ("play.example", "*.class.example", "localhost")


def test_blank_variables_count_as_not_set() -> None:
    settings = Settings.from_environment({"OPENAI_API_KEY": " ", "PLAYGROUND_HOME": ""})
    assert settings.openai_api_key is None
    assert settings.home.name == "llm-workflow-playground"


def test_a_visitor_has_a_smaller_share_in_public() -> None:
    own, public = Settings.from_environment({}), Settings.from_environment({"PLAYGROUND_PUBLIC": "1"})
    assert own.runs_at_once > public.runs_at_once > 1
    assert own.runs_kept > public.runs_kept > 1


@pytest.mark.parametrize("said", ["0", "-3", "many", "1e3", "²", "9" * 5000])
def test_a_share_that_is_no_whole_number_from_1_is_not_used_and_the_log_says_so(
    said: str, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings.from_environment({"PLAYGROUND_RUNS_AT_ONCE": said, "PLAYGROUND_RUNS_KEPT": " 7 "})
    assert (settings.runs_at_once, settings.runs_kept) == (20, 7)
    assert "PLAYGROUND_RUNS_AT_ONCE must be a whole number from 1; 20 is used." in caplog.text


def test_a_tilde_means_the_users_own_folder() -> None:
    assert Settings.from_environment({"PLAYGROUND_HOME": "~/runs"}).home == Path.home() / "runs"


def test_its_repr_shows_no_key() -> None:
    assert KEY not in repr(Settings.from_environment({"OPENAI_API_KEY": KEY}))


def test_the_environment_of_this_process_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "from-here")
    assert Settings.from_environment().gemini_api_key == "from-here"


def test_nothing_else_in_core_reads_the_environment() -> None:
    folder = Path(__file__).parents[2] / "core"
    readers = [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if any(word in path.read_text(encoding="utf-8") for word in ("os.environ", "getenv"))
        and path.parent.name != "parts"  # what exported scripts are made of; the app imports none of it
    ]
    assert readers == ["settings.py"]


def test_public_mode_is_on_with_anything_but_a_clear_no_and_sharing_only_with_a_clear_yes() -> None:
    def read(word: str) -> tuple[bool, bool]:
        settings = Settings.from_environment({"PLAYGROUND_PUBLIC": word, "PLAYGROUND_SHARE_KEYS": word})
        return settings.public, settings.share_keys

    assert {read(word) for word in ("", "0", "no", "False", "off")} == {(False, False)}
    assert {read(word) for word in ("1", "yes", "TRUE", "on")} == {(True, True)}
    assert read("perhaps") == (True, False)


def test_allowed_addresses_may_be_listed_with_commas_or_spaces() -> None:
    listed = {"PLAYGROUND_ALLOWED_BASE_URLS": "https://a.org/v1, https://b.org/v1"}
    assert Settings.from_environment(listed).allowed_base_urls == ("https://a.org/v1", "https://b.org/v1")
