"""Each rule refuses in a plain sentence of its own, and says the nearest day that would work, if any would."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock, web
from share_board.calendar import actions as calendar
from share_board.calendar.actions import OpeningDraft, RulesDraft
from share_board.calendar.asking import Asker, Priority
from share_board.calendar.closing import ClosureDraft, close
from share_board.calendar.models import ClosureReason
from share_board.calendar.slots import Slot
from share_board.calendar.time_refusals import TimeRefusal
from share_board.members.models import GroupKind
from share_board.resources.models import Resource
from tests.town import Town, at

NOW = at(date(2026, 11, 4), 9)
OFFICE = [OpeningDraft(weekday, 540, 1020) for weekday in range(5)]
RULES = RulesDraft(deadline_days=7, horizon_months=2)
SCHOOL = Asker(GroupKind.ELEMENTARY_SCHOOL)


def hours(month: int, day: int, begin: int = 10, end: int = 12, year: int = 2026) -> Slot:
    return Slot(at(date(year, month, day), begin), at(date(year, month, day), end))


@pytest.mark.parametrize(
    ("rules", "wanted", "sentence"),
    [
        (RULES, hours(11, 10), ("この日の申込の締切は2026年11月3日(火・祝)でした。お急ぎの場合はお電話ください。"
         "いちばん近い日では、2026年11月11日(水)なら利用できます。")),
        (replace(RULES, are_working_days=True), hours(11, 10), ("この日の申込の締切は2026年10月29日(木)でした。"
         "お急ぎの場合はお電話ください。いちばん近い日では、2026年11月13日(金)なら利用できます。")),
        (replace(RULES, deadline_days=0), hours(11, 4, 9, 11), ("この時間は、もう始まっているか、過ぎています。"
         "あとの時間をえらんでください。いちばん近い日では、2026年11月5日(木)なら利用できます。")),
        (RULES, hours(1, 6, year=2027), ("この日の分は2026年11月6日(金)から申し込めます。"
         "いちばん近い日では、2027年1月4日(月)なら利用できます。")),
        (replace(RULES, first_for=int(Priority.NEIGHBOURHOOD), first_months=3), hours(1, 6, year=2027),
         ("申し込めるのは2026年11月6日(金)からです（町会・自治会、子ども会は2026年10月6日(火)から）。"
         "いちばん近い日では、2027年1月4日(月)なら利用できます。")),
        (RULES, hours(11, 14), "ホールはその日は休みです。いちばん近い日では、2026年11月13日(金)なら利用できます。"),
        (RULES, hours(12, 30), "ホールはその日は休みです。いちばん近い日では、2026年12月28日(月)なら利用できます。"),
        (RULES, hours(11, 13, 16, 18), "その日にホールを利用できるのは、9:00〜17:00です。"),
        (replace(RULES, shortest_minutes=180), hours(11, 13), "3時間以上の時間でお申し込みください。"),
        (replace(RULES, longest_minutes=60), hours(11, 13),
         "1回のご利用は1時間までです。時間を短くしてお申し込みください。"),
    ],
)  # fmt: skip
def test_what_a_rule_says(session: Session, town: Town, rules: RulesDraft, wanted: Slot, sentence: str) -> None:
    assert said(session, town, rules, wanted) == sentence


def test_what_a_group_has_used_up_comes_back_in_april(session: Session, town: Town) -> None:
    rules = replace(RULES, horizon_months=24, uses_a_year=1)
    asker = Asker(GroupKind.NEIGHBOURHOOD, group_id=town.association.id)

    refused = said(session, town, rules, hours(3, 10, year=2027), asker=asker, also_on=[date(2026, 12, 1)])

    assert refused.endswith("いちばん近い日では、2027年4月1日(木)なら利用できます。")
    assert refused.startswith("ホールは、1つの団体が令和8年度に使えるのは1回までです。")


def test_a_closed_day_says_why_and_what_is_near(session: Session, town: Town) -> None:
    hall = town.room("ホール")
    draft = ClosureDraft(
        facility_id=hall.facility_id, resource_id=hall.id, starts_at=at(date(2026, 11, 12), 0),
        ends_at=at(date(2026, 11, 14), 0), reason=ClosureReason.WORKS,
    )  # fmt: skip
    close(session, draft, by=town.viewer(town.cook), at=NOW)

    refused = said(session, town, RULES, hours(11, 13))

    assert refused.endswith("いちばん近い日では、2026年11月11日(水)なら利用できます。")


def said(
    session: Session,
    town: Town,
    rules: RulesDraft,
    wanted: Slot,
    *,
    at: datetime = NOW,
    asker: Asker = SCHOOL,
    also_on: list[date] | None = None,
) -> str:
    hall = session.scalars(select(Resource).where(Resource.title == "ホール")).first() or town.room("ホール")
    calendar.set_rules(session, hall, OFFICE, rules, by=town.viewer(town.cook), at=at)
    with pytest.raises(TimeRefusal) as refused:
        calendar.require_open(
            session, hall, wanted, units=1, at=at, today=clock.day_of(at), asker=asker, also_on=also_on or ()
        )  # fmt: skip
    return web.explain(refused.value)
