"""Asking: a basket, or what a caller says, becomes a received request; then somebody makes sure who asks."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import zip_longest

from sqlalchemy import text as sql
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from share_board import clock, dates
from share_board.calendar import actions as calendar
from share_board.calendar.books import Books
from share_board.doors import Viewer
from share_board.errors import NotNow, permit
from share_board.members.models import ConsentOrder, Group, Network
from share_board.members.queries import known_network
from share_board.requests import basket, filling, lifecycle, moving, policy, tell, wished
from share_board.requests.actions import in_line
from share_board.requests.actions.in_line import serve, stand
from share_board.requests.actions.steps import (
    BY_ITSELF,
    DIRECTLY,
    Act,
    LinesOverlap,
    LineTaken,
    OnBehalf,
    deed,
    keep_time,
)
from share_board.requests.askers import asker_of
from share_board.requests.drafts import LineDraft, OccasionDraft
from share_board.requests.lifecycle import Action, Reader
from share_board.requests.models import Channel, ContactState, LineSeries, RequestLine, ShareRequest, Status
from share_board.requests.numbers import number
from share_board.resources.models import Resource


class NothingAsked(NotNow):
    """A request without a line says nothing."""


def submit(
    session: Session,
    asked: ShareRequest,
    *,
    by: Viewer,
    at: datetime,
    today: date,
    wants_call: bool = False,
    may_mail: bool = True,
) -> None:
    """Turn a basket into a received request: give it its number, hold its times, tell the people.

    A request of somebody without an account holds nothing until the mail code comes back or the secretariat has
    called. `may_mail=False`: the address of such a person has had enough mail for now, so the secretariat calls.
    Raises NothingAsked, FacilityMissing, LineTaken, LinesOverlap, or what a line may be refused for; then nothing
    has changed.
    """
    permit(policy.may_ask(by))
    contact = _contact_state(asked, by, wants_call=wants_call or not may_mail)
    _belongs_to(asked, by)
    done = _receive(session, asked, by=by, at=at, today=today, contact=contact)
    if contact is ContactState.AWAITS_CALL and may_mail:
        done.tell(Reader.ASKER, "awaits_call", asked.lines)
    if contact is not ContactState.AWAITS_CODE:
        done.tell(Reader.SECRETARIAT, "received_secretariat", asked.lines)
    done.write()


def enter(
    session: Session,
    occasion: OccasionDraft,
    lines: Sequence[tuple[Resource, LineDraft]],
    *,
    group: Group | None,
    channel: Channel,
    by: Viewer,
    at: datetime,
    today: date,
    override: str = "",
    submit_key: str | None = None,
    series: Sequence[LineSeries | None] = (),
) -> ShareRequest:
    """代理入力: the secretariat enters what somebody asks by phone, FAX or at the counter.

    `submit_key` is what is stored of the press: the database lets one request have it.

    `override` is the reason for which opening rules are set aside; whether it is free never is. `series` are the rules
    by which the lines return, one for each of them, if any does.
    """
    permit(policy.may_enter(by))
    asked = ShareRequest(
        created_at=at, changed_at=at, channel=channel, entered_by_id=by.user_id, submit_key=submit_key,
        group=group, group_id=group.id if group else None,
    )  # fmt: skip
    basket.describe(asked, occasion, at=at)
    for position, ((resource, draft), rule) in enumerate(zip_longest(lines, series), start=1):
        line = RequestLine(resource=resource, position=position, status=Status.DRAFT, status_at=at, series=rule)
        asked.lines.append(line)
        filling.fill(line, draft)
        set_committed_value(line, "proposal", None)
    done = _receive(
        session, asked, by=by, at=at, today=today, contact=ContactState.CONFIRMED, override=override,
        on_behalf=OnBehalf(occasion.contact_name or occasion.group_name, channel),
    )  # fmt: skip
    done.write()
    return asked


def confirm_contact(
    session: Session, asked: ShareRequest, *, by: Viewer, at: datetime, today: date, note: str = ""
) -> list[RequestLine]:
    """The mail code came back, or the secretariat has called: from now on the request holds its times.

    A line whose time somebody else took meanwhile goes back to the asker; those lines are returned.
    """
    if asked.contact_state is ContactState.CONFIRMED:
        return []
    was_code = asked.contact_state is ContactState.AWAITS_CODE
    asked.contact_state = ContactState.CONFIRMED
    moving.keep(session, [deed(asked, "confirm_contact", by=by, at=at, note=note)])
    lines = [line for line in asked.lines if lifecycle.is_possible(line, Action.LAPSE)]
    held = in_line.hold(session, [line.resource for line in lines])
    serve(session, held, at=at)
    lines = [line for line in lines if lifecycle.is_pending(line)]
    lost = [line for line in lines if not _hold_or_send_back(session, asked, line, at=at)]
    tell.waiting(session, asked, [line for line in asked.lines if lifecycle.is_in_line(line)], at=at)
    kept = [line for line in lines if line not in lost and lifecycle.is_pending(line)]
    if kept:
        tell.asker(session, asked, kept, "received", at=at)
        if was_code:
            tell.secretariat(session, asked, kept, "received_secretariat", at=at)
        done = Act(session, asked, at)
        done.begin(kept, today=today)
        done.write()
    if lost:
        tell.asker(session, asked, lost, "sent_back", at=at)
    return lost


def _hold_or_send_back(session: Session, asked: ShareRequest, line: RequestLine, *, at: datetime) -> bool:
    try:
        keep_time(session, line)
    except LineTaken:
        if line.waits:
            stand(session, line, by=BY_ITSELF, at=at)
            return True
        moving.keep(session, [moving.give_back(line, by=BY_ITSELF, at=at)])
        return False
    line.holds_until = at + timedelta(days=known_network(session).hold_days)
    asked.changed_at = at
    return True


def _contact_state(asked: ShareRequest, by: Viewer, *, wants_call: bool) -> ContactState:
    if by.is_signed_in:
        return ContactState.CONFIRMED
    return ContactState.AWAITS_CODE if asked.email and not wants_call else ContactState.AWAITS_CALL


def _belongs_to(asked: ShareRequest, by: Viewer) -> None:
    """Whose request it is: the person's, and their group's or facility's; of several facilities the one they named."""
    asked.requester_id, asked.group_id = by.user_id, by.group_id
    if basket.lacks_facility(asked, by):
        raise basket.FacilityMissing
    if len(by.facility_ids) <= 1:
        asked.facility_id = min(by.facility_ids, default=None)


def _receive(
    session: Session,
    asked: ShareRequest,
    *,
    by: Viewer,
    at: datetime,
    today: date,
    contact: ContactState,
    override: str = "",
    on_behalf: OnBehalf = DIRECTLY,
) -> Act:
    """What is to be written; whoever comes too late hears it before that. What has to wait is written already."""
    if not asked.lines:
        raise NothingAsked
    held = in_line.hold_for(session, asked)
    kept = in_line.look(session, held, [(line.resource, filling.draft_of(line)) for line in asked.lines], at=at)
    waiting = _judge(session, asked, kept, at=at, today=today, override=override)
    board, year = known_network(session), dates.fiscal_year(today)
    serial = _next_serial(session, year)
    asked.fiscal_year, asked.serial, asked.number = year, serial, number(year, serial)
    asked.submitted_at, asked.changed_at, asked.basket_hash, asked.contact_state = at, at, None, contact
    session.add(asked)
    done = Act(session, asked, at, kept)
    done.deeds.append(deed(asked, "submit", by=by, at=at, on_behalf=on_behalf, note=override))
    for line in asked.lines:
        order = _order_of(line, asked, board)
        done.deeds.append(moving.submit(line, order, by=by, at=at, channel=on_behalf.channel))
        line.holds_until = at + timedelta(days=board.hold_days)
    if waiting:
        done.write()
        for line in waiting:
            stand(session, line, by=by, at=at)
    if contact is ContactState.CONFIRMED:
        tell.waiting(session, asked, waiting, at=at)
        under_way = [line for line in asked.lines if line not in waiting]  # what waits has had a letter of its own
        done.tell(Reader.ASKER, "received", under_way)
        done.hold([line for line in under_way if lifecycle.next_by_itself(line) is None])
        done.begin(under_way, today=today)  # what goes on by itself takes its time in that step
    return done


def _judge(
    session: Session,
    asked: ShareRequest,
    kept: Books | None,
    *,
    at: datetime,
    today: date,
    override: str,
) -> list[RequestLine]:
    """Refuse what cannot be had or asked for. Those lines are returned that have to wait, and are willing to."""
    if not override:
        calendar.learn_rules(session, [line.resource for line in asked.lines if line.resource.has_slots])
    days: dict[int, list[date]] = {}
    waiting = []
    for line in asked.lines:
        also_on, draft = days.setdefault(line.resource_id, []), filling.draft_of(line)
        if not override:
            basket.require_possible(
                session, line.resource, draft, at=at, today=today, asker=asker_of(asked),
                also_on=also_on, kept=kept,
            )  # fmt: skip
        else:
            basket.require_stock(line.resource, draft)
        if kept is None or draft.slot is None:
            continue
        free = wished.first_free(kept, line.resource, draft)
        slot = free or draft.slot  # if none of the wishes is free, the first one says so
        line.starts_at, line.ends_at = slot.start, slot.end
        also_on.append(clock.day_of(slot.start))
        if line.waits and free is None:
            waiting.append(line)
        else:
            _require_free(kept, line)
    if kept is not None:
        _require_apart(kept, [line for line in asked.lines if line not in waiting])
    return waiting


def _require_apart(kept: Books, lines: Sequence[RequestLine]) -> None:
    """Nobody else is in the way of lines that take what each other needs."""
    timed = [(line, slot) for line in lines if (slot := lifecycle.slot_of(line)) is not None]
    if found := wished.clash(kept, [(line.resource, slot, line.units) for line, slot in timed]):
        line, other = (timed[number][0] for number in found)
        raise LinesOverlap(line, other)


def _require_free(kept: Books, line: RequestLine) -> None:
    slot = lifecycle.slot_of(line)
    if slot is None:
        return
    try:
        calendar.require_free(kept, line.resource, slot, units=line.units)
    except calendar.SlotTaken as taken:
        raise LineTaken(line, taken) from taken


def _order_of(line: RequestLine, asked: ShareRequest, board: Network) -> ConsentOrder:
    """The order that applies to this line: the resource's own or the network's; trust is settled now."""
    order = line.resource.consent_order or board.consent_order
    if order is ConsentOrder.AUTOMATIC_IF_TRUSTED and not (asked.group and asked.group.is_trusted):
        return ConsentOrder.SECRETARIAT_RECEIVES
    return order


def _next_serial(session: Session, fiscal_year: int) -> int:
    """The next number of the 年度. One statement on both databases: the row stays locked until the commit."""
    return int(
        session.execute(
            sql(
                "INSERT INTO number_series (fiscal_year, last) VALUES (:fiscal_year, 1) "
                "ON CONFLICT (fiscal_year) DO UPDATE SET last = number_series.last + 1 RETURNING last"
            ),
            {"fiscal_year": fiscal_year},
        ).scalar_one()
    )
