"""代替案: the facility or the secretariat offers another day, thing or number, which is kept until it is answered."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar import actions as calendar
from share_board.calendar.models import Firmness
from share_board.doors import Viewer
from share_board.errors import NotNow, Refusal, Stale, permit
from share_board.members.queries import known_network
from share_board.requests import moving, policy
from share_board.requests.actions.in_line import hold, serve
from share_board.requests.actions.offering import open_proposal
from share_board.requests.actions.steps import (
    DIRECTLY,
    Letters,
    OnBehalf,
    deed,
    letters,
    require_allowed,
    send,
)
from share_board.requests.drafts import LineDraft, ProposalDraft
from share_board.requests.lifecycle import Action, Reader, firmness, slot_of
from share_board.requests.models import ContactState, Proposal, RequestLine


class ProposalPast(Refusal):
    """Nobody can use what begins in the past."""


class NothingElse(Refusal):
    """What is proposed is the very thing that is held for the group already."""


class NobodyReached(NotNow):
    """Nothing is kept for a person who may not be reached: their contact is to be confirmed first."""


def propose(
    session: Session,
    line: RequestLine,
    draft: ProposalDraft,
    *,
    by: Viewer,
    at: datetime,
    on_behalf: OnBehalf = DIRECTLY,
    version: int | None = None,
) -> Proposal:
    """Offer something else instead of what the line asks for. Its own time is let go; the new one is kept.

    The rules of the thing hold as for whoever asks, but for a reason that is kept: the secretariat's as when it enters,
    and that of the facility, whose rules they are.

    Raises NotPermitted, Stale, WrongStatus, NobodyReached, ProposalPast, NothingElse, SlotTaken, or what a line may be
    refused for; then the caller rolls back.
    """
    asked, resource = line.request, draft.resource
    held = hold(session, [*(each.resource for each in asked.lines), resource])
    session.refresh(asked, ("contact_state", "changed_at", "version"), with_for_update={"key_share": True})
    session.refresh(line)
    if line.resource_id not in held or (version is not None and line.version != version):
        raise Stale
    permit(policy.is_secretariat(by) or policy.acts_for(by, resource))
    if asked.contact_state is not ContactState.CONFIRMED:
        raise NobodyReached
    if draft.slot is not None and draft.slot.start <= at:
        raise ProposalPast
    if firmness(line) is Firmness.HELD and _is_what_is_held(line, draft):
        raise NothingElse
    wanted = LineDraft(slot=draft.slot, deliver_on=draft.deliver_on, units=draft.units)
    require_allowed(session, asked, resource, wanted, at=at, today=clock.day_of(at), override=draft.override)
    until = at + timedelta(hours=known_network(session).offer_hours)
    made = Proposal(
        resource=resource, units=draft.units, deliver_on=draft.deliver_on, note=draft.note, made_at=at,
        starts_at=draft.slot.start if draft.slot else None, ends_at=draft.slot.end if draft.slot else None,
        until=min(until, draft.slot.start) if draft.slot else until, from_status=line.status,
        made_by_id=by.user_id, made_by_role=by.role,
        has_consent=draft.has_consent or policy.acts_for(by, resource),
    )  # fmt: skip
    told = _told(line, by)
    set_aside = (
        [deed(asked, "set_aside", by=by, at=at, note=draft.override, on_behalf=on_behalf, line=line)]
        if draft.override
        else []
    )
    done = moving.advance(
        line, Action.PROPOSE, by=by, at=at, note=draft.note, on_behalf_of=on_behalf.of, channel=on_behalf.channel
    )
    moving.keep(session, [*set_aside, done])
    calendar.release(session, line.id)
    if draft.slot is not None:
        calendar.occupy(
            session, resource, draft.slot, units=draft.units, line_id=line.id, firmness=Firmness.HELD
        )  # fmt: skip
    open_proposal(session, line, made)
    asked.changed_at = at
    send(session, asked, told, at=at)
    serve(session, held, at=at)
    return made


def _is_what_is_held(line: RequestLine, draft: ProposalDraft) -> bool:
    return (draft.resource, draft.slot, draft.units, draft.deliver_on) == (
        line.resource, slot_of(line), line.units, line.deliver_on,
    )  # fmt: skip


def _told(line: RequestLine, by: Viewer) -> Letters:
    """Whoever proposes need not be told."""
    return {
        (reader, letter): about
        for (reader, letter), about in letters([line], Action.PROPOSE).items()
        if not (reader is Reader.FACILITY and policy.owns(by, line))
    }
