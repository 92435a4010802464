"""What a page suggests instead of something that cannot be had, in words, and the way to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from flask import url_for

from share_board import dates
from share_board.i18n import gettext as _
from share_board.i18n import ngettext
from share_board.requests.chosen import Choice
from share_board.requests.queries.alternatives import Alternative, Alternatives
from share_board.resources.labels import unit_word
from share_board.resources.models import Resource

TOGETHER: Final = "|"


@dataclass(frozen=True)
class Thing:
    """One thing of a suggestion; `when` is empty where it is the time that was wanted. `note` says what is to know."""

    resource: Resource
    when: str
    units: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Suggestion:
    """One way out: a thing, or two that are enough together. `value` is what a button says that takes it."""

    things: Sequence[Thing]
    value: str = ""


@dataclass(frozen=True)
class Group:
    """Ways out of one sort, under a title."""

    title: str
    suggestions: Sequence[Suggestion]


def groups(found: Alternatives, *, base: str = "") -> list[Group]:
    """The sorts of which something was found, the likeliest first.

    Each thing leads to the form for asking for it, or to the page at `base` with the thing and its time in the address.
    """
    sorts: list[tuple[str, list[Sequence[Alternative]]]] = [
        (_("Free at that time, and near"), [[other] for other in found.elsewhere]),
        (_("The same at another time"), [[other] for other in found.near]),
        (_together(found.together), [found.together] if found.together else []),
    ]
    return [
        Group(title, [Suggestion([_thing(one, found, base) for one in some], _value(some)) for some in ways])
        for title, ways in sorts
        if ways
    ]


def choices(
    title: str, others: Sequence[Resource], wanted: Alternative, *, free: Mapping[Resource, int], base: str
) -> list[Group]:
    """Other things to choose from at the time that is `wanted`, under a title; nothing if there are none.

    `free` are the units that can be had then of what takes time.
    """
    ways = [
        Thing(
            other, "", "", _url(replace(wanted, resource=other), base),
            note=too_few(free[other], wanted.units) if other in free else "",
        )
        for other in others
    ]  # fmt: skip
    return [Group(title, [Suggestion([thing]) for thing in ways])] if ways else []


def too_few(free: int, units: int) -> str:
    """What is said of something of which fewer are free than are wanted; empty if there are enough."""
    if free >= units:
        return ""
    if not free:
        return _("It is taken then.")
    return ngettext("Only %(num)d is free then.", "Only %(num)d are free then.", free)


def _together(some: Sequence[Alternative]) -> str:
    if len({one.resource.facility_id for one in some}) > 1:
        return _("Enough of it from two places")
    return _("Enough of it, if these are taken together")


def _thing(one: Alternative, found: Alternatives, base: str) -> Thing:
    is_other_time = one in found.near
    when = dates.say_stretch(one.slot.start, one.slot.end) if is_other_time and one.slot else ""
    units = _("%(stock)d %(unit)s", stock=one.units, unit=unit_word(one.resource)) if one in found.together else ""
    return Thing(one.resource, when, units, _url(one, base))


def _value(some: Sequence[Alternative]) -> str:
    """What a button says that takes them; views/instead.py reads it."""
    return TOGETHER.join(_choice(one, one.day).write() for one in some if one.day is not None)


def _choice(one: Alternative, day: date) -> Choice:
    return Choice(one.resource.public_id, day, one.slot, one.units)


def _url(one: Alternative, base: str) -> str:
    """The form for asking for it, or the page at `base`, with its day, hours and number filled in."""
    said = _choice(one, one.day).query() if one.day else {"date": "", "units": str(one.units)}
    if base:
        return f"{base}?{urlencode({'resource': one.resource.public_id, **said})}"
    return f"{url_for('requests.ask', public_id=one.resource.public_id)}?{urlencode(said)}"
