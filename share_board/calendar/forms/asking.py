"""From when until when one may ask, and who may ask earlier."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final

from share_board import text
from share_board.calendar import opening, rule_labels
from share_board.calendar.asking import NOBODY, Priority, Shift
from share_board.calendar.opening import TimeRules
from share_board.calendar.setting import RulesDraft
from share_board.forms import BaseForm, ChoiceField, ChoicesField, NumberField, RadioChoiceField
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l

WORDS: Final = {
    "days": text.DAYS, "working_days": text.SINGLE_DAYS, "months": text.MONTHS, "day_of_month": text.MONTHS,
}  # fmt: skip
MOST_MONTHS: Final = {"closes": 12, "opens": 36, "first": 36}


class Way(StrEnum):
    """How a first or last day to ask is written."""

    USUAL = "usual"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    DAY_OF_MONTH = "day_of_month"


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


class AskingForm(BaseForm):
    """申込の期間: each end is said in one of the ways found on paper."""

    closes = RadioChoiceField(_l("Until when one may ask"), choices=CLOSES, default=Way.USUAL.value)
    closes_number = NumberField(_l("How many days or months before"), most=365)
    closes_day = NumberField(_l("On which day of that month"), least=1, most=31, words=text.SINGLE_DAYS)
    closes_shift = ChoiceField(
        _l("If that is a Saturday, a Sunday or a holiday"), choices=SHIFTS, default=Shift.STAYS.value
    )
    opens = RadioChoiceField(_l("From when one may ask"), choices=OPENS, default=Way.USUAL.value)
    opens_number = NumberField(_l("How many days or months before"), most=999)
    opens_day = NumberField(_l("On which day of that month"), least=1, most=31, words=text.SINGLE_DAYS)
    opens_shift = ChoiceField(
        _l("If that is a Saturday, a Sunday or a holiday"), choices=SHIFTS, default=Shift.STAYS.value
    )
    first_for = ChoicesField(
        _l("Groups that may ask earlier"),
        choices=[(str(int(each)), label) for each, label in rule_labels.PRIORITY.items()],
    )
    first = RadioChoiceField(_l("From when they may ask"), choices=OPENS[1:], default=Way.MONTHS.value)
    first_number = NumberField(_l("How many days or months before"), most=999)
    first_day = NumberField(_l("On which day of that month"), least=1, most=31, words=text.SINGLE_DAYS)

    def process(self, formdata: Any = None, *args: Any, **filled: Any) -> None:
        """What is counted is what the way says, so 2週間 is a number of days and none of months."""
        sent = self.meta.wrap_formdata(self, formdata) or {}
        for name in MOST_MONTHS:
            self[f"{name}_number"].words = WORDS.get(sent.get(name, ""), text.PIECES)
        super().process(formdata, *args, **filled)

    def require_asking(self) -> None:
        """Each way has the number and the day that it needs."""
        for name in MOST_MONTHS:
            self._require_number(name)
        if not self.first_for.data and (self.first_number.data is not None or self.first_day.data is not None):
            self.refuse("first_for", _("Please choose which groups may ask earlier, or leave the number empty."))

    def lets_ask(self, rules: TimeRules, today: date) -> bool:
        """Whether one can begin to ask before it is too late, and those who may do so earlier do; else it is said.

        `rules` are what this form makes together with what is usual in the network; call only after validation.
        """
        if day := opening.contradiction(rules, today):
            beside = "opens_number" if self.closes.data == Way.USUAL else "closes_number"
            self.refuse(beside, rule_labels.say_contradiction(rules, day))
        elif rules.first is not None and not opening.is_first_earlier(rules, today):
            self.refuse(
                "first_number", _("Everybody else can ask as early as that. Please let these groups ask earlier.")
            )
        return not self.errors

    def _require_number(self, name: str) -> None:
        way = self[name].data
        if way == Way.USUAL or (name == "first" and not self.first_for.data):
            return
        if self[f"{name}_number"].data is None:
            self.refuse(f"{name}_number", _("Please write how many."))
        elif way in {Way.MONTHS, Way.DAY_OF_MONTH} and self[f"{name}_number"].data > MOST_MONTHS[name]:
            self.refuse(f"{name}_number", _("That is too many months."))
        if way == Way.DAY_OF_MONTH and self[f"{name}_day"].data is None:
            self.refuse(f"{name}_day", _("Please write the day of the month, from 1 to 31."))

    def asking(self) -> Mapping[str, Any]:
        """How early and how late one may ask, named as in `RulesDraft`; call only after validation."""
        closes, opens = self.closes.data, self.opens.data
        first_for = sum(int(each) for each in self.first_for.data or ())
        first = self.first.data if first_for else None
        return {
            "deadline_days": self.closes_number.data if closes in {Way.DAYS, Way.WORKING_DAYS} else None,
            "are_working_days": closes == Way.WORKING_DAYS,
            "closes_months": self.closes_number.data if closes == Way.DAY_OF_MONTH else None,
            "closes_on_day": self.closes_day.data if closes == Way.DAY_OF_MONTH else None,
            "closes_shift": Shift(self.closes_shift.data),
            "horizon_months": self.opens_number.data if opens in {Way.MONTHS, Way.DAY_OF_MONTH} else None,
            "opens_on_day": self.opens_day.data if opens == Way.DAY_OF_MONTH else None,
            "opens_days": self.opens_number.data if opens == Way.DAYS else None,
            "opens_shift": Shift(self.opens_shift.data),
            "first_for": first_for,
            "first_months": self.first_number.data if first in {Way.MONTHS, Way.DAY_OF_MONTH} else None,
            "first_on_day": self.first_day.data if first == Way.DAY_OF_MONTH else None,
            "first_days": self.first_number.data if first == Way.DAYS else None,
        }


def filled_by_asking(draft: RulesDraft) -> Mapping[str, object]:
    """What the rules that hold now fill in."""
    closes = Way.WORKING_DAYS if draft.are_working_days else Way.DAYS
    if draft.deadline_days is None:
        closes = Way.USUAL if draft.closes_months is None else Way.DAY_OF_MONTH
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
    }  # fmt: skip


def _way(months: int | None, on_day: int | None, days: int | None) -> tuple[Way, int | None]:
    if months is not None:
        return (Way.MONTHS if on_day is None else Way.DAY_OF_MONTH), months
    return (Way.USUAL, None) if days is None else (Way.DAYS, days)
