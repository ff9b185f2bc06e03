"""What a file leaves open: a question with its choices, and the rows that show the readings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Choice:
    """An answer to a question: what is kept of it, and its words."""

    value: str
    words: str


@dataclass(frozen=True)
class FileQuestion:
    """A question that the file does not answer.

    Attributes
    ----------
    key
        Names it in the answers: ``unit:3 mo``.
    text
        The question, as a sentence.
    choices
        What can be answered; none if any text can be.
    rows
        A few places of the file with each reading: the row, the cell as typed, and by the value
        of a choice what the cell would then say.
    why
        Why it is asked.
    """

    key: str
    text: str
    choices: tuple[Choice, ...] = ()
    rows: tuple[Mapping[str, str], ...] = ()
    why: str = ""


@dataclass
class Answers:
    """The answers given, and the questions that are still open."""

    given: Mapping[str, str]
    open: dict[str, FileQuestion] = field(default_factory=dict)
    asked: dict[str, FileQuestion] = field(default_factory=dict)

    def ask(self, question: FileQuestion) -> str:
        """The answer to a question; "" and an open question if there is none that fits."""
        self.asked[question.key] = question
        answer = self.given.get(question.key, "").strip()
        known = {choice.value for choice in question.choices}
        if answer and (not known or answer in known):
            return answer
        self.open[question.key] = question
        return ""


def choices(*pairs: tuple[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, words) for value, words in pairs)


def listed(names: Sequence[str]) -> str:
    """Quoted names, the first few of them: 'a', 'b' and 3 more."""
    shown = ", ".join(f"'{name}'" for name in names[:3])
    more = len(names) - 3
    return f"{shown} and {more} more" if more > 0 else shown
