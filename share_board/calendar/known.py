"""What is known of one resource's time: its hours and rules as they are kept, and as they judge a time.

What every page and every verb of time asks is made once and kept: to make it takes longer than to ask it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import BigInteger, Select, bindparam, exists, or_, select, true
from sqlalchemy.orm import Session

from share_board.calendar import opening
from share_board.calendar.hours import Row
from share_board.calendar.kept_rules import rules_of, without_rules
from share_board.calendar.models import OpeningRule, ResourcePart, ResourceRules
from share_board.database import keep, kept_in
from share_board.members.asking import Numbers
from share_board.members.models import Network
from share_board.members.nearness import known_district
from share_board.resources.models import Resource

ASKED: Final = bindparam("resource_id", type_=BigInteger())
RULES: Final = "rules"
_IN_ORDER: Final = (OpeningRule.season_from, OpeningRule.weekday, OpeningRule.from_minute)
_AS_IT_IS_NOW: Final = {"populate_existing": True}  # whoever asks under a lock may have asked before it
_HOURS: Final = (
    select(OpeningRule)
    .where(OpeningRule.resource_id == ASKED)
    .order_by(*_IN_ORDER, OpeningRule.id)
    .execution_options(**_AS_IT_IS_NOW)
)
_OWN: Final = select(ResourceRules).where(ResourceRules.resource_id == ASKED).execution_options(**_AS_IT_IS_NOW)
# What the network says, and where the facility is known to stand.
_USUAL: Final = (
    Network.deadline_days.label("usual_deadline"),
    Network.horizon_months.label("usual_horizon"),
    known_district().label("district_id"),
)


def with_rules(things: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """`things` are resources beside their facility and the network; with all that judges a time of theirs. There is a
    row for each row of their hours.
    """
    return (
        things.add_columns(
            Resource.id.label("thing_id"), *_USUAL, ResourceRules, *(getattr(OpeningRule, name) for name in Row._fields)
        )
        .outerjoin(ResourceRules, ResourceRules.resource_id == Resource.id)
        .outerjoin(OpeningRule, OpeningRule.resource_id == Resource.id)
        .order_by(Resource.id, *_IN_ORDER)
    )


_THINGS: Final = select().select_from(Resource).join(Resource.facility).join(Network, true())
_ONE: Final = _THINGS.where(Resource.id == ASKED)
_HAS_PARTS: Final = exists().where(or_(ResourcePart.whole_id == ASKED, ResourcePart.part_id == ASKED))
_EVERYTHING: Final = with_rules(_ONE.add_columns(_HAS_PARTS.label("has_parts")))
_OF_MANY: Final = with_rules(_THINGS.where(Resource.id.in_(bindparam("ids", expanding=True, type_=BigInteger()))))


@dataclass(frozen=True)
class Known:
    """`own` is what the resource says of itself, `rules` judge a time; `has_parts`: it has some or is one."""

    own: ResourceRules
    rules: opening.TimeRules
    has_parts: bool


def known(session: Session, resource: Resource) -> Known:
    """All of it, in one statement."""
    rows = session.execute(_EVERYTHING, {"resource_id": resource.id}).all()
    own = rows[0].ResourceRules or without_rules(resource)
    return Known(own, _rules(resource, rows), rows[0].has_parts)


def rules_in(rows: Iterable[Any], resources: Iterable[Resource]) -> dict[int, opening.TimeRules]:
    """What judges the times of each of the resources, from the rows of a statement `with_rules`."""
    by_id = {resource.id: resource for resource in resources}
    return {id_: _rules(by_id[id_], list(own)) for id_, own in groupby(rows, key=attrgetter("thing_id"))}


def _rules(resource: Resource, rows: Sequence[Any]) -> opening.TimeRules:
    first = rows[0]
    return rules_of(
        resource,
        first.ResourceRules or without_rules(resource),
        [Row(*row[-len(Row._fields) :]) for row in rows if row.weekday is not None],
        kind=resource.kind,
        usual=(first.usual_deadline, first.usual_horizon),
        district_id=first.district_id,
    )


def time_rules(session: Session, resource: Resource) -> opening.TimeRules:
    """Everything that judges a time: the resource's own rules, else those of the network."""
    return _learned(session).get(resource.id) or known(session, resource).rules


def rules_of_many(session: Session, resources: Collection[Resource]) -> Mapping[int, opening.TimeRules]:
    """The same of each of these, by id, in one statement."""
    return rules_in(session.execute(_OF_MANY, {"ids": [resource.id for resource in resources]}), resources)


def learn_rules(session: Session, resources: Iterable[Resource]) -> None:
    """Ask for those that are not known yet, all at once. The caller holds the resources: nobody else changes them."""
    unknown = {resource.id: resource for resource in resources if resource.id not in _learned(session)}
    if unknown:
        keep_rules(session, rules_of_many(session, unknown.values()))


def keep_rules(session: Session, rules: Mapping[int, opening.TimeRules]) -> None:
    """They were read together with something else: they need not be asked in this transaction."""
    keep(session, RULES, {**_learned(session), **rules})


def forget_rules(session: Session) -> None:
    """They have been changed."""
    keep(session, RULES, {})


def _learned(session: Session) -> Mapping[int, opening.TimeRules]:
    return kept_in(session, RULES) or {}


def rules_under(
    session: Session, resource: Resource, numbers: Numbers, own: ResourceRules, rows: Iterable[opening.Hours]
) -> opening.TimeRules:
    """The same with rules that somebody is thinking about."""
    usual = session.execute(_ONE.add_columns(*_USUAL), {"resource_id": resource.id}).one()
    return rules_of(
        numbers, own, rows, kind=resource.kind, usual=(usual.usual_deadline, usual.usual_horizon),
        district_id=usual.district_id,
    )  # fmt: skip


def hours(session: Session, resource: Resource) -> Sequence[OpeningRule]:
    """The rows of 利用できる時間, in the order of the week."""
    return session.scalars(_HOURS, {"resource_id": resource.id}).all()


def own_rules(session: Session, resource: Resource) -> ResourceRules:
    """What the resource says of itself beyond its hours; nothing, if it has not said anything."""
    return session.scalars(_OWN, {"resource_id": resource.id}).one_or_none() or without_rules(resource)
