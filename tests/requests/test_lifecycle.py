"""The life of a line as arithmetic: plain objects, no database."""

from datetime import UTC, datetime

import pytest

from share_board.calendar.models import Firmness
from share_board.doors import BOARD, Viewer
from share_board.errors import NotPermitted
from share_board.members.models import ConsentOrder, Role
from share_board.requests import lifecycle, moving, statuses, ways
from share_board.requests.lifecycle import Action, Reader
from share_board.requests.models import RequestLine, ShareRequest, Status
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
    assert set(Status) - {Status.DRAFT} == statuses.PENDING | statuses.RUNNING | statuses.ENDED


@pytest.mark.parametrize(
    ("status", "viewer", "buttons"),
    [
        (
            Status.RECEIVED,
            SECRETARY,
            {Action.ASK, Action.DECLINE, Action.SEND_BACK, Action.CHANGE, Action.WITHDRAW},
        ),
        (Status.RECEIVED, COOK, set()),
        (Status.RECEIVED, CHAIR, {Action.CHANGE, Action.WITHDRAW}),
        (Status.RECEIVED, HOLDER, {Action.CHANGE, Action.WITHDRAW}),
        (Status.RECEIVED, VISITOR, set()),
        (Status.ASKED, COOK, {Action.CONSENT, Action.REFUSE}),
        (Status.ASKED, STRANGER, set()),
        (Status.CONSENTED, COOK, set()),
        (
            Status.CONSENTED,
            SECRETARY,
            {Action.APPROVE, Action.DECLINE, Action.SEND_BACK, Action.CHANGE, Action.WITHDRAW},
        ),
        (Status.APPROVED, CHAIR, {Action.CANCEL}),
        (Status.APPROVED, COOK, {Action.CANCEL, Action.HAND_OVER, Action.FINISH}),
        (Status.DECLINED, SECRETARY, {Action.REOPEN}),
        (Status.DECLINED, CHAIR, set()),
        (Status.DONE, SECRETARY, set()),
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
        entry.by_id,
        entry.by_role,
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
