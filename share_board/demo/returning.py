"""A hall with rules of its own, and a group that comes again and again."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar import actions as calendar
from share_board.calendar.actions import OpeningDraft, RulesDraft
from share_board.calendar.asking import Priority, Shift
from share_board.calendar.repetition import Every, Repetition
from share_board.calendar.slots import Slot
from share_board.doors import Viewer
from share_board.members.models import Group, Membership, Role
from share_board.requests import actions, basket, series
from share_board.requests.actions import OnBehalf
from share_board.requests.askers import asker_of_viewer
from share_board.requests.drafts import LineDraft, OccasionDraft
from share_board.requests.lifecycle import Action
from share_board.requests.models import Channel, RequestLine, ShareRequest
from share_board.resources.models import Resource

HALL, ROOM = "ホール「ふなかぜ」", "地域交流室「くも」"
GROUP = "前野デモ中央町会（デモ）"
NOT_THEN = "その日は家族会で使います。ほかの日はどうぞ。"
MONDAY, SATURDAY, HOLIDAY = 0, 5, 7
RULES = RulesDraft(
    deadline_days=5, are_working_days=True, horizon_months=2, opens_on_day=1, opens_shift=Shift.NEXT,
    first_for=int(Priority.DISTRICT | Priority.NEIGHBOURHOOD), first_months=3, first_on_day=1,
    buffer_before_minutes=30, buffer_after_minutes=30, shortest_minutes=60, longest_minutes=8 * 60, uses_a_year=12,
    year_end_from=12_28, year_end_until=1_04,
)  # fmt: skip
HOURS = (
    *(OpeningDraft(day, 18 * 60, 21 * 60) for day in range(SATURDAY)),
    *(OpeningDraft(day, 9 * 60, 21 * 60) for day in (SATURDAY, SATURDAY + 1, HOLIDAY)),
    *(OpeningDraft(MONDAY, 0, 0, week=week, is_moved=True) for week in (2, 4)),
    *(OpeningDraft(day, 9 * 60, 17 * 60, season_from=7_21, season_until=8_31) for day in range(SATURDAY)),
)


def write_down(session: Session, *, by: Viewer, at: datetime) -> None:
    """The rules of the hall; a room every third Saturday, of which one day was refused and one was given."""
    hall = session.scalars(select(Resource).where(Resource.title == HALL)).one()
    calendar.set_rules(session, hall, HOURS, RULES, by=by, at=at)
    group = session.scalars(select(Group).where(Group.name == GROUP)).one()
    asked = _asked(session, group, at=at - timedelta(days=5))
    if asked is None:
        return
    _act(session, asked, asked.lines, Action.ASK, by=by, at=at - timedelta(days=4))
    facility = OnBehalf(asked.lines[0].resource.facility.name, Channel.PHONE)
    first, *others = asked.lines
    _act(session, asked, others[:1], Action.REFUSE, by=by, at=at - timedelta(days=3), note=NOT_THEN, whose=facility)
    _act(session, asked, [first, *others[1:]], Action.CONSENT, by=by, at=at - timedelta(days=3), whose=facility)
    _act(session, asked, [first], Action.APPROVE, by=by, at=at - timedelta(days=2))


def _asked(session: Session, group: Group, *, at: datetime) -> ShareRequest | None:
    today = clock.day_of(at)
    member = session.scalars(select(Membership).where(Membership.group_id == group.id)).first()
    by = Viewer(
        user_id=member.user_id if member else None, name=group.representative, role=Role.GROUP, group_id=group.id,
        today=today,
    )  # fmt: skip
    room = session.scalars(select(Resource).where(Resource.title == ROOM)).one()
    rule = Repetition(Every.NTH_WEEKDAY, _third_saturday(today + timedelta(days=21)), times=4)
    start, end = (datetime.combine(rule.first, time(hour), clock.TOKYO) for hour in (9, 12))
    draft = LineDraft(slot=Slot(start, end))
    found = series.occurrences(session, room, draft, rule, asker=asker_of_viewer(session, by), at=at)
    days = frozenset(each.day for each in found if each.refusal is None)
    if not days:
        return None
    held = basket.begin(session, GROUP, by=by, at=at)
    basket.describe(held, _occasion(group), at=at)
    series.put(session, held, room, draft, rule, days, by=by, at=at, today=today)
    actions.submit(session, held, by=by, at=at, today=today)
    return held


def _third_saturday(earliest: date) -> date:
    days = (earliest + timedelta(days=number) for number in range(62))
    return next(day for day in days if day.weekday() == SATURDAY and (day.day - 1) // 7 == 2)


def _occasion(group: Group) -> OccasionDraft:
    return OccasionDraft(
        group_name=group.name, group_kind=group.kind, district_id=group.district_id,
        contact_name=group.representative, phone=group.phone, email=group.email, occasion="みんなの茶話会", people=20,
    )  # fmt: skip


def _act(
    session: Session,
    asked: ShareRequest,
    lines: list[RequestLine],
    action: Action,
    *,
    by: Viewer,
    at: datetime,
    note: str = "",
    whose: OnBehalf | None = None,
) -> None:
    if lines:
        actions.act(
            session, asked, lines, action, by=by, at=at, today=clock.day_of(at), note=note,
            on_behalf=whose or OnBehalf(),
        )  # fmt: skip
