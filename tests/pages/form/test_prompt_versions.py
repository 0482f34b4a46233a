"""What a visitor writes is never lost: drafts over a restart, versions of prompts, and a way back."""

from streamlit.testing.v1 import AppTest

from tests.pages.opened import new_visitor, open_workflow, words

PROMPT = "param-questions_prompt"


def restarted(name: str) -> AppTest:
    """The same visitor's new page after the server's restart."""
    from pages.session.shared_playground import playground

    playground().close()
    playground.clear()
    return open_workflow(new_visitor(name), "faq-chain")


def test_a_draft_survives_the_restart_of_the_server(app: AppTest) -> None:
    page = open_workflow(new_visitor("ann"), "faq-chain")
    page.text_area(key="request").set_value("Questions about tea").run()
    page.text_area(key=PROMPT).set_value("Ask {count} things.").run()
    page.slider(key="param-count").set_value(2).run()
    again = restarted("ann")
    assert again.text_area(key="request").value == "Questions about tea"
    assert again.text_area(key=PROMPT).value == "Ask {count} things."
    assert again.slider(key="param-count").value == 2
    assert restarted("bob").text_area(key=PROMPT).value != "Ask {count} things."


def test_choosing_an_example_over_a_text_of_ones_own_can_be_undone(app: AppTest) -> None:
    page = open_workflow(app, "faq-chain")
    page.text_area(key="request").set_value("Questions about tea").run()
    page.selectbox(key="example").select_index(1).run()
    assert page.text_area(key="request").value != "Questions about tea"
    page.button(key="undo-restore").click().run()
    assert page.text_area(key="request").value == "Questions about tea"


def test_every_version_of_a_prompt_is_kept_and_compared(app: AppTest) -> None:
    page = open_workflow(app, "faq-chain")
    for text in ("Ask {count} things.", "Ask {count} short things."):
        page.text_area(key=PROMPT).set_value(text).run()
    page.button(key="versions").click().run()
    assert "+Ask {count} short things." in words(page)


def test_before_anything_was_written_the_versions_say_so(app: AppTest) -> None:
    page = open_workflow(app, "faq-chain")
    page.button(key="versions").click().run()
    assert "Nothing yet" in words(page)


def test_a_workflow_has_versions_of_its_own(app: AppTest) -> None:
    page = open_workflow(app, "faq-chain")
    page.text_area(key=PROMPT).set_value("Ask {count} things.").run()
    page.selectbox(key="workflow").select("faq-single").run()
    page.button(key="versions").click().run()
    assert "Nothing yet" in words(page)
