"""The verbs of setting the rules of a resource. Promises that exist stay; what is asked for later is judged anew."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Final

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from share_board.calendar import kept_rules, known, policy, queries, seen, timetables
from share_board.calendar.asking import Shift
from share_board.calendar.hours import Hours
from share_board.calendar.models import YEAR_END_FROM, YEAR_END_UNTIL, OpeningRule, ResourceRules
from share_board.calendar.opening import TimeRules, contradiction
from share_board.doors import Viewer
from share_board.errors import permit
from share_board.members.asking import NobodyCanAsk, Numbers, judged_by
from share_board.resources import freeing
from share_board.resources.actions import remember
from share_board.resources.models import Resource, ResourceAct

ON_THE_RESOURCE: Final = ("deadline_days", "horizon_months", "buffer_before_minutes", "buffer_after_minutes")


@dataclass(frozen=True)
class OpeningDraft:
    """One row of hours as `models.HoursColumns` has it; it can be judged like one that is kept."""

    weekday: int
    from_minute: int
    until_minute: int
    band: str = ""
    season_from: int | None = None
    season_until: int | None = None
    week: int | None = None
    is_moved: bool = False
    day: date | None = None

    @classmethod
    def of(cls, row: Hours) -> "OpeningDraft":
        """A row as it is kept."""
        return cls(**{each.name: getattr(row, each.name) for each in fields(cls)})


@dataclass(frozen=True)
class RulesDraft:
    """All rules of a resource but its hours, named as the columns of `Resource` and `ResourceRules`."""

    deadline_days: int | None = None
    horizon_months: int | None = None
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    are_working_days: bool = False
    closes_months: int | None = None
    closes_on_day: int | None = None
    closes_shift: Shift = Shift.STAYS
    opens_on_day: int | None = None
    opens_days: int | None = None
    opens_shift: Shift = Shift.STAYS
    first_for: int = 0
    first_months: int | None = None
    first_on_day: int | None = None
    first_days: int | None = None
    shortest_minutes: int | None = None
    longest_minutes: int | None = None
    uses_a_year: int | None = None
    year_end_from: int = YEAR_END_FROM
    year_end_until: int = YEAR_END_UNTIL

    @classmethod
    def of(cls, resource: Resource, own: ResourceRules) -> "RulesDraft":
        """The rules as they are kept."""
        return cls(
            **{
                each.name: getattr(resource if each.name in ON_THE_RESOURCE else own, each.name)
                for each in fields(cls)
            }
        )  # fmt: skip

    def own(self, resource: Resource) -> ResourceRules:
        """The part that is not written on the resource itself, as a row; it is not kept."""
        row = kept_rules.without_rules(resource)
        self.write_into(row)
        return row

    def write_into(self, row: ResourceRules) -> None:
        for name, value in asdict(self).items():
            if name not in ON_THE_RESOURCE:
                setattr(row, name, value)


NO_RULES: Final = RulesDraft()


def mark(hours: Iterable[Hours], rules: RulesDraft) -> str:
    """What somebody sees of the rules, for whoever saves them anew."""
    return seen.mark(_said(hours, rules))


def _said(hours: Iterable[Hours], rules: RulesDraft) -> object:
    return [OpeningDraft.of(row) for row in hours], rules


class RulesContradict(NobodyCanAsk):
    """`day` is the first of the coming year for which nobody can ask under these rules."""

    def __init__(self, rules: TimeRules, day: date) -> None:
        super().__init__(day)
        self.rules, self.day = rules, day


@judged_by
def require_askable(
    session: Session, numbers: Numbers, usual: tuple[int, int], resource_id: int | None, today: date
) -> None:
    """Raises RulesContradict, by what the resource has said beyond these numbers."""
    own = known.own_rules(session, Resource(id=resource_id))
    closes, opens = kept_rules.closes_of(numbers, own, usual[0]), kept_rules.opens_of(numbers, own, usual[1])
    rules = TimeRules(closes=closes, opens=opens)
    if day := contradiction(rules, today):
        raise RulesContradict(rules, day)


def set_opening(session: Session, resource: Resource, week: Iterable[OpeningDraft], *, by: Viewer) -> None:
    """Replace the usual week of a resource; seasons, numbered weekdays and single dates stay."""
    permit(policy.may_set_opening(by, resource))
    is_usual = (OpeningRule.season_from.is_(None), OpeningRule.week.is_(None), OpeningRule.day.is_(None))
    session.execute(delete(OpeningRule).where(OpeningRule.resource_id == resource.id, *is_usual))
    _add(session, resource, week)


def set_rules(
    session: Session,
    resource: Resource,
    hours: Iterable[OpeningDraft],
    rules: RulesDraft,
    *,
    by: Viewer,
    at: datetime,
    seen_mark: str = "",
) -> None:
    """Replace everything that a resource says about when and how it can be used.

    With less time before and after, whoever waits may fit in: they are served at once. Raises Stale if the rules are no
    longer those that were seen.
    """
    permit(policy.may_set_opening(by, resource))
    with freeing.followed(session, [resource], at=at):
        own = queries.own_rules(session, resource)
        seen.require(seen_mark, _said(queries.hours(session, resource), RulesDraft.of(resource, own)))
        session.execute(delete(OpeningRule).where(OpeningRule.resource_id == resource.id))
        for name in ON_THE_RESOURCE:
            setattr(resource, name, getattr(rules, name))
        rules.write_into(own)
        session.add(own)
        # Whoever waits for this row learns by it that the rules are others now; its version stays, as `remember` says.
        session.execute(update(Resource).where(Resource.id == resource.id).values(changed_at=at))
        remember(session, resource, ResourceAct.OPENING, by=by, at=at)
        _add(session, resource, hours)


def _add(session: Session, resource: Resource, hours: Iterable[OpeningDraft]) -> None:
    session.add_all(OpeningRule(resource_id=resource.id, **asdict(each)) for each in hours)
    timetables.share_again(session, resource)
    known.forget_rules(session)
