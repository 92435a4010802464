"""The nouns of asking: a request for one occasion, its lines, and what happened to them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from share_board.calendar.repetition import Every, Repetition
from share_board.database import Addressed, Base, one_of
from share_board.members.models import ConsentOrder, District, Facility, Group, GroupKind, User
from share_board.resources.models import Resource


class Status(StrEnum):
    """Where a line is in its life. Only requests/lifecycle.py compares or sets it."""

    DRAFT = "draft"
    RECEIVED = "received"
    ASKED = "asked"
    CONSENTED = "consented"
    APPROVED = "approved"
    IN_USE = "in_use"
    RETURNED = "returned"
    DONE = "done"
    SENT_BACK = "sent_back"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    WAITING = "waiting"
    OFFERED = "offered"


class Channel(StrEnum):
    """受付経路: how it reached the board."""

    WEB = "web"
    PHONE = "phone"
    FAX = "fax"
    COUNTER = "counter"
    MAIL = "mail"
    LINE = "line"
    PAPER = "paper"


class Outcome(StrEnum):
    """What became of a proposal; taken back: the line was moved by something else before it was answered."""

    ACCEPTED = "accepted"
    TURNED_DOWN = "turned_down"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken_back"


class ContactState(StrEnum):
    """Whether somebody has made sure that the person who asks can be reached."""

    CONFIRMED = "confirmed"
    AWAITS_CODE = "awaits_code"
    AWAITS_CALL = "awaits_call"


class ShareRequest(Addressed, Base):
    """申込: one group, one occasion, one contact, one number; holds several lines.

    Until it is submitted it is a basket: `number` is empty, and it belongs to the browser that holds its key
    (`basket_hash`), signed in or not.
    """

    __tablename__ = "share_request"
    __table_args__ = (
        UniqueConstraint("fiscal_year", "serial"),
        UniqueConstraint("basket_hash"),
        CheckConstraint("(number IS NULL) = (submitted_at IS NULL)", name="numbered_when_submitted"),
        Index("ix_share_request_phone_key", "phone_key"),
    )

    number: Mapped[str | None] = mapped_column(String(16), unique=True)
    fiscal_year: Mapped[int | None]
    serial: Mapped[int | None]
    basket_hash: Mapped[str | None] = mapped_column(String(64))
    submit_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]

    group_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("group.id"), index=True)
    facility_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("facility.id"), index=True)
    requester_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"), index=True)
    entered_by_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    channel: Mapped[Channel] = mapped_column(one_of(Channel), default=Channel.WEB)
    contact_state: Mapped[ContactState] = mapped_column(one_of(ContactState), default=ContactState.AWAITS_CALL)

    group_name: Mapped[str] = mapped_column(String(120), default="")
    group_kind: Mapped[GroupKind] = mapped_column(one_of(GroupKind), default=GroupKind.OTHER)
    district_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("district.id"))
    contact_name: Mapped[str] = mapped_column(String(80), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    phone_key: Mapped[str] = mapped_column(String(20), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    call_times: Mapped[str] = mapped_column(String(80), default="")

    occasion: Mapped[str] = mapped_column(String(80), default="")
    purpose: Mapped[str] = mapped_column(Text, default="")
    people: Mapped[int | None]
    venue: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    internal_note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, default=1)

    group: Mapped[Group | None] = relationship()
    facility: Mapped[Facility | None] = relationship()
    requester: Mapped[User | None] = relationship(foreign_keys=requester_id)
    entered_by: Mapped[User | None] = relationship(foreign_keys=entered_by_id)
    district: Mapped[District | None] = relationship()
    lines: Mapped[list["RequestLine"]] = relationship(
        order_by="RequestLine.position", cascade="all, delete-orphan", back_populates="request"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class LineSeries(Base):
    """くりかえし: the rule by which lines of one resource were asked for. Kept to be said; the lines are what counts.

    See calendar/repetition.py for what the columns mean.
    """

    __tablename__ = "line_series"
    __table_args__ = (CheckConstraint("interval >= 1", name="interval_positive"),)

    every: Mapped[Every] = mapped_column(one_of(Every))
    interval: Mapped[int] = mapped_column(default=1)
    first_on: Mapped[date]
    until_on: Mapped[date | None]
    times: Mapped[int | None]
    skips_holidays: Mapped[bool] = mapped_column(default=False)

    @property
    def repetition(self) -> Repetition:
        return Repetition(
            self.every, self.first_on, self.interval, until=self.until_on, times=self.times,
            skips_holidays=self.skips_holidays,
        )  # fmt: skip


class RequestLine(Addressed, Base):
    """明細: one resource in a request. A line is what is answered, approved and used; it carries the status.

    `consent_order` is settled when the request is submitted: a later change of the settings does not turn a line's way.

    Lines that were asked for by one rule (毎月第3土曜) share a `series`; each is decided on its own.

    With `waits` it stands in line (キャンセル待ち) where its time is taken, in the order of `waits_since`, then of ids.

    With a slot: `starts_at` until `ends_at` and `units`. A product: `units` and `deliver_on`. A lecture may carry up
    to three wishes; the slot is then the wish that is being asked for.
    """

    __tablename__ = "request_line"
    __table_args__ = (
        CheckConstraint("starts_at IS NULL OR starts_at < ends_at", name="ends_after_start"),
        CheckConstraint("units >= 1", name="units_positive"),
        Index("ix_request_line_status", "status", "request_id"),
        Index(
            "ix_request_line_in_line",
            "resource_id",
            "waits_since",
            sqlite_where=text("status IN ('offered', 'waiting')"),
            postgresql_where=text("status IN ('offered', 'waiting')"),
        ),
    )

    request_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("share_request.id"), index=True)
    resource_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("resource.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("line_series.id"), index=True)
    position: Mapped[int]
    status: Mapped[Status] = mapped_column(one_of(Status), default=Status.DRAFT)
    status_at: Mapped[datetime]
    consent_order: Mapped[ConsentOrder | None] = mapped_column(one_of(ConsentOrder))
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    deliver_on: Mapped[date | None]
    units: Mapped[int] = mapped_column(default=1)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    facility_note: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    answer_due_on: Mapped[date | None]
    holds_until: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    waits: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    waits_since: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, default=1)

    request: Mapped[ShareRequest] = relationship(back_populates="lines")
    resource: Mapped[Resource] = relationship()
    series: Mapped[LineSeries | None] = relationship(lazy="joined")
    proposal: Mapped["Proposal | None"] = relationship(
        primaryjoin="and_(Proposal.line_id == RequestLine.id, Proposal.ended_at.is_(None))", viewonly=True,
    )  # fmt: skip
    wishes: Mapped[list["LineWish"]] = relationship(
        order_by="LineWish.rank", cascade="all, delete-orphan", back_populates="line"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class LineWish(Base):
    """第1〜第3希望: a time that would suit."""

    __tablename__ = "line_wish"
    __table_args__ = (
        UniqueConstraint("line_id", "rank"),
        CheckConstraint("rank BETWEEN 1 AND 3", name="rank"),
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
    )

    line_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("request_line.id", ondelete="CASCADE"))
    rank: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    line: Mapped[RequestLine] = relationship(back_populates="wishes")


class Proposal(Addressed, Base):
    """ご案内・代わりの案: a thing, time and number offered to one line, and kept for it until it is answered.

    By the board (`made_by_role` says so): time that has fallen free, for whoever was first in line. By the facility or
    the secretariat: another day, thing or number. `has_consent`: the facility has said that it can. `from_status` is
    where the line stood. At most one of a line is open (`ended_at` is empty): the database sees to that.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("starts_at IS NULL OR starts_at < ends_at", name="ends_after_start"),
        CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name="time_whole"),
        CheckConstraint("units >= 1", name="units_positive"),
        CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="ended_somehow"),
        Index(
            "uq_proposal_open", "line_id", unique=True, sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    line_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("request_line.id"), index=True)
    resource_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("resource.id"))
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    deliver_on: Mapped[date | None]
    units: Mapped[int]
    from_status: Mapped[Status] = mapped_column(one_of(Status, name="from_status"))
    has_consent: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    made_by_role: Mapped[str] = mapped_column(String(24))
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome))

    line: Mapped[RequestLine] = relationship()
    resource: Mapped[Resource] = relationship()

    @property
    def is_answered(self) -> bool:
        return self.outcome in {Outcome.ACCEPTED, Outcome.TURNED_DOWN}


class HistoryEntry(Base):
    """経過: who did what, for whom, when, by which channel, why. The database refuses to change or delete it."""

    __tablename__ = "history_entry"

    request_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("share_request.id"), index=True)
    line_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("request_line.id"))
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(String(24))
    from_status: Mapped[Status | None] = mapped_column(one_of(Status, name="from_status"))
    to_status: Mapped[Status | None] = mapped_column(one_of(Status, name="to_status"))
    by_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    by_role: Mapped[str] = mapped_column(String(24), default="")
    by_name: Mapped[str] = mapped_column(String(120), default="")
    on_behalf_of: Mapped[str] = mapped_column(String(120), default="")
    channel: Mapped[Channel] = mapped_column(one_of(Channel), default=Channel.WEB)
    note: Mapped[str] = mapped_column(Text, default="")

    request: Mapped[ShareRequest] = relationship()
    line: Mapped[RequestLine | None] = relationship()
    by: Mapped[User | None] = relationship()


class AnswerLink(Addressed, Base):
    """What a facility is asked by letter: all lines of one request that are its to answer."""

    __tablename__ = "answer_link"

    request_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("share_request.id"), index=True)
    facility_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("facility.id"))
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    request: Mapped[ShareRequest] = relationship()
    facility: Mapped[Facility] = relationship()


class NumberSeries(Base):
    """The last number given in a 年度; the row is locked while the next one is taken: none is given twice."""

    __tablename__ = "number_series"

    fiscal_year: Mapped[int] = mapped_column(unique=True)
    last: Mapped[int] = mapped_column(default=0)


class Feed(Base):
    """カレンダーの住所: who holds its address reads the calendar of a facility, a group or the desk.

    Neither a facility nor a group: the desk. The address is shown once; here is only the hash of what is secret in it.
    """

    __tablename__ = "feed"
    __table_args__ = (
        CheckConstraint("facility_id IS NULL OR group_id IS NULL", name="one_owner"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by_id IS NULL)", name="revoked_by_somebody"),
    )

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    facility_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("facility.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("group.id"), index=True)
    made_by_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
    made_at: Mapped[datetime]
    revoked_by_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    revoked_at: Mapped[datetime | None]

    facility: Mapped[Facility | None] = relationship()
    group: Mapped[Group | None] = relationship()
    made_by: Mapped[User] = relationship(foreign_keys=made_by_id)
