"""The nouns of who: network, districts, corporations, facilities, groups, users and their memberships."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from share_board.database import Addressed, Base, one_of


class Field(StrEnum):
    """分野: whom a facility serves."""

    ELDERLY = "elderly"
    DISABILITY = "disability"
    CHILDREN = "children"
    OTHER = "other"


class GroupKind(StrEnum):
    """申込者種別 (domain.md 5.3): the kinds by which a year is counted."""

    NEIGHBOURHOOD = "neighbourhood"
    ELEMENTARY_SCHOOL = "elementary_school"
    JUNIOR_HIGH_SCHOOL = "junior_high_school"
    HIGH_SCHOOL = "high_school"
    SPECIAL_SCHOOL = "special_school"
    PTA = "pta"
    NURSERY = "nursery"
    CHILDRENS_ASSOCIATION = "childrens_association"
    WELFARE_COMMISSIONER = "welfare_commissioner"
    SALON = "salon"
    NPO = "npo"
    MEMBER_FACILITY = "member_facility"
    PUBLIC_BODY = "public_body"
    COMPANY = "company"
    INDIVIDUAL = "individual"
    OTHER = "other"


class Role(StrEnum):
    """What a membership makes of a person."""

    GROUP = "group"
    FACILITY = "facility"
    CORPORATION = "corporation"
    COORDINATOR = "coordinator"
    SECRETARIAT = "secretariat"
    ADMINISTRATOR = "administrator"
    WARD = "ward"


class ConsentOrder(StrEnum):
    """Whose consent a line needs, and in which order. What each means is written in requests/lifecycle.py."""

    SECRETARIAT_RECEIVES = "secretariat_receives"
    FACILITY_FIRST = "facility_first"
    FACILITY_LAST = "facility_last"
    SECRETARIAT_ONLY = "secretariat_only"
    FACILITY_ONLY = "facility_only"
    AUTOMATIC_IF_TRUSTED = "automatic_if_trusted"


class FloodClass(StrEnum):
    """Whether a facility stands in a zone that a river may flood."""

    OUTSIDE = "outside"
    PARTLY = "partly"
    INSIDE = "inside"
    UNKNOWN = "unknown"


class Network(Base):
    """The settings of this installation: one row."""

    __tablename__ = "network"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    board_name: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    secretariat_name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(40))
    phone_hours: Mapped[str] = mapped_column(String(80))
    fax: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    consent_order: Mapped[ConsentOrder] = mapped_column(one_of(ConsentOrder), default=ConsentOrder.SECRETARIAT_RECEIVES)
    deadline_days: Mapped[int] = mapped_column(default=14)
    horizon_months: Mapped[int] = mapped_column(default=3)
    answer_days: Mapped[int] = mapped_column(default=3)
    hold_days: Mapped[int] = mapped_column(default=14)
    offer_hours: Mapped[int] = mapped_column(default=48, server_default=text("48"))

    @property
    def usual(self) -> tuple[int, int]:
        """Days of the deadline, and months of how far ahead one may ask: for all that says nothing of its own."""
        return self.deadline_days, self.horizon_months


district_neighbours = Table(
    "district_neighbour",
    Base.metadata,
    Column("district_id", BigInteger, ForeignKey("district.id"), primary_key=True),
    Column("neighbour_id", BigInteger, ForeignKey("district.id"), primary_key=True),
    sqlite_strict=True,
)


class District(Base):
    """One of the areas of the 地域センター, in the order everybody knows; neighbours are searched next."""

    __tablename__ = "district"

    code: Mapped[str] = mapped_column(String(24), unique=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    kana: Mapped[str] = mapped_column(String(80), default="")
    position: Mapped[int] = mapped_column(default=0)
    neighbours: Mapped[list["District"]] = relationship(
        secondary=district_neighbours,
        primaryjoin=lambda: District.id == district_neighbours.c.district_id,
        secondaryjoin=lambda: District.id == district_neighbours.c.neighbour_id,
    )


class Corporation(Addressed, Base):
    """法人: runs facilities."""

    __tablename__ = "corporation"

    name: Mapped[str] = mapped_column(String(120), unique=True)
    kana: Mapped[str] = mapped_column(String(160), default="")
    facilities: Mapped[list["Facility"]] = relationship(back_populates="corporation")


class Facility(Addressed, Base):
    """施設・事業所: the member unit; it owns resources.

    Where `is_address_secret`, neither address, district nor access may leave the secretariat: not on a page, in JSON,
    in a calendar, a letter or the search. Read `shown_address`, `shown_district` and `shown_phone`, never the columns.
    """

    __tablename__ = "facility"

    corporation_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("corporation.id"), index=True)
    district_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("district.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    kana: Mapped[str] = mapped_column(String(160), default="")
    type_name: Mapped[str] = mapped_column(String(80), default="")
    field: Mapped[Field] = mapped_column(one_of(Field))
    is_address_secret: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str] = mapped_column(String(200), default="")
    access: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    fax: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    desk_name: Mapped[str] = mapped_column(String(80), default="")
    phone_hours: Mapped[str] = mapped_column(String(80), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    flood_class: Mapped[FloodClass] = mapped_column(one_of(FloodClass), default=FloodClass.UNKNOWN)
    left_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(Integer, default=1)

    corporation: Mapped[Corporation] = relationship(back_populates="facilities")
    district: Mapped[District | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def shown_address(self) -> str:
        """The address as anybody may read it; empty where it is secret."""
        return "" if self.is_address_secret else self.address

    @property
    def shown_access(self) -> str:
        return "" if self.is_address_secret else self.access

    @property
    def shown_phone(self) -> str:
        """Empty where the address is secret: a number, too, tells where somebody is. The secretariat answers then."""
        return "" if self.is_address_secret else self.phone

    @property
    def shown_district(self) -> District | None:
        return None if self.is_address_secret else self.district


class Group(Addressed, Base):
    """団体: asks for resources."""

    __tablename__ = "group"

    kind: Mapped[GroupKind] = mapped_column(one_of(GroupKind))
    district_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("district.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    kana: Mapped[str] = mapped_column(String(160), default="")
    representative: Mapped[str] = mapped_column(String(80), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    phone_key: Mapped[str] = mapped_column(String(20), default="", index=True)
    fax: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    is_trusted: Mapped[bool] = mapped_column(default=False)
    left_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(Integer, default=1)

    district: Mapped[District | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class User(Addressed, Base):
    """A person who signs in. What they may do is said by their memberships, never here."""

    __tablename__ = "user"

    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    memberships: Mapped[list["Membership"]] = relationship(back_populates="user", order_by="Membership.id")

    # Flask-Login asks these of a user; the noun answers without knowing Flask.
    is_authenticated = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.id)


class Membership(Base):
    """(person, organisation, role, from, until). `until_on` is the last day; None is open."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint(
            "(role = 'group') = (group_id IS NOT NULL) AND (role = 'facility') = (facility_id IS NOT NULL)"
            " AND (role = 'corporation') = (corporation_id IS NOT NULL)",
            name="organisation_fits_role",
        ),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_start"),
    )

    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"), index=True)
    role: Mapped[Role] = mapped_column(one_of(Role))
    facility_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("facility.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("group.id"), index=True)
    corporation_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("corporation.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    user: Mapped[User] = relationship(back_populates="memberships")
    facility: Mapped[Facility | None] = relationship()
    group: Mapped[Group | None] = relationship()
    corporation: Mapped[Corporation | None] = relationship()

    @property
    def organisation(self) -> Facility | Group | Corporation | None:
        return self.facility or self.group or self.corporation


class AuthSession(Base):
    """One signed-in browser. The cookie holds a random token; here is only its hash."""

    __tablename__ = "auth_session"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"), index=True)
    membership_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("membership.id"))
    device: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()
    membership: Mapped[Membership | None] = relationship()


class CodePurpose(StrEnum):
    """What a six-digit code proves."""

    SIGN_IN = "sign_in"
    REQUEST = "request"


class MailCode(Base):
    """A six-digit code sent by mail: ten minutes, five tries, and only in the browser that asked for it."""

    __tablename__ = "mail_code"
    __table_args__ = (Index("ix_mail_code_email_created_at", "email", "created_at"),)

    purpose: Mapped[CodePurpose] = mapped_column(one_of(CodePurpose))
    email: Mapped[str] = mapped_column(String(254))
    subject_id: Mapped[str] = mapped_column(String(16), default="")
    code_hash: Mapped[str] = mapped_column(String(64))
    browser_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class Invitation(Addressed, Base):
    """An invitation by letter: opening it shows it, one press accepts it, 72 hours."""

    __tablename__ = "invitation"

    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[Role] = mapped_column(one_of(Role))
    facility_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("facility.id"))
    group_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("group.id"))
    corporation_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("corporation.id"))
    until_on: Mapped[date | None]
    invited_by_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"))
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]

    invited_by: Mapped[User] = relationship()
    facility: Mapped[Facility | None] = relationship()
    group: Mapped[Group | None] = relationship()
    corporation: Mapped[Corporation | None] = relationship()


class Attempt(Base):
    """One try at something that is limited: signing in, asking for a code, an inquiry. Survives restarts."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_key_at", "key", "at"),)

    key: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
