import random
import uuid
from datetime import date, datetime, time
from enum import Enum
from typing import Annotated, Any, Literal, Optional, TypeVar

import pytest
from pydantic import BaseModel, Field, HttpUrl, create_model

from core.simulated.asked import Asked
from core.simulated.schema_filler import fill_schema
from tests.core.simulated.asking import TODAY, request

T = TypeVar("T", bound=BaseModel)
TEXTS = (
    "Dana Fox (dana@fox.example, +44 20 7946 0958) ordered two lamps for £49.90 on 3 March 2027; order A-1001 is late!",
    "",
    "?",
    "🙂 שלום \u2400 {json: [1, 2",
    "word " * 400,
)


class Colour(Enum):
    RED = "red"
    GREEN = "green"


class Level(int, Enum):
    LOW = 1
    HIGH = 2


class Person(BaseModel):
    name: str
    age: int | None = None
    email: str | None = None


class Node(BaseModel):
    label: str
    children: list["Node"] = []
    parent: Optional["Node"] = None


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int = Field(ge=1, le=9)


class Dog(BaseModel):
    kind: Literal["dog"]
    tricks: list[str]


class Bounds(BaseModel):
    score: float = Field(gt=0, lt=1)
    percent: int = Field(ge=0, le=100)
    even: int = Field(multiple_of=2, ge=3, le=9)
    negative: int = Field(lt=0)
    far: float = Field(ge=1e6)
    code: str = Field(pattern=r"^[A-Z]{3}-\d{4}$")
    short: str = Field(max_length=5)
    long: str = Field(min_length=30)
    many: list[str] = Field(min_length=4, max_length=6)
    few: list[int] = Field(max_length=1)
    several: set[str] = Field(min_length=2)
    pair: tuple[int, str]


class Formats(BaseModel):
    when: datetime
    day: date
    at: time
    id: uuid.UUID
    link: HttpUrl
    maybe: datetime | None
    count: int | str
    anything: Any
    table: dict[str, int]
    people: dict[str, Person]
    nothing: None


class Shapes(BaseModel):
    colour: Colour
    level: Level
    colours: list[Colour]
    pet: Annotated[Cat | Dog, Field(discriminator="kind")]
    pets: list[Cat | Dog]
    tree: Node
    owner: Person
    staff: list[Person] = Field(min_length=2)
    is_late: bool
    nested: list[list[int]]


SCHEMAS: tuple[type[BaseModel], ...] = (Bounds, Formats, Shapes, Node, Person)


def filled(schema: type[T], text: str, system: str = TODAY) -> T:
    asked = Asked.of(request(system, text, schema=schema), 0)
    return schema.model_validate_json(fill_schema(asked, schema))


@pytest.mark.parametrize("text", TEXTS, ids=["mail", "empty", "mark", "odd", "long"])
@pytest.mark.parametrize("schema", SCHEMAS)
def test_any_schema_gets_a_valid_answer(schema: type[BaseModel], text: str) -> None:
    filled(schema, text)


NAMES = (
    "name title date start end_time participants confidence score is_event is_safe "
    "category summary answer sources tags "
    "order_id amount price url phone address reason notes steps items deadline priority language x y2 result feedback"
).split()


def any_type(draw: random.Random, depth: int = 0) -> Any:
    simple = [
        str, int, float, bool, datetime, date, str | None, int | None, datetime | None, list[str], list[int],
        dict[str, str],
        Literal["alpha", "beta", "gamma"], Literal["high", "low"], Colour, Annotated[float, Field(ge=0, le=1)],
        Annotated[int, Field(ge=1, le=5)], Annotated[list[str], Field(min_length=1, max_length=3)],
        Annotated[str, Field(min_length=3, max_length=12)], list[date], tuple[str, int],
        Annotated[int, Field(multiple_of=7)],
    ]  # fmt: skip
    if depth < 3 and draw.random() < 0.35:
        inner = any_model(draw, depth + 1)
        return draw.choice([inner, list[inner], inner | None, dict[str, inner]])  # type: ignore[valid-type]
    return draw.choice(simple)


def any_model(draw: random.Random, depth: int = 0) -> type[BaseModel]:
    fields: dict[str, Any] = {name: (any_type(draw, depth), ...) for name in draw.sample(NAMES, draw.randint(1, 5))}
    return create_model(f"Made{draw.randint(0, 10**6)}", **fields)


@pytest.mark.parametrize("seed", range(150))
def test_schemas_made_up_at_random_get_valid_answers(seed: int) -> None:
    draw = random.Random(seed)
    filled(any_model(draw), draw.choice(TEXTS), draw.choice([TODAY, "", "Give exactly 5 items, 3 steps and 2 tags."]))


def test_fields_are_found_by_their_names_and_descriptions() -> None:
    class Order(BaseModel):
        customer: str
        order_id: str
        email: str
        phone: str
        amount: float
        due: date
        refers_to: str = Field(description="e-mail address of the customer")

    order = filled(Order, TEXTS[0])
    assert (order.customer, order.order_id, order.email) == ("Dana Fox", "A-1001", "dana@fox.example")
    assert (order.phone, order.amount, order.due) == ("+44 20 7946 0958", 49.9, date(2027, 3, 3))
    assert order.refers_to == "dana@fox.example"


def test_what_the_text_does_not_say_stays_empty_where_it_may() -> None:
    person = filled(Person, "The rain stopped at last.")
    assert person.email is None


def test_confidence_goes_with_the_decision() -> None:
    class Check(BaseModel):
        confidence: float = Field(ge=0, le=1)
        is_event: bool

    clear = filled(Check, "Project meeting with Ana tomorrow at 10:00 for an hour")
    vague = filled(Check, "We could have coffee some day")
    assert clear.is_event
    assert clear.confidence > 0.85
    assert vague.confidence < 0.6


def test_a_score_rises_when_the_text_is_revised() -> None:
    class Review(BaseModel):
        score: int = Field(ge=1, le=10)
        suggestions: list[str]
        revised_text: str

    draft = "Gardens are very nice.\n\nGardens need water.\n\nGardens are really quiet and give people a place to sit."
    first = filled(Review, draft)
    assert first.suggestions
    assert filled(Review, first.revised_text).score > first.score


def test_a_validator_of_its_own_gets_the_smallest_answer_that_fits() -> None:
    class Odd(BaseModel):
        value: Literal[3] = 3
        note: str = "fixed"

        def model_post_init(self, _: Any) -> None:
            if self.note != "fixed":
                raise ValueError("only the default is accepted")

    assert filled(Odd, "Something else").note == "fixed"
