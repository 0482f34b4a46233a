"""A prompt taken apart: what it tells the model to do, and what it gives it to read."""

from dataclasses import dataclass, field
from functools import lru_cache

from core.simulated import linear as re
from core.simulated.reading.sentences import sentences

_HEADING = re.compile(r"^#{1,4}\s+(.+?)\s*#*$")
_ENTRY = re.compile(r"^\[([\w.-]{1,30})\]\s*(.*)$")
_TITLE = re.compile(r"^(?:Title|Document(?: \d+)?|Doc(?: \d+)?|Source)\s*:\s*(.+)$", re.IGNORECASE)
_LABEL = re.compile(r"^([A-Z][^.:?!\n]{1,70}):\s*(.*)$")
_INSTRUCTION = re.compile(
    r"^(?:answer|which|write|give|today|list|cite|only|use|do not|don't|if|you|please|say|return|respond|reply|"
    r"question|extract|classify|summari[sz]e|decide|explain|each|for each|keep|be|never|always|sign)\b",
    re.IGNORECASE,
)

LONGEST_INLINE = 60


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its title; `id` is set where the prompt gives one in brackets."""

    title: str
    text: str
    id: str = ""

    @property
    def name(self) -> str:
        """How it is cited."""
        return self.id or self.title


@dataclass(frozen=True, slots=True)
class PromptParts:
    """`instruction` is what remains when documents and labelled blocks (“Feedback: …”) are taken out."""

    instruction: str
    documents: tuple[Document, ...] = ()
    labelled: dict[str, str] = field(default_factory=dict)

    def block(self, *names: str) -> str:
        """The text of the first labelled block whose label has one of these words."""
        for label, text in self.labelled.items():
            if any(name in label for name in names):
                return text
        return ""


@lru_cache(maxsize=256)
def take_apart(prompt: str) -> PromptParts:
    """Find the documents, the labelled blocks and the instruction of a prompt."""
    reader = _Reader()
    for line in prompt.splitlines():
        reader.read(line.rstrip())
    reader.end_document()
    labelled = {label: text.strip() for label, text in reader.labelled.items()}
    return PromptParts("\n".join(reader.instruction).strip(), tuple(reader.documents), labelled)


class _Reader:
    """Line by line: a heading, an id in brackets or a short title before a paragraph begins a document."""

    def __init__(self) -> None:
        self.instruction: list[str] = []
        self.documents: list[Document] = []
        self.labelled: dict[str, str] = {}
        self._title, self._id = "", ""
        self._lines: list[str] = []
        self._label = ""
        self._in_block = False  # after a label on a line of its own, whose text may itself hold “People: …”
        self._blank = True

    def read(self, line: str) -> None:
        """Take one line to where it belongs."""
        started = self._starts_document(line)
        if started is not None:
            self.end_document()
            self._id, self._title = started
            self._label = ""
        elif not line.strip():
            self._blank = True
            return
        elif self._title or self._id:
            self._in_document(line)
        else:
            self._outside(line)
        self._blank = False

    def end_document(self) -> None:
        """Keep the document that was being read."""
        if (self._title or self._id) and self._lines:
            self.documents.append(Document(self._title or self._id, "\n".join(self._lines), self._id))
        elif self._title:
            self.instruction.append(self._title)
        self._title, self._id, self._lines = "", "", []

    def _starts_document(self, line: str) -> tuple[str, str] | None:
        for pattern in (_HEADING, _TITLE):
            if match := pattern.match(line):
                return "", match[1].strip()
        if match := _ENTRY.match(line):
            return match[1], match[2].strip()
        return None

    def _in_document(self, line: str) -> None:
        labelled = _LABEL.match(line)
        if self._lines and self._blank and (_INSTRUCTION.match(line) or (labelled and len(line) < 200)):
            self.end_document()
            self._outside(line)
        else:
            self._lines.append(line)

    def _outside(self, line: str) -> None:
        match = _LABEL.match(line)
        if match and not _is_prose(match[1], match[2]) and not (self._in_block and len(match[2]) > LONGEST_INLINE):
            self._label = match[1].lower().strip()
            self._in_block = not match[2]
            self.labelled[self._label] = match[2]
        elif self._label and not (self._blank and self.labelled[self._label] and _INSTRUCTION.match(line)):
            self.labelled[self._label] += f"\n{line}"
        else:
            self._label, self._in_block = "", False
            self.instruction.append(line)
            self._label_at_end(line)

    def _label_at_end(self, line: str) -> None:
        """“It must keep these rules:” labels what follows and is an instruction too."""
        if line.endswith(":"):
            self._label = sentences(line)[-1].rstrip(":").lower()
            self.labelled[self._label] = ""


def _is_prose(label: str, rest: str) -> bool:
    """A label is a few words; a sentence that happens to hold a colon is part of the instruction."""
    return len(label.split()) > (2 if rest else 4)
