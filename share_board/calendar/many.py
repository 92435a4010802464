"""The calendars of many resources, read in two statements however many resources, days and bookings there are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import BigInteger, Select, bindparam, select
from sqlalchemy.orm import Session

from share_board.calendar import books
from share_board.calendar.hours import Row
from share_board.calendar.kept_rules import rules_of, without_rules
from share_board.calendar.looking import Calendar
from share_board.calendar.models import OpeningRule, ResourceRules
from share_board.calendar.slots import Slot
from share_board.members.models import Facility, Network
from share_board.members.nearness import known_district
from share_board.resources.models import Resource

ASKED: Final = bindparam("ids", expanding=True, type_=BigInteger())


def calendars(session: Session, ids: Collection[int], near: Slot) -> dict[int, Calendar]:
    """Each resource's calendar by its id, with what is taken in `near` and the longest buffers around it."""
    if not ids:
        return {}
    rows, hours = _read(session, ids)
    opened: dict[Any, dict[date, Any]] = defaultdict(dict)  # what is found out of days, for all with the same hours
    quiet: dict[Any, dict[Any, Any]] = defaultdict(dict)  # and of days without bookings, with the same rules
    unsaid = without_rules(rows[0])  # alike for everything that has no rules of its own
    longest = timedelta(minutes=max(row.buffer_before_minutes + row.buffer_after_minutes for row in rows))
    kept = books.read(session, rows, near.widened(longest, longest))
    found = {}
    for row in rows:
        rules = rules_of(
            row, unsaid if row.first_for is None else row, hours[row.id], kind=row.kind,
            usual=(row.usual_deadline, row.usual_horizon), district_id=row.district_id,
        )  # fmt: skip
        same = opened[tuple(hours[row.id]), rules.year_end]
        found[row.id] = Calendar(
            row.kind, rules, kept.stock(row), kept.booked(row), same, quiet[rules], kept.portions[row.id]
        )
    return found


def _read(session: Session, ids: Collection[int]) -> tuple[Sequence[Any], Mapping[int, Sequence[Row]]]:
    """A row of each thing, and its rows of hours."""
    things: dict[int, Any] = {}
    hours: dict[int, list[Row]] = defaultdict(list)
    for row in session.execute(_everything(), {"ids": list(ids)}):
        things.setdefault(row.id, row)
        if row.weekday is not None:
            hours[row.id].append(Row(*row[-len(Row._fields) :]))
    return list(things.values()), hours


@cache
def _everything() -> Select[Any]:
    """Made once: to make it takes longer than to ask it. Of tables, not of nouns, which take longer to read: there is a
    row for each row of hours.
    """
    thing, facility, network, rules, opening = (
        noun.__table__ for noun in (Resource, Facility, Network, ResourceRules, OpeningRule)
    )
    return (
        select(
            thing.c.id, thing.c.kind, thing.c.stock, thing.c.deadline_days, thing.c.horizon_months,
            thing.c.buffer_before_minutes, thing.c.buffer_after_minutes,
            known_district(facility.c).label("district_id"),
            *(column for column in rules.c if column.name not in {"id", "resource_id"}),
            network.c.deadline_days.label("usual_deadline"), network.c.horizon_months.label("usual_horizon"),
            *(opening.c[name] for name in Row._fields),
        )
        .select_from(thing)
        .join(facility, facility.c.id == thing.c.facility_id)
        .join(network, network.c.id.is_not(None))
        .outerjoin(rules, rules.c.resource_id == thing.c.id)
        .outerjoin(opening, opening.c.resource_id == thing.c.id)
        .where(thing.c.id.in_(ASKED))
        .order_by(opening.c.id)
    )  # fmt: skip
