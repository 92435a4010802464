"""What is asked for each kind of resource, from the paper forms A to C (domain.md 1.7), and no more than is needed.

A question is a row here; the form, the preview, the letters and the secretariat's page all read it. Answers are kept as
text under the question's key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from share_board.i18n import lazy_gettext as _l
from share_board.resources.models import Kind


@dataclass(frozen=True)
class Question:
    """One question. With `choices` (value, words) one of them is ticked, otherwise words are written."""

    key: str
    label: Any
    hint: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()
    limit: int = 200


YES_NO: Final = (("no", _l("No")), ("yes", _l("Yes")))

QUESTIONS: Final[Mapping[Kind, tuple[Question, ...]]] = {
    Kind.ROOM: (
        Question("equipment", _l("Equipment you would like to use"), _l("For example: projector, microphone, kettle")),
        Question("eating", _l("Will you eat or drink?"), choices=YES_NO),
        Question("noise", _l("Will there be music or loud sound?"), choices=YES_NO),
        Question("cars", _l("Cars you come with"), _l("Leave it empty if you come without a car"), limit=40),
    ),
    Kind.GOODS: (
        Question("place", _l("Where will you use it?"), _l("For example: the park of block 3")),
        Question("transport", _l("Who carries it, and how?"), _l("For example: two people with a light truck")),
    ),
    Kind.LECTURE: (
        Question("audience", _l("Who will listen?"), _l("For example: 4th grade, 3 classes, 96 children")),
        Question("place", _l("Where?"), _l("For example: the gymnasium, or a meeting hall with its address")),
        Question("devices", _l("Devices you have"), _l("For example: projector, screen, microphone")),
        Question(
            "care", _l("What we should know"), _l("For example: a child in a wheelchair, photographs not allowed")
        ),
    ),
    Kind.CONSULTATION: (
        Question("topic", _l("What is it about?"), _l("A few words are enough. Please write no names.")),
        Question("place", _l("Where would you like to meet?"), _l("At the facility, or at your salon or hall")),
    ),
    Kind.PRODUCT: (
        Question("place", _l("Where shall it be delivered?"), _l("Or write that you will fetch it")),
        Question("wrapping", _l("Wrapping, labels or ribbons"), _l("Leave it empty if none is needed")),
        Question("allergy", _l("Allergies we should know of"), _l("Leave it empty if there are none")),
        Question("invoice", _l("Name on the invoice"), _l("Leave it empty if you pay in cash"), limit=80),
    ),
}


def said(kind: Kind, answers: Mapping[str, str]) -> list[tuple[Any, Any]]:
    """The answered questions as (label, words), in the order of the form."""
    return [
        (question.label, dict(question.choices).get(answers[question.key], answers[question.key]))
        for question in QUESTIONS[kind]
        if answers.get(question.key)
    ]
