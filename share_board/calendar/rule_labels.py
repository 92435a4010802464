"""The words for the rules of a resource, so that somebody can read them out over the phone."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from share_board import dates
from share_board.calendar import opening
from share_board.calendar.asking import Before, Priority, Shift, Unit
from share_board.calendar.kept_rules import first_of
from share_board.calendar.models import EVERY_WEEK, LAST_WEEK, ResourceRules
from share_board.calendar.opening import TimeRules
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.i18n import ngettext

WEEK: Final[Mapping[int, Any]] = {
    EVERY_WEEK: _l("Every week"), 1: _l("1st"), 2: _l("2nd"), 3: _l("3rd"), 4: _l("4th"), 5: _l("5th"),
    LAST_WEEK: _l("Last"),
}  # fmt: skip
SHIFT: Final[Mapping[Shift, Any]] = {
    Shift.STAYS: _l("it stays that day"),
    Shift.PREVIOUS: _l("the weekday before"),
    Shift.NEXT: _l("the weekday after"),
}
PRIORITY: Final[Mapping[Priority, Any]] = {
    Priority.DISTRICT: _l("Groups of the same district"),
    Priority.NEIGHBOURHOOD: _l("Neighbourhood and children’s associations"),
    Priority.SCHOOL: _l("Schools, nurseries and PTAs"),
    Priority.WELFARE: _l("Welfare groups (commissioners, salons, NPOs)"),
    Priority.MEMBER: _l("Member facilities"),
    Priority.TRUSTED: _l("Groups that the secretariat trusts"),
}
HOUR: Final = 60


def say_before(before: Before) -> str:
    """14日前, 5営業日前, 3か月前の同じ日, 前月の20日; and where it moves when the desk is closed."""
    said = _counted(before)
    if before.shift is Shift.NEXT:
        return _("%(day)s (on a day off: the weekday after)", day=said)
    return _("%(day)s (on a day off: the weekday before)", day=said) if before.shift is Shift.PREVIOUS else said


def _counted(before: Before) -> str:
    number, day = before.number, before.on_day
    if before.unit is Unit.MONTHS:
        if day is not None:
            return _day_of_month(day, number)
        return ngettext("the same day %(num)d month before", "the same day %(num)d months before", number)
    if number == 0:
        return _("the day itself")
    if before.unit is Unit.WORKING_DAYS:
        return ngettext("%(num)d working day before", "%(num)d working days before", number)
    return ngettext("%(num)d day earlier", "%(num)d days earlier", number)


def _day_of_month(day: int, months: int) -> str:
    if months == 0:
        return _("day %(day)d of the same month", day=day)
    if months == 1:
        return _("day %(day)d of the month before", day=day)
    return _("day %(day)d of the month %(months)d months before", day=day, months=months)


def say_priorities(priorities: Priority) -> str:
    return _(", ").join(str(PRIORITY[each]) for each in priorities)


def say_length(minutes: int) -> str:
    """90分, 2時間."""
    if minutes % HOUR == 0:
        return ngettext("%(num)d hour", "%(num)d hours", minutes // HOUR)
    return ngettext("%(num)d minute", "%(num)d minutes", minutes)


def limits(own: ResourceRules) -> list[tuple[str, str]]:
    """Who may ask earlier, how long and how often, each with its word; what is not limited is empty."""
    first, shortest, longest, uses = first_of(own), own.shortest_minutes, own.longest_minutes, own.uses_a_year
    return [
        (_("May ask earlier"), _earlier(first, Priority(own.first_for)) if first else ""),
        (_("Shortest use"), say_length(shortest) if shortest else ""),
        (_("Longest use"), say_length(longest) if longest else ""),
        (
            _("How often it may be used"),
            ngettext("%(num)d time a fiscal year", "%(num)d times a fiscal year", uses) if uses else "",
        ),
    ]


def _earlier(first: Before, groups: Priority) -> str:
    return _("%(groups)s: from %(day)s", groups=say_priorities(groups), day=say_before(first))


def in_words(rules: TimeRules) -> list[str]:
    """Every rule beyond the hours as one plain sentence."""
    said = [
        _("It can be asked for from %(day)s.", day=say_before(rules.opens)),
        _("It can be asked for until %(day)s.", day=say_before(rules.closes)),
    ]
    if rules.first is not None:
        groups, day = say_priorities(rules.first_for), say_before(rules.first)
        said.append(_("These may ask earlier, from %(day)s: %(groups)s.", day=day, groups=groups))
    if rules.shortest is not None:
        said.append(_("One use lasts %(length)s at least.", length=say_length(rules.shortest)))
    if rules.longest is not None:
        said.append(_("One use lasts %(length)s at most.", length=say_length(rules.longest)))
    if rules.uses_a_year is not None:
        said.append(
            ngettext(
                "A group may use it %(num)d time in a fiscal year.",
                "A group may use it %(num)d times in a fiscal year.",
                rules.uses_a_year,
            )
        )
    return said


def example(rules: TimeRules, today: date) -> str:
    """What the rules mean for one day: that of four months from now, a Saturday, as most events are."""
    day = opening.months_before(today, -4)
    day += timedelta(days=(5 - day.weekday()) % 7)
    first, last = opening.first_day_to_ask(rules, day), opening.last_day_to_ask(rules, day)
    if first > last:
        return say_contradiction(rules, day)
    return _(
        "For example: to use it on %(day)s, ask from %(first)s until %(last)s.",
        day=dates.say_day(day),
        first=dates.say_day(first),
        last=dates.say_day(last),
    )


def say_contradiction(rules: TimeRules, day: date) -> str:
    """Why nobody can ask for `day`, and what to change."""
    return _(
        "To use it on %(day)s, asking would begin on %(first)s, but end on %(last)s already."
        " Please let it begin earlier, or end later.",
        day=dates.say_day(day),
        first=dates.say_day(opening.first_day_to_ask(rules, day)),
        last=dates.say_day(opening.last_day_to_ask(rules, day)),
    )
