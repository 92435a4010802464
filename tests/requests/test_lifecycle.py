"""The life of a line as arithmetic: plain objects, no database."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm.attributes import set_committed_value

from share_board.calendar.models import Firmness
from share_board.doors import BOARD, Viewer
from share_board.errors import NotPermitted
from share_board.members.models import ConsentOrder, Role
from share_board.requests import lifecycle, moving, statuses, ways
from share_board.requests.lifecycle import Action, Reader
from share_board.requests.models import Proposal, RequestLine, ShareRequest, Status
from share_board.requests.moving import ReasonMissing, WrongStatus
from share_board.resources.models import Resource

AT = datetime(2026, 11, 24, tzinfo=UTC)
SECRETARY = Viewer(user_id=1, name="事務局", role=Role.SECRETARIAT)
COOK = Viewer(user_id=2, name="雲野", role=Role.FACILITY, facility_ids=frozenset({7}))
STRANGER = Viewer(user_id=3, name="星野", role=Role.FACILITY, facility_ids=frozenset({8}))
CHAIR = Viewer(user_id=4, name="前野", role=Role.GROUP, group_id=5)
VISITOR = Viewer()
HOLDER = Viewer(follows_id=11)
ITSELF = Viewer(role=BOARD)


def line(status: Status, order: ConsentOrder = ConsentOrder.SECRETARIAT_RECEIVES) -> RequestLine:
    asked = ShareRequest(id=11, group_id=5)
    return RequestLine(request=asked, resource=Resource(facility_id=7), status=status, consent_order=order, units=1)


def path(order: ConsentOrder) -> list[tuple[Status, str]]:
    """The statuses a line goes through when everybody says yes, and who moved it."""
    walked = line(Status.RECEIVED, order)
    seen = [(walked.status, "")]
    for _ in range(5):
        for action in (Action.ASK, Action.CONSENT, Action.APPROVE):
            itself = lifecycle.next_by_itself(walked)
            who = ITSELF if itself is action else {Action.CONSENT: COOK}.get(action, SECRETARY)
            if lifecycle.is_possible(walked, action) and (itself in {None, action}):
                moving.advance(walked, action, by=who, at=AT)
                seen.append((walked.status, who.role))
    return seen


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (
            ConsentOrder.SECRETARIAT_RECEIVES,
            [(Status.ASKED, "secretariat"), (Status.CONSENTED, "facility"), (Status.APPROVED, "secretariat")],
        ),
        (
            ConsentOrder.FACILITY_FIRST,
            [(Status.ASKED, "board"), (Status.CONSENTED, "facility"), (Status.APPROVED, "secretariat")],
        ),
        (ConsentOrder.FACILITY_LAST, [(Status.ASKED, "secretariat"), (Status.APPROVED, "facility")]),
        (ConsentOrder.SECRETARIAT_ONLY, [(Status.APPROVED, "secretariat")]),
        (ConsentOrder.FACILITY_ONLY, [(Status.ASKED, "board"), (Status.APPROVED, "facility")]),
        (ConsentOrder.AUTOMATIC_IF_TRUSTED, [(Status.APPROVED, "board")]),
    ],
)
def test_the_order_of_consents_is_the_networks_choice(order: ConsentOrder, expected: list[tuple[Status, str]]) -> None:
    assert path(order) == [(Status.RECEIVED, ""), *expected]


def test_every_order_has_a_way() -> None:
    assert set(ways.WAYS) == set(ConsentOrder)


def test_every_status_ends_is_pending_or_is_running() -> None:
    in_line = statuses.IN_LINE | statuses.AWAITS_ANSWER
    assert set(Status) - {Status.DRAFT} == statuses.PENDING | in_line | statuses.RUNNING | statuses.ENDED


@pytest.mark.parametrize(
    ("status", "viewer", "buttons"),
    [
        (
            Status.RECEIVED,
            SECRETARY,
            {Action.ASK, Action.DECLINE, Action.SEND_BACK, Action.CHANGE, Action.WITHDRAW, Action.PROPOSE},
        ),
        (Status.RECEIVED, COOK, set()),
        (Status.RECEIVED, CHAIR, {Action.CHANGE, Action.WITHDRAW}),
        (Status.RECEIVED, HOLDER, {Action.CHANGE, Action.WITHDRAW}),
        (Status.RECEIVED, VISITOR, set()),
        (Status.ASKED, COOK, {Action.CONSENT, Action.REFUSE, Action.PROPOSE}),
        (Status.ASKED, STRANGER, set()),
        (Status.CONSENTED, COOK, {Action.PROPOSE}),
        (
            Status.CONSENTED,
            SECRETARY,
            {Action.APPROVE, Action.DECLINE, Action.SEND_BACK, Action.CHANGE, Action.WITHDRAW, Action.PROPOSE},
        ),
        (Status.APPROVED, CHAIR, {Action.CANCEL}),
        (Status.APPROVED, COOK, {Action.CANCEL, Action.HAND_OVER, Action.FINISH}),
        (Status.DECLINED, SECRETARY, {Action.REOPEN, Action.PROPOSE}),
        (Status.DECLINED, CHAIR, set()),
        (Status.DONE, SECRETARY, set()),
        (Status.WAITING, CHAIR, {Action.CHANGE, Action.WITHDRAW}),
        (Status.WAITING, COOK, {Action.PROPOSE}),
        (Status.WAITING, STRANGER, set()),
        (Status.WAITING, SECRETARY, {Action.CHANGE, Action.WITHDRAW, Action.DECLINE, Action.PROPOSE}),
        (Status.WAITING, ITSELF, {Action.PROPOSE, Action.DECLINE, Action.LAPSE}),
        (Status.OFFERED, HOLDER, {Action.ACCEPT, Action.TURN_DOWN, Action.WITHDRAW}),
        (Status.OFFERED, COOK, set()),
        (Status.OFFERED, SECRETARY, {Action.ACCEPT, Action.TURN_DOWN, Action.WITHDRAW, Action.DECLINE}),
        (Status.OFFERED, ITSELF, {Action.EXPIRE, Action.SHUT, Action.RESUME, Action.DECLINE}),
    ],
)
def test_buttons_follow_status_and_person(status: Status, viewer: Viewer, buttons: set[Action]) -> None:
    assert set(lifecycle.available(line(status), viewer)) == buttons


def test_who_may_not_is_told_so_whatever_the_status() -> None:
    for status in Status:
        with pytest.raises(NotPermitted):
            moving.advance(line(status), Action.APPROVE, by=COOK, at=AT)


def test_when_it_is_too_late_says_where_the_line_is() -> None:
    decided = line(Status.APPROVED)

    with pytest.raises(WrongStatus) as refused:
        moving.advance(decided, Action.APPROVE, by=SECRETARY, at=AT)

    assert (refused.value.standing, refused.value.action, decided.status) == (
        Status.APPROVED,
        Action.APPROVE,
        Status.APPROVED,
    )


@pytest.mark.parametrize("action", [action for action, step in lifecycle.STEPS.items() if step.needs_reason])
def test_a_no_needs_a_reason(action: Action) -> None:
    source = min(lifecycle.STEPS[action].sources)
    refusing = line(source)

    with pytest.raises(ReasonMissing):
        moving.advance(refusing, action, by=SECRETARY, at=AT, note=" 　")

    assert refusing.status is source


def test_the_history_says_who_for_whom_and_why() -> None:
    asked = line(Status.ASKED)

    entry = moving.advance(asked, Action.REFUSE, by=SECRETARY, at=AT, note="点検日です", on_behalf_of="雲の丘")

    assert (
        entry.from_status,
        entry.to_status,
        entry.by.user_id,
        entry.by.role,
        entry.on_behalf_of,
        entry.note,
    ) == (
        Status.ASKED,
        Status.DECLINED,
        1,
        "secretariat",
        "雲の丘",
        "点検日です",
    )


def test_a_facilitys_last_word_tells_what_an_approval_tells() -> None:
    deciding = line(Status.ASKED, ConsentOrder.FACILITY_ONLY)

    told = lifecycle.letters(deciding, Action.CONSENT)

    assert (Reader.ASKER, "approved") in told
    assert (Reader.SECRETARIAT, "answered") in told


@pytest.mark.parametrize(
    ("status", "firmness"),
    [
        (Status.RECEIVED, Firmness.HELD),
        (Status.APPROVED, Firmness.FIRM),
        (Status.SENT_BACK, statuses.AS_IT_WAS),
        (Status.DECLINED, None),
        (Status.RETURNED, None),
    ],
)
def test_the_status_says_what_the_calendar_holds(status: Status, firmness: Firmness | str | None) -> None:
    assert lifecycle.firmness(line(status)) == firmness


# ---- what is offered -------------------------------------------------------------------------------------------------

AFTERNOON = {"starts_at": AT.replace(hour=4), "ends_at": AT.replace(hour=7)}
EVENING = {"starts_at": AT.replace(hour=9), "ends_at": AT.replace(hour=12)}


def offered(by: str, origin: Status, *, has_consent: bool = False, is_wish: bool = False,
            order: ConsentOrder = ConsentOrder.SECRETARIAT_RECEIVES) -> RequestLine:  # fmt: skip
    """A line of the afternoon that is offered the evening, or the very same."""
    made = line(Status.OFFERED, order)
    made.resource_id = 3
    made.starts_at, made.ends_at = AFTERNOON["starts_at"], AFTERNOON["ends_at"]
    times = AFTERNOON if is_wish else EVENING
    proposal = Proposal(
        resource_id=3, units=1, from_status=origin, made_by_role=by, has_consent=has_consent, until=AT, **times
    )
    set_committed_value(made, "proposal", proposal)
    return made


@pytest.mark.parametrize(
    ("by", "has_consent", "order", "expected"),
    [
        (BOARD, False, ConsentOrder.SECRETARIAT_RECEIVES, Status.RECEIVED),
        (BOARD, False, ConsentOrder.SECRETARIAT_ONLY, Status.RECEIVED),
        (Role.FACILITY, True, ConsentOrder.SECRETARIAT_RECEIVES, Status.CONSENTED),
        (Role.FACILITY, True, ConsentOrder.FACILITY_LAST, Status.APPROVED),
        (Role.SECRETARIAT, False, ConsentOrder.SECRETARIAT_RECEIVES, Status.RECEIVED),
        (Role.SECRETARIAT, True, ConsentOrder.SECRETARIAT_RECEIVES, Status.APPROVED),
        (Role.SECRETARIAT, False, ConsentOrder.SECRETARIAT_ONLY, Status.APPROVED),
    ],
)
def test_whose_yes_is_missing_is_asked_after_an_offer_is_accepted(
    *, by: str, has_consent: bool, order: ConsentOrder, expected: Status
) -> None:
    made = offered(by, Status.ASKED, has_consent=has_consent, order=order)
    assert lifecycle.target(made, Action.ACCEPT) is expected


@pytest.mark.parametrize(
    ("origin", "is_wish", "turned_down", "expired"),
    [
        (Status.WAITING, True, Status.WITHDRAWN, Status.LAPSED),
        (Status.WAITING, False, Status.WAITING, Status.WAITING),
        (Status.RECEIVED, False, Status.RECEIVED, Status.RECEIVED),
        (Status.ASKED, False, Status.RECEIVED, Status.RECEIVED),
        (Status.SENT_BACK, False, Status.RECEIVED, Status.RECEIVED),
        (Status.DECLINED, False, Status.DECLINED, Status.DECLINED),
    ],
)
def test_what_is_not_taken_leads_back(*, origin: Status, is_wish: bool, turned_down: Status, expired: Status) -> None:
    made = offered(BOARD, origin, is_wish=is_wish)
    assert lifecycle.target(made, Action.TURN_DOWN) is turned_down
    assert lifecycle.target(made, Action.EXPIRE) is expired
    assert lifecycle.target(made, Action.SHUT) is (Status.RECEIVED if origin in statuses.PENDING else origin)


def test_a_facility_hears_what_became_of_what_it_proposed() -> None:
    def heard(by: str, origin: Status) -> set[str]:
        told = lifecycle.letters(offered(by, origin), Action.TURN_DOWN)
        return {letter for reader, letter in told if reader is Reader.FACILITY}

    assert heard(Role.FACILITY, Status.WAITING) == {"turned_down"}
    assert heard(Role.SECRETARIAT, Status.ASKED) == {"turned_down"}
    assert heard(BOARD, Status.WAITING) == set()
