"""What the page that begins with the date says of each wish, in words."""

from datetime import date

from share_board import dates
from share_board.board.at_once import Units
from share_board.board.choices import day_and_hours
from share_board.board.filters import Filters
from share_board.board.free import Answered
from share_board.board.looks import Answer
from share_board.board.wanted import Wish
from share_board.calendar.labels import say_hours
from share_board.calendar.opening import whole_day
from share_board.calendar.slots import Slot
from share_board.i18n import gettext as _
from share_board.i18n import ngettext
from share_board.resources.labels import DOING, unit_word


def not_yet(opens_on: date | None) -> str:
    """That a day is too far ahead; empty if that is not why nothing was found."""
    if opens_on is None:
        return ""
    return _(
        "This day cannot be asked for yet. The first of these can be from %(day)s on.", day=dates.say_day(opens_on)
    )


def what_helps(filters: Filters, *, suits_some_day: bool) -> str:
    """What to try where nothing was found: only what was asked for can be changed. `suits_some_day`: there are such
    things.
    """
    if not suits_some_day:
        return (
            _("Fewer or shorter words often help.")
            if filters.q
            else _("Facilities may also have things that are not on the board yet.")
        )
    if filters.says_hours:
        return (
            _("Another day, another part of the day or fewer words often help.") if filters.q
            else _("Another day or another part of the day often helps.")
        )  # fmt: skip
    return _("Another day or fewer words often help.") if filters.q else _("Another day often helps.")


def title(filters: Filters) -> str:
    """One wish in a few words: テント・2つ."""
    parts = [str(DOING[filters.kind]) if filters.kind else "", _("“%(words)s”", words=filters.q) if filters.q else ""]
    if filters.people:
        parts.append(_("%(people)d people or more", people=filters.people))
    if filters.units:
        parts.append(_("%(units)d or more", units=filters.units))
    return _(", ").join(part for part in parts if part) or _("Anything")


def too_long(filters: Filters) -> str:
    """That so many hours do not lie in the part of the day that was said; empty if they do."""
    window = filters.window()
    if window is None or not filters.is_too_long:
        return ""
    return ngettext(
        "%(num)d hour does not fit into %(hours)s. Please choose a longer part of the day, or fewer hours.",
        "%(num)d hours do not fit into %(hours)s. Please choose a longer part of the day, or fewer hours.",
        filters.length or 0,
        hours=say_hours(Slot(*window)),
    )


def left_out(wish: Wish, filters: Filters) -> str:
    """What of a wish is no condition of the search that was made of it; empty if all of it is."""
    if wish.people and filters.people is None:
        return _("Things have no seats: we looked without the number of people (%(people)d).", people=wish.people)
    if (wish.units or 1) > 1 and filters.units is None:
        return _(
            "Places and people are asked for one by one: we looked without how many (%(units)d).", units=wish.units
        )
    return ""


def said(answered: Answered, *, on_one_day: bool) -> str:
    """How many suit, and how many were looked at if not all were; empty where there is no such thing."""
    if not answered.pool.total:
        return ""
    if on_one_day:
        total, partly = answered.pool.total, answered.pool.numbers.get(Answer.PARTLY, 0)
        if partly:
            return _(
                "Of %(total)d, %(wholly)d can be asked for as you wish, and %(partly)d in part.",
                total=total, wholly=answered.offered - partly, partly=partly,
            )  # fmt: skip
        return _("%(offered)d of %(total)d can be asked for.", offered=answered.offered, total=total)
    looked, total = len(answered.pool.meant), answered.pool.total
    offered = _(
        "%(offered)d of %(total)d can be asked for on one of these days.", offered=answered.offered, total=total
    )
    if looked == total:
        return offered
    return _(
        "%(offered)d of the nearest %(looked)d can be asked for on one of these days; there are %(total)d in all.",
        offered=answered.offered, looked=looked, total=total,
    )  # fmt: skip


def pooled(answered: Answered, chosen: Units, *, on: date | None) -> str:
    """Which two things have enough together; empty if one is enough. `on` is the day, where there are several."""
    things = {each.found.resource.id: each.found.resource for each in answered.results}
    parts = [(things[id_], units) for id_, units in chosen.items() if id_ in things]
    if len(parts) <= 1:
        return ""
    is_one_house = len({resource.facility_id for resource, _units in parts}) == 1
    named = (
        _("%(name)s %(units)d %(word)s", name=resource.title if is_one_house else resource.facility.name, units=units,
          word=unit_word(resource))
        for resource, units in parts
    )  # fmt: skip
    said = _("%(parts)s: %(units)d %(word)s come together.", parts=_(" + ").join(named), units=sum(chosen.values()),
             word=unit_word(parts[0][0]))  # fmt: skip
    return _("%(day)s: %(said)s", day=dates.say_short_day(on), said=said) if on else said


def when(filters: Filters, last: date | None, *, today: date) -> str:
    """12月12日(土)〜12月13日(日) 13:00〜17:00. The year is said if it is not that of `today`."""
    if filters.date is None or last is None or last == filters.date:
        return day_and_hours(filters, today=today)
    days = dates.say_stretch(whole_day(filters.date).start, whole_day(last).end, today=today)
    return " ".join(part for part in (days, hours(filters)) if part)


def hours(filters: Filters) -> str:
    """13:00〜17:00, and how much of it is enough; empty if any time will do."""
    window = filters.window()
    said = say_hours(Slot(*window)) if window else ""
    length = ngettext("any %(num)d hour", "any %(num)d hours", filters.length) if filters.length else ""
    return " ".join(part for part in (said, length) if part)
