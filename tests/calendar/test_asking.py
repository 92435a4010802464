"""How early and how late one may ask: the forms found on real paper, and what must be true of all of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock, dates
from share_board.calendar import opening, queries
from share_board.calendar.actions import RulesDraft, set_rules
from share_board.calendar.asking import ANYBODY, Asker, Before, Priority, Shift, Unit
from share_board.calendar.opening import TimeRules
from share_board.calendar.time_refusals import QuotaUsed, TooEarly, UseTooLong, UseTooShort
from share_board.members.models import GroupKind
from share_board.resources.models import Resource
from tests.calendar.calendars import Row
from tests.conftest import both
from tests.town import MORNING, Town, at

USE = date(2027, 3, 13)  # a Saturday
MONTHS, DAYS, WORKING = Unit.MONTHS, Unit.DAYS, Unit.WORKING_DAYS


@pytest.mark.parametrize(
    ("before", "use", "day"),
    [
        (Before(14), USE, date(2027, 2, 27)),  # 2週間前
        (Before(5, shift=Shift.PREVIOUS), USE, date(2027, 3, 8)),  # 白山市: 5日前
        (Before(6, shift=Shift.PREVIOUS), USE, date(2027, 3, 5)),  # … a Sunday: the weekday before
        (Before(5, WORKING), USE, date(2027, 3, 8)),
        (Before(5, WORKING), date(2027, 1, 8), date(2026, 12, 28)),  # the year's end is no working day
        (Before(3, MONTHS), USE, date(2026, 12, 13)),  # 相模湖地区: 3か月前から
        (Before(2, MONTHS, 1, Shift.NEXT), USE, date(2027, 1, 4)),  # 白山市: 2か月前の月の初日, 休日なら次の平日
        (Before(1, MONTHS, 1), USE, date(2027, 2, 1)),  # 社福の部屋: 福祉団体は前月1日
        (Before(1, MONTHS, 15), USE, date(2027, 2, 15)),  # … 一般は前月15日
        (Before(1, MONTHS, 31), USE, date(2027, 2, 28)),
        (Before(120), USE, date(2026, 11, 13)),  # 妙高市: 120日前
        (Before(), USE, USE),
        (Before(0, MONTHS, 20), date(2027, 3, 31), date(2027, 3, 20)),
    ],
)
def test_what_is_found_on_paper(before: Before, use: date, day: date) -> None:
    assert before.of(use) == day


befores = st.builds(
    Before,
    number=st.integers(0, 24),
    unit=st.sampled_from(Unit),
    on_day=st.none() | st.sampled_from([1, 15, 20, 28, 29, 30, 31]),
    shift=st.sampled_from(Shift),
)
days = st.dates(date(2026, 4, 1), date(2029, 4, 1))


@given(befores, days, st.integers(1, 40))
def test_a_later_use_is_never_asked_for_earlier(before: Before, day: date, later: int) -> None:
    assert before.of(day) <= before.of(day + timedelta(days=later))


@given(befores, days)
def test_a_day_that_is_moved_is_a_working_day(before: Before, day: date) -> None:
    stays = Before(before.number, before.unit, before.on_day)
    assert before.shift is Shift.STAYS or dates.is_working_day(before.of(day))
    if before.shift is Shift.NEXT:
        assert before.of(day) >= stays.of(day)
    if before.shift is Shift.PREVIOUS:
        assert before.of(day) <= stays.of(day)


SAGAMIKO = TimeRules(
    (Row(5, 540, 1020),), Before(7), Before(2, MONTHS), first=Before(3, MONTHS), first_for=Priority.NEIGHBOURHOOD
)
NEIGHBOURS, SCHOOL = Asker(GroupKind.NEIGHBOURHOOD), Asker(GroupKind.ELEMENTARY_SCHOOL)


def test_some_groups_may_ask_earlier_and_others_are_told_so() -> None:
    wanted, now = opening.stretch(USE, 600, 720), at(date(2026, 12, 20), 9)

    assert opening.why_not(SAGAMIKO, wanted, now, asker=NEIGHBOURS) is None
    refused = opening.why_not(SAGAMIKO, wanted, now, asker=SCHOOL)

    assert isinstance(refused, TooEarly)
    assert (refused.opens_on, refused.first_on, refused.first_for) == (
        date(2027, 1, 13), date(2026, 12, 13), Priority.NEIGHBOURHOOD,
    )  # fmt: skip
    assert refused.nearest == date(2027, 2, 20)


@pytest.mark.parametrize(
    ("first_for", "asker", "lets"),
    [
        (Priority.DISTRICT, Asker(district_id=3), True),
        (Priority.DISTRICT, Asker(district_id=4), False),
        (Priority.DISTRICT, ANYBODY, False),
        (Priority.TRUSTED | Priority.SCHOOL, Asker(GroupKind.PTA), True),
        (Priority.TRUSTED, Asker(is_trusted=True), True),
        (Priority.WELFARE, Asker(GroupKind.MEMBER_FACILITY), True),
        (Priority.WELFARE, Asker(GroupKind.COMPANY, 3, is_trusted=True), False),
    ],
)
def test_who_comes_first(first_for: Priority, asker: Asker, lets: bool) -> None:  # noqa: FBT001
    assert TimeRules(first_for=first_for, district_id=3).lets_first(asker) is lets


def test_lengths_and_quota() -> None:
    rules = TimeRules((Row(5, 540, 1020),), shortest=60, longest=120, uses_a_year=2)
    now = at(date(2027, 3, 1), 9)
    hours = {length: opening.stretch(USE, 600, 600 + length) for length in (30, 60, 120, 150)}

    short, long = (opening.why_not(rules, hours[length], now) for length in (30, 150))
    spent = opening.why_not(rules, hours[60], now, used={2026: 2, 2027: 1}.__getitem__)

    assert isinstance(short, UseTooShort)
    assert isinstance(long, UseTooLong)
    assert (short.minutes, short.nearest, long.minutes, long.nearest) == (60, None, 120, None)
    assert [opening.why_not(rules, hours[length], now, used=lambda _: 1) for length in (60, 120)] == [None, None]
    assert isinstance(spent, QuotaUsed)
    assert (spent.limit, spent.year, spent.nearest) == (2, 2026, date(2027, 4, 3))  # the first Saturday of 令和9年度


# ---- the search says the same ---------------------------------------------------------------------------------------


@st.composite
def drafts(draw: st.DrawFn) -> RulesDraft:
    """Rules as people might set them; half of what can be said is said."""
    shift, on_day = st.sampled_from(Shift), st.sampled_from([1, 15, 28, 30, 31])
    some = st.none() | st.integers(0, 4)
    closes_months, first_for = draw(some), draw(st.integers(0, 63))
    first_in_months = draw(st.booleans())
    return RulesDraft(
        deadline_days=draw(st.none() | st.integers(0, 20)),
        horizon_months=draw(some),
        are_working_days=draw(st.booleans()),
        closes_months=closes_months,
        closes_on_day=None if closes_months is None else draw(on_day),
        closes_shift=draw(shift),
        opens_on_day=draw(st.none() | on_day),
        opens_days=draw(st.none() | st.integers(0, 90)),
        opens_shift=draw(shift),
        first_for=first_for,
        first_months=draw(st.integers(0, 5)) if first_for and first_in_months else None,
        first_on_day=draw(st.none() | on_day) if first_for and first_in_months else None,
        first_days=draw(st.integers(0, 120)) if first_for and not first_in_months else None,
    )


ROUNDS = 40
PAIRS_A_ROUND = 12


@both
def test_the_search_knows_when_one_may_ask(session: Session, town: Town) -> None:
    """Many rules at once are written, then many days asked for: ROUNDS × PAIRS × things, on each database."""
    secret = town.star_workshop
    secret.is_address_secret = True
    things = [
        town.room(f"部屋{number}", **({"facility": secret} if number % 4 == 0 else {})) for number in range(ROUNDS)
    ]
    askers = [
        ANYBODY, NEIGHBOURS, SCHOOL, Asker(district_id=town.cloud_hill.district_id), Asker(is_trusted=True),
        Asker(district_id=secret.district_id),
    ]  # fmt: skip
    seen: list[tuple[bool, ...]] = []

    @given(
        made=st.lists(drafts(), min_size=ROUNDS - 1, max_size=ROUNDS - 1),
        pairs=st.lists(
            st.tuples(days, st.integers(-3, 130), st.sampled_from(askers)),
            min_size=PAIRS_A_ROUND,
            max_size=PAIRS_A_ROUND,
        ),
    )
    def says_the_same(made: list[RulesDraft], pairs: list[tuple[date, int, Asker]]) -> None:
        for thing, draft in zip(things, made, strict=False):  # the last has no rules of its own
            own = queries.own_rules(session, thing)
            draft.write_into(own)
            thing.deadline_days, thing.horizon_months = draft.deadline_days, draft.horizon_months
            session.add(own)
        session.flush()
        rules = {thing.id: queries.time_rules(session, thing) for thing in things}
        usual = (town.network.deadline_days, town.network.horizon_months)
        for today, ahead, asker in pairs:
            day = today + timedelta(days=ahead)
            condition = queries.is_in_time_condition(day, usual, today=today, asker=asker)
            found = set(session.scalars(select(Resource.id).where(condition)))

            told = {id_ for id_, each in rules.items() if opening.is_in_time(each, day, today, asker)}
            assert found == told
            seen.append((bool(told), len(told) < len(things)))

    from hypothesis import HealthCheck, settings  # noqa: PLC0415 - the settings of this one test

    settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))(says_the_same)()
    assert {True} == {any(some[number] for some in seen) for number in range(2)}  # both answers have been given


# ---- the verb ------------------------------------------------------------------------------------------------------


@both
def test_what_is_set_is_what_judges(session: Session, town: Town) -> None:
    hall = town.room()
    draft = RulesDraft(
        deadline_days=5, are_working_days=True, horizon_months=2, opens_on_day=1, opens_shift=Shift.NEXT,
        first_for=int(Priority.WELFARE), first_days=120, shortest_minutes=60, longest_minutes=240, uses_a_year=3,
        buffer_before_minutes=30, year_end_from=1228, year_end_until=104,
    )  # fmt: skip

    set_rules(session, hall, [], draft, by=town.viewer(town.cook), at=MORNING)
    rules = queries.time_rules(session, hall)

    assert (rules.closes, rules.opens) == (Before(5, WORKING), Before(2, MONTHS, 1, Shift.NEXT))
    assert (rules.first, rules.first_for) == (Before(120, DAYS, shift=Shift.NEXT), Priority.WELFARE)
    assert (rules.shortest, rules.longest, rules.uses_a_year) == (60, 240, 3)
    assert (rules.year_end.first, rules.year_end.last, hall.buffer_before_minutes) == (1228, 104, 30)
    assert RulesDraft.of(hall, queries.own_rules(session, hall)) == draft
    assert clock.day_of(MORNING) == date(2026, 11, 24)
