from streamlit.testing.v1 import AppTest

from core.workflows.catalogue import find_workflows
from pages.gallery.cards import FACTS, matching_workflows
from tests.pages.opened import blocks, words


def test_every_workflow_has_a_card_with_its_link(app: AppTest) -> None:
    app.run()
    assert not app.exception
    said = words(app)
    links = {(one.proto.page, one.proto.query_string) for one in app.get("page_link")}
    for workflow in find_workflows().values():
        assert workflow.use_when in said
        assert workflow.calls in said
        assert workflow.latency in said
        assert ("workflow", f"workflow={workflow.id}") in links
    assert "Simulated model: no key needed" in said


def test_every_card_has_its_small_diagram(app: AppTest) -> None:
    pictures = [text for text in blocks(app.run()) if "data:image/svg+xml" in text]
    assert len(pictures) == len(find_workflows())


def test_the_facts_of_a_pattern_stand_beside_it(app: AppTest) -> None:
    said = words(app.run())
    for pattern in {one.pattern for one in find_workflows().values()}:
        assert FACTS[pattern].idea in said
        assert FACTS[pattern].latency in said


def test_cards_are_found_by_words_and_by_pattern(app: AppTest) -> None:
    app.run()
    app.text_input(key="find").set_value("calendar gate").run()
    assert [one.proto.label for one in app.get("page_link")] == ["Open Calendar chain"]
    app.text_input(key="find").set_value("no such words").run()
    assert "No workflow has these words" in words(app)


def test_all_words_must_occur() -> None:
    every = list(find_workflows().values())
    assert [one.id for one in matching_workflows(every, "BM25")] == []
    assert {"calendar-chain", "calendar-router"} <= {one.id for one in matching_workflows(every, "Calendar")}
    assert matching_workflows(every, "") == every


def test_a_workflow_is_found_by_its_steps_fields_and_examples() -> None:
    every = list(find_workflows().values())
    assert "storefront-pipeline" in {one.id for one in matching_workflows(every, "approval")}
    assert "faq-chain" in {one.id for one in matching_workflows(every, "check_sources")}
