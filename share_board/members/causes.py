"""Whether an invitation that waits in the outbox still opens something."""

from datetime import datetime

from sqlalchemy.orm import Session

from share_board.i18n import gettext as _
from share_board.links import Purpose
from share_board.members import queries
from share_board.outbox import Gone, Letter, linked


def gone(session: Session, letter: Letter, at: datetime) -> Gone | None:
    """A letter with an invitation is sent as long as its link can be used."""
    public_id = linked(letter, Purpose.INVITATION)
    invitation = session.scalar(queries.invitation(public_id)) if public_id else None
    if invitation is None or (invitation.accepted_at is None and at < invitation.ends_at):
        return None
    return Gone(_("The invitation has been used or taken back, or its time is over."))
