"""The form that begins with the date. It is filled from the address, where anything may stand, and never refuses."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from share_board import clock
from share_board.board.filters import LONGEST_LENGTH, Band, Filters
from share_board.board.forms import BAND, LONGEST_SEARCH, InAddress, OneOfField, WordsField
from share_board.board.wanted import MOST_DAYS, MOST_WISHES, Wanted, Wish
from share_board.forms import DayField, EndTimeField, HiddenField, NumberField, RadioChoiceField, TimeField
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.resources.labels import DOING
from share_board.resources.models import Kind

SATURDAY, SUNDAY, DAYS_A_WEEK = 5, 6, 7
LENGTHS: Final = range(1, LONGEST_LENGTH + 1)


class FreeForm(InAddress):
    """When first, then what."""

    date = DayField(_l("Day of use"))
    until = DayField(_l("Until (if several days would do)"))
    band = RadioChoiceField(
        _l("Part of the day"), choices=[("", _l("Any time")), *BAND.items()], default="", validate_choice=False
    )
    start = TimeField(_l("From what time"))
    end = EndTimeField(_l("Until what time"))
    length = OneOfField(_l("How long do you need it?"))
    district = OneOfField(_l("District (and those beside it)"))
    rows = HiddenField()

    def __init__(self, arguments: Mapping[str, str], districts: Mapping[str, str]) -> None:
        """`districts` are the names of the districts by their codes."""
        super().__init__()
        self.district.offer([("", _("All districts")), *districts.items()])
        self.length.offer([
            ("", _("All of that time")),
            *((str(hours), _("Any %(hours)d hours of it", hours=hours)) for hours in LENGTHS),
        ])  # fmt: skip
        for number in range(1, MOST_WISHES + 1):
            self[f"kind_{number}"].offer([("", _("Anything")), *DOING.items()])
        self.process(arguments)
        self._read_span(arguments.get("span", ""))

    def draft(self) -> Wanted:
        """What could be read; the rest is no condition."""
        has_hours, day = bool(self.start.data or self.end.data), self.date.data
        length = self.length.data or ""
        band = self.band.data or ""
        when = Filters(
            district=self.district.data or "", date=day, start=self.start.data, end=self.end.data,
            band=Band(band) if band in set(Band) and not has_hours else None,
            length=int(length) if length else None,
        )  # fmt: skip
        wishes = (self._wish(number) for number in range(1, MOST_WISHES + 1))
        return Wanted(when, self._last(day), tuple(wish for wish in wishes if wish.says_something))

    def shown_rows(self, *, more: bool) -> Iterator[dict[str, Any]]:
        """The fields of each wish: those that say something, one at least, and one more if that was pressed."""
        filled = max((n for n in range(1, MOST_WISHES + 1) if self._wish(n).says_something), default=1)
        said = self.rows.data or ""
        asked = int(said) if said in {str(n) for n in range(MOST_WISHES + 1)} else 1
        number = min(max(filled, asked) + more, MOST_WISHES)
        self.rows.data = str(number)
        for row in range(1, number + 1):
            yield {name: self[f"{name}_{row}"] for name in ("kind", "q", "people", "units")}

    def _wish(self, number: int) -> Wish:
        kind = self[f"kind_{number}"].data
        return Wish(
            Kind(kind) if kind else None, self[f"q_{number}"].data or "", self[f"people_{number}"].data,
            self[f"units_{number}"].data,
        )  # fmt: skip

    def _last(self, first: dt.date | None) -> dt.date | None:
        """The last day, if there is a span that can be looked at."""
        if first is None or self.until.data is None or self.until.data <= first:
            return None
        return cast("dt.date", min(self.until.data, first + dt.timedelta(days=MOST_DAYS - 1)))

    def _read_span(self, said: str) -> None:
        """One of the days that can be pressed goes before what stands in the fields."""
        if days := spans(clock.today()).get(said):
            self.date.typed = self.until.typed = ""
            self.date.data, self.until.data = days[0], days[-1] if days[-1] > days[0] else None
            self.date.errors = self.until.errors = []
        if self.date.data and self.until.data:
            self._check_span()

    def _check_span(self) -> None:
        if self.until.data < self.date.data:
            self.until.errors = [_("The last day is before the first: we looked at the first day only.")]
        elif self._last(self.date.data) != self.until.data and self.until.data != self.date.data:
            self.until.errors = [
                _("We look at %(days)d days at once: please look again for those behind.", days=MOST_DAYS)
            ]


def spans(today: dt.date) -> dict[str, tuple[dt.date, dt.date]]:
    """Days that are one press: their names in the address, first and last day."""
    monday = today - dt.timedelta(days=today.weekday())
    saturday, sunday = (monday + dt.timedelta(days=number) for number in (SATURDAY, SUNDAY))
    week = dt.timedelta(days=DAYS_A_WEEK)
    return {
        "tomorrow": (today + dt.timedelta(days=1), today + dt.timedelta(days=1)),
        "weekend": (max(saturday, today), sunday),
        "next_week": (monday + week, sunday + week),
        "next_weekend": (saturday + week, sunday + week),
    }


for _number in range(1, MOST_WISHES + 1):
    setattr(FreeForm, f"kind_{_number}", OneOfField(_l("What")))
    setattr(FreeForm, f"q_{_number}", WordsField(_l("Words (such as a tent)"), limit=LONGEST_SEARCH))
    setattr(FreeForm, f"people_{_number}", NumberField(_l("How many people come"), least=1))
    setattr(FreeForm, f"units_{_number}", NumberField(_l("How many you need"), least=1))
