import logging

import pytest

from core.providers.protocol import Message, Usage
from core.trace import events as e
from core.trace.recording import Listener
from core.trace.run_log import log_events

SECRET = "sk-proj-0123456789abcdef"
WORDS = "the quick brown fox"
LOG: list[e.Event] = [
    e.RunStarted(0.0, "run-1", "calendar-chain", WORDS, {"signer": WORDS}, {"model": "simulated:demo"}, ""),
    e.StepStarted(0.0, 1, "extract", "llm", (), (), None, {"request": WORDS}),
    e.AttemptStarted(0.0, 1, 1, "simulated:demo", (Message("user", f"{WORDS}\n{SECRET}"),), "Event"),
    e.Streamed(0.1, 1, WORDS),
    e.AttemptFinished(0.2, 1, 1, "error", WORDS, (), None, None, e.Failure("rate_limited", "Too many requests.")),
    e.WaitStarted(0.2, 1, 0.5, "backoff", WORDS),
    e.AttemptStarted(0.7, 1, 2, "simulated:demo", (Message("user", WORDS),), "Event"),
    e.AttemptFinished(0.9, 1, 2, "ok", WORDS, (), Usage(10, 5), None, None),
    e.StepFinished(0.9, 1, WORDS),
    e.Decided(0.9, 2, "is_it", "gate", (1,), (), None, True, {"why": WORDS}),
    e.Decided(0.9, 3, "kind", "route", (2,), (), None, WORDS, {}),
    e.FannedOut(0.9, 1, 2, (3,)),
    e.StepStarted(0.9, 4, "approve", "human", (3,), (), e.Branch(1, 0), {"item": WORDS}),
    e.Asked(0.9, 4, WORDS, WORDS),
    e.Answered(1.0, 4, "edited", WORDS, WORDS),
    e.FileKept(1.0, 4, "site", "a.css", WORDS, WORDS, WORDS),
    e.StepFailed(1.0, 4, e.Failure("internal", f"ValueError: {WORDS}")),
    e.BranchFailed(1.0, 1, 0, e.Failure("internal", WORDS)),
    e.Joined(1.0, 1, 1),
    e.ItemChanged(1.0, WORDS, "going", "check", 2, WORDS),
    e.RunFinished(1.0, "failed", WORDS, None, (), e.Failure("internal", WORDS)),
]


def logged(
    caplog: pytest.LogCaptureFixture, level: int = logging.DEBUG, **options: bool | tuple[str, ...]
) -> list[logging.LogRecord]:
    logger = logging.getLogger("tests.run_log")
    with caplog.at_level(level, logger.name):
        listen: Listener = log_events("run-1", logger, **options)  # type: ignore[arg-type]
        for event in LOG:
            listen(event)
    return caplog.records


def test_the_sample_has_every_kind_of_event() -> None:
    assert {type(event) for event in LOG} == set(e.Event.__args__)


def test_each_event_is_one_line_with_run_step_and_attempt(caplog: pytest.LogCaptureFixture) -> None:
    lines = [record.getMessage() for record in logged(caplog)]
    assert len(lines) == len(LOG)
    for event, line in zip(LOG, lines, strict=True):
        assert "\n" not in line
        assert f"event={type(event).__name__} run=run-1" in line
        step = getattr(event, "step", None)
        assert step is None or f" step={step}" in line
    assert "step=1 attempt=1" in lines[4]
    assert "step=1 attempt=1" in lines[5]
    assert "step=1 attempt=2" in lines[7]


def test_the_level_tells_how_bad_it_is(caplog: pytest.LogCaptureFixture) -> None:
    levels = {type(event).__name__: record.levelname for event, record in zip(LOG, logged(caplog), strict=True)}
    assert levels["RunFinished"] == levels["StepFailed"] == "ERROR"
    assert levels["WaitStarted"] == levels["BranchFailed"] == "WARNING"
    assert levels["Streamed"] == "DEBUG"
    assert levels["StepStarted"] == levels["Decided"] == "INFO"


def test_a_quieter_logger_hears_only_what_went_wrong(caplog: pytest.LogCaptureFixture) -> None:
    assert len(logged(caplog, logging.WARNING)) == 5


def test_nobodys_words_are_logged_unless_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    text = "\n".join(record.getMessage() for record in logged(caplog))
    assert "fox" not in text
    assert "Too many requests." in text
    assert "error=internal" in text


def test_words_are_logged_on_one_line_when_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    lines = [record.getMessage() for record in logged(caplog, with_text=True)]
    assert all("\n" not in line for line in lines)
    assert f'request="{WORDS}"' in lines[0]
    assert WORDS in lines[2]
    assert WORDS in lines[19]


def test_a_key_is_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert SECRET not in "".join(record.getMessage() for record in logged(caplog, with_text=True))
    caplog.clear()
    hidden = logged(caplog, with_text=True, secrets=("quick brown",))
    assert "quick brown" not in "".join(record.getMessage() for record in hidden)


def test_line_breaks_and_control_codes_are_written_as_escapes(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("tests.run_log")
    with caplog.at_level(logging.INFO, logger.name):
        listen = log_events("run-1\nrun=2", logger, with_text=True)
        listen(e.StepFinished(0.0, 1, "a\r\nb\x1b[31m\u2028c"))
    [line] = [record.getMessage() for record in caplog.records]
    assert line.isprintable()
    assert line.isascii()
