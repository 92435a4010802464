"""経過: what happened to a request, as whoever looks at it may read it."""

from collections.abc import Sequence

from share_board import dates
from share_board.doors import BOARD, Viewer
from share_board.i18n import gettext as _
from share_board.requests import labels, policy
from share_board.requests.lifecycle import Action
from share_board.requests.models import Channel, HistoryEntry, ShareRequest


def said(asked: ShareRequest, seen: Sequence[HistoryEntry], viewer: Viewer) -> list[dict[str, str]]:
    """The entries that this viewer may read, in words."""
    may_see_contact = policy.may_see_contact(viewer, asked)
    return [
        {
            "at": dates.say_moment(entry.at),
            "who": _who(entry, asked, may_see_contact=may_see_contact),
            "what": str(labels.DONE.get(entry.act, entry.act)),
            "about": entry.line.resource.title if entry.line else "",
            "channel": "" if entry.channel is Channel.WEB else str(labels.CHANNEL[entry.channel]),
            "note": entry.note,
        }
        for entry in seen
        if policy.may_read_entry(viewer, entry)
        and (entry.line_id is None or entry.act != Action.SUBMIT)  # that it was asked is said once
    ]


def who(name: str, role: str, on_behalf_of: str) -> str:
    """Who did it, as the history says it."""
    doer = name or {BOARD: _("The board itself")}.get(role, _("Visitor"))
    return _("%(who)s for %(whom)s", who=doer, whom=on_behalf_of) if on_behalf_of else doer


def _who(entry: HistoryEntry, asked: ShareRequest, *, may_see_contact: bool) -> str:
    """The same; whoever may not see the contact yet reads the name of the group and not that of the person."""
    if may_see_contact:
        return who(entry.by_name, entry.by_role, entry.on_behalf_of)
    return who(
        asked.group_name if entry.by_role in policy.ASKING else entry.by_name,
        entry.by_role,
        asked.group_name if entry.on_behalf_of == asked.contact_name else entry.on_behalf_of,
    )
