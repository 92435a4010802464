"""Which facts a letter about a request gets, and to whom it goes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from share_board import clock, dates, outbox
from share_board.calendar.labels import say_repetition
from share_board.i18n import gettext as _
from share_board.members.queries import known_network
from share_board.requests import queries
from share_board.requests.labels import status_label, when_wished
from share_board.requests.lifecycle import Reader, is_given_back
from share_board.requests.models import AnswerLink, RequestLine, ShareRequest
from share_board.requests.offers import offer_facts
from share_board.requests.queries.alternatives import Alternative, Alternatives, instead_of, reader_of

LINK_DAYS = 30
MOST_HELPED = 5  # lines for which a letter names what is free; for more there is the page
ASKS_FOR_ANSWER = frozenset({"asked", "reminder"})
SAYS_WHAT_ENDED = frozenset({"turned_down", "not_answered", "expired", "shut", "superseded"})


@dataclass(frozen=True)
class LineFacts:
    """A line as a letter says it; `place` is its place in line, if the letter says so. `is_offered`: it is what was
    offered in place of what the line asks for, and is not answered yet. `changed`: what was before, and is now.
    """

    title: str
    facility: str
    when: str
    units: int
    status: str
    reason: str
    note: str
    phone: str
    place: int = 0
    is_offered: bool = False
    changed: str = ""


@dataclass(frozen=True)
class Instead:
    """What would be free in place of a thing at a time, one line for each."""

    title: str
    when: str
    others: Sequence[str]


def line_facts(line: RequestLine) -> LineFacts:
    return LineFacts(
        title=line.resource.title,
        facility=line.resource.facility.name,
        when=when_wished(line),
        units=line.units,
        status=str(status_label(line.status)),
        reason=line.reason,
        note=line.facility_note,
        phone=line.resource.facility.shown_phone,
    )


def taken_facts(line: RequestLine) -> LineFacts:
    """A line by what is kept for it: what it has been offered and has not answered yet, or else what it asks for."""
    made, said = line.proposal, line_facts(line)
    if made is None:
        return said
    offer = offer_facts(made)
    return replace(
        said, title=offer.title, facility=offer.facility, when=offer.when, units=offer.units,
        phone=made.resource.facility.shown_phone, is_offered=True,
    )  # fmt: skip


def rule(line: RequestLine) -> str:
    """The rule by which the line was asked for, in words; "" for what happens once. Days that were moved away from the
    rule, or taken in place of one of its days, are not called days of it.
    """
    if line.series is None:
        return ""
    repetition = line.series.repetition
    days, said = {*repetition.days()}, say_repetition(repetition)
    others = [each for each in line.request.lines if each.series_id == line.series_id and not is_given_back(each)]
    kept = [clock.day_of(each.starts_at) in days for each in others if each.starts_at]
    if all(kept):
        return said
    return _("%(rule)s (in part on other days)", rule=said) if any(kept) else _("Several times, on these days")


def in_order(lines: Sequence[RequestLine]) -> list[RequestLine]:
    """As people read them: in the order in which they were asked for, and the days of a series one after another."""
    first: dict[int | None, int] = {}
    for line in lines:
        first[line.series_id] = min(line.position, first.get(line.series_id, line.position))
    return sorted(
        lines,
        key=lambda line: (
            (first[line.series_id], line.starts_at.timestamp()) if line.series_id and line.starts_at
            else (line.position, 0.0)
        ),
    )  # fmt: skip


def reader(
    session: Session,
    told: Reader,
    asked: ShareRequest,
    lines: Sequence[RequestLine],
    template: str,
    *,
    at: datetime,
) -> None:
    """Write the letter to whoever is told."""
    {Reader.ASKER: asker, Reader.FACILITY: facilities, Reader.SECRETARIAT: secretariat}[told](
        session, asked, lines, template, at=at
    )


def person_of(asked: ShareRequest) -> outbox.Recipient:
    """The person who asked."""
    return outbox.Recipient(asked.email, f"{asked.group_name} {asked.contact_name}".strip())


def asker(session: Session, asked: ShareRequest, lines: Iterable[RequestLine], template: str, *, at: datetime) -> None:
    """To the person who asked, if there is a mail address; a refusal names what would be free instead."""
    about = list(lines)
    facts = _told(session, asked, about, template)
    if template == "declined" and asked.email:
        found = instead_of(session, about[:MOST_HELPED], reader_of(asked), at=at)
        facts["instead"] = instead(about, found)
    to = person_of(asked)
    outbox.post(session, to=to, template=template, at=at, request_id=asked.id, facts=facts)


def instead(lines: Sequence[RequestLine], found: Mapping[int, Alternatives]) -> list[Instead]:
    """For each line what was not said for one before it: what is free once is not offered for each of several days."""
    said: set[Alternative] = set()
    ways = []
    for line in in_order([line for line in lines if line.id in found]):
        others = [other for other in (*found[line.id].near, *found[line.id].elsewhere) if other not in said]
        said.update(others)
        facts = taken_facts(line)
        ways.append(Instead(facts.title, facts.when, [_other(other) for other in others]))
    return [way for way in ways if way.others]


def _other(one: Alternative) -> str:
    when = dates.say_stretch(one.slot.start, one.slot.end) if one.slot else ""
    return _(
        "%(title)s (%(facility)s) %(when)s", title=one.resource.title, facility=one.resource.facility.name, when=when
    )


def waiting(session: Session, asked: ShareRequest, lines: Sequence[RequestLine], *, at: datetime) -> None:
    """To the person who asked: that these stand in line, each at which place. Nobody is told of nothing."""
    if not lines:
        return
    queues = queries.queues(session, lines)
    said = [replace(line_facts(line), place=place_in_line(line, queues)) for line in in_order(lines)]
    facts = {**facts_of(asked, lines), "lines": said, "hours": known_network(session).offer_hours}
    to = person_of(asked)
    outbox.post(session, to=to, template="waiting", at=at, request_id=asked.id, facts=facts)


def place_in_line(line: RequestLine, queues: Mapping[int, Sequence[RequestLine]]) -> int:
    """1 for who is served first; 0 for who does not stand in line, or not yet, being unknown."""
    ids = [other.id for other in queues.get(line.id, ())]
    return ids.index(line.id) + 1 if line.id in ids else 0


def secretariat(
    session: Session, asked: ShareRequest, lines: Iterable[RequestLine], template: str, *, at: datetime
) -> None:
    """To the secretariat's own address."""
    network = known_network(session)
    to = outbox.Recipient(network.email, network.secretariat_name)
    facts = {**_told(session, asked, lines, template), "is_for_asker": False}
    outbox.post(session, to=to, template=template, at=at, request_id=asked.id, facts=facts)


def facilities(
    session: Session, asked: ShareRequest, lines: Iterable[RequestLine], template: str, *, at: datetime
) -> None:
    """One letter to each facility, about its own lines only."""
    of_facility: dict[int, list[RequestLine]] = defaultdict(list)
    for line in lines:
        of_facility[line.resource.facility_id].append(line)
    for own in of_facility.values():
        facility = own[0].resource.facility
        facts = {**_told(session, asked, own, template), "is_for_asker": False}
        if template in ASKS_FOR_ANSWER:
            link = AnswerLink(
                request_id=asked.id,
                facility_id=facility.id,
                created_at=at,
                ends_at=at + timedelta(days=LINK_DAYS),
            )
            session.add(link)
            session.flush()
            due = min((line.answer_due_on for line in own if line.answer_due_on), default=None)
            facts |= {"answer_public_id": link.public_id, "answer_by": dates.say_day(due) if due else ""}
        to = outbox.Recipient(facility.email, " ".join(filter(None, (facility.name, facility.desk_name))))
        outbox.post(session, to=to, template=template, at=at, request_id=asked.id, facts=facts)


def code(session: Session, asked: ShareRequest, digits: str, *, at: datetime) -> None:
    """The six digits that prove the mail address of a request."""
    to = person_of(asked)
    facts = {**facts_of(asked, asked.lines), "code": digits}
    outbox.post(session, to=to, template="confirm_code", at=at, request_id=asked.id, is_secret=True, facts=facts)


def _told(session: Session, asked: ShareRequest, lines: Iterable[RequestLine], template: str) -> dict[str, object]:
    """The facts, and for a letter that tells how an offer ended what had been offered."""
    about = list(lines)
    facts = facts_of(asked, about)
    if template in SAYS_WHAT_ENDED:
        ended = queries.newest_proposals(session, about)
        facts["offers"] = [offer_facts(ended[line.id]) for line in in_order(about) if line.id in ended]
    if template == "changed":
        changes = queries.newest_changes(session, about)
        facts["lines"] = [replace(line_facts(line), changed=changes.get(line.id, "")) for line in in_order(about)]
    return facts


def facts_of(asked: ShareRequest, lines: Iterable[RequestLine]) -> dict[str, object]:
    """What every letter about these lines of a request may say."""
    about = in_order(list(lines))
    ends = [line.holds_until for line in about if line.holds_until]
    return {
        "number": asked.number,
        "public_id": asked.public_id,
        "occasion": asked.occasion,
        "group_name": asked.group_name,
        "contact_name": asked.contact_name,
        "people": asked.people,
        "lines": [line_facts(line) for line in about],
        "kept_until": dates.say_day(clock.day_of(min(ends))) if ends else "",
        "is_for_asker": True,
        "phone": asked.phone,
        "has_mail": bool(asked.email),
        "offers": [offer_facts(line.proposal) for line in about if line.proposal],
    }
