"""What a step returned comes back from its record as what it was: of the same types, or with a reason why not."""

from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from pathlib import Path
from typing import Any, Generic, Literal, NamedTuple, TypeVar
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, RootModel, computed_field

from core.runtime.restoring import OPEN, DoesNotFit, by_annotation, edited_back, given_back
from core.samples import work_list
from core.samples.storefronts import PromotionMail
from core.trace import events as e
from core.trace.encoding import decode, encode
from core.trace.snapshots import as_stored
from core.trace.value_types import JSONS_OWN, Types, types_of
from core.workflow.prompts import fill
from core.workflow.run_context import RunContext, current_run
from core.workflow.steps_and_gates import step
from core.workflow.work_items import Skip

T = TypeVar("T")
INVENTED = work_list.Invented(name="a", what="b", instructions="c", priority=3)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Size(IntEnum):
    SMALL = 1
    LARGE = 2


class Corner(Enum):
    LEFT = (0, 1)
    RIGHT = (1, 1)


class Cat(BaseModel):
    name: str


class Dog(BaseModel):
    """Like a cat, to JSON."""

    name: str


class Puppy(Dog):
    weeks: int = 3


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    day: date = Field(alias="theDay")
    raw: bytes
    pets: list[Cat | Dog]
    anything: Any = None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def count(self) -> int:
        return len(self.pets)


class Loose(BaseModel):
    model_config = ConfigDict(extra="allow")


class Names(RootModel[list[Colour]]):
    pass


class Box(BaseModel, Generic[T]):
    inside: T


class Place(NamedTuple):
    city: str
    colour: Colour


@dataclass
class Point:
    x: int
    pet: Cat | Dog
    tags: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Pair(Generic[T]):
    first: T
    second: T


VALUES: list[Any] = [
    None,
    True,
    7,
    1.5,
    float("inf"),
    -float("inf"),
    "text",
    Colour.BLUE,
    Size.LARGE,
    Corner.RIGHT,
    b"\xff\x00",
    bytearray(b"a\xff"),
    date(2026, 11, 5),
    datetime(2026, 11, 5, 10, 30, tzinfo=UTC),
    datetime(2026, 11, 5, 10, 30),
    time(10, 30),
    timedelta(days=1, seconds=5),
    Decimal("1.10"),
    UUID(int=5),
    Path("some/where"),
    [],
    {},
    (),
    (1, "a"),
    [1, Colour.RED],
    {"a": [Colour.RED], "b": None},
    {1: "a", None: "b"},
    {Colour.RED: 1, Colour.BLUE: 2},
    {date(2026, 11, 5): (1, 2)},
    {1, 2},
    {"b", "a", Colour.RED},
    frozenset({Size.SMALL, 7}),
    {Colour.RED, date(2026, 11, 5), 7, "text", (1, Colour.BLUE), None},
    deque([1, 2]),
    Counter("banana"),
    Counter({Colour.RED: 3}),
    OrderedDict(b=1, a=2),
    defaultdict(int, a=1),
    defaultdict(list, {"a": [Cat(name="Tom")]}),
    Cat(name="Tom"),
    Dog(name="Rex"),
    Puppy(name="Rex"),
    [Cat(name="Tom"), Dog(name="Rex"), Cat(name="Kit")],
    Strict(theDay=date(2026, 11, 5), raw=b"\xff", pets=[Dog(name="Rex"), Cat(name="Tom")], anything=(Colour.RED,)),
    Loose.model_validate({"more": Decimal("2")}),
    Names([Colour.RED]),
    Box[Colour](inside=Colour.RED),
    Box[Any](inside=Dog(name="Rex")),
    Place("Rome", Colour.RED),
    Point(1, Dog(name="Rex"), {"a"}),
    Pair(Dog(name="Rex"), Colour.RED),
    {"deep": [({"er": Pair((1,), [Place("Rome", Colour.BLUE)])},)]},
]


def same(made: Any, value: Any) -> bool:
    """Equal, and made of the same types throughout."""
    return type(made) is type(value) and made == value and types_of(made) == types_of(value)


async def recorded(function: Callable[[], Any]) -> tuple[Any, Types | None]:
    """What the history gives back of a step's output, and of its types."""
    run = RunContext()
    current_run.set(run)
    await function()
    (finished,) = [
        event for _, text in encode(run.log.events) for event in decode(text) if isinstance(event, e.StepFinished)
    ]
    return finished.output, finished.types


@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{type(value).__name__}")
async def test_an_output_comes_back_as_what_it_was_whatever_the_step_promises(value: Any) -> None:
    @step(kind="code")
    async def untold() -> Any:
        return value

    made = given_back(*await recorded(untold), untold)
    assert same(made, value), f"{made!r} for {value!r}"


def test_what_is_no_number_comes_back_as_that() -> None:
    made = given_back(None, types_of(float("nan")), promising(float))
    assert made != made


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))  # which is stored as a sign for it
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS
PIECES = PLAIN | st.sampled_from([*Colour, *Size, *Corner]) | st.binary() | st.dates() | st.decimals(allow_nan=False)
KEYS = TEXTS | st.sampled_from(Colour) | st.integers()


def composed(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(parts, max_size=3)
    return (
        some
        | some.map(tuple)
        | some.map(deque)
        | st.dictionaries(KEYS, parts, max_size=3).filter(lambda made: len({str(key) for key in made}) == len(made))
        | st.builds(Pair, parts, parts)
        | st.builds(lambda inside: Box[Any](inside=inside), parts)
        | st.sampled_from([Cat(name="a"), Dog(name="a"), Puppy(name="a")])
    )


@given(st.recursive(PIECES, composed, max_leaves=12))
@settings(max_examples=200, deadline=None)
def test_any_output_comes_back_as_what_it_was_or_is_refused(value: Any) -> None:
    (finished,) = decode(next(encode([e.StepFinished(0.0, 1, value, types_of(value))]))[1])
    assert isinstance(finished, e.StepFinished)
    assert same(given_back(finished.output, finished.types, promising(Any)), value)


def promising(form: Any) -> Callable[..., Any]:
    """A step with this return annotation."""

    async def promise() -> None: ...

    promise.__annotations__["return"] = form
    return promise


@pytest.mark.parametrize(
    ("value", "form", "why"),
    [
        (type("Unknown", (BaseModel,), {"__annotations__": {"a": int}})(a=1), Any, "no type of the recorded name"),
        (ValueError("x"), Any, "'ValueError'"),
        (defaultdict(lambda: 7, a=1), Any, "cannot be made again"),
        ({(1, 2): "a"}, Any, "'tuple'"),
        ("green", Colour, "Input should be 'red' or 'blue'"),
        (Cat(name="Tom"), Dog, "Input should be a valid dictionary or instance of Dog"),
        ([[]] * 70_000, Any, "too large"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_cannot_be_made_again_is_refused_with_the_reason(value: Any, form: Any, why: str) -> None:
    with pytest.raises(DoesNotFit, match=why):
        given_back(as_stored(value), types_of(value), promising(form))


@pytest.mark.parametrize(
    "types",
    [
        "os.system",
        "BaseModel",
        ["Popen", {"args": ""}],
        ["list", 5],
        ["dict", []],
        ["Cat", {"name": "date"}],
        ["Cat", {}, [], []],
        [],
        [[]],
        {"a": 1},
        7,
        ["tuple", ["tuple", ["tuple"]]],
        "?",
    ],
    ids=str,
)
def test_types_from_a_file_of_anybodys_are_refused_unless_the_workflow_knows_them(types: Any) -> None:
    with pytest.raises(DoesNotFit):
        given_back({"name": "Tom"}, types, promising(Any))


@pytest.mark.parametrize(
    ("value", "form", "made"),
    [
        ("red", Colour, Colour.RED),
        ({"red": 2}, Counter[Colour], Counter({Colour.RED: 2})),
        ({"name": "Tom"}, Cat, Cat(name="Tom")),
        ({"name": "Tom"}, Cat | None, Cat(name="Tom")),
        (None, Cat | None, None),
        (["2026-11-05"], tuple[date, ...], (date(2026, 11, 5),)),
        (["b", "a"], set[str], {"a", "b"}),
        (5, float, 5),
        (5, int | float, 5),
        ("a", Literal["a", "b"], "a"),
        ("x", int | str, "x"),
        ([], list[Cat] | list[Dog], []),
        ({"x": 1, "pet": {"name": "a"}, "tags": []}, Point, OPEN),
        ({"name": "Tom"}, Cat | Dog, OPEN),
        ([{"name": "Tom"}], list[Cat | Dog], OPEN),
        ("red", str | Colour, OPEN),
        ("2026-11-05", date | str, OPEN),
        ({"name": "Rex", "weeks": 2}, Dog, OPEN),
        ({"name": "Tom"}, Any, OPEN),
        ({"a": 1}, dict[str, Any], OPEN),
        ({"inside": 1}, Box[Any], OPEN),
    ],
)
def test_a_record_without_types_follows_the_annotation_where_that_leaves_no_choice(
    value: Any, form: Any, made: Any
) -> None:
    if made is OPEN:
        with pytest.raises(DoesNotFit, match="leaves open"):
            by_annotation(value, form)
    else:
        assert same(by_annotation(value, form), made)


def test_what_a_person_wrote_is_what_the_annotation_says_else_what_was_there_before() -> None:
    pets = promising(Cat | Dog)
    assert same(edited_back({"name": "Max"}, types_of(Dog(name="Rex")), pets), Dog(name="Max"))
    several, two = types_of([Dog(name="Rex")]), [{"name": "a"}, {"name": "b"}]
    assert same(edited_back(two, several, promising(list[Cat | Dog])), [Dog(name="a"), Dog(name="b")])
    assert same(edited_back("blue", types_of("red"), promising(Colour)), Colour.BLUE)
    with pytest.raises(DoesNotFit, match="leaves open"):
        edited_back({"name": "Max"}, None, pets)
    with pytest.raises(DoesNotFit, match="Field required"):
        edited_back({}, types_of(Dog(name="Rex")), promising(Dog))


def test_a_filled_prompt_is_recorded_as_the_text_that_it_is() -> None:
    filled = fill("Say {word}", word="hi")
    assert types_of(filled) == types_of([filled]) == JSONS_OWN
    assert same(given_back(as_stored(filled), types_of(filled), promising(str)), "Say hi")


@pytest.mark.parametrize(
    ("value", "form", "types"),
    [
        (Skip("no mail", "None was written."), Skip, ["SetAside", {}]),
        (PromotionMail(store="a", subject="b", body="c"), PromotionMail, ["Mail", {}]),
        (work_list.PriorityChange(task=1, priority=2), work_list.PriorityChange, ["Change", {}]),
        (work_list.PlannedTask(**INVENTED.model_dump(), number=1), work_list.PlannedTask, ["Task", {}]),
        (work_list.TaskPlan(tasks=[INVENTED]), work_list.TaskPlan, ["Plan", {}]),
        ([PromotionMail(store="a", subject="b", body="c")], list[PromotionMail], ["list", [["Mail", {}]]]),
    ],
)
def test_what_is_recorded_under_the_former_name_of_its_type_is_of_the_type_of_today(
    value: Any, form: Any, types: Types
) -> None:
    assert same(given_back(as_stored(value), types, promising(form)), value)


def test_a_record_of_before_types_were_told_can_be_read() -> None:
    (finished,) = decode('[["StepFinished",1.0,1,{"name":"Tom"}]]')
    assert isinstance(finished, e.StepFinished)
    assert finished.types is None
    assert same(given_back(finished.output, finished.types, promising(Cat)), Cat(name="Tom"))
