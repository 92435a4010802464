"""もう一度: everything that was asked for another time is put into the basket once more, and the occasion with it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from share_board.doors import Reach, Viewer
from share_board.errors import Refusal, permit
from share_board.requests import basket, filling, policy
from share_board.requests.drafts import LineDraft, OccasionDraft
from share_board.requests.models import RequestLine, ShareRequest
from share_board.resources import queries as resources
from share_board.resources.models import Resource


def ask_again(
    session: Session, held: ShareRequest, earlier: ShareRequest, *, by: Viewer, at: datetime, today: date
) -> Sequence[str]:
    """Put all things of `earlier` into the basket `held`; returned are the names of those that are offered no more.

    A day that will not do any more is left empty. What lies in the basket already is not put a second time, and what
    has been written there stays. Raises NotPermitted, BasketFull.
    """
    permit(policy.may_ask(by) and policy.is_asker(by, earlier))
    basket.hold(session, held)
    there = {line.resource_id for line in held.lines}
    wanted = [line for line in earlier.lines if line.resource_id not in there]
    shown = (
        resources.visible(by, Reach.PUBLIC)
        .with_only_columns(Resource.id)
        .where(Resource.id.in_({line.resource_id for line in wanted}))
    )
    seen, missing = set(session.scalars(shown)), []
    for line in wanted:
        draft = _draft_again(session, line, at=at, today=today) if line.resource_id in seen else None
        if draft is None:
            missing.append(line.resource.title)
        else:
            basket.add(session, held, line.resource, draft, at=at)
    if not held.occasion:
        basket.describe(held, _occasion_of(earlier), at=at)
    return list(dict.fromkeys(missing))


def _draft_again(session: Session, line: RequestLine, *, at: datetime, today: date) -> LineDraft | None:
    """The same as then, without its day if that has passed or is too soon; None for what is offered no more."""
    draft = filling.draft_of(line)
    try:
        basket.require_possible(session, line.resource, draft, at=at, today=today)
    except basket.NotOffered:
        return None
    except Refusal:
        return replace(draft, slot=None, deliver_on=None, wishes=())
    return draft


def _occasion_of(earlier: ShareRequest) -> OccasionDraft:
    """Who asked for what; the notes of that time stay with it."""
    return OccasionDraft(
        group_name=earlier.group_name,
        group_kind=earlier.group_kind,
        district_id=earlier.district_id,
        contact_name=earlier.contact_name,
        phone=earlier.phone,
        email=earlier.email,
        call_times=earlier.call_times,
        occasion=earlier.occasion,
        purpose=earlier.purpose,
        people=earlier.people,
        venue=earlier.venue,
    )
