"""Moving a line: the one place that sets a status, and says for the history who did it, for whom, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from share_board.doors import Viewer
from share_board.errors import NotNow, permit
from share_board.i18n import gettext as _
from share_board.members.models import ConsentOrder
from share_board.requests import lifecycle
from share_board.requests.lifecycle import Action
from share_board.requests.models import Channel, HistoryEntry, RequestLine, ShareRequest, Status


class WrongStatus(NotNow):
    """The line is elsewhere in its life by now."""

    def __init__(self, standing: Status, action: Action) -> None:
        super().__init__(standing, action)
        self.standing, self.action = standing, action


class ReasonMissing(NotNow):
    """This is only done with a reason that people can read later."""


@dataclass(frozen=True)
class Deed:
    """What was done, to be kept in the history, whose columns these are. `line` None: it moved no line."""

    request: ShareRequest
    line: RequestLine | None
    act: str
    by: Viewer
    at: datetime
    note: str = ""
    from_status: Status | None = None
    to_status: Status | None = None
    on_behalf_of: str = ""
    channel: Channel = Channel.WEB


def keep(session: Session, deeds: Iterable[Deed]) -> None:
    """Write them into the history, in this order and with one statement; what they are about is written before."""
    session.flush()
    if rows := [_row(deed) for deed in deeds]:
        session.connection().execute(insert(HistoryEntry), rows)


def _row(deed: Deed) -> dict[str, object]:
    return {
        "request_id": deed.request.id, "line_id": deed.line.id if deed.line else None, "at": deed.at, "act": deed.act,
        "from_status": deed.from_status, "to_status": deed.to_status, "by_id": deed.by.user_id,
        "by_role": deed.by.role, "by_name": deed.by.name, "on_behalf_of": deed.on_behalf_of, "channel": deed.channel,
        "note": deed.note,
    }  # fmt: skip


def advance(
    line: RequestLine,
    action: Action,
    *,
    by: Viewer,
    at: datetime,
    note: str = "",
    on_behalf_of: str = "",
    channel: Channel = Channel.WEB,
) -> Deed:
    """Move the line; the deed, which the caller keeps.

    Raises NotPermitted if `by` may never do this, WrongStatus if nobody can now, ReasonMissing without the `note` that
    says why.
    """
    step = lifecycle.STEPS[action]
    permit(step.permitted(by, line))
    if not lifecycle.is_possible(line, action):
        raise WrongStatus(line.status, action)
    if step.needs_reason and not note.strip():
        raise ReasonMissing
    return _move(
        line,
        action,
        lifecycle.target(line, action),
        by=by,
        at=at,
        note=note,
        on_behalf_of=on_behalf_of,
        channel=channel,
    )


def submit(line: RequestLine, order: ConsentOrder, *, by: Viewer, at: datetime, channel: Channel) -> Deed:
    """A draft becomes a received line; its way is settled now."""
    if line.status is not Status.DRAFT:
        raise WrongStatus(line.status, Action.SUBMIT)
    line.consent_order = order
    return _move(line, Action.SUBMIT, Status.RECEIVED, by=by, at=at, channel=channel)


def wait(line: RequestLine, *, by: Viewer, at: datetime, since: datetime | None = None) -> Deed:
    """The line stands in line for its time, behind those who began to wait before, or where it has stood `since`."""
    line.waits_since = since or at
    return _move(line, Action.WAIT, Status.WAITING, by=by, at=at, channel=Channel.WEB)


def give_back(line: RequestLine, *, by: Viewer, at: datetime) -> Deed:
    """The board gives a line back whose time has been taken while it was not held."""
    why = _("Meanwhile that time has been taken. Please choose another day or time and send it once more.")
    return _move(line, Action.SEND_BACK, Status.SENT_BACK, by=by, at=at, note=why, channel=Channel.WEB)


def _move(
    line: RequestLine,
    action: Action,
    to_status: Status,
    *,
    by: Viewer,
    at: datetime,
    note: str = "",
    on_behalf_of: str = "",
    channel: Channel = Channel.WEB,
) -> Deed:
    done = Deed(
        line.request, line, action, by, at, note, line.status, to_status, on_behalf_of=on_behalf_of, channel=channel
    )
    line.status, line.status_at = to_status, at
    if note and action not in {Action.CONSENT, Action.PROPOSE, Action.ACCEPT}:
        line.reason = note
    return done
