"""The calendars of many resources, read in two statements however many resources, days and bookings there are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import BigInteger, Select, bindparam, case, select
from sqlalchemy.orm import Session

from share_board.calendar import books
from share_board.calendar.hours import Row
from share_board.calendar.kept_rules import rules_of, without_rules
from share_board.calendar.looking import Calendar
from share_board.calendar.models import OpeningRule, ResourceRules
from share_board.calendar.slots import Slot
from share_board.members.models import Facility, Network
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
        found[row.id] = Calendar(row.kind, rules, kept.stock(row), kept.booked(row), same, quiet[rules])
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


_OWN_RULES: Final = [
    column for column in ResourceRules.__table__.columns if column.name not in {"id", "resource_id"}
]  # columns, which take less to read than a noun for each row of hours


@cache
def _everything() -> Select[Any]:
    """Made once: to make it takes longer than to ask it."""
    district = case((Facility.is_address_secret, None), else_=Facility.district_id).label("district_id")
    return (
        select(
            Resource.id, Resource.kind, Resource.stock, Resource.deadline_days, Resource.horizon_months,
            Resource.buffer_before_minutes, Resource.buffer_after_minutes, district, *_OWN_RULES,
            Network.deadline_days.label("usual_deadline"), Network.horizon_months.label("usual_horizon"),
            *(getattr(OpeningRule, name) for name in Row._fields),
        )
        .select_from(Resource)
        .join(Facility, Facility.id == Resource.facility_id)
        .join(Network, Network.id.is_not(None))
        .outerjoin(ResourceRules, ResourceRules.resource_id == Resource.id)
        .outerjoin(OpeningRule, OpeningRule.resource_id == Resource.id)
        .where(Resource.id.in_(ASKED))
        .order_by(OpeningRule.id)
    )  # fmt: skip
