"""What every form for asking can do, and くりかえし: asking for several days at once."""

from typing import Any

from share_board.calendar.forms import returning
from share_board.calendar.repetition import MOST, Repetition
from share_board.forms import BaseForm, BooleanField, ChoiceField, DayField, NumberField
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.requests.drafts import LineDraft
from share_board.requests.models import RequestLine
from share_board.requests.questions import QUESTIONS
from share_board.resources.models import Kind, Resource


class AskForm(BaseForm):
    """What is asked of every kind: nothing. The kinds below add when and how many; `form_for` adds their questions."""

    def say(self, field_name: str, sentence: str) -> bool:
        """Refuse beside a field; False, so that a check can return it."""
        self.refuse(field_name, sentence)
        return False

    def answers(self, kind: Kind) -> dict[str, str]:
        """What was answered to the questions of the kind."""
        given = {question.key: self[f"q_{question.key}"].data or "" for question in QUESTIONS[kind]}
        return {key: answer for key, answer in given.items() if answer}

    def show(self, line: RequestLine) -> None:
        """Fill the form with what a line says."""
        for question in QUESTIONS[line.resource.kind]:
            self[f"q_{question.key}"].data = line.answers.get(question.key, "")

    def draft(self, resource: Resource) -> LineDraft:
        raise NotImplementedError


class RepeatingForm(AskForm):
    """くりかえし: the day that is typed is the first of several. Stands before a form that has a `day`."""

    repeats = ChoiceField(_l("How often?"), choices=(("", _l("Only once")), *returning.CHOICES), default="")
    until = DayField(_l("Until which day?"))
    times = NumberField(_l("Or: how many times?"), least=2, most=MOST)
    skips_holidays = BooleanField(_l("Leave out national holidays"))

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if not self.repeats.data:
            return (self.until.data or self.times.data) is None or self.say(
                "repeats",
                _("Please choose how it comes again. For once only, leave the last day and the number empty."),
            )
        if self.until.data is None and self.times.data is None:
            return self.say("until", _("Please write until when, or how many times."))
        if self.until.data and self.until.data < self["day"].data:
            return self.say("until", _("Please let the last day be after the first."))
        rule = self.repetition()
        too_many = returning.too_many(rule) if rule else ""
        return not too_many or self.say("until", too_many)

    def repetition(self) -> Repetition | None:
        """The rule; None for what happens once. Call only after validation."""
        if not self.repeats.data:
            return None
        every, interval = returning.RULES[self.repeats.data]
        return Repetition(
            every, self["day"].data, interval, until=self.until.data, times=self.times.data,
            skips_holidays=self.skips_holidays.data,
        )  # fmt: skip
