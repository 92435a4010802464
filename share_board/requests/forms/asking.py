"""What people fill in to ask: one form for each kind of resource, and one for the occasion."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from share_board import clock
from share_board.calendar.opening import NEAR_DAYS, Open
from share_board.calendar.slots import Slot, hull
from share_board.forms import (
    ChoicesField,
    DayField,
    EndTimeField,
    LastTimeField,
    LineField,
    NumberField,
    RadioChoiceField,
    TimeField,
    required,
)
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.requests.drafts import MOST_ORDERED, USUAL_MINUTES, LineDraft
from share_board.requests.forms.repeating import AskForm, RepeatingForm
from share_board.requests.lifecycle import slot_of
from share_board.requests.models import RequestLine
from share_board.requests.questions import QUESTIONS
from share_board.resources.models import Kind, Resource

WISHES = 3
RETURNING = frozenset({Kind.ROOM, Kind.GOODS})
ONE_DAY = timedelta(days=1)


class HoursForm(AskForm):
    """A room by the hour."""

    day = DayField(_l("Day"), [required()])
    start = TimeField(_l("From (with setting up)"), [required()])
    end = EndTimeField(_l("Until (with tidying up)"), [required()])

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        is_after = self._ends_at() > _moment(self.day.data, self.start.data)
        return is_after or self.say("end", _("Please let the end be after the start."))

    def show(self, line: RequestLine) -> None:
        super().show(line)
        _show_stretch(self, line)

    def _ends_at(self) -> datetime:
        return _moment(self.day.data + ONE_DAY * (self.end.data == time.min), self.end.data)

    def draft(self, resource: Resource) -> LineDraft:
        slot = Slot(_moment(self.day.data, self.start.data), self._ends_at())
        return LineDraft(slot=slot, answers=self.answers(resource.kind))


class BandsForm(AskForm):
    """A room by whole bands of the day (午前・午後・夜間), adjoining if several.

    `names` are the bands the resource has at all, `opened` says which of them are open on a day.
    """

    day = DayField(_l("Day"), [required()])
    bands = ChoicesField(_l("Part of the day"))

    def __init__(self, *, names: Sequence[str] = (), opened: Callable[[date], list[Open]], **options: Any) -> None:
        super().__init__(**options)
        self.opened, self.names = opened, names
        self.bands.offer([(name, name) for name in names])

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if not self.bands.data:
            return self.say("bands", _("Please choose a part of the day."))
        if len(self._chosen()) < len(self.bands.data):
            return self.say("bands", _("It is not open then on that day. Please choose another part or another day."))
        if between := self._left_out():
            said = _("Please choose %(between)s, too, or ask for each part of the day by itself.", between=between)
            return self.say("bands", said)
        return True

    def show(self, line: RequestLine) -> None:
        super().show(line)
        if slot := slot_of(line):
            self.suggest(clock.day_of(slot.start), slot)

    def suggest(self, day: date, slot: Slot) -> None:
        """The bands of the day that lie around `slot` are ticked, as the search means it."""
        self.day.data = day
        self.bands.data = [each.band for each in self.opened(day) if slot.overlaps(each.slot)]

    def draft(self, resource: Resource) -> LineDraft:
        return LineDraft(slot=hull(self._chosen()), answers=self.answers(resource.kind))

    def _chosen(self) -> list[Slot]:
        found = (self._hours_of(name) for name in self.bands.data or ())
        return [slot for slot in found if slot is not None]

    def _left_out(self) -> str:
        """What lies between the chosen parts and would be taken with them: 午後, if 午前 and 夜間 are chosen.

        What has time in common with a chosen part is another word for it: 全日 beside 午前 and 午後.
        """
        chosen = self._chosen()
        whole = hull(chosen)
        hours = {name: slot for name in self.names if (slot := self._hours_of(name)) is not None}
        return "・".join(
            name for name, slot in hours.items() if whole.overlaps(slot) and not any(map(slot.overlaps, chosen))
        )

    def _hours_of(self, name: str) -> Slot | None:
        return self._band_on(self.day.data, name) or self._usually(name)

    def _band_on(self, day: date, name: str) -> Slot | None:
        return next((each.slot for each in self.opened(day) if each.band == name), None)

    def _usually(self, name: str) -> Slot | None:
        """A band that this day lacks, at its hours soon after: the rules then say why, and which day would do."""
        for later in (timedelta(days=number) for number in range(1, NEAR_DAYS + 1)):
            if (slot := self._band_on(self.day.data + later, name)) is not None:
                return slot.shifted(-later)
        return None


class LoanForm(AskForm):
    """Goods: from fetching to bringing back."""

    units = NumberField(_l("How many?"), [required()], least=1, most=9999, default=1)
    day = DayField(_l("Day you fetch it"), [required()])
    start = TimeField(_l("About what time?"), [required()], default=time(10))
    end_day = DayField(_l("Day you bring it back"), [required()])
    end = LastTimeField(_l("About what time do you bring it back?"), [required()], default=time(16))

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        return self._ends_at() > _moment(self.day.data, self.start.data) or self.say(
            "end_day", _("Please let the end be after the start.")
        )

    def show(self, line: RequestLine) -> None:
        super().show(line)
        self.units.data = line.units
        _show_stretch(self, line)
        if line.ends_at:
            self.end_day.data = line.ends_at.astimezone(clock.TOKYO).date()

    def _ends_at(self) -> datetime:
        return _moment(self.end_day.data + ONE_DAY * self.end.ends_the_day, self.end.data)

    def draft(self, resource: Resource) -> LineDraft:
        slot = Slot(_moment(self.day.data, self.start.data), self._ends_at())
        return LineDraft(slot=slot, units=self.units.data, answers=self.answers(resource.kind))


class WishesForm(AskForm):
    """A lecture or a consultation: the first wish, and up to two more that would suit as well."""

    day_1 = DayField(_l("First wish: day"), [required()])
    start_1 = TimeField(_l("First wish: time"), [required()])
    day_2 = DayField(_l("Second wish: day"))
    start_2 = TimeField(_l("Second wish: time"))
    day_3 = DayField(_l("Third wish: day"))
    start_3 = TimeField(_l("Third wish: time"))

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        wishes: list[tuple[date, time]] = []
        for rank in range(1, WISHES + 1):
            wish = (self[f"day_{rank}"].data, self[f"start_{rank}"].data)
            if bool(wish[0]) != bool(wish[1]):
                return self.say(f"day_{rank}", _("Please write both the day and the time, or leave both empty."))
            if wish[0] and wish in wishes:
                return self.say(f"day_{rank}", _("This time is wished for already. Please take another, or none."))
            wishes.append(wish)
        return True

    def show(self, line: RequestLine) -> None:
        super().show(line)
        for wish in line.wishes:
            start = wish.starts_at.astimezone(clock.TOKYO)
            self[f"day_{wish.rank}"].data, self[f"start_{wish.rank}"].data = start.date(), start.time()

    def draft(self, resource: Resource) -> LineDraft:
        profile = resource.lecture or resource.consultation
        length = timedelta(minutes=(profile.minutes if profile else None) or USUAL_MINUTES)
        starts = [
            _moment(self[f"day_{rank}"].data, self[f"start_{rank}"].data)
            for rank in range(1, WISHES + 1)
            if self[f"day_{rank}"].data
        ]
        wishes = tuple(Slot(start, start + length) for start in starts)
        return LineDraft(slot=wishes[0], wishes=wishes, answers=self.answers(resource.kind))


class OrderForm(AskForm):
    """Things made at a facility: how many, and the day they are needed."""

    units = NumberField(_l("How many?"), [required()], least=1, most=MOST_ORDERED)
    deliver_on = DayField(_l("Day you need it"), [required()])

    def show(self, line: RequestLine) -> None:
        super().show(line)
        self.units.data, self.deliver_on.data = line.units, line.deliver_on

    def draft(self, resource: Resource) -> LineDraft:
        return LineDraft(deliver_on=self.deliver_on.data, units=self.units.data, answers=self.answers(resource.kind))


FORMS: dict[Kind, type[AskForm]] = {
    Kind.ROOM: HoursForm,
    Kind.GOODS: LoanForm,
    Kind.LECTURE: WishesForm,
    Kind.CONSULTATION: WishesForm,
    Kind.PRODUCT: OrderForm,
}


def form_for(kind: Kind, *, in_bands: bool = False, repeats: bool = False) -> type[AskForm]:
    """The form for asking for this kind, with the questions of the kind as fields q_<key>.

    With `repeats` rooms and goods may be asked for again and again.
    """
    base = BandsForm if in_bands and kind is Kind.ROOM else FORMS[kind]
    bases = (base, RepeatingForm) if repeats and kind in RETURNING else (base,)
    questions = {
        f"q_{question.key}": RadioChoiceField(question.label, choices=question.choices, validate_choice=False)
        if question.choices
        else LineField(question.label, limit=question.limit, description=question.hint)
        for question in QUESTIONS[kind]
    }
    return cast("type[AskForm]", type(base.__name__, bases, questions))


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, clock.TOKYO)


def _show_stretch(form: Any, line: RequestLine) -> None:
    if line.starts_at and line.ends_at:
        start, end = line.starts_at.astimezone(clock.TOKYO), line.ends_at.astimezone(clock.TOKYO)
        form.day.data, form.start.data, form.end.data = start.date(), start.time(), end.time()
