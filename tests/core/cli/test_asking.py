"""Runs that ask a person, from the command line: at a terminal, by a flag, and where nobody can answer."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from core.cli.command_line import main

ONE = ("run", "storefront-pipeline", "bumblebox", "--speed", "0")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def call(home: Path, *argv: str, stdin: io.StringIO | None = None) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    environ = {"PLAYGROUND_HOME": str(home)}
    status = main(argv, stdin=stdin or io.StringIO(), stdout=out, stderr=err, environ=environ)
    return status, out.getvalue(), err.getvalue()


def result(home: Path, *argv: str, stdin: io.StringIO | None = None) -> Any:
    status, out, err = call(home, *argv, "--json", stdin=stdin)
    assert status == 0, err
    return json.loads(out)["result"]


def test_without_a_terminal_and_a_flag_the_message_names_the_flag_and_nothing_is_run(tmp_path: Path) -> None:
    status, out, err = call(tmp_path, *ONE)
    assert status == 2
    assert "--approve all or --approve none" in err
    assert err.count("\n") == 1
    assert out == ""


@pytest.mark.parametrize(("flag", "sent"), [("all", 1), ("none", 0)])
def test_a_flag_answers_every_question(tmp_path: Path, flag: str, sent: int) -> None:
    found = result(tmp_path, *ONE, "--approve", flag)
    assert len(found["outbox"]) == sent
    assert found["items"][0]["status"] == ("done" if sent else "set aside")


def test_a_run_whose_approval_is_off_needs_neither(tmp_path: Path) -> None:
    assert len(result(tmp_path, *ONE, "--set", "approval=off")["outbox"]) == 1


def test_at_a_terminal_the_person_is_asked(tmp_path: Path) -> None:
    found = result(tmp_path, *ONE, stdin=Terminal("r\ntoo loud\n"))
    assert found["outbox"] == []
    assert found["items"][0]["reason"] == "Rejected: too loud"


def test_an_email_edited_to_be_empty_is_refused_at_the_terminal_and_asked_again(tmp_path: Path) -> None:
    empty = json.dumps({"store": "bumblebox", "subject": " ", "body": "x"})
    better = json.dumps({"store": "bumblebox", "subject": "Mine", "body": "x"})
    status, out, err = call(tmp_path, *ONE, "--json", stdin=Terminal(f"e\n{empty}\ne\n{better}\n"))
    assert status == 0
    assert json.loads(out)["result"]["outbox"] == [{"store": "bumblebox", "subject": "Mine", "body": "x"}]
    assert "That does not fit: subject: It is empty. Write it, or reject the e-mail." in " ".join(err.split())


def test_comparing_modes_asks_nobody(tmp_path: Path) -> None:
    status, out, _ = call(
        tmp_path,
        "compare",
        "storefront-pipeline",
        "bumblebox, clackwork",
        "--modes",
        "batch,streaming",
        "--repeats",
        "1",
        "--speed",
        "0",
    )
    assert status == 0
    assert "batch" in out
    assert "streaming" in out
