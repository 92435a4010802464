"""The words for days, marks and reasons."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any, Final

from share_board import clock, dates
from share_board.calendar.availability import DayState, Mark, Part, Why
from share_board.calendar.models import Closure, ClosureReason, Occupancy, PartKind
from share_board.calendar.opening import Open
from share_board.calendar.repetition import Every, Repetition
from share_board.calendar.slots import FOREVER, Slot
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.i18n import ngettext

WEEKDAY: Final = (
    _l("Monday"), _l("Tuesday"), _l("Wednesday"), _l("Thursday"), _l("Friday"), _l("Saturday"), _l("Sunday"),
    _l("Holidays"),
)  # fmt: skip
"""As in `OpeningRule.weekday`."""

REASON: Final[Mapping[ClosureReason, Any]] = {
    ClosureReason.OWN_EVENT: _l("An event of our own"),
    ClosureReason.INFECTION: _l("Protection from infection"),
    ClosureReason.WORKS: _l("Building works"),
    ClosureReason.REPAIR: _l("Repair or inspection"),
    ClosureReason.HOLIDAY: _l("Our days off"),
    ClosureReason.OTHER: _l("Other reasons"),
}

PART_KIND: Final[Mapping[PartKind, Any]] = {
    PartKind.MADE_OF: _l("It is made of this"),
    PartKind.HOLDS: _l("This is in the set"),
    PartKind.NEEDS: _l("It cannot be used without this"),
    PartKind.LECTURER: _l("This person gives the lecture"),
}

ONE_DAY: Final = timedelta(days=1)
SHORTEST_MONTH: Final = 28  # days

WHY: Final[Mapping[Why, Any]] = {
    Why.OVER: _l("past"),
    Why.TOO_LATE: _l("the time to ask is over"),
    Why.NO_HOURS: _l("not offered on this day"),
    Why.DAY_OFF: _l("closed on this day"),
    Why.HOLIDAY: _l("closed on holidays"),
    Why.YEAR_END: _l("closed at the end of the year"),
    Why.BY_PHONE: _l("let us talk by phone"),
}

DAY_OVER: Final = _l("This day is over. Please choose one that is still to come.")
HAS_BEGUN: Final = _l("This time has begun or is over. Please choose a later one.")

SUGGESTED_BANDS: Final = (
    (_l("Morning"), 9 * 60, 12 * 60),
    (_l("Afternoon"), 13 * 60, 17 * 60),
    (_l("Evening"), 18 * 60, 21 * 60),
)
"""午前・午後・夜間: what a facility starts from when it lends by bands."""


def say_hours(slot: Slot) -> str:
    """9:00〜12:00; an end at midnight is 24:00."""
    begin, end = (moment.astimezone(clock.TOKYO) for moment in (slot.start, slot.end))
    until = "24:00" if end.date() > begin.date() else dates.say_time(end.time())
    return _("%(begin)s to %(end)s", begin=dates.say_time(begin.time()), end=until)


def say_open(opened: Open) -> str:
    """午前(9:00〜12:00), or the hours alone."""
    hours = say_hours(opened.slot)
    return _("%(band)s (%(hours)s)", band=opened.band, hours=hours) if opened.band else hours


def _listed(words: list[str]) -> str:
    return _(", ").join(words)


def say_day(state: DayState, stock: int) -> str:
    """What a mark means on its day, in full words: 月曜日 午前 あき、午後 予約あり."""
    return _("%(weekday)s %(said)s", weekday=WEEKDAY[state.day.weekday()], said=_said(state, stock))


def _said(state: DayState, stock: int) -> str:
    if state.why is Why.CLOSURE:
        return say_closed(state.parts[0].closure or ClosureReason.OTHER)
    if state.why is Why.TOO_EARLY and state.opens_on:
        return _("can be asked for from %(day)s", day=dates.say_short_day(state.opens_on))
    if state.why is Why.BY_PHONE and any(part.mark is not Mark.FREE for part in state.parts):
        return _("taken in part; let us talk by phone")
    if state.why is not None:
        return str(WHY[state.why])
    return _listed([_part(part, stock, is_only=len(state.parts) == 1) for part in state.parts])


def _part(part: Part, stock: int, *, is_only: bool) -> str:
    """By the name of its band; of several that have none, by the hours, unless these are said anyway."""
    said, says_hours = _free_part(part, stock), part.mark is Mark.SOME and not (part.free or part.is_held)
    name = part.open.band or ("" if is_only or says_hours else say_hours(part.open.slot))
    return _("%(band)s %(said)s", band=name, said=said) if name else said


def _free_part(part: Part, stock: int) -> str:
    if part.mark is Mark.CLOSED:
        return _("closed")
    if part.is_held:
        return _("somebody has asked, not decided yet")
    if part.mark is Mark.FULL:
        return _("taken")
    if part.free and stock > 1:
        return ngettext("%(num)d left", "%(num)d left", part.free)
    if part.free:
        return _("free")
    return _("free %(times)s", times=_listed([say_hours(piece) for piece in part.pieces]))


def say_closed(reason: ClosureReason) -> str:
    """To everybody: 休み（設備の工事）, and only 休み where the house does not say why."""
    return _("Closed") if reason is ClosureReason.OTHER else _("Closed (%(reason)s)", reason=REASON[reason])


def say_closed_over(over: Occupancy) -> str:
    """To who has asked for that time: closed, until when, and why, if the house says so."""
    local = over.ends_at.astimezone(clock.TOKYO)
    until = dates.say_moment(local) if local.time() != time.min else dates.say_day(local.date() - ONE_DAY)
    reason = over.closure.reason if over.closure else ClosureReason.OTHER
    why = "" if reason is ClosureReason.OTHER else str(REASON[reason])
    facts = _listed([fact for fact in (why, _("until %(day)s", day=until) if over.ends_at < FOREVER else "") if fact])
    if not facts:
        return _("The facility has closed that time since.")
    return _("The facility has closed that time since (%(facts)s).", facts=facts)


def say_when(starts_at: datetime, ends_at: datetime | None, rule: Repetition | None = None) -> str:
    """From when until when, or until further notice; of what returns, by which rule and from which hour to which."""
    if rule is not None:
        return _say_returning(rule, starts_at, ends_at or FOREVER)
    if ends_at is not None and ends_at < FOREVER:
        return dates.say_stretch(starts_at, ends_at, today=clock.today())
    local = starts_at.astimezone(clock.TOKYO)
    said = dates.say_moment(local) if local.time() != time.min else dates.say_day(local.date())
    return _("from %(day)s until further notice", day=said)


def _say_returning(rule: Repetition, starts_at: datetime, ends_at: datetime) -> str:
    begin, end = (moment.astimezone(clock.TOKYO).time() for moment in (starts_at, ends_at))
    if begin == end == time.min:
        return say_repetition(rule)
    until = datetime.combine(rule.first if end > begin else rule.first + ONE_DAY, end, clock.TOKYO)
    hours = say_hours(Slot(datetime.combine(rule.first, begin, clock.TOKYO), until))
    return _("%(rule)s %(hours)s", rule=say_repetition(rule), hours=hours)


def say_closure(closure: Closure) -> str:
    """When it is: its stretch, its rule, or the calendar it comes from."""
    if closure.calendar_name is not None:
        return _("The times of the calendar “%(name)s”", name=closure.calendar_name)
    if closure.every is None or closure.ends_at is None:
        return say_when(closure.starts_at, closure.ends_at)
    rule = Repetition(
        closure.every, clock.day_of(closure.starts_at), closure.interval,
        until=clock.day_of(closure.ends_at - timedelta.resolution), skips_holidays=closure.skips_holidays,
    )  # fmt: skip
    return say_when(closure.starts_at, closure.ends_at, rule)


def say_units(closure: Closure) -> str:
    """10のうち2; "" where everything is closed."""
    if closure.units is None or closure.resource is None:
        return ""
    return _("%(units)d of %(stock)d", units=closure.units, stock=closure.resource.stock)


def say_taken(occupancy: Occupancy) -> str:
    """When a line takes it, without the minutes for preparing and clearing away."""
    resource = occupancy.asked_for
    return dates.say_stretch(
        occupancy.starts_at + timedelta(minutes=resource.buffer_before_minutes),
        occupancy.ends_at - timedelta(minutes=resource.buffer_after_minutes),
        today=clock.today(),
    )


def say_repetition(rule: Repetition) -> str:
    """毎月第3土曜（12月19日（土）から3月20日（土）まで、祝日を除く）."""
    weekday = WEEKDAY[rule.first.weekday()]
    again = {
        Every.WEEK: _("every week on %(weekday)s", weekday=weekday)
        if rule.interval == 1
        else _("every second week on %(weekday)s", weekday=weekday),
        Every.NTH_WEEKDAY: _(
            "every month on %(weekday)s number %(rank)d", weekday=weekday, rank=(rule.first.day + 6) // 7
        ),
        Every.LAST_WEEKDAY: _("every month on the last %(weekday)s", weekday=weekday),
        Every.DAY_OF_MONTH: _("every month on day %(day)d", day=rule.first.day),
    }[rule.every]
    parts = [_("from %(day)s", day=dates.say_day(rule.first))]
    if rule.until:
        parts.append(_("until %(day)s", day=dates.say_day(rule.until)))
    if rule.times:
        parts.append(ngettext("%(num)d time", "%(num)d times", rule.times))
    if rule.every in {Every.NTH_WEEKDAY, Every.DAY_OF_MONTH} and rule.first.day > SHORTEST_MONTH:
        parts.append(_("leaving out months that have no such day"))
    if rule.skips_holidays:
        parts.append(_("without holidays"))
    return _("%(again)s (%(parts)s)", again=again, parts=_(", ").join(parts))
