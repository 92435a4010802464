"""What is known of one resource's time: its hours and rules as they are kept, and as they judge a time.

What every page and every verb of time asks is made once and kept: to make it takes longer than to ask it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import BigInteger, bindparam, case, exists, or_, select, true
from sqlalchemy.orm import Session

from share_board.calendar import opening
from share_board.calendar.hours import Row
from share_board.calendar.kept_rules import Numbers, rules_of, without_rules
from share_board.calendar.models import OpeningRule, ResourcePart, ResourceRules
from share_board.members.models import Facility, Network
from share_board.resources.models import Resource

ASKED: Final = bindparam("resource_id", type_=BigInteger())
_IN_ORDER: Final = (OpeningRule.season_from, OpeningRule.weekday, OpeningRule.from_minute)
_HOURS: Final = select(OpeningRule).where(OpeningRule.resource_id == ASKED).order_by(*_IN_ORDER)
_OWN: Final = select(ResourceRules).where(ResourceRules.resource_id == ASKED)
# What the network says, and where the facility is known to stand.
_USUAL: Final = (
    select(
        Network.deadline_days,
        Network.horizon_months,
        case((Facility.is_address_secret, None), else_=Facility.district_id).label("district_id"),
    )
    .select_from(Resource)
    .join(Facility, Facility.id == Resource.facility_id)
    .join(Network, true())
    .where(Resource.id == ASKED)
)
_HAS_PARTS: Final = exists().where(or_(ResourcePart.whole_id == ASKED, ResourcePart.part_id == ASKED))
_EVERYTHING: Final = (
    _USUAL.add_columns(
        ResourceRules, _HAS_PARTS.label("has_parts"), *(getattr(OpeningRule, name) for name in Row._fields)
    )
    .outerjoin(ResourceRules, ResourceRules.resource_id == Resource.id)
    .outerjoin(OpeningRule, OpeningRule.resource_id == Resource.id)
    .order_by(*_IN_ORDER)
)


@dataclass(frozen=True)
class Known:
    """`own` is what the resource says of itself, `rules` judge a time; `has_parts`: it has some or is one."""

    own: ResourceRules
    rules: opening.TimeRules
    has_parts: bool


def known(session: Session, resource: Resource) -> Known:
    """All of it, in one statement."""
    rows = session.execute(_EVERYTHING, {"resource_id": resource.id}).all()
    first = rows[0]
    own = first.ResourceRules or without_rules(resource)
    rules = rules_of(
        resource,
        own,
        [Row(*row[-len(Row._fields) :]) for row in rows if row.weekday is not None],
        kind=resource.kind,
        usual=(first.deadline_days, first.horizon_months),
        district_id=first.district_id,
    )
    return Known(own, rules, first.has_parts)


def time_rules(session: Session, resource: Resource) -> opening.TimeRules:
    """Everything that judges a time: the resource's own rules, else those of the network."""
    return known(session, resource).rules


def rules_under(
    session: Session, resource: Resource, numbers: Numbers, own: ResourceRules, rows: Iterable[opening.Hours]
) -> opening.TimeRules:
    """The same with rules that somebody is thinking about."""
    usual = session.execute(_USUAL, {"resource_id": resource.id}).one()
    return rules_of(
        numbers, own, rows, kind=resource.kind, usual=(usual.deadline_days, usual.horizon_months),
        district_id=usual.district_id,
    )  # fmt: skip


def hours(session: Session, resource: Resource) -> Sequence[OpeningRule]:
    """The rows of 利用できる時間, in the order of the week."""
    return session.scalars(_HOURS, {"resource_id": resource.id}).all()


def own_rules(session: Session, resource: Resource) -> ResourceRules:
    """What the resource says of itself beyond its hours; nothing, if it has not said anything."""
    return session.scalars(_OWN, {"resource_id": resource.id}).one_or_none() or without_rules(resource)
