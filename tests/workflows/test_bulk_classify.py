import pytest

from core.errors import InputError
from core.providers.protocol import Request
from core.samples.mail_table import MOST_MAILS, read_mails
from core.workflows.bulk_classify import Classified
from tests.scripted import Answer, run_scripted


def by_text(request: Request) -> Answer:
    text = request.messages[-1].text
    if "break" in text:
        return ValueError("broken")
    return Classified(label="spam" if "win" in text else "normal", reason=text)


@pytest.mark.parametrize("mode", ["parallel", "sequential"])
async def test_every_mail_gets_a_label_in_the_order_of_the_list(mode: str) -> None:
    trace, _ = await run_scripted("bulk-classify", by_text, "a win\n\nb\n\nc win", {"mode": mode})
    assert [(row.id, row.label) for row in trace.result.rows] == [("1", "spam"), ("2", "normal"), ("3", "spam")]
    assert trace.result.counts == {"spam": 2, "normal": 1}


async def test_a_mail_whose_call_failed_stands_in_the_table_as_failed() -> None:
    trace, _ = await run_scripted("bulk-classify", by_text, "a\n\nbreak\n\nc", {"on_error": "keep"})
    assert [row.label for row in trace.result.rows] == ["normal", "failed", "normal"]


def test_a_csv_is_read_by_its_columns_whatever_else_it_has() -> None:
    mails = read_mails('\ufeffid;subject;extra;body\n7;Hi;x;"two\nlines"\n7;;;again\n')
    assert [(mail.id, mail.text) for mail in mails] == [("7", "Hi\ntwo\nlines"), ("7-2", "again")]


def test_a_csv_without_a_text_column_is_refused_with_the_columns_found() -> None:
    with pytest.raises(InputError, match="no column for the e-mail's text.*id, sender"):
        read_mails("id,sender\n1,me\n")


def test_a_csv_whose_first_line_cannot_be_read_is_refused() -> None:
    with pytest.raises(InputError, match="Check its quotes"):
        read_mails(f'id,text,"{"x" * 200_000}')


def test_a_list_that_is_too_long_is_refused_before_any_call() -> None:
    with pytest.raises(InputError, match="100,000 e-mails; at most"):
        read_mails("id,text\n" + "1,x\n" * 100_000)
    assert len(read_mails("x\n" * MOST_MAILS)) == MOST_MAILS


async def test_a_bad_csv_ends_the_run_with_the_message() -> None:
    trace, _ = await run_scripted("bulk-classify", [], "id,sender\n1,me\n")
    assert trace.status == "failed"
    assert trace.error is not None
    assert trace.error.kind == "input"
