"""The sentences for what time refuses: the reason, then the nearest day that would work."""

from share_board import clock, dates
from share_board.calendar import labels, rule_labels
from share_board.calendar.actions import SlotTaken, ThenClosed
from share_board.calendar.busy_file import LARGEST, MOST_EVENTS, NotACalendar, TooLarge, TooMuch
from share_board.calendar.closing import ClosureOver, NothingToClose, TooManyUnits
from share_board.calendar.line_keeper import keeper
from share_board.calendar.models import ClosureReason
from share_board.calendar.setting import RulesContradict
from share_board.calendar.time_refusals import (
    DayOver,
    HasBegun,
    NeverInTime,
    OutsideHours,
    QuotaUsed,
    TimeRefusal,
    TooEarly,
    TooLate,
    UseTooLong,
    UseTooShort,
)
from share_board.calendar.wholes import IsPart, NoSuchPart, PartPromised, TooFewOfPart
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.i18n import ngettext
from share_board.web import explain


def _and_nearest(sentence: str, refusal: TimeRefusal) -> str:
    if refusal.nearest is None:
        return sentence
    return _(
        "%(sentence)s The nearest day that would work is %(day)s.",
        sentence=sentence,
        day=dates.say_day(refusal.nearest),
    )


@explain.register
def _outside_hours(refusal: OutsideHours) -> str:
    if not refusal.hours:
        return _and_nearest(_("%(title)s is closed on that day.", title=refusal.title), refusal)
    hours = _(", ").join(labels.say_open(each) for each in refusal.hours)
    return _and_nearest(_("On that day %(title)s can be used: %(hours)s.", title=refusal.title, hours=hours), refusal)


@explain.register
def _too_late(refusal: TooLate) -> str:
    said = _(
        "The last day to ask for this was %(day)s. In a hurry, please call us.", day=dates.say_day(refusal.last_day)
    )
    return _and_nearest(said, refusal)


@explain.register
def _day_over(refusal: DayOver) -> str:
    return _and_nearest(str(labels.DAY_OVER), refusal)


@explain.register
def _has_begun(refusal: HasBegun) -> str:
    return _and_nearest(str(labels.HAS_BEGUN), refusal)


@explain.register
def _too_early(refusal: TooEarly) -> str:
    if refusal.first_on is None:
        return _and_nearest(_("This can be asked for from %(day)s.", day=dates.say_day(refusal.opens_on)), refusal)
    said = _(
        "This can be asked for from %(day)s; by these from %(first)s: %(groups)s.",
        day=dates.say_day(refusal.opens_on),
        first=dates.say_day(refusal.first_on),
        groups=rule_labels.say_priorities(refusal.first_for),
    )
    return _and_nearest(said, refusal)


@explain.register
def _never_in_time(refusal: NeverInTime) -> str:
    said = _("%(title)s: for that day asking would begin only after its last day. Please call us.", title=refusal.title)
    return _and_nearest(said, refusal)


@explain.register
def _rules_contradict(refusal: RulesContradict) -> str:
    return rule_labels.say_contradiction(refusal.rules, refusal.day)


@explain.register
def _use_too_short(refusal: UseTooShort) -> str:
    return _("Please ask for at least %(length)s.", length=rule_labels.say_length(refusal.minutes))


@explain.register
def _use_too_long(refusal: UseTooLong) -> str:
    return _("Please ask for at most %(length)s at a time.", length=rule_labels.say_length(refusal.minutes))


@explain.register
def _quota_used(refusal: QuotaUsed) -> str:
    said = ngettext(
        "%(title)s: a group may use it %(num)d time in %(year)s, and yours has asked for that.",
        "%(title)s: a group may use it %(num)d times in %(year)s, and yours has asked for all of them.",
        refusal.limit,
        title=refusal.title,
        year=dates.fiscal_label(refusal.year),
    )
    return _and_nearest(said, refusal)


@explain.register
def _then_closed(refusal: ThenClosed) -> str:
    facts = {"title": refusal.title, "reason": labels.REASON[refusal.reason]}
    says_why, until = refusal.reason is not ClosureReason.OTHER, refusal.until
    if until is None:
        said = (
            _("%(title)s is closed for the time being (%(reason)s).", **facts)
            if says_why
            else _("%(title)s is closed for the time being.", **facts)
        )
    else:
        facts["until"] = dates.say_end(until)
        said = (
            _("%(title)s is closed until %(until)s (%(reason)s).", **facts)
            if says_why
            else _("%(title)s is closed until %(until)s.", **facts)
        )
    return _and_nearest(said, refusal)


@explain.register
def _slot_taken(refusal: SlotTaken) -> str:
    if refusal.closed is not None:
        return explain(refusal.closed)
    if refusal.free > 0:
        return ngettext(
            "%(title)s: only %(num)d is left at that time.",
            "%(title)s: only %(num)d are left at that time.",
            refusal.free,
            title=refusal.title,
        )
    if refusal.part:
        return _(
            "%(title)s: %(part)s, which goes with it, is in use elsewhere at that time."
            " Please choose another day or time.",
            title=refusal.title,
            part=refusal.part,
        )
    if refusal.lacks_part:
        return _(
            "%(title)s: something that goes with it is in use elsewhere at that time."
            " Please choose another day or time.",
            title=refusal.title,
        )
    return _("%(title)s is already taken at that time. Please choose another day or time.", title=refusal.title)


@explain.register
def _nothing_to_close(_refusal: NothingToClose) -> str:
    return _("There is nothing here that could be closed. Please choose again.")


@explain.register
def _too_many_units(refusal: TooManyUnits) -> str:
    return _("There are %(stock)d. For all of them leave this empty.", stock=refusal.stock)


@explain.register
def _closure_over(_refusal: ClosureOver) -> str:
    return _("These closed days are over already.")


@explain.register
def _not_a_calendar(_refusal: NotACalendar) -> str:
    return _("This is not a calendar file. Please let your calendar write an .ics file and choose that.")


@explain.register
def _too_large(_refusal: TooLarge) -> str:
    return _(
        "This file is too large: at most %(size)d MB and %(num)d events can be read at once."
        " In your calendar, please export from this month on only, or a calendar without old events.",
        size=LARGEST // 1_000_000,
        num=MOST_EVENTS,
    )


@explain.register
def _too_much(_refusal: TooMuch) -> str:
    return _("This calendar has more entries that return than can be read at once. Please let it write less.")


@explain.register
def _no_such_part(_refusal: NoSuchPart) -> str:
    return _("Please choose each thing only once, and only things that have no parts of their own.")


@explain.register
def _is_part(_refusal: IsPart) -> str:
    return _("One of these is a part of something else already. A part cannot have parts of its own.")


@explain.register
def _too_few_of_part(refusal: TooFewOfPart) -> str:
    return _("Of “%(title)s” there are only %(stock)d.", title=refusal.title, stock=refusal.stock)


@explain.register
def _part_promised(refusal: PartPromised) -> str:
    """For the people of the facility: they may read whose lines these are."""
    ids = [line_id for line_id in (refusal.line_id, refusal.other_id) if line_id is not None]
    said = keeper().say(db.session, ids)
    facts = {
        "title": refusal.title,
        "when": dates.say_stretch(refusal.slot.start, refusal.slot.end, today=clock.today()),
        "line": said.get(refusal.line_id, ""),
    }
    if refusal.other_id is None:
        return _("“%(title)s” is closed at a time that is promised (%(when)s, %(line)s).", **facts)
    return _(
        "“%(title)s” is promised to others (%(other)s) at a time that is promised here (%(when)s, %(line)s).",
        other=said.get(refusal.other_id, ""),
        **facts,
    )
