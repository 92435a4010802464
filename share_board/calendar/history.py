"""What was done to the times of a resource stands in its history."""

from datetime import datetime

from sqlalchemy.orm import Session

from share_board.calendar import queries
from share_board.calendar.closing import ClosureDraft
from share_board.calendar.labels import REASON, say_when
from share_board.calendar.models import Closure
from share_board.calendar.own_calendar import CalendarDraft
from share_board.doors import Viewer
from share_board.i18n import gettext as _
from share_board.resources.actions import remember
from share_board.resources.models import Resource, ResourceAct


def parts_set(session: Session, whole: Resource, *, by: Viewer, at: datetime) -> None:
    titles = [each.part.title for each in queries.parts(session, whole)]
    note = _("Used together: %(titles)s", titles=_(", ").join(titles)) if titles else _("Used by itself")
    remember(session, whole, ResourceAct.REVISE, by=by, at=at, note=note[:200])


def closed(session: Session, draft: ClosureDraft, *, by: Viewer, at: datetime) -> None:
    """Into the history of everything that the closure takes."""
    when, reason = say_when(draft.starts_at, draft.ends_at, draft.again), REASON[draft.reason]
    note = _("Closed: %(when)s (%(reason)s)", when=when, reason=reason)
    for resource in queries.closable(session, draft.facility_id, draft.resource_id):
        remember(session, resource, ResourceAct.OPENING, by=by, at=at, note=note)


def taken_over(session: Session, draft: CalendarDraft, *, by: Viewer, at: datetime) -> None:
    """Without what the times are: whoever reads the history need not know that."""
    note = _("The times of the calendar “%(name)s”", name=draft.name)
    for resource in queries.closable(session, draft.facility_id, draft.resource_id):
        remember(session, resource, ResourceAct.OPENING, by=by, at=at, note=note)


def opened_again(session: Session, closure: Closure, *, by: Viewer, at: datetime) -> None:
    for resource in queries.closable(session, closure.facility_id, closure.resource_id):
        remember(session, resource, ResourceAct.OPENING, by=by, at=at, note=_("What was closed is open again"))
