"""Reading a typed answer out of what a model wrote, and saying what is wrong with it."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from core.errors import ModelMisbehaved
from core.providers import Message

T = TypeVar("T", bound=BaseModel)


class InvalidAnswer(ModelMisbehaved):
    """An answer that does not fit its schema; it can be sent back with what is wrong."""

    def __init__(self, text: str, schema: str, problems: str) -> None:
        super().__init__(f"The answer is not a valid {schema}: {problems}.")
        self.text = text
        self.problems = problems

    def repair(self) -> tuple[Message, Message]:
        """The two messages that show the model its mistake and ask again."""
        ask = f"That is not a valid answer: {self.problems}. Answer again with the corrected JSON only."
        return Message("assistant", self.text), Message("user", ask)


def read_answer(text: str, schema: type[T]) -> T:
    """The answer as a `schema`. JSON inside a code fence or prose is accepted; raises InvalidAnswer."""
    try:
        return schema.model_validate_json(_json_in(text))
    except ValidationError as error:
        raise InvalidAnswer(text, schema.__name__, _problems(error)) from error


def _json_in(text: str) -> str:
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else text


def _problems(error: ValidationError) -> str:
    details = error.errors(include_url=False, include_context=False, include_input=False)
    problems = [f"{'.'.join(map(str, detail['loc'])) or 'answer'}: {detail['msg']}" for detail in details[:5]]
    return "; ".join(problems)
