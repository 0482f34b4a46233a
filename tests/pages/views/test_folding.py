"""Groups are shut and opened by buttons, before a run, during it and after it."""

from streamlit.testing.v1 import AppTest

from tests.pages.opened import blocks, open_workflow, run


def diagram(app: AppTest) -> str:
    return str(next(iter(app.get("graphviz_chart"))).proto.spec)


def group(app: AppTest, label: str) -> str:
    """The key of the button of a group."""
    return next(one.key for one in app.button if one.key and one.key.startswith("group-") and one.label == label)


def test_a_group_can_be_shut_before_a_run_and_opened_again(app: AppTest) -> None:
    open_workflow(app, "research-quality")
    assert "research/decompose" in diagram(app)
    app.button(key=group(app, "research")).click().run()
    assert "research/decompose" not in diagram(app)
    assert "quality/review" in diagram(app)
    app.button(key=group(app, "research")).click().run()
    assert "research/decompose" in diagram(app)


def test_what_is_shut_is_one_line_in_timeline_and_table(app: AppTest) -> None:
    run(open_workflow(app, "research-quality", speed="0"))
    told = "\n".join(blocks(app))
    assert ">decompose<" in told
    app.button(key=group(app, "research")).click().run()
    told = "\n".join(blocks(app))
    assert "research (6 steps)" in told
    assert ">decompose<" not in told
    assert ">review<" in told


def test_each_workflow_has_its_own_groups_and_one_without_has_no_button(app: AppTest) -> None:
    open_workflow(app, "research-quality")
    app.button(key=group(app, "research")).click().run()
    app.selectbox(key="workflow").select("support-system").run()
    assert "technical/diagnose" in diagram(app)
    app.selectbox(key="workflow").select("calendar-chain").run()
    assert not [one for one in app.button if one.key and one.key.startswith("group-")]
    app.selectbox(key="workflow").select("research-quality").run()
    assert "research/decompose" not in diagram(app)


def test_groups_the_model_opened_have_buttons_too(app: AppTest) -> None:
    run(open_workflow(app, "website-agents", speed="0"))
    labels = [one.label for one in app.button if one.key and one.key.startswith("group-")]
    assert labels[0] == "agents"
    assert len(labels) > 1
