"""Groups are shut and opened by boxes, before a run, during it and after it."""

from streamlit.testing.v1 import AppTest

from tests.pages.opened import blocks, open_workflow, run


def diagram(app: AppTest) -> str:
    return str(next(iter(app.get("graphviz_chart"))).proto.spec)


def boxes(app: AppTest) -> list[str]:
    return [one.label for one in app.checkbox if one.key and one.key.startswith("group-")]


def click(app: AppTest, label: str) -> AppTest:
    """Shut a group that is open, open one that is shut."""
    box = next(one for one in app.checkbox if one.label == label)
    return (box.uncheck() if box.value else box.check()).run()


def test_a_group_can_be_shut_before_a_run_and_opened_again(app: AppTest) -> None:
    open_workflow(app, "research-quality")
    assert "research/decompose" in diagram(app)
    click(app, "research")
    assert "research/decompose" not in diagram(app)
    assert "quality/review" in diagram(app)
    click(app, "research")
    assert "research/decompose" in diagram(app)


def test_what_is_shut_is_one_line_in_timeline_and_table(app: AppTest) -> None:
    run(open_workflow(app, "research-quality", speed="0"))
    told = "\n".join(blocks(app))
    assert ">decompose<" in told
    click(app, "research")
    told = "\n".join(blocks(app))
    assert "research (6 steps)" in told
    assert ">decompose<" not in told
    assert ">review<" in told


def test_each_workflow_has_its_own_groups_and_one_without_has_no_box(app: AppTest) -> None:
    open_workflow(app, "research-quality")
    click(app, "research")
    app.selectbox(key="workflow").select("support-system").run()
    assert "technical/diagnose" in diagram(app)
    app.selectbox(key="workflow").select("calendar-chain").run()
    assert boxes(app) == []
    app.selectbox(key="workflow").select("research-quality").run()
    assert "research/decompose" not in diagram(app)


def test_groups_the_model_opened_have_boxes_too(app: AppTest) -> None:
    run(open_workflow(app, "website-agents", speed="0"))
    assert boxes(app)[0] == "agents"
    assert len(boxes(app)) > 1
    click(app, "agents")
    assert boxes(app) == ["agents"]
