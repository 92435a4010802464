"""The private calendar of a facility, a group or the secretariat's desk: as much as its owner may read on the pages."""

from collections.abc import Container
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from share_board import dates
from share_board.calendar import feed as public
from share_board.calendar import ical
from share_board.calendar.feed import Written
from share_board.calendar.ical import Entry, Standing
from share_board.calendar.models import ClosureTime, Firmness
from share_board.calendar.slots import Slot
from share_board.doors import Viewer
from share_board.i18n import gettext as _
from share_board.members.queries import known_network
from share_board.requests import labels, lifecycle, policy, queries, statuses
from share_board.requests.models import Feed, Proposal, RequestLine, ShareRequest
from share_board.resources.models import Kind, Resource

COMES: Final = frozenset({Kind.LECTURE, Kind.CONSULTATION})  # to whoever asks; everything else is fetched or visited


def of(session: Session, feed: Feed, *, today: date, base_url: str) -> Written:
    """The calendar that the feed's owner may read, in a fixed number of statements."""
    span, reader = public.span_of(today), policy.reader_of(feed)
    lines = session.scalars(queries.lines_in(feed, span, since=span.start)).unique().all()
    lost = queries.lost(session, lines)
    entries = [entry for line in lines if (entry := _entry(line, reader, base_url, lost)) is not None]
    told_at = None
    if feed.facility_id is not None:
        times = session.scalars(queries.closures_in(feed.facility_id, span)).all()
        entries += [_closed(time, base_url) for time in times]
        told_at = queries.told_at(session, feed.facility_id)
    text = ical.write(_name(session, feed), entries)
    return Written(text, public.newest(today, entries, feed.made_at, told_at))


def _closed(time: ClosureTime, base_url: str) -> Entry:
    closure = time.closure
    title = closure.resource.title if closure.resource else closure.facility.name
    return public.closed(closure, Slot(time.starts_at, time.ends_at), base_url=base_url, name="house", title=title)


def _name(session: Session, feed: Feed) -> str:
    network = known_network(session)
    owner = feed.facility or feed.group
    return _("%(owner)s (%(board)s)", owner=owner.name if owner else network.secretariat_name, board=network.board_name)


def _entry(line: RequestLine, reader: Viewer, base_url: str, lost: Container[int]) -> Entry | None:
    asked, kept = line.request, _kept(line)
    when = lifecycle.slot_of(kept) or kept.deliver_on
    if when is None:
        return None
    return Entry(
        uid=ical.uid(line.public_id, base_url=base_url),
        when=when,
        summary=_summary(line, reader),
        description=_description(line, reader),
        location=_location(asked, kept.resource),
        url=f"{base_url}/requests/{asked.number}" if policy.may_see(reader, asked) else "",
        changed_at=max(line.status_at, asked.changed_at),
        sequence=line.version,
        standing=_standing(line),
        takes_time=kept.deliver_on is None and line.id not in lost,
    )


def _kept(line: RequestLine) -> RequestLine | Proposal:
    """The thing and the time that are kept for the line: what it asks for, or what it has been offered instead."""
    return line.proposal or line


def _standing(line: RequestLine) -> Standing:
    if line.status in statuses.GIVEN_BACK:
        return Standing.CANCELLED
    is_decided = lifecycle.firmness(line) is Firmness.FIRM or line.status in statuses.RUNNING | statuses.ENDED
    return Standing.CONFIRMED if is_decided else Standing.TENTATIVE


def _summary(line: RequestLine, reader: Viewer) -> str:
    """To who asks: the thing and the occasion; to who lends: also who asks. What is not decided says so first."""
    asked, kept = line.request, _kept(line)
    thing = f"{kept.resource.title} × {kept.units}" if kept.units > 1 else kept.resource.title
    if policy.is_asker(reader, asked):
        said = _("%(thing)s, for %(occasion)s", thing=thing, occasion=asked.occasion)
    else:
        said = _("%(thing)s, %(group)s, %(occasion)s", thing=thing, group=asked.group_name, occasion=asked.occasion)
    if _standing(line) is Standing.CONFIRMED:
        return said
    return _("[%(status)s] %(said)s", status=labels.STATUS[line.status], said=said)


def _description(line: RequestLine, reader: Viewer) -> str:
    asked = line.request
    rows = [
        _("Request %(number)s", number=asked.number),
        str(labels.STATUS[line.status]),
    ]
    if line.proposal is not None:
        rows.append(_("Kept until: %(until)s", until=dates.say_moment(line.proposal.until)))
    if asked.people is not None:
        rows.append(_("%(people)s people", people=asked.people))
    if policy.may_see_contact(reader, asked):
        rows.append(_("Contact: %(name)s %(phone)s", name=asked.contact_name, phone=asked.phone))
    return "\n".join(rows)


def _location(asked: ShareRequest, thing: Resource) -> str:
    """Where somebody has to go. An address that is secret is nowhere."""
    if thing.kind in COMES:
        return asked.venue
    facility = thing.facility
    return " ".join(filter(None, (facility.name, facility.shown_address)))
