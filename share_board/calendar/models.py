"""The nouns of when. `Occupancy` is the only table that decides whether something is free."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from share_board.database import Addressed, Base, one_of
from share_board.members.models import Facility, User
from share_board.resources.models import Resource

HOLIDAY = 7  # stands beside the weekdays 0 (Monday) to 6 (Sunday)


class OpeningRule(Base):
    """利用できる時間: on this weekday (or on holidays, 7) from minute to minute of the day.

    `band` names the stretch (午前, 午後 …): a resource whose rules have names is taken by whole bands. Seasons are
    written as month and day (1123 for 23 November), for they return every year; both ends belong to them, and they may
    cross the year's end. Empty hours (0 to 0) on holidays say that it is closed then. See opening.py.
    """

    __tablename__ = "opening_rule"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 7", name="weekday"),
        CheckConstraint(
            "0 <= from_minute AND from_minute < until_minute AND until_minute <= 1440"
            " OR weekday = 7 AND from_minute = 0 AND until_minute = 0",
            name="minutes",
        ),
        CheckConstraint("(season_from IS NULL) = (season_until IS NULL)", name="season_whole"),
        CheckConstraint(
            "season_from BETWEEN 101 AND 1231 AND season_until BETWEEN 101 AND 1231", name="season_of_year"
        ),
    )

    resource_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("resource.id"), index=True)
    weekday: Mapped[int]
    from_minute: Mapped[int]
    until_minute: Mapped[int]
    band: Mapped[str] = mapped_column(String(20), default="")
    season_from: Mapped[int | None]
    season_until: Mapped[int | None]


class ClosureReason(StrEnum):
    """休みの理由: why a facility cannot lend."""

    OWN_EVENT = "own_event"
    INFECTION = "infection"
    WORKS = "works"
    REPAIR = "repair"
    HOLIDAY = "holiday"
    OTHER = "other"


class Closure(Addressed, Base):
    """休み: a facility (or one resource of it) is not to be had. `ends_at` None is until further notice."""

    __tablename__ = "closure"
    __table_args__ = (CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name="ends_after_start"),)

    facility_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("facility.id"), index=True)
    resource_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("resource.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    reason: Mapped[ClosureReason] = mapped_column(one_of(ClosureReason))
    note: Mapped[str] = mapped_column(String(200), default="")
    made_by_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    made_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    facility: Mapped[Facility] = relationship()
    resource: Mapped[Resource | None] = relationship()
    made_by: Mapped[User | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Firmness(StrEnum):
    """仮押さえ or 決定; a closure is neither."""

    HELD = "held"
    FIRM = "firm"
    CLOSED = "closed"


class Occupancy(Base):
    """予定: from `starts_at` until `ends_at` (half-open, buffers included) `units` of a resource are taken.

    The database refuses a line's occupancy that would take more than the stock (see the first migration); a closure
    may lie over promises, for it is made by people who then look after the requests it touches.
    """

    __tablename__ = "occupancy"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        CheckConstraint("units >= 1", name="units_positive"),
        CheckConstraint(
            "(line_id IS NULL) <> (closure_id IS NULL) AND (firmness = 'closed') = (closure_id IS NOT NULL)",
            name="line_or_closure",
        ),
        Index("ix_occupancy_resource_id_ends_at", "resource_id", "ends_at", "starts_at"),
    )

    resource_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("resource.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    units: Mapped[int] = mapped_column(default=1)
    # Kept by PostgreSQL for its exclusion constraint: whether the resource has one unit only.
    is_sole: Mapped[bool] = mapped_column(default=False)
    firmness: Mapped[Firmness] = mapped_column(one_of(Firmness))
    line_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("request_line.id", ondelete="CASCADE"), index=True
    )
    closure_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("closure.id", ondelete="CASCADE"), index=True)

    resource: Mapped[Resource] = relationship()
    closure: Mapped[Closure | None] = relationship()
