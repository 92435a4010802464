"""The seeded board: an empty database becomes one that a whole region has used for months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from share_board import migrations
from share_board.calendar import timetables
from share_board.database import Base, Database
from share_board.errors import NotNow
from share_board.members import passwords
from share_board.members.models import (
    Corporation,
    District,
    Facility,
    Field,
    Group,
    GroupKind,
    Membership,
    Network,
    Role,
    User,
)
from share_board.requests.models import ShareRequest
from share_board.resources import allergens, word_actions
from share_board.resources.models import Resource
from share_board.seeding import bookings, things
from share_board.seeding.plan import AREAS_PER_CORPORATION, AREAS_PER_DISTRICT, GROUPS, Plan
from share_board.seeding.pouring import Pourer

PASSWORD: Final = "hakaru-machi-2027"  # noqa: S105 - of people who do not exist
SALT: Final = b"of an invented b"  # the same at every run, like everything here


@dataclass(frozen=True)
class SignIn:
    """One person of the board, to be signed in."""

    id: int
    role: Role
    name: str
    email: str


SECRETARY: Final = SignIn(1, Role.SECRETARIAT, "事務局 花子", "jimukyoku@seed.example")
CHAIR: Final = SignIn(2, Role.GROUP, "町会 一郎", "chokai@seed.example")
STAFF: Final = SignIn(3, Role.FACILITY, "施設 職子", "shisetsu@seed.example")


class NotEmpty(NotNow):
    """The database holds a board already."""


def build(database: Database, plan: Plan) -> tuple[SignIn, ...]:
    """Make the whole board in an empty database; the people who can sign in, all with PASSWORD.

    One transaction: all of it or nothing. Raises NotEmpty.
    """
    migrations.upgrade(database)
    with database.writing() as session:
        if _holds_something(session):
            raise NotEmpty
        _settings(session)
        districts = _places(session, plan)
        groups = [_group(plan, each) for each in range(1, GROUPS + 1)]
        facilities = [_facility(plan, each, districts) for each in range(1, plan.areas + 1)]
        session.add_all([*groups, *facilities])
        session.flush()
        _people(session, plan)
        pourer = Pourer(session.connection())
        things.pour(pourer, plan, facilities)
        timetables.share(session)  # as the verbs do that write hours
        bookings.pour(pourer, plan, groups, secretary_id=SECRETARY.id, secretary_name=SECRETARY.name)
        pourer.end()
    return SECRETARY, CHAIR, STAFF


def _holds_something(session: Session) -> bool:
    nouns: tuple[type[Base], ...] = (Network, User, District, Corporation, Facility, Group, Resource, ShareRequest)
    return any(session.scalar(select(func.count(noun.id))) for noun in nouns)


def _settings(session: Session) -> None:
    session.add(
        Network(
            id=1, board_name="シェアはかる", name="計測のための社福連", secretariat_name="計測のための社協",
            phone="03-0000-0100", phone_hours="平日 9:00〜17:00", email=SECRETARY.email, horizon_months=24,
        )
    )  # fmt: skip
    allergens.seed(session)
    word_actions.seed(session)


def _places(session: Session, plan: Plan) -> list[District]:
    """Districts in a ring, each beside the next, and the corporations of the facilities."""
    districts = [
        District(id=each, code=f"d{each:03d}", name=f"第{each}地区", position=each)
        for each in range(1, plan.districts + 1)
    ]
    for one, following in zip(districts, districts[1:] + districts[:1], strict=True):
        if one is not following:
            one.neighbours.append(following)
    session.add_all(districts)
    session.add_all(
        Corporation(id=each, public_id=plan.public_id("corporation", each), name=f"社会福祉法人 第{each}福祉会")
        for each in range(1, plan.corporations + 1)
    )
    session.flush()
    return districts


def _facility(plan: Plan, area: int, districts: Sequence[District]) -> Facility:
    return Facility(
        id=area, public_id=plan.public_id("facility", area),
        corporation_id=(area - 1) // AREAS_PER_CORPORATION + 1, district=districts[(area - 1) // AREAS_PER_DISTRICT],
        name=f"第{area}施設", type_name="地域の家", field=list(Field)[area % len(Field)], phone="03-0000-0101",
        email=f"f{area}@seed.example", address=f"第{area}番地",
    )  # fmt: skip


def _group(plan: Plan, each: int) -> Group:
    """Trusted, so that what needs nobody's consent is decided at once."""
    return Group(
        id=each, public_id=plan.public_id("group", each), kind=GroupKind.NEIGHBOURHOOD,
        district_id=(each - 1) % plan.districts + 1, name=f"第{each}町会", representative=CHAIR.name,
        phone=f"03-0000-{1000 + each}", phone_key=f"030000{1000 + each}", email=f"g{each}@seed.example",
        is_trusted=True,
    )  # fmt: skip


def _people(session: Session, plan: Plan) -> None:
    """One of the secretariat, one of the first group, one of the first facility."""
    for person, organisation in ((SECRETARY, {}), (CHAIR, {"group_id": 1}), (STAFF, {"facility_id": 1})):
        made = User(
            id=person.id, public_id=plan.public_id("user", person.id), name=person.name, email=person.email,
            password_hash=passwords.HASHER.hash(PASSWORD, salt=SALT), created_at=plan.opened_at,
        )  # fmt: skip
        made.memberships.append(Membership(role=person.role, from_on=date(plan.year - 1, 4, 1), **organisation))
        session.add(made)
    session.flush()
