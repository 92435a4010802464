"""The usual week of a resource: by the hour, or by bands."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Any, Final

from share_board.calendar import labels
from share_board.calendar.actions import OpeningDraft
from share_board.calendar.forms.rules import RulesForm
from share_board.calendar.forms.times import MIDNIGHT, minute_of, time_of
from share_board.calendar.hours import Hours
from share_board.calendar.models import HOLIDAY
from share_board.forms import ChoicesField, EndTimeField, LineField, RadioChoiceField, TimeField
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l

SAME, CLOSED, OWN = "same", "closed", "own"
ON_HOLIDAYS: Final = (
    (SAME, _l("As on the weekday")),
    (CLOSED, _l("Closed on holidays")),
    (OWN, _l("At the hours written under “Holidays”")),
)
STRETCHES: Final = len(labels.SUGGESTED_BANDS)  # with the breaks between them; what is lent by bands fits in
CLOSED_ON_HOLIDAYS: Final = OpeningDraft(HOLIDAY, 0, 0)


class HoursForm(RulesForm):
    """By the hour: for each weekday from when until when, again after each break. What is empty is closed.

    Fields: from_0_0 is the first beginning on Monday, until_7_1 the second end on holidays.
    """

    on_holidays = RadioChoiceField(_l("On holidays"), choices=ON_HOLIDAYS, default=SAME)

    @classmethod
    def week_of(cls, rows: Sequence[Hours]) -> dict[str, object]:
        filled: dict[str, object] = {}
        for weekday, number in product(range(HOLIDAY + 1), range(STRETCHES)):
            filled |= {f"from_{weekday}_{number}": None, f"until_{weekday}_{number}": None}
        rows = _usual(rows)
        for weekday in range(HOLIDAY + 1):
            stretches = _joined((row.from_minute, row.until_minute) for row in rows if row.weekday == weekday)
            for number, (begin, end) in enumerate(stretches[:STRETCHES]):
                filled |= {f"from_{weekday}_{number}": time_of(begin), f"until_{weekday}_{number}": time_of(end)}
        return filled | {"on_holidays": _holidays_of(rows)}

    def days(self) -> list[tuple[Any, list[Any], list[list[Any]]]]:
        """For the page: each weekday with its first pair of fields, and with the pairs after the breaks."""
        pairs = [
            [[self[f"from_{weekday}_{number}"], self[f"until_{weekday}_{number}"]] for number in range(STRETCHES)]
            for weekday in range(HOLIDAY + 1)
        ]
        return [(labels.WEEKDAY[weekday], first, later) for weekday, (first, *later) in enumerate(pairs)]

    @property
    def has_breaks(self) -> bool:
        return any(
            field.data or field.errors for _label, _first, later in self.days() for pair in later for field in pair
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Each stretch has both ends in order, and comes after the one before."""
        if not super().validate(extra_validators):
            return False
        for weekday in range(HOLIDAY + 1):
            last = -1
            for number in range(STRETCHES):
                begin, end = self._pair(weekday, number)
                wrong = f"until_{weekday}_{number}"
                if (begin is None) != (end is None):
                    self.refuse(
                        wrong if end is None else f"from_{weekday}_{number}", _("Please write from when until when.")
                    )
                elif begin is not None and end is not None:
                    if begin >= end:
                        self.refuse(wrong, _("Please write an end that comes after the beginning."))
                    elif begin < last:
                        self.refuse(f"from_{weekday}_{number}", _("Please begin after the stretch before has ended."))
                    last = end
        if self.on_holidays.data == OWN and not self._stretches(HOLIDAY):
            self.refuse(f"from_{HOLIDAY}_0", _("Please write from when until when."))
        return not self.errors

    def week(self) -> list[OpeningDraft]:
        """Stretches that touch are one."""
        days = range(HOLIDAY + (self.on_holidays.data == OWN))
        week = [OpeningDraft(day, *stretch) for day in days for stretch in self._stretches(day)]
        return [*week, CLOSED_ON_HOLIDAYS] if week and self.on_holidays.data == CLOSED else week

    def _pair(self, weekday: int, number: int) -> tuple[int | None, int | None]:
        begin, end = self[f"from_{weekday}_{number}"].data, self[f"until_{weekday}_{number}"].data
        return (
            None if begin is None else minute_of(begin),
            None if end is None else minute_of(end) or MIDNIGHT,
        )

    def _stretches(self, weekday: int) -> list[tuple[int, int]]:
        pairs = (self._pair(weekday, number) for number in range(STRETCHES))
        return _joined((begin, end) for begin, end in pairs if begin is not None and end is not None)


for _weekday in range(HOLIDAY + 1):
    for _number in range(STRETCHES):
        setattr(HoursForm, f"from_{_weekday}_{_number}", TimeField(_l("From what time")))
        setattr(HoursForm, f"until_{_weekday}_{_number}", EndTimeField(_l("Until what time")))


class BandsForm(RulesForm):
    """午前・午後・夜間: up to three bands, each with its name, its hours and its days."""

    on_holidays = RadioChoiceField(
        _l("On holidays"), choices=(*ON_HOLIDAYS[:2], (OWN, _l("The bands with a tick at “Holidays”"))), default=SAME
    )

    @classmethod
    def week_of(cls, rows: Sequence[Hours]) -> dict[str, object]:
        """Where there are no bands, the usual ones are offered."""
        rows = _usual(rows)
        bands = {(row.from_minute, row.until_minute, row.band): 0 for row in rows if row.band}
        usual = [(begin, end, str(name)) for name, begin, end in labels.SUGGESTED_BANDS]
        known = [*sorted(bands), *(band for band in usual if band[2] not in {name for *_hours, name in bands})]
        filled: dict[str, object] = {}
        for number, (begin, end, name) in enumerate(known[: len(usual)]):
            filled[f"name_{number}"] = name
            filled[f"from_{number}"], filled[f"until_{number}"] = time_of(begin), time_of(end)
            filled[f"days_{number}"] = [
                str(row.weekday) for row in rows if (row.from_minute, row.until_minute, row.band) == (begin, end, name)
            ]
        return filled | {"on_holidays": _holidays_of(rows)}

    def bands(self) -> list[list[Any]]:
        """For the page: name, beginning, end and days of each band."""
        return [
            [self[f"{part}_{number}"] for part in ("name", "from", "until", "days")]
            for number in range(len(labels.SUGGESTED_BANDS))
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """A band that has days has a name of its own and hours in order."""
        if not super().validate(extra_validators):
            return False
        names: set[str] = set()
        for name, begin, end, days in self.bands():
            if not days.data:
                continue
            if not name.data or name.data in names:
                self.refuse(name.name, _("Please write a name of its own for this band."))
            names.add(name.data)
            if begin.data is None or end.data is None:
                self.refuse(begin.name if begin.data is None else end.name, _("Please write from when until when."))
            elif minute_of(begin.data) >= (minute_of(end.data) or MIDNIGHT):
                self.refuse(end.name, _("Please write an end that comes after the beginning."))
        if not self.errors:
            self._require_apart()
        return not self.errors

    def _require_apart(self) -> None:
        """Two bands of one day have no time in common, unless one is the whole of which the other is a part."""
        bands = sorted(
            (minute_of(begin.data), minute_of(end.data) or MIDNIGHT, number, name.data, set(days.data))
            for number, (name, begin, end, days) in enumerate(self.bands())
            if days.data
        )
        for (begin, end, _number, before, days), (after, until, number, _name, its) in combinations(bands, 2):
            if days & its and begin < after < end < until:
                self.refuse(f"from_{number}", _("Please let this begin after “%(band)s” has ended.", band=before))

    def week(self) -> list[OpeningDraft]:
        """Band by band."""
        week = [
            OpeningDraft(int(day), minute_of(begin.data), minute_of(end.data) or MIDNIGHT, name.data)
            for name, begin, end, days in self.bands()
            for day in days.data
            if int(day) < HOLIDAY or self.on_holidays.data == OWN
        ]
        return [*week, CLOSED_ON_HOLIDAYS] if week and self.on_holidays.data == CLOSED else week


def _week_choices() -> Iterator[tuple[str, Any]]:
    return ((str(weekday), label) for weekday, label in enumerate(labels.WEEKDAY))


for _number in range(len(labels.SUGGESTED_BANDS)):
    setattr(BandsForm, f"name_{_number}", LineField(_l("Name of the band"), limit=20))
    setattr(BandsForm, f"from_{_number}", TimeField(_l("From what time")))
    setattr(BandsForm, f"until_{_number}", EndTimeField(_l("Until what time")))
    setattr(BandsForm, f"days_{_number}", ChoicesField(_l("On which days"), choices=list(_week_choices())))


def _usual(rows: Iterable[Hours]) -> list[Hours]:
    """The rows of the usual week."""
    return [row for row in rows if row.season_from is None and row.week is None and row.day is None]


def _joined(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """In their order; what touches or overlaps is one, and what has no length is none."""
    found: list[tuple[int, int]] = []
    for begin, end in sorted(each for each in stretches if each[0] < each[1]):
        if found and begin <= found[-1][1]:
            first, last = found.pop()
            begin, end = first, max(last, end)  # noqa: PLW2901
        found.append((begin, end))
    return found


def _holidays_of(rows: Sequence[Hours]) -> str:
    on_holidays = [row for row in rows if row.weekday == HOLIDAY]
    if not on_holidays:
        return SAME
    return OWN if any(row.from_minute < row.until_minute for row in on_holidays) else CLOSED
