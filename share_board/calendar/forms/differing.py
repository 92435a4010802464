"""Days off and other days: fixed days of the month, single dates, seasons, the year's end."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import count
from typing import Any, Final

from share_board import dates
from share_board.calendar import labels, rule_labels
from share_board.calendar.forms.times import MIDNIGHT, minute_of, overlap, time_of
from share_board.calendar.hours import Hours, month_and_day
from share_board.calendar.models import NO_DAY, NO_YEAR_END, YEAR_END_FROM, YEAR_END_UNTIL
from share_board.calendar.setting import OpeningDraft, RulesDraft
from share_board.forms import (
    BaseForm,
    BooleanField,
    ChoiceField,
    ChoicesField,
    DayField,
    EndTimeField,
    LineField,
    NumberField,
    RadioChoiceField,
    TimeField,
)
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l

NUMBERED, DATED, SEASONAL = 3, 12, 6  # rows of each kind that the page can hold
DECEMBER, JANUARY = range(12_01, 12_32), range(1_01, 1_32)
CLOSED: Final = (0, 0)
WEEKDAYS: Final = [(str(weekday), label) for weekday, label in enumerate(labels.WEEKDAY)]


class AtYearEnd(StrEnum):
    """What is at the year's end."""

    USUAL = "usual"
    OPEN = "open"
    OWN = "own"


class MonthDayField(NumberField):
    """A day that returns every year, as people write it: 7/1, 7月1日. `data` is 701, as seasons are written."""

    def read(self, typed: str) -> int | None:
        day = dates.parse_day_of_year(typed)
        return None if day is None else month_and_day(day)

    def complaint(self) -> str:
        return _("Please write the day like 7/1.")

    def show(self, value: int) -> str:
        return f"{value // 100}/{value % 100}"


class DifferingForm(BaseForm):
    """What differs from the usual week; rows that say nothing are left out."""

    is_moved = BooleanField(_l("If that day is a holiday, close on the next weekday instead"))
    year_end = RadioChoiceField(
        _l("At the end of the year"),
        choices=(
            (AtYearEnd.USUAL.value, _l("Closed from 29 December to 3 January")),
            (AtYearEnd.OPEN.value, _l("Open as usual")),
            (AtYearEnd.OWN.value, _l("Closed on days of our own")),
        ),
        default=AtYearEnd.USUAL.value,
    )  # fmt: skip
    year_end_from = MonthDayField(_l("From which day"), description=_l("For example 12/28"))
    year_end_until = MonthDayField(_l("Until which day"), description=_l("For example 1/4"))

    # ---- rows, for the page ----

    def numbered(self) -> list[list[Any]]:
        return self._rows(("weekday", "weeks", "n_from", "n_until"), NUMBERED, spare=1)

    def dated(self) -> list[list[Any]]:
        return self._rows(("on", "d_from", "d_until"), DATED, spare=2)

    def seasonal(self) -> list[list[Any]]:
        return self._rows(("s_first", "s_last", "s_days", "s_from", "s_until", "s_name"), SEASONAL, spare=1)

    def _rows(self, names: Sequence[str], most: int, *, spare: int) -> list[list[Any]]:
        """The rows that say something, and a few that are empty."""
        rows = [[self[f"{name}_{number}"] for name in names] for number in range(most)]
        last = max(
            (number for number, row in enumerate(rows, 1) if any(field.data or field.errors for field in row)),
            default=0,
        )
        return rows[: last + spare]

    # ---- reading ----

    def require_differing(self) -> None:
        """What belongs together is there, and in order."""
        if self.year_end.data == AtYearEnd.OWN:
            self._require_year_end()
        for number in range(NUMBERED):
            if self[f"weekday_{number}"].data and not self[f"weeks_{number}"].data:
                self.refuse(f"weeks_{number}", _("Please choose at least one."))
            self._require_order(f"n_from_{number}", f"n_until_{number}")
        for number in range(DATED):
            self._require_order(f"d_from_{number}", f"d_until_{number}")
        self._require_each_date_once()
        for number in range(SEASONAL):
            self._require_season(number)

    def _require_year_end(self) -> None:
        first, last = self.year_end_from.data, self.year_end_until.data
        if first is None and last is None:
            self.refuse("year_end_from", _("Please write the first or the last day on which it is closed."))
        if first is not None and first not in DECEMBER:
            self.refuse("year_end_from", _("Please write a day of December."))
        if last is not None and last not in JANUARY:
            self.refuse("year_end_until", _("Please write a day of January."))

    def _require_order(self, from_name: str, until_name: str) -> None:
        begin, end = self[from_name].data, self[until_name].data
        if (begin is None) != (end is None):
            self.refuse(until_name if end is None else from_name, _("Please write from when until when."))
        elif begin is not None and minute_of(begin) >= (minute_of(end) or MIDNIGHT):
            self.refuse(until_name, _("Please write an end that comes after the beginning."))

    def _require_each_date_once(self) -> None:
        """A date may stand here again for hours after a break; nothing else can be meant by it."""
        said: dict[date, list[tuple[int, int]]] = {}
        for on, begin, end in self._rows(("on", "d_from", "d_until"), DATED, spare=0):
            if not on.data or (begin.data is None) != (end.data is None):
                continue
            here, others = _stretch(begin, end), said.setdefault(on.data, [])
            if others and any(CLOSED in {here, other} or overlap(here, other) for other in others):
                self.refuse(on.name, _("This day stands here twice. Please leave one of them out."))
            others.append(here)

    def _require_season(self, number: int) -> None:
        first, last, days, begin = (self[f"{name}_{number}"] for name in ("s_first", "s_last", "s_days", "s_from"))
        if not any(field.data for field in (first, last, days, begin)):
            return
        for field in (first, last):
            if field.data is None:
                self.refuse(field.name, _("Please write the day like 7/1."))
        if not days.data:
            self.refuse(days.name, _("Please choose at least one."))
        if begin.data is None:
            self.refuse(begin.name, _("Please write from when until when."))
        self._require_order(f"s_from_{number}", f"s_until_{number}")

    def differing(self) -> list[OpeningDraft]:
        """The rows of hours beside the usual week; call only after validation."""
        return [*self._numbered_rows(), *self._dated_rows(), *self._seasonal_rows()]

    def year_end_days(self) -> tuple[int, int]:
        """The first and the last day of the year's end, as `RulesDraft` has them."""
        match self.year_end.data:
            case AtYearEnd.OWN:
                return self.year_end_from.data or NO_YEAR_END, self.year_end_until.data or NO_DAY
            case AtYearEnd.OPEN:
                return NO_YEAR_END, NO_DAY
        return YEAR_END_FROM, YEAR_END_UNTIL

    def _numbered_rows(self) -> Iterable[OpeningDraft]:
        for weekday, weeks, begin, end in self._rows(("weekday", "weeks", "n_from", "n_until"), NUMBERED, spare=0):
            stretch = _stretch(begin, end)
            for week in weeks.data if weekday.data else ():
                is_moved = self.is_moved.data and stretch == CLOSED
                yield OpeningDraft(int(weekday.data), *stretch, week=int(week), is_moved=is_moved)

    def _dated_rows(self) -> Iterable[OpeningDraft]:
        for on, begin, end in self._rows(("on", "d_from", "d_until"), DATED, spare=0):
            if on.data:
                yield OpeningDraft(on.data.weekday(), *_stretch(begin, end), day=on.data)

    def _seasonal_rows(self) -> Iterable[OpeningDraft]:
        for number in range(SEASONAL):
            first, last, days, begin, end, name = (
                self[f"{each}_{number}"] for each in ("s_first", "s_last", "s_days", "s_from", "s_until", "s_name")
            )
            for day in days.data if first.data else ():
                yield OpeningDraft(int(day), *_stretch(begin, end), name.data, first.data, last.data)


def _stretch(begin: Any, end: Any) -> tuple[int, int]:
    """Without hours it is closed."""
    return CLOSED if begin.data is None else (minute_of(begin.data), minute_of(end.data) or MIDNIGHT)


def _times(begin: int, end: int) -> tuple[Any, Any]:
    return (time_of(begin), time_of(end)) if begin < end else (None, None)


def filled_by_rows(rows: Sequence[Hours], today: date) -> dict[str, object]:
    """Numbered weekdays, single dates that come, and seasons; rows that differ only in their days are one."""
    filled: dict[str, object] = {"is_moved": any(row.is_moved for row in rows)}
    numbered: dict[tuple[int, int, int], list[str]] = {}
    seasonal: dict[tuple[Any, ...], list[str]] = {}
    for row in rows:
        if row.week is not None:
            numbered.setdefault((row.weekday, row.from_minute, row.until_minute), []).append(str(row.week))
        elif row.season_from is not None:
            of = (row.season_from, row.season_until, row.from_minute, row.until_minute, row.band)
            seasonal.setdefault(of, []).append(str(row.weekday))
    for number, ((weekday, begin, end), weeks) in zip(count(), numbered.items(), strict=False):
        filled |= {f"weekday_{number}": str(weekday), f"weeks_{number}": weeks}
        filled[f"n_from_{number}"], filled[f"n_until_{number}"] = _times(begin, end)
    for number, ((first, last, begin, end, name), days) in zip(count(), seasonal.items(), strict=False):
        filled |= {
            f"s_first_{number}": first,
            f"s_last_{number}": last,
            f"s_days_{number}": days,
            f"s_name_{number}": name,
        }
        filled[f"s_from_{number}"], filled[f"s_until_{number}"] = _times(begin, end)
    coming = sorted((row.day, row.from_minute, row.until_minute) for row in rows if row.day and row.day >= today)
    for number, (day, begin, end) in enumerate(coming):
        filled[f"on_{number}"] = day
        filled[f"d_from_{number}"], filled[f"d_until_{number}"] = _times(begin, end)
    return filled


def filled_by_year_end(draft: RulesDraft) -> Mapping[str, object]:
    """What the days of the year's end fill in."""
    days = (draft.year_end_from, draft.year_end_until)
    known = {(YEAR_END_FROM, YEAR_END_UNTIL): AtYearEnd.USUAL, (NO_YEAR_END, NO_DAY): AtYearEnd.OPEN}
    at_year_end = known.get(days, AtYearEnd.OWN)
    is_own = at_year_end is AtYearEnd.OWN
    return {
        "year_end": at_year_end.value,
        "year_end_from": draft.year_end_from if is_own and draft.year_end_from != NO_YEAR_END else None,
        "year_end_until": draft.year_end_until if is_own and draft.year_end_until != NO_DAY else None,
    }


for _number in range(NUMBERED):
    setattr(
        DifferingForm,
        f"weekday_{_number}",
        ChoiceField(_l("Day of the week"), choices=[("", _l("(none)")), *WEEKDAYS[:7]], default=""),
    )
    setattr(
        DifferingForm,
        f"weeks_{_number}",
        ChoicesField(
            _l("Which of the month"), choices=[(str(week), label) for week, label in rule_labels.WEEK.items()]
        ),
    )
    setattr(DifferingForm, f"n_from_{_number}", TimeField(_l("From what time")))
    setattr(DifferingForm, f"n_until_{_number}", EndTimeField(_l("Until what time")))
for _number in range(DATED):
    setattr(DifferingForm, f"on_{_number}", DayField(_l("Day")))
    setattr(DifferingForm, f"d_from_{_number}", TimeField(_l("From what time")))
    setattr(DifferingForm, f"d_until_{_number}", EndTimeField(_l("Until what time")))
for _number in range(SEASONAL):
    setattr(DifferingForm, f"s_first_{_number}", MonthDayField(_l("From which day"), description=_l("For example 7/1")))
    setattr(
        DifferingForm, f"s_last_{_number}", MonthDayField(_l("Until which day"), description=_l("For example 8/31"))
    )
    setattr(DifferingForm, f"s_days_{_number}", ChoicesField(_l("On which days"), choices=WEEKDAYS))
    setattr(DifferingForm, f"s_from_{_number}", TimeField(_l("From what time")))
    setattr(DifferingForm, f"s_until_{_number}", EndTimeField(_l("Until what time")))
    setattr(DifferingForm, f"s_name_{_number}", LineField(_l("Name of the band, if it is taken as a whole"), limit=20))
