import pytest

from core.samples.roles import check_cycles, dependents_in_turn, read_graph

SITE = ("index.html", "about.html", "style.css", "app.js")


def test_a_graph_is_read_a_line_a_name() -> None:
    graph = read_graph("index.html: style.css, app.js\nabout.html: style.css\n\n", SITE)
    assert graph["index.html"] == ("style.css", "app.js")
    assert graph["style.css"] == ()


def test_a_cycle_is_refused_and_named() -> None:
    with pytest.raises(ValueError, match=r"circle: (\S+) → (\S+) → (\S+) → \1"):
        read_graph("index.html: style.css\nstyle.css: app.js\napp.js: index.html", SITE)


def test_a_name_that_depends_on_itself_is_a_cycle() -> None:
    with pytest.raises(ValueError, match="circle: a → a"):
        check_cycles({"a": ("a",)})


def test_an_unknown_name_is_refused_and_the_known_ones_listed() -> None:
    with pytest.raises(ValueError, match=r"'menu\.html' is none .* index\.html, about\.html"):
        read_graph("index.html: menu.html", SITE)


def test_dependents_come_after_all_they_depend_on() -> None:
    graph = {"page": ("style", "menu"), "menu": ("style",), "style": (), "other": ()}
    assert dependents_in_turn(graph, "style") == [("menu",), ("page",)]
    assert dependents_in_turn(graph, "other") == []


def test_dependents_of_one_turn_can_be_taken_at_once() -> None:
    graph = read_graph("index.html: style.css\nabout.html: style.css", SITE)
    assert dependents_in_turn(graph, "style.css") == [("about.html", "index.html")]
