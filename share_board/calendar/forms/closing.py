"""What people fill in about closed days."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Final

from share_board import clock
from share_board.calendar import labels
from share_board.calendar.closing import ClosureDraft
from share_board.calendar.forms import returning
from share_board.calendar.models import ClosureReason
from share_board.calendar.repetition import Repetition
from share_board.forms import (
    BaseForm,
    BooleanField,
    ChoiceField,
    DayField,
    LastTimeField,
    LineField,
    NumberField,
    TimeField,
    required,
)
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.members.models import Facility
from share_board.resources.models import Resource

ONE_DAY: Final = timedelta(days=1)


class WhatForm(BaseForm):
    """A facility as a whole, or one thing of it."""

    what = ChoiceField(_l("What is closed"), [required()])
    lacks_things = False  # whether only facilities as a whole can be chosen, for there are too many things

    def offer(self, facilities: Iterable[Facility], resources: Iterable[Resource]) -> None:
        """What can be chosen: each facility as a whole, then what it offers; `resources` stand facility by facility."""
        self.houses, things = list(facilities), list(resources)
        houses = self.houses
        things_of = {house: list(its) for house, its in groupby(things, key=attrgetter("facility_id"))}
        self._facilities = {facility.public_id: facility.id for facility in houses}
        self._resources = {resource.public_id: resource for resource in things}
        choices = [("", _("Please choose"))] if len(houses) != 1 else []
        for facility in houses:
            choices.append((facility.public_id, _("%(facility)s: everything", facility=facility.name)))
            choices += [
                (thing.public_id, _("%(facility)s: %(title)s", facility=facility.name, title=thing.title))
                for thing in things_of.get(facility.id, ())
            ]
        self.what.offer(choices)
        self._words = dict(choices)

    def knows(self, what: str) -> bool:
        """Whether it is one of those that can be chosen."""
        return bool(what) and what in self._words

    def said(self) -> str:
        """What is closed, in the words of the list."""
        return self._words[self.what.data]

    def thing(self) -> Resource | None:
        """The one thing that was chosen; None for a whole facility."""
        return self._resources.get(self.what.data)

    def chosen(self) -> tuple[int, int | None]:
        """The facility, and the resource if it is one thing only."""
        thing = self.thing()
        return (thing.facility_id, thing.id) if thing else (self._facilities[self.what.data], None)


class ClosureForm(WhatForm):
    """What is closed from a day until a day; the rest only where less than all of that is closed."""

    from_day = DayField(_l("From which day"), [required()])
    until_day = DayField(_l("Until which day"))
    is_open_ended = BooleanField(_l("For the time being"))
    reason = ChoiceField(
        _l("Reason"), [required()], choices=[(each.value, label) for each, label in labels.REASON.items()]
    )
    from_time = TimeField(_l("From which hour"))
    until_time = LastTimeField(_l("Until which hour"))
    again = ChoiceField(
        _l("Does it come again?"),
        choices=(("", _l("No: from the first day to the last")), *returning.CHOICES),
        default="",
    )
    skips_holidays = BooleanField(_l("Leave out national holidays"))
    units = NumberField(_l("How many of them"), least=1, most=9999)
    note = LineField(_l("A word about it"), limit=200)

    @property
    def is_more_said(self) -> bool:
        """Whether anything but whole days of everything is told, or wrong."""
        more = ("from_time", "until_time", "again", "skips_holidays", "units", "note")
        return any(self[name].data or self[name].errors for name in more)

    def validate(self, extra_validators: object = None) -> bool:
        """It ends, after it has begun and after now; what returns has a last day; there are as many units."""
        if not super().validate(extra_validators):
            return False
        self._check_units()
        if self.again.data:
            self._check_rule()
        elif self.is_open_ended.data and self.until_day.data is not None:
            self.refuse("until_day", _("Either write the last day, or tick “For the time being”: not both."))
        else:
            self._check_end()
        return not self.errors

    def draft(self) -> ClosureDraft:
        """The typed draft; call only after validation."""
        again = self._rule()
        facility_id, resource_id = self.chosen()
        return ClosureDraft(
            facility_id=facility_id,
            resource_id=resource_id,
            starts_at=_moment(self.from_day.data, self.from_time.data),
            ends_at=self._ends_at(self.from_day.data) if again else self._ends_at(self._last_day()),
            reason=ClosureReason(self.reason.data or ClosureReason.OWN_EVENT),
            note=self.note.data or "",
            units=self.units.data,
            again=again,
        )

    def _check_units(self) -> None:
        resource = self.thing()
        if self.units.data is None:
            return
        if resource is None:
            self.refuse("units", _("A number goes with one thing. Please choose which."))
        elif self.units.data > resource.stock:
            self.refuse("units", _("There are %(stock)d. For all of them leave this empty.", stock=resource.stock))

    def _check_end(self) -> None:
        end = self._ends_at(self._last_day())
        if end is not None and end <= _moment(self.from_day.data, self.from_time.data):
            wrong = "until_time" if self._is_of_one_day and self._has_end else "until_day"
            self.refuse(wrong, _("Please write an end that comes after the beginning."))
        elif end is not None and end <= clock.now():
            self.refuse("until_day", _("These closed days are over already."))

    def _check_rule(self) -> None:
        if self.is_open_ended.data or self.until_day.data is None:
            self.refuse("until_day", _("Please write until which day it comes again."))
            return
        if self._has_end and self.until_time.data <= (self.from_time.data or time.min):
            self.refuse("until_time", _("Please let the end be after the start."))
            return
        draft = self.draft()
        days = draft.slots
        if not days or self.until_day.data < self.from_day.data:
            self.refuse("until_day", _("There is no such day up to then."))
        elif days[-1].end <= clock.now():
            self.refuse("until_day", _("These closed days are over already."))
        elif draft.again and (too_many := returning.too_many(draft.again)):
            self.refuse("until_day", too_many)

    def _rule(self) -> Repetition | None:
        if not self.again.data:
            return None
        every, interval = returning.RULES[self.again.data]
        return Repetition(
            every, self.from_day.data, interval, until=self.until_day.data, skips_holidays=self.skips_holidays.data
        )

    def _last_day(self) -> date | None:
        """Without a day it is the first one; None is until further notice."""
        return None if self.is_open_ended.data else self.until_day.data or self.from_day.data

    def _ends_at(self, day: date | None) -> datetime | None:
        """Without an hour the last day belongs to it whole."""
        if day is None:
            return None
        return _moment(day, self.until_time.data) if self._has_end else _moment(day + ONE_DAY, None)

    @property
    def _has_end(self) -> bool:
        """Whether it ends before its last day does. At 0:00 of the day on which it begins nothing can end: that is the
        midnight after it.
        """
        is_midnight = self.until_time.data == time.min and self._is_of_one_day
        return self.until_time.data is not None and not self.until_time.ends_the_day and not is_midnight

    @property
    def _is_of_one_day(self) -> bool:
        return bool(self.again.data) or self._last_day() == self.from_day.data


def _moment(day: date, hour: time | None) -> datetime:
    return datetime.combine(day, hour or time.min, clock.TOKYO)
