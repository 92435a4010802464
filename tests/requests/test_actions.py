"""The verbs of asking, answering and deciding, on both databases."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar.models import Firmness, Occupancy
from share_board.calendar.slots import Slot
from share_board.doors import Viewer
from share_board.errors import NotPermitted, Stale
from share_board.members.models import ConsentOrder, GroupKind, User
from share_board.requests import actions, basket, queries
from share_board.requests.actions import LinesOverlap, LineTaken, NothingAsked, OnBehalf
from share_board.requests.basket import BasketFull, LentTooLong, NotOffered, TooFew, TooMany, TooSoon
from share_board.requests.drafts import LineDraft, OccasionDraft
from share_board.requests.lifecycle import Action
from share_board.requests.models import (
    Channel,
    ContactState,
    HistoryEntry,
    NumberSeries,
    RequestLine,
    ShareRequest,
    Status,
)
from share_board.requests.moving import WrongStatus
from share_board.resources.models import CapacityLamp, Resource, ResourceStatus
from tests.conftest import both
from tests.town import Town, at

FESTIVAL = OccasionDraft(
    group_name="前野デモ中央町会",
    group_kind=GroupKind.NEIGHBOURHOOD,
    contact_name="前野 太郎",
    phone="03-0000-0131",
    email="chair@chokai.example",
    occasion="歳末もちつき",
    people=150,
)


class Story:
    """A session, a town, and the moment everything happens."""

    def __init__(self, session: Session, town: Town) -> None:
        self.session, self.town = session, town
        self.at, self.today = clock.now(), clock.today()

    def viewer(self, user: User | None) -> Viewer:
        return self.town.viewer(user)

    def slot(self, start: int = 13, end: int = 16, days: int = 20) -> Slot:
        day = self.town.soon(days)
        return Slot(at(day, start), at(day, end))

    def basket(
        self, *things: tuple[Resource, LineDraft], by: User | None, occasion: OccasionDraft = FESTIVAL
    ) -> ShareRequest:
        viewer = self.viewer(by)
        key = f"key {datetime.now(clock.TOKYO).timestamp()} {id(things)}"
        held = basket.begin(self.session, key, by=viewer, at=self.at)
        basket.describe(held, occasion, at=self.at)
        for resource, draft in things:
            basket.put(self.session, held, resource, draft, by=viewer, at=self.at, today=self.today)
        return held

    def submitted(
        self,
        *things: tuple[Resource, LineDraft],
        by: User | None,
        occasion: OccasionDraft = FESTIVAL,
        wants_call: bool = False,
    ) -> ShareRequest:
        asked = self.basket(*things, by=by, occasion=occasion)
        actions.submit(self.session, asked, by=self.viewer(by), at=self.at, today=self.today, wants_call=wants_call)
        self.session.commit()
        return asked

    def act(self, asked: ShareRequest, action: Action, by: User | Viewer, note: str = "", **more: Any) -> None:
        viewer = by if isinstance(by, Viewer) else self.viewer(by)
        actions.act(
            self.session, asked, asked.lines, action, by=viewer, at=self.at, today=self.today, note=note, **more
        )
        self.session.commit()

    def taken(self) -> list[tuple[str, int, Firmness]]:
        """What the calendar holds, as (title, units, firmness)."""
        rows = self.session.scalars(select(Occupancy).order_by(Occupancy.id)).all()
        return [(row.resource.title, row.units, row.firmness) for row in rows]

    def told(self) -> list[tuple[str, str]]:
        """Every letter: to whom, and which."""
        return [(letter.to_email, letter.template) for letter in self.town.letters]


@pytest.fixture
def story(session: Session, town: Town) -> Story:
    return Story(session, town)


# ---- asking --------------------------------------------------------------------------------------------------------


@both
def test_a_group_asks_for_a_hall_and_tents_in_one_request(story: Story) -> None:
    hall, tents = story.town.room("ホール"), story.town.tents()

    asked = story.submitted(
        (hall, LineDraft(slot=story.slot())), (tents, LineDraft(slot=story.slot(), units=2)), by=story.town.chair
    )

    assert [line.status for line in asked.lines] == [Status.RECEIVED, Status.RECEIVED]
    assert (asked.group_id, asked.requester_id) == (story.town.association.id, story.town.chair.id)
    assert story.taken() == [("ホール", 1, Firmness.HELD), ("イベントテント", 2, Firmness.HELD)]
    assert story.told() == [
        ("chair@chokai.example", "received"),
        ("office@board.example", "received_secretariat"),
    ]
    assert [(entry.act, entry.by_id) for entry in queries.history(story.session, asked)] == [
        ("submit", story.town.chair.id)
    ] * 3


def test_numbers_count_from_one_in_every_fiscal_year(story: Story) -> None:
    hall = story.town.room()
    story.today = date(2027, 3, 30)
    spring = Slot(at(date(2027, 5, 8), 10), at(date(2027, 5, 8), 11))
    entered = [
        actions.enter(
            story.session, FESTIVAL, [(hall, LineDraft(slot=spring.shifted(timedelta(days=number))))], group=None,
            channel=Channel.PHONE, by=story.viewer(story.town.secretary), at=story.at, today=today, override="試験",
        ).number
        for number, today in enumerate([date(2027, 3, 30), date(2027, 3, 31), date(2027, 4, 1)])
    ]  # fmt: skip

    assert entered == ["R8-0001", "R8-0002", "R9-0001"]
    series = story.session.scalars(select(NumberSeries).order_by(NumberSeries.fiscal_year)).all()
    assert [(row.fiscal_year, row.last) for row in series] == [(2026, 2), (2027, 1)]


@both
def test_what_somebody_holds_is_not_held_again(story: Story) -> None:
    hall = story.town.room("ホール")
    later = story.basket((hall, LineDraft(slot=story.slot(15, 18))), by=story.town.teacher)
    story.submitted((hall, LineDraft(slot=story.slot(13, 16))), by=story.town.chair)

    with pytest.raises(LineTaken) as refused:
        actions.submit(story.session, later, by=story.viewer(story.town.teacher), at=story.at, today=story.today)

    assert (refused.value.line.resource.title, refused.value.free) == ("ホール", 0)


@both
def test_four_tents_are_never_five(story: Story) -> None:
    tents = story.town.tents(stock=4)
    story.submitted((tents, LineDraft(slot=story.slot(), units=3)), by=story.town.chair)

    with pytest.raises(LineTaken) as refused:
        story.submitted((tents, LineDraft(slot=story.slot(), units=2)), by=story.town.teacher)

    assert refused.value.free == 1


def test_the_same_tents_twice_in_one_request_count_together(story: Story) -> None:
    tents = story.town.tents(stock=4)

    with pytest.raises(LinesOverlap) as refused:
        story.submitted(
            (tents, LineDraft(slot=story.slot(), units=3)), (tents, LineDraft(slot=story.slot(10, 15), units=3)),
            by=story.town.chair,
        )  # fmt: skip

    assert (refused.value.line.position, refused.value.other.position) == (2, 1)


def test_a_request_without_anything_is_none(story: Story) -> None:
    with pytest.raises(NothingAsked):
        story.submitted(by=story.town.chair)


def test_a_visitor_holds_nothing_until_the_digits_came_back(story: Story) -> None:
    hall = story.town.room("ホール")

    asked = story.submitted((hall, LineDraft(slot=story.slot())), by=None)

    assert (asked.contact_state, story.taken(), story.told()) == (ContactState.AWAITS_CODE, [], [])

    holder = Viewer(name="前野 太郎", follows_id=asked.id, today=story.today)
    lost = actions.confirm_contact(story.session, asked, by=holder, at=story.at, today=story.today)
    story.session.commit()

    assert lost == []
    assert (asked.contact_state, story.taken()) == (ContactState.CONFIRMED, [("ホール", 1, Firmness.HELD)])
    assert story.told() == [("chair@chokai.example", "received"), ("office@board.example", "received_secretariat")]


def test_whoever_has_no_mail_is_called(story: Story) -> None:
    hall = story.town.room("ホール")

    asked = story.submitted((hall, LineDraft(slot=story.slot())), by=None, wants_call=True)

    assert (asked.contact_state, story.taken()) == (ContactState.AWAITS_CALL, [])
    assert story.told() == [("chair@chokai.example", "awaits_call"), ("office@board.example", "received_secretariat")]


def test_asking_the_facility_confirms_the_contact(story: Story) -> None:
    """The secretariat that passes a request on has called, whether or not it pressed the button for that."""
    asked = story.submitted((story.town.room("ホール"), LineDraft(slot=story.slot())), by=None, wants_call=True)

    story.act(asked, Action.ASK, story.town.secretary)

    assert (asked.contact_state, asked.lines[0].status) == (ContactState.CONFIRMED, Status.ASKED)
    assert story.taken() == [("ホール", 1, Firmness.HELD)]


def test_a_time_taken_before_the_digits_came_back_goes_back_to_the_asker(story: Story) -> None:
    hall = story.town.room("ホール")
    slow = story.submitted((hall, LineDraft(slot=story.slot())), by=None)
    story.submitted((hall, LineDraft(slot=story.slot())), by=story.town.teacher)

    holder = Viewer(name="前野 太郎", follows_id=slow.id, today=story.today)
    lost = actions.confirm_contact(story.session, slow, by=holder, at=story.at, today=story.today)
    story.session.commit()

    assert [line.status for line in lost] == [Status.SENT_BACK]
    assert story.taken() == [("ホール", 1, Firmness.HELD)]
    assert story.told()[-1] == ("chair@chokai.example", "sent_back")


def test_paused_things_cannot_be_asked_for(story: Story) -> None:
    hall = story.town.room(status=ResourceStatus.PAUSED, paused_until=story.town.soon(90))

    with pytest.raises(NotOffered) as refused:
        story.basket((hall, LineDraft(slot=story.slot())), by=story.town.chair)

    assert refused.value.until == story.town.soon(90)


def test_a_basket_has_an_end(story: Story) -> None:
    hall = story.town.room()

    with pytest.raises(BasketFull):
        story.basket(
            *[(hall, LineDraft(slot=story.slot(9, 10), answers={"n": str(n)})) for n in range(basket.MOST_LINES + 1)],
            by=story.town.chair,
        )


def test_products_are_ordered_within_what_the_makers_can(story: Story) -> None:
    cookies = story.town.cookies(deadline_days=14)
    assert cookies.product is not None
    cookies.product.smallest_order, cookies.product.most_a_day = 20, 120
    story.session.commit()

    with pytest.raises(TooFew):
        story.basket((cookies, LineDraft(deliver_on=story.town.soon(), units=19)), by=story.town.chair)
    with pytest.raises(TooMany):
        story.basket((cookies, LineDraft(deliver_on=story.town.soon(), units=121)), by=story.town.chair)
    with pytest.raises(TooSoon) as refused:
        story.basket((cookies, LineDraft(deliver_on=story.town.soon(13), units=20)), by=story.town.chair)
    assert refused.value.earliest == story.town.soon(14)

    asked = story.submitted((cookies, LineDraft(deliver_on=story.town.soon(14), units=120)), by=story.town.chair)
    assert (asked.lines[0].status, story.taken()) == (Status.RECEIVED, [])


def test_wishes_of_a_lecture_keep_their_order(story: Story) -> None:
    wishes = (story.slot(10, 11, 30), story.slot(14, 15, 31), story.slot(9, 10, 32))

    asked = story.submitted((story.town.lecture(), LineDraft(slot=wishes[0], wishes=wishes)), by=story.town.teacher)

    assert [Slot(wish.starts_at, wish.ends_at) for wish in asked.lines[0].wishes] == list(wishes)
    assert [row.starts_at for row in story.session.scalars(select(Occupancy))] == [wishes[0].start]


# ---- answering and deciding ----------------------------------------------------------------------------------------


@both
def test_from_asking_to_approval(story: Story) -> None:
    asked = story.submitted((story.town.room("ホール"), LineDraft(slot=story.slot())), by=story.town.chair)

    story.act(asked, Action.ASK, story.town.secretary)
    story.act(asked, Action.CONSENT, story.town.cook, note="上履きをお持ちください")
    story.act(asked, Action.APPROVE, story.town.secretary)

    line = asked.lines[0]
    assert (line.status, line.facility_note) == (Status.APPROVED, "上履きをお持ちください")
    assert story.taken() == [("ホール", 1, Firmness.FIRM)]
    assert story.told()[2:] == [
        (story.town.cloud_hill.email, "asked"),
        ("office@board.example", "answered"),
        ("chair@chokai.example", "approved"),
        (story.town.cloud_hill.email, "approved_facility"),
    ]
    assert [
        (entry.act, entry.by_name, entry.to_status) for entry in queries.history(story.session, asked) if entry.line
    ] == [
        ("submit", "前野 太郎", Status.RECEIVED),
        ("ask", "事務局 花子", Status.ASKED),
        ("consent", "雲野 職子", Status.CONSENTED),
        ("approve", "事務局 花子", Status.APPROVED),
    ]


def test_a_facility_answers_only_for_its_own(story: Story) -> None:
    asked = story.submitted((story.town.room(), LineDraft(slot=story.slot())), by=story.town.chair)
    story.act(asked, Action.ASK, story.town.secretary)

    with pytest.raises(NotPermitted):
        story.act(asked, Action.CONSENT, story.town.stranger)


@pytest.mark.parametrize(
    ("order", "status"),
    [
        (ConsentOrder.SECRETARIAT_RECEIVES, Status.RECEIVED),
        (ConsentOrder.FACILITY_FIRST, Status.ASKED),
        (ConsentOrder.FACILITY_ONLY, Status.ASKED),
        (ConsentOrder.SECRETARIAT_ONLY, Status.RECEIVED),
    ],
)
def test_the_order_of_the_network_says_who_is_first(story: Story, order: ConsentOrder, status: Status) -> None:
    story.town.network.consent_order = order
    story.session.commit()

    asked = story.submitted((story.town.room(), LineDraft(slot=story.slot())), by=story.town.chair)

    assert asked.lines[0].status is status


@pytest.mark.parametrize(("is_trusted", "status"), [(True, Status.APPROVED), (False, Status.RECEIVED)])
def test_trusted_groups_may_be_approved_at_once(story: Story, *, is_trusted: bool, status: Status) -> None:
    story.town.association.is_trusted = is_trusted
    hall = story.town.room("ホール", consent_order=ConsentOrder.AUTOMATIC_IF_TRUSTED)
    story.session.commit()

    asked = story.submitted((hall, LineDraft(slot=story.slot())), by=story.town.chair)

    assert asked.lines[0].status is status
    assert story.taken() == [("ホール", 1, Firmness.FIRM if is_trusted else Firmness.HELD)]


def test_a_no_frees_the_time_and_tells_why(story: Story) -> None:
    asked = story.submitted((story.town.room(), LineDraft(slot=story.slot())), by=story.town.chair)
    story.act(asked, Action.ASK, story.town.secretary)

    story.act(asked, Action.REFUSE, story.town.cook, note="その日は設備の点検です")

    assert (asked.lines[0].status, asked.lines[0].reason, story.taken()) == (
        Status.DECLINED,
        "その日は設備の点検です",
        [],
    )
    declined = story.town.letters[-1]
    assert (declined.to_email, declined.template) == ("chair@chokai.example", "declined")
    assert "その日は設備の点検です" in declined.body


def test_what_was_seen_and_what_is_must_be_the_same(story: Story) -> None:
    asked = story.submitted((story.town.room(), LineDraft(slot=story.slot())), by=story.town.chair)
    seen = [line.version for line in asked.lines]
    story.act(asked, Action.ASK, story.town.secretary, versions=seen)

    with pytest.raises(Stale):
        story.act(asked, Action.DECLINE, story.town.secretary, note="理由", versions=seen)


def test_a_second_approval_is_told_that_a_colleague_was_faster(story: Story) -> None:
    asked = story.submitted((story.town.room(), LineDraft(slot=story.slot())), by=story.town.chair)
    story.act(asked, Action.ASK, story.town.secretary)
    story.act(asked, Action.CONSENT, story.town.cook)
    story.act(asked, Action.APPROVE, story.town.secretary)

    with pytest.raises(WrongStatus):
        story.act(asked, Action.APPROVE, story.town.secretary)


def test_the_secretariat_answers_for_a_facility_that_phoned(story: Story) -> None:
    asked = story.submitted((story.town.room(), LineDraft(slot=story.slot())), by=story.town.chair)
    story.act(asked, Action.ASK, story.town.secretary)

    story.act(asked, Action.CONSENT, story.town.secretary, on_behalf=OnBehalf("雲の丘（デモ）", Channel.PHONE))

    entry = queries.history(story.session, asked)[-1]
    assert (entry.by_name, entry.on_behalf_of, entry.channel) == ("事務局 花子", "雲の丘（デモ）", Channel.PHONE)


def test_the_secretariat_enters_a_phone_call(story: Story) -> None:
    asked = actions.enter(
        story.session, FESTIVAL, [(story.town.tents(), LineDraft(slot=story.slot(), units=2))],
        group=story.town.association, channel=Channel.PHONE, by=story.viewer(story.town.secretary),
        at=story.at, today=story.today,
    )  # fmt: skip
    story.session.commit()

    assert (asked.channel, asked.contact_state, asked.entered_by_id) == (
        Channel.PHONE,
        ContactState.CONFIRMED,
        story.town.secretary.id,
    )
    assert story.taken() == [("イベントテント", 2, Firmness.HELD)]
    assert [(entry.on_behalf_of, entry.channel) for entry in queries.history(story.session, asked)] == [
        ("前野 太郎", Channel.PHONE),
        ("", Channel.PHONE),
    ]


def test_nobody_else_enters_for_others(story: Story) -> None:
    with pytest.raises(NotPermitted):
        actions.enter(
            story.session, FESTIVAL, [(story.town.tents(), LineDraft(slot=story.slot()))], group=None,
            channel=Channel.PHONE, by=story.viewer(story.town.cook), at=story.at, today=story.today,
        )  # fmt: skip


# ---- changing one's mind -------------------------------------------------------------------------------------------


def test_withdrawing_frees_the_time_and_tells_those_who_were_asked(story: Story) -> None:
    asked = story.submitted((story.town.room(), LineDraft(slot=story.slot())), by=story.town.chair)
    story.act(asked, Action.ASK, story.town.secretary)

    story.act(asked, Action.WITHDRAW, story.town.chair)

    assert (asked.lines[0].status, story.taken()) == (Status.WITHDRAWN, [])
    assert story.told()[-2:] == [("office@board.example", "withdrawn"), (story.town.cloud_hill.email, "withdrawn")]


@both
def test_a_change_before_the_decision_moves_what_is_held(story: Story) -> None:
    asked = story.submitted((story.town.room("ホール"), LineDraft(slot=story.slot())), by=story.town.chair)
    story.act(asked, Action.ASK, story.town.secretary)
    moved = story.slot(9, 12, days=21)

    actions.change(
        story.session, asked.lines[0], LineDraft(slot=moved), by=story.viewer(story.town.chair), at=story.at,
        today=story.today,
    )  # fmt: skip
    story.session.commit()

    assert asked.lines[0].status is Status.RECEIVED
    assert [(row.starts_at, row.ends_at) for row in story.session.scalars(select(Occupancy))] == [
        (moved.start, moved.end)
    ]
    assert story.told()[-2:] == [
        (story.town.cloud_hill.email, "not_needed"),
        ("office@board.example", "changed"),
    ]


def test_a_change_into_a_taken_time_keeps_the_old_one(story: Story) -> None:
    hall = story.town.room("ホール")
    story.submitted((hall, LineDraft(slot=story.slot(9, 12))), by=story.town.teacher)
    asked = story.submitted((hall, LineDraft(slot=story.slot(13, 16))), by=story.town.chair)

    with pytest.raises(LineTaken):
        actions.change(
            story.session, asked.lines[0], LineDraft(slot=story.slot(11, 14)), by=story.viewer(story.town.chair),
            at=story.at, today=story.today,
        )  # fmt: skip
    story.session.rollback()

    assert (asked.lines[0].starts_at, len(story.taken())) == (story.slot(13, 16).start, 2)


def test_after_the_decision_it_is_called_off_with_a_reason(story: Story) -> None:
    asked = story.submitted((story.town.room(), LineDraft(slot=story.slot())), by=story.town.chair)
    for action, by in (
        (Action.ASK, story.town.secretary),
        (Action.CONSENT, story.town.cook),
        (Action.APPROVE, story.town.secretary),
    ):
        story.act(asked, action, by)

    story.act(asked, Action.CANCEL, story.town.cook, note="感染症の対応のため")

    assert (asked.lines[0].status, story.taken()) == (Status.CANCELLED, [])


@both
def test_reopening_takes_the_time_again_or_says_that_it_is_gone(story: Story) -> None:
    hall = story.town.room("ホール")
    asked = story.submitted((hall, LineDraft(slot=story.slot())), by=story.town.chair)
    story.act(asked, Action.DECLINE, story.town.secretary, note="重なりのため")
    story.act(asked, Action.REOPEN, story.town.secretary, note="空きが出ました")
    assert (asked.lines[0].status, story.taken()) == (Status.RECEIVED, [("ホール", 1, Firmness.HELD)])

    story.act(asked, Action.DECLINE, story.town.secretary, note="重なりのため")
    story.submitted((hall, LineDraft(slot=story.slot())), by=story.town.teacher)
    with pytest.raises(LineTaken):
        story.act(asked, Action.REOPEN, story.town.secretary, note="空きが出ました")


# ---- time ----------------------------------------------------------------------------------------------------------


def test_an_overdue_facility_is_reminded_once(story: Story) -> None:
    asked = story.submitted((story.town.room(), LineDraft(slot=story.slot())), by=story.town.chair)
    story.act(asked, Action.ASK, story.town.secretary)
    due = asked.lines[0].answer_due_on
    assert due is not None

    def remind(today: date) -> int:
        lines = story.session.scalars(queries.overdue(today)).unique().all()
        return actions.remind(story.session, lines, at=story.at)

    assert [remind(due), remind(due + timedelta(days=1)), remind(due + timedelta(days=2))] == [0, 1, 0]
    assert story.told()[-1] == (story.town.cloud_hill.email, "reminder")


def test_what_nobody_decides_lapses_and_frees_its_time(story: Story) -> None:
    asked = story.submitted((story.town.room(), LineDraft(slot=story.slot())), by=story.town.chair)
    after = story.at + timedelta(days=story.town.network.hold_days, minutes=1)

    lines = story.session.scalars(queries.lapsed(after)).unique().all()
    lapsed = actions.lapse(story.session, lines, at=after, today=clock.day_of(after))
    story.session.commit()

    assert (lapsed, asked.lines[0].status, story.taken()) == (1, Status.LAPSED, [])
    assert story.told()[-2:] == [("chair@chokai.example", "lapsed"), ("office@board.example", "lapsed")]


def test_a_basket_nobody_touched_is_forgotten_and_a_request_never(story: Story) -> None:
    hall = story.town.room()
    story.basket((hall, LineDraft(slot=story.slot())), by=None)
    asked = story.submitted((hall, LineDraft(slot=story.slot())), by=story.town.chair)
    story.session.commit()

    assert basket.forget_old(story.session, story.at + timedelta(days=29)) == 0
    assert basket.forget_old(story.session, story.at + timedelta(days=31)) == 1
    assert [made.id for made in story.session.scalars(select(ShareRequest))] == [asked.id]
    assert len(story.session.scalars(select(RequestLine)).all()) == 1


@both
def test_the_database_refuses_to_rewrite_history(story: Story) -> None:
    story.submitted((story.town.room(), LineDraft(slot=story.slot())), by=story.town.chair)

    for statement in (update(HistoryEntry).values(note="なかったこと"), text("DELETE FROM history_entry")):
        with pytest.raises(DBAPIError, match="append_only"):
            story.session.execute(statement)
        story.session.rollback()


# ---- what the makers and lenders can -------------------------------------------------------------------------------


def test_what_two_orders_take_of_one_day_is_counted_together(story: Story) -> None:
    cookies = story.town.cookies()
    assert cookies.product is not None
    cookies.product.most_a_day = 10
    story.session.commit()
    story.submitted((cookies, LineDraft(deliver_on=story.town.soon(), units=7)), by=story.town.chair)

    with pytest.raises(TooMany) as refused:
        story.basket((cookies, LineDraft(deliver_on=story.town.soon(), units=4)), by=story.town.teacher)

    assert refused.value.most == 3


def test_makers_who_take_no_orders_are_not_asked(story: Story) -> None:
    cookies = story.town.cookies()
    assert cookies.product is not None
    cookies.product.lamp = CapacityLamp.CLOSED
    story.session.commit()

    with pytest.raises(NotOffered):
        story.basket((cookies, LineDraft(deliver_on=story.town.soon())), by=story.town.chair)


def test_goods_are_lent_as_long_as_their_facility_says(story: Story) -> None:
    tents = story.town.tents()
    assert tents.goods is not None
    tents.goods.longest_days = 3
    story.session.commit()
    day = story.town.soon()

    with pytest.raises(LentTooLong) as refused:
        story.basket((tents, LineDraft(slot=Slot(at(day, 10), at(day + timedelta(days=4), 10)))), by=story.town.chair)

    assert refused.value.days == 3


def test_the_first_free_wish_is_asked_for(story: Story) -> None:
    lecture = story.town.lecture()
    first, second = story.slot(10, 11, 25), story.slot(14, 15, 25)
    story.submitted((lecture, LineDraft(slot=first, wishes=(first,))), by=story.town.chair)

    asked = story.submitted((lecture, LineDraft(slot=first, wishes=(first, second))), by=story.town.teacher)

    assert (asked.lines[0].starts_at, asked.lines[0].ends_at) == (second.start, second.end)


@pytest.mark.parametrize(("is_asked", "told"), [(True, ["not_needed"]), (False, [])])
def test_a_facility_hears_of_the_end_only_if_it_heard_of_the_beginning(
    story: Story, *, is_asked: bool, told: list[str]
) -> None:
    asked = story.submitted((story.town.room(), LineDraft(slot=story.slot())), by=story.town.chair)
    if is_asked:
        story.act(asked, Action.ASK, story.town.secretary)
    before = len(story.told())

    story.act(asked, Action.DECLINE, story.town.secretary, note="規約のため")

    assert [name for to, name in story.told()[before:] if to == story.town.cloud_hill.email] == told


def test_every_step_gives_whoever_is_next_the_whole_time(story: Story) -> None:
    asked = story.submitted((story.town.room(), LineDraft(slot=story.slot(days=60))), by=story.town.chair)
    story.act(asked, Action.ASK, story.town.secretary)
    story.at += timedelta(days=13)
    story.act(asked, Action.CONSENT, story.town.cook)

    assert asked.lines[0].holds_until == story.at + timedelta(days=story.town.network.hold_days)
