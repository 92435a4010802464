"""The verbs of asking, answering and deciding. Each is one act with its history and its letters; a door commits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from share_board import clock, dates
from share_board.calendar import actions as calendar
from share_board.calendar.queries import free as free_units_of
from share_board.calendar.slots import Slot
from share_board.doors import Viewer
from share_board.errors import NotNow, Stale, permit
from share_board.members.models import ConsentOrder, Group, Network
from share_board.requests import basket, lifecycle, policy, tell
from share_board.requests.drafts import LineDraft, OccasionDraft
from share_board.requests.lifecycle import Action, Reader
from share_board.requests.models import (
    Channel,
    ContactState,
    HistoryEntry,
    RequestLine,
    ShareRequest,
)
from share_board.requests.numbers import number
from share_board.resources.models import Resource

Letters = dict[tuple[Reader, str], list[RequestLine]]

BY_ITSELF = Viewer(role="board")


class NothingAsked(NotNow):
    """A request without a line says nothing."""


class LineTaken(NotNow):
    """A line cannot be held: `free` units are left in its time."""

    def __init__(self, line: RequestLine, free: int) -> None:
        super().__init__(line.resource.title, free)
        self.line, self.free = line, free


@dataclass(frozen=True)
class OnBehalf:
    """Whose word the secretariat enters, and how it came: 代理入力."""

    of: str = ""
    channel: Channel = Channel.WEB


DIRECTLY = OnBehalf()


# ---- submitting ----------------------------------------------------------------------------------------------------


def submit(
    session: Session, asked: ShareRequest, *, by: Viewer, at: datetime, today: date, wants_call: bool = False
) -> None:
    """Turn a basket into a received request: give it its number, hold its times, tell the people.

    A request of somebody without an account holds nothing until the mail code comes back or the secretariat has
    called. Raises NothingAsked, LineTaken, or what a line may be refused for; then nothing has changed.
    """
    permit(policy.may_ask(by))
    contact = _contact_state(asked, by, wants_call=wants_call)
    _belongs_to(asked, by)
    _receive(session, asked, by=by, at=at, today=today, contact=contact)
    if contact is ContactState.CONFIRMED:
        tell.asker(session, asked, asked.lines, "received", at=at)
        _start(session, asked, asked.lines, at=at, today=today)
    elif contact is ContactState.AWAITS_CALL:
        tell.asker(session, asked, asked.lines, "awaits_call", at=at)
    if contact is not ContactState.AWAITS_CODE:
        tell.secretariat(session, asked, asked.lines, "received_secretariat", at=at)


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
) -> ShareRequest:
    """代理入力: the secretariat enters what somebody asks by phone, FAX or at the counter.

    `override` is the reason for which opening rules are set aside; whether it is free never is.
    """
    permit(policy.may_enter(by))
    asked = ShareRequest(created_at=at, changed_at=at, channel=channel, entered_by_id=by.user_id)
    asked.group = group
    session.add(asked)
    basket.describe(asked, occasion, at=at)
    for position, (resource, draft) in enumerate(lines, start=1):
        line = RequestLine(resource=resource, position=position, status_at=at)
        asked.lines.append(line)
        basket.fill(line, draft)
    session.flush()
    _receive(
        session, asked, by=by, at=at, today=today, contact=ContactState.CONFIRMED, override=override,
        on_behalf=OnBehalf(occasion.contact_name or occasion.group_name, channel),
    )  # fmt: skip
    tell.asker(session, asked, asked.lines, "received", at=at)
    _start(session, asked, asked.lines, at=at, today=today)
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
    session.add(_entry(asked, "confirm_contact", by=by, at=at, note=note))
    lines = [line for line in asked.lines if lifecycle.is_possible(line, Action.WITHDRAW)]
    calendar.hold(session, [line.resource for line in lines])
    lost = [line for line in lines if not _hold_or_send_back(session, asked, line, at=at)]
    kept = [line for line in lines if line not in lost]
    if kept:
        tell.asker(session, asked, kept, "received", at=at)
        if was_code:
            tell.secretariat(session, asked, kept, "received_secretariat", at=at)
        _start(session, asked, kept, at=at, today=today)
    if lost:
        tell.asker(session, asked, lost, "sent_back", at=at)
    return lost


def _hold_or_send_back(session: Session, asked: ShareRequest, line: RequestLine, *, at: datetime) -> bool:
    try:
        _keep_hold(session, line)
    except LineTaken:
        session.add(lifecycle.give_back(line, by=BY_ITSELF, at=at))
        return False
    line.holds_until = at + timedelta(days=_network(session).hold_days)
    asked.changed_at = at
    return True


def _contact_state(asked: ShareRequest, by: Viewer, *, wants_call: bool) -> ContactState:
    if by.is_signed_in:
        return ContactState.CONFIRMED
    return ContactState.AWAITS_CODE if asked.email and not wants_call else ContactState.AWAITS_CALL


def _belongs_to(asked: ShareRequest, by: Viewer) -> None:
    asked.requester_id = by.user_id
    asked.group_id = by.group_id
    if by.role == "facility":
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
) -> None:
    if not asked.lines:
        raise NothingAsked
    network = _network(session)
    calendar.hold(session, [line.resource for line in asked.lines])
    days: dict[int, list[date]] = {}
    for line in asked.lines:
        also_on = days.setdefault(line.resource_id, [])
        if not override:
            basket.require_possible(
                session, line.resource, basket.draft_of(line), at=at, today=today, asker=basket.asker_of(asked),
                also_on=also_on,
            )  # fmt: skip
        elif line.units > line.resource.stock and line.resource.has_slots:
            raise basket.TooMany(line.resource.stock)
        _take_first_free_wish(session, line)
        if line.starts_at is not None:
            also_on.append(clock.day_of(line.starts_at))
        _require_free(session, line)  # whoever comes too late hears it before anything is written
    asked.fiscal_year = dates.fiscal_year(today)
    asked.serial = _next_serial(session, asked.fiscal_year)
    asked.number = number(asked.fiscal_year, asked.serial)
    asked.submitted_at, asked.changed_at, asked.basket_hash, asked.contact_state = at, at, None, contact
    session.flush()
    session.add(_entry(asked, "submit", by=by, at=at, on_behalf=on_behalf, note=override))
    for line in asked.lines:
        order = _order_of(line, asked, network)
        session.add(lifecycle.submit(line, order, by=by, at=at, channel=on_behalf.channel))
        line.holds_until = at + timedelta(days=network.hold_days)
        if contact is ContactState.CONFIRMED:
            _keep_hold(session, line)


def _take_first_free_wish(session: Session, line: RequestLine) -> None:
    """Of several wishes the first that is still free is asked for; if none is, the first one says so."""
    for wish in line.wishes:
        if free_units_of(session, line.resource, Slot(wish.starts_at, wish.ends_at)) >= line.units:
            line.starts_at, line.ends_at = wish.starts_at, wish.ends_at
            return


def _order_of(line: RequestLine, asked: ShareRequest, network: Network) -> ConsentOrder:
    """The order that applies to this line: the resource's own or the network's; trust is settled now."""
    order = line.resource.consent_order or network.consent_order
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


def _start(
    session: Session,
    asked: ShareRequest,
    lines: Iterable[RequestLine],
    *,
    at: datetime,
    today: date,
) -> None:
    """What the board does by itself as soon as a request is received: ask the facilities, or approve.

    Nothing as long as nobody knows whether the person can be reached: `confirm_contact` starts it then.
    """
    if asked.contact_state is not ContactState.CONFIRMED:
        return
    for action in (Action.ASK, Action.APPROVE):
        ready = [line for line in lines if lifecycle.next_by_itself(line) is action]
        if ready:
            _act(session, asked, ready, action, by=BY_ITSELF, at=at, today=today, note="")


# ---- acting on lines -----------------------------------------------------------------------------------------------


def hold(session: Session, requests: Sequence[ShareRequest]) -> None:
    """Lock what these requests want, and then their own rows: always all at once and in this order, never in a circle.

    Two facilities that answer the same request at the same moment wait for each other; neither answer is lost.
    """
    calendar.hold(session, [line.resource for asked in requests for line in asked.lines])
    for asked in sorted(requests, key=lambda each: each.id):
        session.refresh(asked, ("contact_state", "changed_at", "version"), with_for_update={"key_share": True})


def act(
    session: Session,
    asked: ShareRequest,
    lines: Sequence[RequestLine],
    action: Action,
    *,
    by: Viewer,
    at: datetime,
    today: date,
    note: str = "",
    on_behalf: OnBehalf = DIRECTLY,
    versions: Sequence[int] | None = None,
) -> None:
    """Do one thing to some lines of one request.

    `versions` are the lines' versions the person saw; if a line has changed since, Stale. Raises NotPermitted,
    WrongStatus, ReasonMissing, LineTaken; then the caller rolls back and nothing has changed.
    """
    hold(session, [asked])
    for line in lines:
        session.refresh(line)  # a colleague may have been faster
    if versions is not None and [line.version for line in lines] != list(versions):
        raise Stale
    if action is Action.ASK and asked.contact_state is not ContactState.CONFIRMED:
        confirm_contact(session, asked, by=by, at=at, today=today)
        lines = [line for line in lines if lifecycle.is_possible(line, action)]
        if not lines:
            return
    _act(session, asked, lines, action, by=by, at=at, today=today, note=note, on_behalf=on_behalf)
    if action is Action.REOPEN:
        _start(session, asked, lines, at=at, today=today)


def change(
    session: Session,
    line: RequestLine,
    draft: LineDraft,
    *,
    by: Viewer,
    at: datetime,
    today: date,
    note: str = "",
    on_behalf: OnBehalf = DIRECTLY,
) -> None:
    """Another time, number or answer before the decision; the line is received anew and its new time is held."""
    asked = line.request
    calendar.hold(session, [line.resource])
    session.refresh(line)
    told = _letters([line], Action.CHANGE)
    session.add(
        lifecycle.advance(
            line, Action.CHANGE, by=by, at=at, note=note, on_behalf_of=on_behalf.of, channel=on_behalf.channel
        )
    )
    if not policy.is_secretariat(by):
        known = replace(basket.asker_of(asked), group_id=None)  # this line is one of the uses that are counted
        basket.require_possible(session, line.resource, draft, at=at, today=today, asker=known)
    calendar.release(session, line.id)
    line.wishes.clear()
    session.flush()
    basket.fill(line, draft)
    line.facility_note = line.reason = ""
    if asked.contact_state is ContactState.CONFIRMED:
        _keep_hold(session, line)
        line.holds_until = at + timedelta(days=_network(session).hold_days)
    _tell(session, asked, told, at=at)
    _start(session, asked, [line], at=at, today=today)


def redescribe(session: Session, asked: ShareRequest, draft: OccasionDraft, *, by: Viewer, at: datetime) -> None:
    """Another contact, occasion or number of people; the history keeps that it was changed, and by whom."""
    permit(policy.may_change(by, asked))
    basket.describe(asked, draft, at=at)
    session.add(_entry(asked, "describe", by=by, at=at))


def take_note(session: Session, asked: ShareRequest, note: str, *, by: Viewer, at: datetime) -> None:
    """The secretariat's own note; no one else reads it."""
    permit(policy.is_secretariat(by))
    asked.internal_note, asked.changed_at = note, at
    session.add(_entry(asked, "take_note", by=by, at=at))


def _act(
    session: Session,
    asked: ShareRequest,
    lines: Sequence[RequestLine],
    action: Action,
    *,
    by: Viewer,
    at: datetime,
    today: date,
    note: str,
    on_behalf: OnBehalf = DIRECTLY,
) -> None:
    network, told = _network(session), _letters(lines, action)
    for line in lines:
        session.add(
            lifecycle.advance(
                line, action, by=by, at=at, note=note, on_behalf_of=on_behalf.of, channel=on_behalf.channel
            )
        )
        if action is Action.CONSENT:
            line.facility_note = note
        if action is Action.ASK:
            line.answer_due_on = dates.add_working_days(today, network.answer_days)
            line.reminded_at = None
        line.holds_until = at + timedelta(days=network.hold_days)  # whoever is next has the whole time
        _keep_hold(session, line)
    asked.changed_at = at
    session.flush()
    _tell(session, asked, told, at=at)


def _keep_hold(session: Session, line: RequestLine) -> None:
    """Make the calendar say what the line's status means: held, firm, or free. Raises LineTaken."""
    slot = lifecycle.slot_of(line)
    firmness = lifecycle.firmness(line)
    if slot is None or firmness == "as it was":
        return
    if firmness is None:
        calendar.release(session, line.id)
        return
    try:
        calendar.occupy(session, line.resource, slot, units=line.units, line_id=line.id, firmness=firmness)
    except calendar.SlotTaken as taken:
        raise LineTaken(line, taken.free) from taken


def _require_free(session: Session, line: RequestLine) -> None:
    slot = lifecycle.slot_of(line)
    if slot is not None and (free := free_units_of(session, line.resource, slot)) < line.units:
        raise LineTaken(line, free)


def _letters(lines: Iterable[RequestLine], action: Action) -> Letters:
    """One letter a reader, however many lines it is about; asked before the lines are moved."""
    told: Letters = {}
    for line in lines:
        for letter in lifecycle.letters(line, action):
            told.setdefault(letter, []).append(line)
    return told


def _tell(session: Session, asked: ShareRequest, told: Letters, *, at: datetime) -> None:
    for (reader, template), about in told.items():
        tell.reader(session, reader, asked, about, template, at=at)


def _entry(
    asked: ShareRequest,
    act_name: str,
    *,
    by: Viewer,
    at: datetime,
    note: str = "",
    on_behalf: OnBehalf = DIRECTLY,
) -> HistoryEntry:
    return HistoryEntry(
        request=asked, at=at, act=act_name, by_id=by.user_id, by_role=by.role, by_name=by.name,
        on_behalf_of=on_behalf.of, channel=on_behalf.channel, note=note,
    )  # fmt: skip


def _network(session: Session) -> Network:
    return session.get_one(Network, 1)


# ---- what time does ------------------------------------------------------------------------------------------------


def remind(session: Session, lines: Iterable[RequestLine], *, at: datetime) -> int:
    """Ask facilities once more whose answer is overdue; how many lines."""
    by_request: dict[int, list[RequestLine]] = {}
    for line in lines:
        line.reminded_at = at
        by_request.setdefault(line.request_id, []).append(line)
    for about in by_request.values():
        tell.reader(session, Reader.FACILITY, about[0].request, about, "reminder", at=at)
        session.add(_entry(about[0].request, "remind", by=BY_ITSELF, at=at))
    return sum(map(len, by_request.values()))


def lapse(session: Session, lines: Iterable[RequestLine], *, at: datetime, today: date) -> int:
    """Let go of what nobody decided in time; how many lines."""
    by_request: dict[int, list[RequestLine]] = {}
    for line in lines:
        by_request.setdefault(line.request_id, []).append(line)
    for about in by_request.values():
        act(session, about[0].request, about, Action.LAPSE, by=BY_ITSELF, at=at, today=today)
    return sum(map(len, by_request.values()))
