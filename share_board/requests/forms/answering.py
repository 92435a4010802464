"""What is filled in to answer and to decide."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from share_board import clock, dates
from share_board.errors import NotThere
from share_board.forms import (
    BaseForm,
    ChoiceField,
    HiddenField,
    InputRequired,
    LineField,
    Optional,
    RadioChoiceField,
    TextField,
)
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.i18n import ngettext
from share_board.requests import series
from share_board.requests.drafts import AnswerDraft
from share_board.requests.labels import CHANNEL
from share_board.requests.lifecycle import Action
from share_board.requests.models import Channel, RequestLine
from share_board.requests.series import Reach

# Sentences that save the face of both sides; one is chosen, or own words are written, or both.
CONDITIONS: Final[Mapping[str, Any]] = {
    "time": _l("We can if the time may be moved a little."),
    "fewer": _l("We can if it is a little less than what you asked for."),
    "fetch": _l("Please fetch it and bring it back yourselves."),
    "tidy": _l("Please set up and tidy up yourselves."),
    "talk": _l("We would like to talk with you beforehand."),
}
DIFFICULTIES: Final[Mapping[str, Any]] = {
    "event": _l("We have an event of our own on that day."),
    "staff": _l("We do not have enough staff at that time."),
    "taken": _l("It is already promised to somebody else."),
    "infection": _l("We are taking measures against an infection."),
    "repair": _l("It is being repaired or inspected."),
    "purpose": _l("It does not suit what you plan to do with it."),
}
ANSWERS: Final[Mapping[str, Action]] = {"yes": Action.CONSENT, "if": Action.CONSENT, "no": Action.REFUSE}


def seen_versions(ticked: Iterable[str]) -> dict[str, int]:
    """Which lines a page speaks of, and their versions when it was made: each a public id, a dot, the version.

    Raises NotThere for what no page of ours says.
    """
    versions = {}
    for each in ticked:
        public_id, _dot, version = each.partition(".")
        if not version.isdecimal() or len(version) > 9:  # noqa: PLR2004 - more than there can be
            raise NotThere
        versions[public_id] = int(version)
    return versions


REACH: Final[Mapping[Reach, Any]] = {
    Reach.ONE: _l("Only this day"),
    Reach.FOLLOWING: _l("This day and those that follow"),
    Reach.ALL: _l("All days"),
}


def reach_choices(line: RequestLine, others: Mapping[RequestLine, Action], *, at: datetime) -> list[tuple[str, str]]:
    """What may be meant beside this day alone: how many days, from when until when, and how many stay as they are.

    `others` as of `series.doable`.
    """
    choices = [(Reach.ONE.value, str(REACH[Reach.ONE]))]
    for reach in (Reach.FOLLOWING, Reach.ALL):
        meant = series.reached(line, reach, Action.CHANGE, others)
        days = sorted(clock.day_of(each.starts_at) for each in meant if each.starts_at)
        if len(days) > 1:
            said = ngettext("%(num)d day: %(days)s", "%(num)d days: %(days)s", len(days), days=_from_to(days))
            if stay := series.staying(line, reach, others, at=at):
                said = ngettext(
                    "%(said)s; %(num)d other stays as it is", "%(said)s; %(num)d others stay as they are", stay,
                    said=said,
                )  # fmt: skip
            choices.append((reach.value, _("%(which)s (%(days)s)", which=REACH[reach], days=said)))
    return choices


def _from_to(days: Sequence[date]) -> str:
    return _("%(begin)s to %(end)s", begin=dates.say_short_day(days[0]), end=dates.say_short_day(days[-1]))


class ExceptionForm(BaseForm):
    """Why rules are set aside, where they are."""

    override = LineField(
        _l("Reason for an exception from the opening rules (only if needed)"),
        limit=200,
        description=_l("Only opening hours and deadlines are set aside. Whether it is free is always checked."),
    )


class NoteForm(ExceptionForm):
    """A reason or a word, with what is needed to do the act on what the person saw.

    `channel` is given only where the secretariat passes on what somebody else has said.
    """

    note = TextField(_l("Word to the other side"), limit=500)
    version = HiddenField()
    wish = HiddenField()
    reach = RadioChoiceField(
        _l("Which days do you mean?"),
        choices=[(reach.value, label) for reach, label in REACH.items()],
        default=Reach.ONE.value,
        validate_choice=False,
    )
    channel = ChoiceField(
        _l("How did you hear it?"),
        choices=[(channel.value, label) for channel, label in CHANNEL.items() if channel is not Channel.WEB],
        default=Channel.PHONE.value,
        validate_choice=False,
    )

    @property
    def seen_version(self) -> int | None:
        seen = self.version.data or ""
        return int(seen) if seen.isdecimal() and len(seen) < 10 else None  # noqa: PLR2004 - more than there can be

    @property
    def meant(self) -> Reach:
        """How much of a series is meant."""
        return Reach(self.reach.data) if self.reach.data in {*Reach} else Reach.ONE

    @property
    def chosen_wish(self) -> int | None:
        """The rank of the wished time that suits, where there are several."""
        return int(self.wish.data) if self.wish.data in {"1", "2", "3"} else None

    @property
    def heard_by(self) -> Channel:
        return Channel(self.channel.data) if self.channel.data in {*Channel} else Channel.PHONE


class OfficeNoteForm(BaseForm):
    """The secretariat's own note."""

    note = TextField(_l("Note"), limit=2000)


class AnswerForm(BaseForm):
    """A facility's answer to one line."""

    answer = RadioChoiceField(
        _l("Your answer"),
        choices=[("yes", _l("We can")), ("if", _l("We can, with conditions")), ("no", _l("It is difficult this time"))],
        validators=[InputRequired(_l("Please choose an answer."))],
    )
    condition = ChoiceField(
        _l("Examples to choose from"), choices=[("", _l("(choose, if one fits)")), *CONDITIONS.items()], default=""
    )
    difficulty = ChoiceField(
        _l("Examples to choose from"), choices=[("", _l("(choose, if one fits)")), *DIFFICULTIES.items()], default=""
    )
    note = TextField(_l("In your own words"), limit=500)
    wish = RadioChoiceField(_l("Which of these times suits you?"), choices=[], validators=[Optional()])

    def offer(self, wishes: Mapping[int, str], *, asked_for: int | None) -> None:
        """Let the facility choose among several wished times, by rank; the one that is kept is chosen already."""
        self.wish.offer([(str(rank), said) for rank, said in wishes.items()])
        if self.wish.data is None and asked_for is not None:
            self.wish.data = str(asked_for)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.answer.data != "yes" and not self.draft().note:
            self.refuse("note", _("Please write a few words. You can choose one of the examples."))
            return False
        return True

    def draft(self) -> AnswerDraft:
        """The typed draft; call only after validation. The example comes first, then the person's own words."""
        example = {
            "if": CONDITIONS.get(self.condition.data or "", ""),
            "no": DIFFICULTIES.get(self.difficulty.data or "", ""),
        }.get(self.answer.data, "")
        note = "\n".join(filter(None, (str(example), self.note.data)))
        action = ANSWERS[self.answer.data]
        chosen = self.wish.data if self.wish and action is Action.CONSENT else None
        return AnswerDraft(action, note, int(chosen) if chosen else None)


class AnsweredByForm(BaseForm):
    """Who answers at the facility, if they like to say so."""

    answered_by = LineField(_l("Your name (if you like)"), limit=80)


class DecideForm(BaseForm):
    """What the secretariat does to the ticked lines. A line is its public id, a dot, the version that was seen."""

    note = TextField(_l("Reason or word to the other side"), limit=500)
