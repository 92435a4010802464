"""Everything a resource says beyond its usual week; the forms of the week carry these fields with them."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from itertools import count
from typing import Any, Final

from share_board import text
from share_board.calendar import labels, rule_labels
from share_board.calendar.asking import NOBODY, Priority, Shift
from share_board.calendar.forms.times import MIDNIGHT, minute_of, time_of
from share_board.calendar.hours import Hours
from share_board.calendar.models import NO_DAY, NO_YEAR_END, YEAR_END_FROM, YEAR_END_UNTIL
from share_board.calendar.setting import OpeningDraft, RulesDraft
from share_board.forms import (
    BaseForm,
    BooleanField,
    ChoiceField,
    ChoicesField,
    DayField,
    LineField,
    NumberField,
    RadioChoiceField,
    TimeField,
)
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l

NUMBERED, DATED, SEASONAL = 3, 12, 6  # rows of each kind that the page can hold
LEAP_YEAR: Final = 2028
MONTH_AND_DAY: Final = re.compile(r"(\d{1,2})[/月.](\d{1,2})日?")


class Way(StrEnum):
    """How a first or last day to ask is written."""

    USUAL = "usual"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    DAY_OF_MONTH = "day_of_month"


class AtYearEnd(StrEnum):
    """What is at the year's end."""

    USUAL = "usual"
    OPEN = "open"
    OWN = "own"


AS_THE_NETWORK: Final = (Way.USUAL.value, _l("As usual in the network"))
CLOSES: Final = (
    AS_THE_NETWORK, (Way.DAYS.value, _l("So many days before")),
    (Way.WORKING_DAYS.value, _l("So many working days before")),
    (Way.DAY_OF_MONTH.value, _l("On a day of the month, so many months before")),
)  # fmt: skip
OPENS: Final = (
    AS_THE_NETWORK, (Way.MONTHS.value, _l("The same day, so many months before")),
    (Way.DAY_OF_MONTH.value, _l("On a day of the month, so many months before")),
    (Way.DAYS.value, _l("So many days before")),
)  # fmt: skip
SHIFTS: Final = [(shift.value, label) for shift, label in rule_labels.SHIFT.items()]


class MonthDayField(NumberField):
    """A day that returns every year, as people write it: 7/1, 7月1日. `data` is 701, as seasons are written."""

    def read(self, typed: str) -> int | None:
        found = MONTH_AND_DAY.fullmatch("".join(text.half(typed).split()))
        if found is None:
            return None
        day = date(LEAP_YEAR, int(found[1]), int(found[2]))
        return day.month * 100 + day.day

    def complaint(self) -> str:
        return _("Please write the day like 7/1.")

    def show(self, value: int) -> str:
        return f"{value // 100}/{value % 100}"


class RulesForm(BaseForm):
    """申込の期間・使い方・休みの日・季節・特別な日; with no week of its own for what is agreed upon by phone."""

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

    closes = RadioChoiceField(_l("Until when one may ask"), choices=CLOSES, default=Way.USUAL.value)
    closes_number = NumberField(_l("How many days or months before"), most=365)
    closes_day = NumberField(_l("On which day of that month"), least=1, most=31)
    closes_shift = ChoiceField(
        _l("If that is a Saturday, a Sunday or a holiday"), choices=SHIFTS, default=Shift.STAYS.value
    )
    opens = RadioChoiceField(_l("From when one may ask"), choices=OPENS, default=Way.USUAL.value)
    opens_number = NumberField(_l("How many days or months before"), most=999)
    opens_day = NumberField(_l("On which day of that month"), least=1, most=31)
    opens_shift = ChoiceField(
        _l("If that is a Saturday, a Sunday or a holiday"), choices=SHIFTS, default=Shift.STAYS.value
    )
    first_for = ChoicesField(
        _l("Groups that may ask earlier"),
        choices=[(str(int(each)), label) for each, label in rule_labels.PRIORITY.items()],
    )
    first = RadioChoiceField(_l("From when they may ask"), choices=OPENS[1:], default=Way.MONTHS.value)
    first_number = NumberField(_l("How many days or months before"), most=999)
    first_day = NumberField(_l("On which day of that month"), least=1, most=31)

    before_minutes = NumberField(_l("Time to prepare, before each use"), most=24 * 60)
    after_minutes = NumberField(_l("Time to tidy up, after each use"), most=24 * 60)
    shortest_minutes = NumberField(_l("Shortest use"), least=1, most=99 * 60)
    longest_minutes = NumberField(_l("Longest use"), least=1, most=9999)
    uses_a_year = NumberField(_l("How often a group may use it in a fiscal year"), least=1, most=99)

    @classmethod
    def of(cls, rules: Iterable[Hours], draft: RulesDraft, today: date) -> Any:
        """The form as it is filled by the rules that hold now."""
        rows = list(rules)
        return cls(formdata=None, data=cls.week_of(rows) | _filled_by(draft) | _filled_by_rows(rows, today))

    @classmethod
    def week_of(cls, _rows: Sequence[Hours]) -> dict[str, object]:
        """What the usual week fills in."""
        return {}

    def week(self) -> list[OpeningDraft]:
        """The usual week; call only after validation."""
        return []

    def fill_week(self, week: Sequence[Hours]) -> None:
        """Show another usual week; everything else stays as it was typed."""
        for name, value in self.week_of(week).items():
            self[name].data, self[name].typed = value, ""

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

    @property
    def wrong(self) -> frozenset[str]:
        """The beginnings of the names of what has to be put right: these folds stand open."""
        return frozenset(name.split("_")[0] for name in self.errors)

    # ---- reading ----

    def validate(self, extra_validators: Any = None) -> bool:
        """What belongs together is there, and in order."""
        if not super().validate(extra_validators):
            return False
        for name in ("closes", "opens", "first"):
            self._require_number(name)
        if self.year_end.data == AtYearEnd.OWN:
            self._require_year_end()
        shortest, longest = self.shortest_minutes.data, self.longest_minutes.data
        if shortest and longest and longest < shortest:
            self.refuse("longest_minutes", _("The longest use cannot be shorter than the shortest."))
        for number in range(NUMBERED):
            if self[f"weekday_{number}"].data and not self[f"weeks_{number}"].data:
                self.refuse(f"weeks_{number}", _("Please choose at least one."))
            self._require_order(f"n_from_{number}", f"n_until_{number}")
        for number in range(DATED):
            self._require_order(f"d_from_{number}", f"d_until_{number}")
        for number in range(SEASONAL):
            self._require_season(number)
        return not self.errors

    def _require_number(self, name: str) -> None:
        way = self[name].data
        if way == Way.USUAL or (name == "first" and not self.first_for.data):
            return
        if self[f"{name}_number"].data is None:
            self.refuse(f"{name}_number", _("Please write how many."))
        elif way in {Way.MONTHS, Way.DAY_OF_MONTH} and self[f"{name}_number"].data > (12 if name == "closes" else 36):
            self.refuse(f"{name}_number", _("That is too many months."))
        if way == Way.DAY_OF_MONTH and self[f"{name}_day"].data is None:
            self.refuse(f"{name}_day", _("Please write the day of the month, from 1 to 31."))

    def _require_year_end(self) -> None:
        first, last = self.year_end_from.data, self.year_end_until.data
        if first is None and last is None:
            self.refuse("year_end_from", _("Please write from when until when."))
        if first is not None and not 1201 <= first <= 1231:  # noqa: PLR2004 - December
            self.refuse("year_end_from", _("Please write a day of December."))
        if last is not None and not 101 <= last <= 131:  # noqa: PLR2004 - January
            self.refuse("year_end_until", _("Please write a day of January."))

    def _require_order(self, from_name: str, until_name: str) -> None:
        begin, end = self[from_name].data, self[until_name].data
        if (begin is None) != (end is None):
            self.refuse(until_name if end is None else from_name, _("Please write from when until when."))
        elif begin is not None and minute_of(begin) >= (minute_of(end) or MIDNIGHT):
            self.refuse(until_name, _("Please write an end that comes after the beginning."))

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

    def hours(self) -> list[OpeningDraft]:
        """All rows of hours; call only after validation."""
        return [*self.week(), *self._numbered_rows(), *self._dated_rows(), *self._seasonal_rows()]

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

    def draft(self) -> RulesDraft:
        """The rules beyond the hours; call only after validation."""
        closes, opens = self.closes.data, self.opens.data
        first_for = sum(int(each) for each in self.first_for.data or ())
        first = self.first.data if first_for else None
        is_own, is_open = self.year_end.data == AtYearEnd.OWN, self.year_end.data == AtYearEnd.OPEN
        return RulesDraft(
            deadline_days=self.closes_number.data if closes in {Way.DAYS, Way.WORKING_DAYS} else None,
            are_working_days=closes == Way.WORKING_DAYS,
            closes_months=self.closes_number.data if closes == Way.DAY_OF_MONTH else None,
            closes_on_day=self.closes_day.data if closes == Way.DAY_OF_MONTH else None,
            closes_shift=Shift(self.closes_shift.data),
            horizon_months=self.opens_number.data if opens in {Way.MONTHS, Way.DAY_OF_MONTH} else None,
            opens_on_day=self.opens_day.data if opens == Way.DAY_OF_MONTH else None,
            opens_days=self.opens_number.data if opens == Way.DAYS else None,
            opens_shift=Shift(self.opens_shift.data),
            first_for=first_for,
            first_months=self.first_number.data if first in {Way.MONTHS, Way.DAY_OF_MONTH} else None,
            first_on_day=self.first_day.data if first == Way.DAY_OF_MONTH else None,
            first_days=self.first_number.data if first == Way.DAYS else None,
            buffer_before_minutes=self.before_minutes.data or 0,
            buffer_after_minutes=self.after_minutes.data or 0,
            shortest_minutes=self.shortest_minutes.data,
            longest_minutes=self.longest_minutes.data,
            uses_a_year=self.uses_a_year.data,
            year_end_from=(self.year_end_from.data or NO_YEAR_END)
            if is_own
            else NO_YEAR_END
            if is_open
            else YEAR_END_FROM,
            year_end_until=(self.year_end_until.data or NO_DAY) if is_own else NO_DAY if is_open else YEAR_END_UNTIL,
        )


CLOSED: Final = (0, 0)
WEEKDAYS: Final = [(str(weekday), label) for weekday, label in enumerate(labels.WEEKDAY)]


def _stretch(begin: Any, end: Any) -> tuple[int, int]:
    """Without hours it is closed."""
    return CLOSED if begin.data is None else (minute_of(begin.data), minute_of(end.data) or MIDNIGHT)


def _times(begin: int, end: int) -> tuple[Any, Any]:
    return (time_of(begin), time_of(end)) if begin < end else (None, None)


def _filled_by_rows(rows: Sequence[Hours], today: date) -> dict[str, object]:
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


def _filled_by(draft: RulesDraft) -> dict[str, object]:
    closes = Way.WORKING_DAYS if draft.are_working_days else Way.DAYS
    if draft.deadline_days is None:
        closes = Way.USUAL if draft.closes_months is None else Way.DAY_OF_MONTH
    year_end = (draft.year_end_from, draft.year_end_until)
    at_year_end = {(YEAR_END_FROM, YEAR_END_UNTIL): AtYearEnd.USUAL, (NO_YEAR_END, NO_DAY): AtYearEnd.OPEN}.get(
        year_end, AtYearEnd.OWN
    )
    is_own = at_year_end is AtYearEnd.OWN
    opens, opens_number = _way(draft.horizon_months, draft.opens_on_day, draft.opens_days)
    first, first_number = _way(draft.first_months, draft.first_on_day, draft.first_days)
    return {
        "closes": closes.value, "closes_day": draft.closes_on_day, "closes_shift": draft.closes_shift.value,
        "closes_number": draft.closes_months if draft.deadline_days is None else draft.deadline_days,
        "opens": opens.value, "opens_number": opens_number, "opens_day": draft.opens_on_day,
        "opens_shift": draft.opens_shift.value,
        "first": (Way.MONTHS if first is Way.USUAL else first).value, "first_number": first_number,
        "first_day": draft.first_on_day,
        "first_for": [str(int(each)) for each in Priority(draft.first_for) or NOBODY],
        "before_minutes": draft.buffer_before_minutes or None, "after_minutes": draft.buffer_after_minutes or None,
        "shortest_minutes": draft.shortest_minutes, "longest_minutes": draft.longest_minutes,
        "uses_a_year": draft.uses_a_year, "year_end": at_year_end.value,
        "year_end_from": draft.year_end_from if is_own and draft.year_end_from != NO_YEAR_END else None,
        "year_end_until": draft.year_end_until if is_own and draft.year_end_until != NO_DAY else None,
    }  # fmt: skip


def _way(months: int | None, on_day: int | None, days: int | None) -> tuple[Way, int | None]:
    if months is not None:
        return (Way.MONTHS if on_day is None else Way.DAY_OF_MONTH), months
    return (Way.USUAL, None) if days is None else (Way.DAYS, days)


for _number in range(NUMBERED):
    setattr(
        RulesForm,
        f"weekday_{_number}",
        ChoiceField(_l("Day of the week"), choices=[("", _l("(none)")), *WEEKDAYS[:7]], default=""),
    )
    setattr(
        RulesForm,
        f"weeks_{_number}",
        ChoicesField(
            _l("Which of the month"), choices=[(str(week), label) for week, label in rule_labels.WEEK.items()]
        ),
    )
    setattr(RulesForm, f"n_from_{_number}", TimeField(_l("From what time")))
    setattr(RulesForm, f"n_until_{_number}", TimeField(_l("Until what time")))
for _number in range(DATED):
    setattr(RulesForm, f"on_{_number}", DayField(_l("Day")))
    setattr(RulesForm, f"d_from_{_number}", TimeField(_l("From what time")))
    setattr(RulesForm, f"d_until_{_number}", TimeField(_l("Until what time")))
for _number in range(SEASONAL):
    setattr(RulesForm, f"s_first_{_number}", MonthDayField(_l("From which day"), description=_l("For example 7/1")))
    setattr(RulesForm, f"s_last_{_number}", MonthDayField(_l("Until which day"), description=_l("For example 8/31")))
    setattr(RulesForm, f"s_days_{_number}", ChoicesField(_l("On which days"), choices=WEEKDAYS))
    setattr(RulesForm, f"s_from_{_number}", TimeField(_l("From what time")))
    setattr(RulesForm, f"s_until_{_number}", TimeField(_l("Until what time")))
    setattr(RulesForm, f"s_name_{_number}", LineField(_l("Name of the band, if it is taken as a whole"), limit=20))
