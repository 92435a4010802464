"""What people fill in about closed days."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final

from share_board import clock
from share_board.calendar import labels
from share_board.calendar.actions import ClosureDraft
from share_board.calendar.models import ClosureReason
from share_board.forms import BaseForm, BooleanField, ChoiceField, DayField, LineField, TimeField, required
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.members.models import Facility
from share_board.resources.models import Resource

ONE_DAY: Final = timedelta(days=1)


class ClosureForm(BaseForm):
    """A facility or one resource of it, from a day until a day; hours only where less than a day is closed."""

    what = ChoiceField(_l("What is closed"), [required()])
    from_day = DayField(_l("From which day"), [required()])
    from_time = TimeField(_l("From which hour"))
    until_day = DayField(_l("Until which day"))
    until_time = TimeField(_l("Until which hour"))
    is_open_ended = BooleanField(_l("For the time being"))
    reason = ChoiceField(
        _l("Reason"), [required()], choices=[(each.value, label) for each, label in labels.REASON.items()]
    )
    note = LineField(_l("A word about it"), limit=200)

    def offer(self, facilities: Iterable[Facility], resources: Iterable[Resource]) -> None:
        """What can be chosen: each facility as a whole, then what it offers."""
        things = list(resources)
        self._facilities = {facility.public_id: facility.id for facility in facilities}
        self._resources = {resource.public_id: (resource.facility_id, resource.id) for resource in things}
        choices = [("", _("Please choose"))]
        for facility in facilities:
            choices.append((facility.public_id, _("%(facility)s: everything", facility=facility.name)))
            choices += [
                (thing.public_id, _("%(facility)s: %(title)s", facility=facility.name, title=thing.title))
                for thing in things
                if thing.facility_id == facility.id
            ]
        self.what.offer(choices)
        self._words = dict(choices)

    def said(self) -> str:
        """What is closed, in the words of the list."""
        return self._words[self.what.data]

    def validate(self, extra_validators: object = None) -> bool:
        """It ends, after it has begun and after now."""
        if not super().validate(extra_validators):
            return False
        start, end = self._starts_at(), self._ends_at()
        if end is not None and end <= start:
            self.refuse("until_day", _("Please write an end that comes after the beginning."))
        elif end is not None and end <= clock.now():
            self.refuse("until_day", _("These closed days are over already."))
        return not self.errors

    def draft(self) -> ClosureDraft:
        """The typed draft; call only after validation."""
        facility_id, resource_id = self._resources.get(self.what.data) or (self._facilities[self.what.data], None)
        return ClosureDraft(
            facility_id=facility_id,
            resource_id=resource_id,
            starts_at=self._starts_at(),
            ends_at=self._ends_at(),
            reason=ClosureReason(self.reason.data),
            note=self.note.data,
        )

    def _starts_at(self) -> datetime:
        return _moment(self.from_day.data, self.from_time.data)

    def _ends_at(self) -> datetime | None:
        """Without an hour the last day belongs to it whole; without a day it is the first one."""
        if self.is_open_ended.data:
            return None
        day = self.until_day.data or self.from_day.data
        return _moment(day, self.until_time.data) if self.until_time.data else _moment(day + ONE_DAY, None)


def _moment(day: date, hour: time | None) -> datetime:
    return datetime.combine(day, hour or time.min, clock.TOKYO)
