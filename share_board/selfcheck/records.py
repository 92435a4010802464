"""The numbers of the requests, and what is told of each: nothing missing, nothing twice."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from share_board import dates
from share_board.i18n import gettext as _
from share_board.requests.models import HistoryEntry, NumberSeries, RequestLine, ShareRequest
from share_board.requests.numbers import number
from share_board.selfcheck.promises import NAMED, name


def misnumbered(session: Session) -> Iterator[str]:
    """Numbers that are missing, given twice or written wrongly, and counters that would give one a second time."""
    counters = session.execute(select(NumberSeries.fiscal_year, NumberSeries.last))
    counted = {row.fiscal_year: row.last for row in counters}
    given = session.execute(
        select(ShareRequest.fiscal_year, ShareRequest.serial, ShareRequest.number)
        .where(ShareRequest.submitted_at.is_not(None))
        .order_by(ShareRequest.fiscal_year, ShareRequest.serial)
        .execution_options(yield_per=10_000)
    )
    for fiscal_year, rows in groupby(given, key=lambda row: row[0]):
        last = 0
        for _year, serial, written in rows:
            if fiscal_year is None or serial is None or written != number(fiscal_year, serial):
                yield _("%(number)s: this number does not fit its place in the year.", number=written)
            if fiscal_year is None or serial is None:
                continue
            if serial == last:
                yield _("%(number)s: this number was given twice.", number=number(fiscal_year, serial))
            elif serial > last + 1:
                missing = number(fiscal_year, last + 1)
                yield _("%(number)s: from this number on, %(num)d are missing.", number=missing, num=serial - last - 1)
            last = serial
        if fiscal_year is not None and counted.get(fiscal_year, 0) != last:
            yield _(
                "%(year)s: the last number given is %(last)d, but the counter says %(counted)d.",
                year=dates.fiscal_label(fiscal_year), last=last, counted=counted.get(fiscal_year, 0),
            )  # fmt: skip


def untold(session: Session) -> Iterator[str]:
    """Submitted requests of which nothing is told; lines without a history, or whose history ends somewhere else."""
    has_entries = exists().where(HistoryEntry.request_id == ShareRequest.id).correlate(ShareRequest)
    silent = select(ShareRequest.number).where(ShareRequest.submitted_at.is_not(None), ~has_entries)
    for silent_number in session.scalars(silent.order_by(ShareRequest.id)):
        yield _("%(number)s: nothing is told of this request.", number=silent_number)
    last = (
        select(HistoryEntry.line_id, func.max(HistoryEntry.id).label("id"))
        .where(HistoryEntry.to_status.is_not(None))
        .group_by(HistoryEntry.line_id)
        .subquery()
    )
    told = (
        select(RequestLine, HistoryEntry.to_status)
        .join(RequestLine.request)
        .outerjoin(last, last.c.line_id == RequestLine.id)
        .outerjoin(HistoryEntry, HistoryEntry.id == last.c.id)
        .where(
            ShareRequest.submitted_at.is_not(None),
            has_entries,
            or_(HistoryEntry.to_status.is_(None), HistoryEntry.to_status != RequestLine.status),
        )
        .options(*NAMED)
        .order_by(RequestLine.id)
    )
    for line, to_status in session.execute(told):
        if to_status is None:
            yield _("%(line)s: its history is missing.", line=name(line))
        else:
            yield _("%(line)s: its history does not end where it stands now.", line=name(line))
