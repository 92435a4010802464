"""Every rule of a resource as a plain sentence, by the place of the screen where it is set."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from share_board import dates
from share_board.calendar import labels, opening, rule_labels
from share_board.calendar.hours import Hours
from share_board.calendar.models import HOLIDAY, NO_DAY, NO_YEAR_END
from share_board.calendar.opening import Open, TimeRules
from share_board.calendar.setting import RulesDraft
from share_board.i18n import gettext as _
from share_board.i18n import ngettext

MOST_DAYS_SAID: Final = 3
LEAST_RUN: Final = 3  # from so many days on, 月〜金 and not 月・火・水
ANY_DAY: Final = date(2026, 6, 1)  # hours are said without their day
Stretches = tuple[tuple[int, int, str], ...]


def of(rules: TimeRules, draft: RulesDraft, today: date) -> Mapping[str, list[str]]:
    """What each part of the screen says; `rules` are those that `draft` makes."""
    return {
        "week": say_week(rules.hours),
        "numbered": say_numbered(rules.hours),
        "dated": say_dated(rules.hours, today),
        "seasonal": say_seasons(rules.hours),
        "year_end": [say_year_end(draft)],
        "closes": say_closes(rules, draft),
        "opens": say_opens(rules, draft),
        "first": say_first(rules),
        "buffers": say_buffers(draft),
        "limits": say_limits(rules),
    }


# ---- hours ----------------------------------------------------------------------------------------------------------


def say_week(hours: Sequence[Hours]) -> list[str]:
    """月〜金 9:00〜17:00, 土 9:00〜12:00, and what is on holidays."""
    usual = [row for row in hours if row.season_from is None and row.week is None and row.day is None]
    if not usual:
        return [_("By phone")]
    on_holidays = _stretches(row for row in usual if row.weekday == HOLIDAY)
    if on_holidays:
        holidays = _("Holidays: %(hours)s", hours=_say(on_holidays))
    elif any(row.weekday == HOLIDAY for row in usual):
        holidays = _("Closed on holidays")
    else:
        holidays = _("Holidays as on the weekday")
    return [*_by_days(usual), holidays]


def say_numbered(hours: Iterable[Hours]) -> list[str]:
    """第2、第4月曜日は休み."""
    said: dict[tuple[int, Stretches, bool], list[int]] = {}
    for row in hours:
        if row.week is not None:
            said.setdefault((row.weekday, _stretches([row]), row.is_moved), []).append(row.week)
    return [
        _when(
            _("%(which)s %(weekday)s of the month", which=_listed(rule_labels.WEEK[week] for week in sorted(weeks)),
              weekday=labels.WEEKDAY[weekday]),
            _("closed; on a holiday the next weekday instead") if is_moved else _say(stretches),
        )
        for (weekday, stretches, is_moved), weeks in said.items()
    ]  # fmt: skip


def say_dated(hours: Iterable[Hours], today: date) -> list[str]:
    """The next days that differ; of more than a few only how many there are."""
    days: dict[date, list[Hours]] = {}
    for row in sorted((row for row in hours if row.day and row.day >= today), key=lambda row: str(row.day)):
        days.setdefault(row.day or today, []).append(row)
    said = [_when(dates.say_day(day), _say(_stretches(rows))) for day, rows in days.items()]
    more = len(said) - MOST_DAYS_SAID
    if more <= 0:
        return said
    return [*said[:MOST_DAYS_SAID], ngettext("and %(num)d more day", "and %(num)d more days", more)]


def say_seasons(hours: Iterable[Hours]) -> list[str]:
    """7/1〜8/31: 月〜金 10:00〜15:00."""
    seasons: dict[tuple[int, int], list[Hours]] = {}
    for row in hours:
        if row.season_from is not None and row.season_until is not None:
            seasons.setdefault((row.season_from, row.season_until), []).append(row)
    return [
        _when(_("%(begin)s to %(end)s", begin=_short(first), end=_short(last)), _listed(_by_days(rows)))
        for (first, last), rows in seasons.items()
    ]


def say_year_end(draft: RulesDraft) -> str:
    """12/29〜1/3は休み."""
    first, last = draft.year_end_from, draft.year_end_until
    if (first, last) == (NO_YEAR_END, NO_DAY):
        return _("Open as usual")
    return _(
        "closed from %(first)s to %(last)s",
        first=_short(1_01 if first == NO_YEAR_END else first),
        last=_short(12_31 if last == NO_DAY else last),
    )


def _by_days(rows: Iterable[Hours]) -> list[str]:
    """Weekdays with the same hours in one phrase, in the order of the week."""
    by_day: dict[int, list[Hours]] = {}
    for row in rows:
        if row.weekday != HOLIDAY:
            by_day.setdefault(row.weekday, []).append(row)
    same: dict[Stretches, list[int]] = {}
    for day in sorted(by_day):
        same.setdefault(_stretches(by_day[day]), []).append(day)
    return [_when(_say_days(days), _say(stretches)) for stretches, days in same.items()]


def _say_days(days: Sequence[int]) -> str:
    if len(days) >= LEAST_RUN and days[-1] - days[0] == len(days) - 1:
        return _("%(begin)s to %(end)s", begin=dates.WEEKDAYS[days[0]], end=dates.WEEKDAYS[days[-1]])
    return _(" and ").join(dates.WEEKDAYS[day] for day in days)


def _stretches(rows: Iterable[Hours]) -> Stretches:
    """The hours of a day without those that say it is closed."""
    return tuple(sorted((row.from_minute, row.until_minute, row.band) for row in rows if row.until_minute))


def _say(stretches: Stretches) -> str:
    if not stretches:
        return _("closed")
    return _listed(
        labels.say_open(Open(opening.stretch(ANY_DAY, begin, end), band)) for begin, end, band in stretches
    )  # fmt: skip


def _when(day: str, hours: str) -> str:
    return _("%(day)s: %(hours)s", day=day, hours=hours)


def _short(day: int) -> str:
    return f"{day // 100}/{day % 100}"


def _listed(words: Iterable[object]) -> str:
    return _(", ").join(str(word) for word in words)


# ---- the others -----------------------------------------------------------------------------------------------------


def say_closes(rules: TimeRules, draft: RulesDraft) -> list[str]:
    until = _("until %(day)s", day=rule_labels.say_before(rules.closes))
    return [_as_usual(until, draft.deadline_days, draft.closes_months)]


def say_opens(rules: TimeRules, draft: RulesDraft) -> list[str]:
    since = _("from %(day)s", day=rule_labels.say_before(rules.opens))
    return [_as_usual(since, draft.horizon_months, draft.opens_days)]


def _as_usual(said: str, *own: int | None) -> str:
    return said if any(each is not None for each in own) else _("%(rule)s (as usual in the network)", rule=said)


def say_first(rules: TimeRules) -> list[str]:
    if rules.first is None:
        return [_("None")]
    groups, day = rule_labels.say_priorities(rules.first_for), rule_labels.say_before(rules.first)
    return [_("%(groups)s: from %(day)s", groups=groups, day=day)]


def say_buffers(draft: RulesDraft) -> list[str]:
    """前に30分、後に15分."""
    before, after = draft.buffer_before_minutes, draft.buffer_after_minutes
    said = [
        _("%(length)s before", length=rule_labels.say_length(before)) if before else "",
        _("%(length)s after", length=rule_labels.say_length(after)) if after else "",
    ]
    return [_listed(each for each in said if each) or _("None")]


def say_limits(rules: TimeRules) -> list[str]:
    """How long and how often."""
    said = [
        _("%(length)s at least", length=rule_labels.say_length(rules.shortest)) if rules.shortest else "",
        _("%(length)s at most", length=rule_labels.say_length(rules.longest)) if rules.longest else "",
        ngettext("%(num)d time a fiscal year", "%(num)d times a fiscal year", rules.uses_a_year)
        if rules.uses_a_year
        else "",
    ]
    return [each for each in said if each] or [_("No limit")]
