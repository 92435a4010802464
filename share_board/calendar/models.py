"""The nouns of when. `Occupancy` is the only table that decides whether something is free."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from share_board.calendar.asking import Shift
from share_board.calendar.repetition import Every
from share_board.database import Addressed, Base, one_of
from share_board.members.models import Facility, User
from share_board.resources.models import Resource

HOLIDAY = 7  # stands beside the weekdays 0 (Monday) to 6 (Sunday)
EVERY_WEEK, LAST_WEEK = 0, 6  # stand beside the weeks 1 to 5 of a month
YEAR_END_FROM, YEAR_END_UNTIL = 12_29, 1_03  # months and days, as seasons are written
NO_YEAR_END, NO_DAY = 13_00, 0  # none of the days of December, none of those of January


class HoursColumns:
    """One row of hours: from minute to minute of the day. See hours.py for what goes before what.

    A row is of a weekday (or of holidays, 7), of the nth weekday of each month (`week`), or of one date (`day`; its
    `weekday` is that of the date). `band` names the stretch (午前, 午後 …): a resource whose rules have names is taken
    by whole bands. Seasons are written as month and day (1123 for 23 November), for they return every year; both ends
    belong to them, and they may cross the year's end. Empty hours (0 to 0) say that it is closed then; with `is_moved`
    a holiday stays open and the next day that is none is closed instead (祝日なら翌日休み).
    """

    weekday: Mapped[int]
    from_minute: Mapped[int]
    until_minute: Mapped[int]
    band: Mapped[str] = mapped_column(String(20), default="")
    season_from: Mapped[int | None]
    season_until: Mapped[int | None]
    week: Mapped[int | None]
    is_moved: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    day: Mapped[date | None]


class OpeningRule(HoursColumns, Base):
    """利用できる時間: when a resource is open."""

    __tablename__ = "opening_rule"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 7", name="weekday"),
        CheckConstraint(
            "0 <= from_minute AND from_minute < until_minute AND until_minute <= 1440"
            " OR (weekday = 7 OR week IS NOT NULL OR day IS NOT NULL) AND from_minute = 0 AND until_minute = 0",
            name="minutes",
        ),
        CheckConstraint("(season_from IS NULL) = (season_until IS NULL)", name="season_whole"),
        CheckConstraint(
            "season_from BETWEEN 101 AND 1231 AND season_until BETWEEN 101 AND 1231", name="season_of_year"
        ),
        CheckConstraint("week IS NULL OR week BETWEEN 0 AND 6 AND weekday < 7 AND day IS NULL", name="week"),
        CheckConstraint("day IS NULL OR weekday < 7 AND season_from IS NULL", name="day"),
        CheckConstraint("NOT is_moved OR week IS NOT NULL AND until_minute = 0", name="is_moved"),
    )

    resource_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("resource.id"), index=True)


class Timetable(Base):
    """The hours that several resources have in common, so that a search looks at each timetable once (timetables.py).

    It never changes. `Resource.timetable_id` names it; the database takes that away from a resource as soon as one of
    its rows changes, and until somebody shares its hours again the search reads the resource's own rows.
    """

    __tablename__ = "timetable"

    key: Mapped[str] = mapped_column(String(64), unique=True)
    year_end_from: Mapped[int]
    year_end_until: Mapped[int]


class TimetableRow(HoursColumns, Base):
    """One row of a timetable."""

    __tablename__ = "timetable_row"

    timetable_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("timetable.id", ondelete="CASCADE"), index=True)


class ResourceRules(Base):
    """利用のきまり of one resource, beyond its hours; a resource without a row has none of its own.

    Of how late and how early one may ask, the plain numbers stand on the resource (`deadline_days`, `horizon_months`)
    and else on the network. Here is how they are counted, and what stands in place of them where the resource names no
    number: the deadline on `closes_on_day` of the month `closes_months` before, the beginning `opens_days` days before.
    `first_for` are the groups that may ask earlier (`asking.Priority`), from the day that the other `first_` columns
    say. Lengths are of one use.
    """

    __tablename__ = "resource_rules"
    __table_args__ = (
        CheckConstraint(
            "(closes_months IS NULL) = (closes_on_day IS NULL) AND closes_months BETWEEN 0 AND 12"
            " AND closes_on_day BETWEEN 1 AND 31",
            name="closes",
        ),
        CheckConstraint("opens_on_day BETWEEN 1 AND 31 AND opens_days BETWEEN 0 AND 999", name="opens"),
        CheckConstraint(
            "(first_for = 0) = (first_months IS NULL AND first_days IS NULL)"
            " AND (first_months IS NULL OR first_days IS NULL)"
            " AND (first_on_day IS NULL OR first_months IS NOT NULL)"
            " AND first_months BETWEEN 0 AND 36 AND first_days BETWEEN 0 AND 999 AND first_on_day BETWEEN 1 AND 31",
            name="first",
        ),
        CheckConstraint("shortest_minutes >= 1 AND longest_minutes >= coalesce(shortest_minutes, 1)", name="lengths"),
        CheckConstraint("uses_a_year >= 1", name="uses_a_year"),
        CheckConstraint(
            "(year_end_from BETWEEN 1201 AND 1231 OR year_end_from = 1300)"
            " AND (year_end_until BETWEEN 101 AND 131 OR year_end_until = 0)",
            name="year_end",
        ),
    )

    resource_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("resource.id"), unique=True)
    are_working_days: Mapped[bool] = mapped_column(default=False)
    closes_months: Mapped[int | None]
    closes_on_day: Mapped[int | None]
    closes_shift: Mapped[Shift] = mapped_column(one_of(Shift, name="closes_shift"), default=Shift.STAYS)
    opens_on_day: Mapped[int | None]
    opens_days: Mapped[int | None]
    opens_shift: Mapped[Shift] = mapped_column(one_of(Shift, name="opens_shift"), default=Shift.STAYS)
    first_for: Mapped[int] = mapped_column(default=0)
    first_months: Mapped[int | None]
    first_on_day: Mapped[int | None]
    first_days: Mapped[int | None]
    shortest_minutes: Mapped[int | None]
    longest_minutes: Mapped[int | None]
    uses_a_year: Mapped[int | None]
    year_end_from: Mapped[int] = mapped_column(default=YEAR_END_FROM)
    year_end_until: Mapped[int] = mapped_column(default=YEAR_END_UNTIL)


class ClosureReason(StrEnum):
    """休みの理由: why a facility cannot lend."""

    OWN_EVENT = "own_event"
    INFECTION = "infection"
    WORKS = "works"
    REPAIR = "repair"
    HOLIDAY = "holiday"
    OTHER = "other"


class Closure(Addressed, Base):
    """休み: a facility (or one resource of it) is not to be had; or only some `units` of it, None being everything.

    When that is, its `times` say; `starts_at` and `ends_at` are the beginning of the first and the end of the last of
    them as they were when it was last changed, and `ends_at` None is until further notice. The rule of one that returns
    (`every`, `interval`, `skips_holidays`) is kept for display. `calendar_name` is that of a calendar of the facility
    from which the times come: a newer file of it takes their place.
    """

    __tablename__ = "closure"
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name="ends_after_start"),
        CheckConstraint("units IS NULL OR units >= 1 AND resource_id IS NOT NULL", name="units"),
    )

    facility_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("facility.id"), index=True)
    resource_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("resource.id"), index=True)
    units: Mapped[int | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    every: Mapped[Every | None] = mapped_column(one_of(Every, name="closure_every"))
    interval: Mapped[int] = mapped_column(default=1, server_default="1")
    skips_holidays: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    reason: Mapped[ClosureReason] = mapped_column(one_of(ClosureReason))
    note: Mapped[str] = mapped_column(String(200), default="")
    calendar_name: Mapped[str | None] = mapped_column(String(80))
    made_by_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    facility: Mapped[Facility] = relationship()
    resource: Mapped[Resource | None] = relationship()
    made_by: Mapped[User | None] = relationship()
    times: Mapped[list["ClosureTime"]] = relationship(
        back_populates="closure", order_by="ClosureTime.starts_at", cascade="all, delete-orphan", passive_deletes=True
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_one_stretch(self) -> bool:
        """Neither does it return, nor does it come from a calendar."""
        return self.every is None and self.calendar_name is None


class ClosureTime(Base):
    """One stretch of a closure; `FOREVER` ends what lasts until further notice.

    Each resource that is closed has an `Occupancy` for it, also one that the facility posts later (see the triggers).
    `note` says what it is to the people of the house, and to nobody else.
    """

    __tablename__ = "closure_time"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        UniqueConstraint("closure_id", "starts_at", "ends_at", name="uq_closure_time_stretch"),
        Index("ix_closure_time_ends_at", "ends_at"),
    )

    closure_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("closure.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(80), default="")

    closure: Mapped[Closure] = relationship(back_populates="times")


class PartKind(StrEnum):
    """How a resource and its part belong together: for the words only, time is taken alike."""

    MADE_OF = "made_of"
    HOLDS = "holds"
    NEEDS = "needs"
    LECTURER = "lecturer"


class ResourcePart(Base):
    """いっしょに使うもの: one use of the whole takes `units` of the part as well, for each unit of the whole.

    Both are of one facility and neither is a product; a part has no parts of its own (the database refuses it). Hours
    and rules of a part do not bind the whole, what takes or closes the part does. A whole keeps its own time for
    preparing and clearing away, for its parts too. `words` stand for a part that is not on the board (運転手つき).
    """

    __tablename__ = "resource_part"
    __table_args__ = (
        CheckConstraint("units >= 1", name="units_positive"),
        CheckConstraint("whole_id <> part_id", name="of_another"),
        UniqueConstraint("whole_id", "part_id"),
    )

    whole_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("resource.id"))
    part_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("resource.id"), index=True)
    units: Mapped[int] = mapped_column(default=1)
    kind: Mapped[PartKind] = mapped_column(one_of(PartKind), default=PartKind.MADE_OF)
    words: Mapped[str] = mapped_column(String(40), default="")

    whole: Mapped[Resource] = relationship(foreign_keys=whole_id)
    part: Mapped[Resource] = relationship(foreign_keys=part_id)


LONG_DAYS = 7
IS_LONG_SQLITE = f"julianday(ends_at) - julianday(starts_at) > {LONG_DAYS}"
IS_LONG_POSTGRESQL = f"ends_at - starts_at > interval '{LONG_DAYS} days'"


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
        # The search goes from the time to the resources: what is short by its beginning, what is long by its end.
        Index("ix_occupancy_time", "starts_at", "ends_at", "resource_id", "units"),
        Index(
            "ix_occupancy_long", "ends_at", "starts_at", "resource_id", "units",
            sqlite_where=text(IS_LONG_SQLITE), postgresql_where=text(IS_LONG_POSTGRESQL),
        ),
    )  # fmt: skip

    resource_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("resource.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    units: Mapped[int] = mapped_column(default=1)
    # What the line asks for, where that is something else of which this resource is a part.
    whole_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("resource.id"))
    # Kept by PostgreSQL for its exclusion constraint: whether the resource has one unit only.
    is_sole: Mapped[bool] = mapped_column(default=False)
    firmness: Mapped[Firmness] = mapped_column(one_of(Firmness))
    line_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("request_line.id", ondelete="CASCADE"), index=True
    )
    closure_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("closure.id", ondelete="CASCADE"), index=True)

    resource: Mapped[Resource] = relationship(foreign_keys=resource_id)
    whole: Mapped[Resource | None] = relationship(foreign_keys=whole_id)
    closure: Mapped[Closure | None] = relationship()

    @property
    def asked_for(self) -> Resource:
        """What the line asks for: the resource itself, or what it is a part of."""
        return self.whole or self.resource
