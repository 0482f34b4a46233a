import pytest
from pydantic import BaseModel

from tests.core.simulated.asking import TODAY, ask, text_of

DINNER = "Dinner with Ana and Luc on Friday at 8pm, for two hours"
BEES = "Tell me about bees. Bees live in hives. Bees make honey in summer. A queen leads the bees. Bees dance to talk."
LAMP = "My lamp does not switch on any more. I bought it in May."


async def test_the_signature_in_the_prompt_signs_the_answer() -> None:
    for name in ("Susie", "The Events Desk"):
        assert (await text_of(f"Write a friendly confirmation of this event. Sign as {name}.", DINNER)).endswith(name)


async def test_a_formal_prompt_gives_a_formal_answer() -> None:
    friendly = await text_of("Write a friendly confirmation of this event.", DINNER)
    formal = await text_of("Write a formal confirmation of this event.", DINNER)
    assert friendly != formal
    assert "!" not in formal


@pytest.mark.parametrize("count", [1, 2, 3])
async def test_the_number_of_sentences_asked_for_is_kept(count: int) -> None:
    assert (await text_of(f"Answer in at most {count} sentences.", BEES)).count(".") == count


async def test_the_number_of_words_asked_for_is_kept() -> None:
    assert len((await text_of("Answer in at most 9 words.", BEES)).split()) <= 9


async def test_words_that_must_and_must_not_occur_are_heeded() -> None:
    said = await text_of("Answer. The text contains the word “pollen” and must not contain the word “queen”.", BEES)
    assert "pollen" in said
    assert "queen" not in said


@pytest.mark.parametrize("count", [2, 4, 7])
async def test_a_list_has_as_many_items_as_the_prompt_asks_for(count: int) -> None:
    class Outline(BaseModel):
        title: str
        points: list[str]

    reply = await ask(f"Write an outline with exactly {count} points.", "Why towns need trees", schema=Outline)
    assert len(Outline.model_validate_json(reply.text).points) == count


async def test_a_question_the_prompt_wants_asked_is_asked() -> None:
    said = await text_of("You are technical support. Ask for the serial number.", LAMP)
    assert "serial number" in said
    assert said.rstrip().endswith("?")


async def test_numbered_steps_are_numbered() -> None:
    assert "\n2. " in await text_of("You handle technical questions. Answer with numbered steps to try.", LAMP)


async def test_another_role_gives_another_reply() -> None:
    assert await text_of("You handle refunds. Answer the customer.", LAMP) != await text_of(
        "You handle shipping. Answer the customer.", LAMP
    )


async def test_another_language_is_not_pretended() -> None:
    assert "simulated" in await text_of("Answer in Italian.", BEES)
    assert "cannot translate" in await text_of("Translate into Italian.", "Good evening")


async def test_what_the_text_does_not_say_is_not_invented() -> None:
    assert "simulated model" in await text_of("You are a helpful assistant.", "What is the capital of Peru?")


async def test_todays_date_comes_from_the_prompt() -> None:
    class When(BaseModel):
        date: str
        start: str

    for today, expected in ((TODAY, "2026-11-22"), ("Today is Friday, 01 January 2027.", "2027-01-02")):
        said = await text_of(f"{today} Write a confirmation.", "Swimming class tomorrow at 9am")
        assert expected[-2:].lstrip("0") in said
        assert expected[:4] in said


async def test_answers_stay_inside_the_documents() -> None:
    documents = (
        "Answer only from these documents:\n\n# Tea\nTea keeps for two years in a dry "
        "tin.\n\n# Wine\nWine is kept lying."
    )
    assert "two years" in await text_of(documents, "For how long does tea keep?")
    assert "do not answer" in await text_of(documents, "Who invented the bicycle pump in Scotland?")


async def test_a_first_attempt_overlooks_a_rule_and_its_report_mends_it() -> None:
    rules = "keep these rules:\n- contains the word “boats”\n- contains the word “lanterns”\n- ends with “!”"
    first = await text_of(f"Write a short text for the request. It must {rules}", "Invite the club to the lake.")
    report = f"Write the text again and {rules}\n\nThe check found:\n- The word “lanterns” is missing."
    again = await text_of(report, "Invite the club to the lake.")
    assert "boats" in first
    assert "lanterns" not in first
    assert all(word in again for word in ("boats", "lanterns"))
    assert again.endswith("!")
