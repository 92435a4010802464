"""The invented town: its lists are imported like a network's own, its requests are made by the verbs people press."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock, migrations
from share_board.calendar.slots import Slot
from share_board.database import Database
from share_board.demo import closures, returning, together
from share_board.demo.pictures import painted
from share_board.demo.story import STORY, Step, Thing, Told
from share_board.doors import Viewer
from share_board.exchange import imports, sheets
from share_board.members import passwords
from share_board.members.models import Corporation, Facility, Group, Membership, Network, Role, User
from share_board.outbox import Letter, LetterState
from share_board.requests import actions
from share_board.requests.actions import OnBehalf
from share_board.requests.drafts import LineDraft, OccasionDraft, ProposalDraft
from share_board.requests.lifecycle import Action, slot_of
from share_board.requests.models import Channel, ShareRequest
from share_board.resources import allergens, word_actions
from share_board.resources.models import Kind, Resource
from share_board.resources.photo_actions import add_photos
from share_board.resources.photo_files import FilesOfOneCommit
from share_board.resources.photo_store import PhotoStore

LISTS: Final = Path(__file__).with_name("lists")
MARK: Final = "（デモ）"
PASSWORD: Final = "tanoshii-machi-2026"  # noqa: S105 - of people who do not exist
FILES: Final = (
    (imports.List.DISTRICTS, "districts"),
    (imports.List.FACILITIES, "facilities"),
    (imports.List.GROUPS, "groups"),
    (imports.List.RESOURCES, "rooms"),
    (imports.List.RESOURCES, "goods"),
    (imports.List.RESOURCES, "lectures"),
    (imports.List.RESOURCES, "products"),
)
ACTIONS: Final = {
    Step.ASK: Action.ASK,
    Step.YES: Action.CONSENT,
    Step.YES_IF: Action.CONSENT,
    Step.NO: Action.REFUSE,
    Step.APPROVE: Action.APPROVE,
    Step.DECLINE: Action.DECLINE,
    Step.SEND_BACK: Action.SEND_BACK,
    Step.WITHDRAW: Action.WITHDRAW,
    Step.HAND_OVER: Action.HAND_OVER,
    Step.FINISH: Action.FINISH,
    Step.CANCEL: Action.CANCEL,
}
BY_FACILITY: Final = frozenset({Step.YES, Step.YES_IF, Step.NO, Step.HAND_OVER, Step.FINISH})


@dataclass(frozen=True)
class SignIn:
    """One person of the town, to be tried out."""

    role: Role
    name: str
    email: str
    organisation: str = ""


PEOPLE: Final = (
    SignIn(Role.SECRETARIAT, "事務局 花子", "jimukyoku@demo.example"),
    SignIn(Role.ADMINISTRATOR, "管理 一郎", "kanri@demo.example"),
    SignIn(Role.FACILITY, "雲野 職子", "kumo@demo.example", "特別養護老人ホーム 雲の丘"),
    SignIn(Role.FACILITY, "朝露 焼男", "asatsuyu@demo.example", "あさつゆベーカリー"),
    SignIn(Role.CORPORATION, "雲本 部長", "honbu@demo.example", "社会福祉法人 ゆりかもめ雲の会"),
    SignIn(Role.GROUP, "前野 一郎", "maeno@demo.example", "前野デモ中央町会"),
    SignIn(Role.GROUP, "副校長 三枝", "daisan@demo.example", "デモ第三小学校"),
    SignIn(Role.COORDINATOR, "地域 歩", "csw@demo.example"),
    SignIn(Role.WARD, "区 観太", "ku@demo.example"),
)


def build(
    database: Database, *, uploads: Path, at: datetime | None = None, with_pictures: bool = True
) -> tuple[SignIn, ...]:
    """Make the whole town in an empty database; the people who can sign in, all with PASSWORD.

    `with_pictures=False` is for those in a hurry: the painting takes most of the time.
    """
    at = at or clock.now()
    migrations.upgrade(database)
    with database.writing() as session, FilesOfOneCommit(PhotoStore(uploads)) as files:
        _settings(session)
        secretary = _people_of_the_office(session, at)
        _lists(session, by=secretary, at=at)
        _people_of_organisations(session, at)
        if with_pictures:
            _pictures(session, files, by=secretary, at=at)
        together.join(session, by=secretary, at=at)
        for told in STORY:
            _tell(session, told, by=secretary, at=at)
        closures.write_down(session, by=secretary, at=at)
        returning.write_down(session, by=secretary, at=at)
        for letter in session.scalars(select(Letter).where(Letter.created_at < at)):
            letter.state, letter.sent_at = LetterState.SENT, letter.created_at  # the past has been sent long ago
    return PEOPLE


def _settings(session: Session) -> None:
    session.add(
        Network(
            id=1,
            board_name="シェアデモ",
            name=f"板橋デモ区 社会福祉法人施設等連絡会{MARK}",
            secretariat_name=f"板橋デモ区社会福祉協議会{MARK}",
            phone="03-0000-0100",
            phone_hours="平日 9:00〜17:00",
            fax="03-0000-0199",
            email="jimukyoku@demo.example",
            address="板橋デモ区板橋0丁目0番0号",
        )
    )
    allergens.seed(session)
    word_actions.seed(session)
    session.flush()


def _lists(session: Session, *, by: Viewer, at: datetime) -> None:
    for list_, name in FILES:
        sheet = sheets.read(LISTS / f"{name}.csv")
        report = imports.load(session, list_, sheet, by=by, at=at, today=clock.day_of(at))
        if not report.is_good:
            raise ValueError(name, report.complaints)


# ---- people ----------------------------------------------------------------------------------------------------------


def _people_of_the_office(session: Session, at: datetime) -> Viewer:
    for person in PEOPLE:
        if not person.organisation:
            _person(session, person, at)
    session.flush()
    first = session.scalars(select(User).where(User.email == PEOPLE[0].email)).one()
    return Viewer(user_id=first.id, name=first.name, role=Role.SECRETARIAT, today=clock.day_of(at))


def _people_of_organisations(session: Session, at: datetime) -> None:
    kinds: dict[Role, type[Facility | Corporation | Group]] = {
        Role.FACILITY: Facility,
        Role.CORPORATION: Corporation,
        Role.GROUP: Group,
    }
    for person in PEOPLE:
        if person.organisation:
            kind = kinds[person.role]
            name = person.organisation + MARK
            organisation = session.scalars(select(kind).where(kind.name == name)).one()
            _person(session, person, at, **{f"{person.role}_id": organisation.id})
    session.flush()


def _person(session: Session, person: SignIn, at: datetime, **organisation: int) -> None:
    user = User(name=person.name, email=person.email, password_hash=passwords.hashed(PASSWORD), created_at=at)
    user.memberships.append(Membership(role=person.role, from_on=date(2026, 4, 1), **organisation))
    session.add(user)


# ---- pictures --------------------------------------------------------------------------------------------------------


def _pictures(session: Session, files: FilesOfOneCommit, *, by: Viewer, at: datetime) -> None:
    """The drawings are numbered as in the lists of the town; sixty things, sixty pictures."""
    resources = {resource.title: resource for resource in session.scalars(select(Resource))}
    numbers = [(number, resources[title]) for number, title in _numbered() if title in resources]
    for (_number, resource), renditions in zip(numbers, painted([number for number, _ in numbers]), strict=True):
        add_photos(session, files, resource, [renditions], by=by, at=at)
        resource.photos[0].alt = resource.title


def _numbered() -> Iterator[tuple[int, str]]:
    """(number of the drawing, title). Lectures 51 and 52 are consultations, which the list puts last."""
    titles = [
        row.cells[1]
        for name in ("rooms", "goods", "lectures", "products")
        for row in sheets.read(LISTS / f"{name}.csv").rows
    ]
    order = [*range(1, 51), 53, 54, 51, 52, *range(55, 61)]
    yield from zip(order, titles, strict=True)


# ---- requests --------------------------------------------------------------------------------------------------------


def _tell(session: Session, told: Told, *, by: Viewer, at: datetime) -> None:
    """One request as it came in, and the steps it took since, spread over the days until today."""
    came = at - timedelta(days=told.days_ago)
    group = session.scalars(select(Group).where(Group.name == told.group + MARK)).one()
    occasion = OccasionDraft(
        group_name=group.name,
        group_kind=group.kind,
        district_id=group.district_id,
        contact_name=group.representative,
        phone=group.phone,
        email=group.email,
        occasion=told.occasion,
        people=told.people,
    )
    things = [_asked(session, thing, at) for thing in told.things]
    asked = actions.enter(
        session, occasion, things, group=group, channel=told.channel, by=by, at=came, today=clock.day_of(came),
        override="実演のための申込",
    )  # fmt: skip
    for number, step in enumerate(told.steps, start=1):
        moment = came + (at - came) * number / (len(told.steps) + 1)
        if step is Step.PROPOSE:
            _propose(session, asked, told, by=by, at=at)
        else:
            _step(session, asked, step, told, by=by, at=moment)


def _propose(session: Session, asked: ShareRequest, told: Told, *, by: Viewer, at: datetime) -> None:
    """The same a week later, with the facility's consent; it waits for an answer now."""
    line = asked.lines[0]
    slot = slot_of(line)
    draft = ProposalDraft(line.resource, slot.shifted(timedelta(days=7)) if slot else None, line.units, note=told.word,
                          has_consent=True)  # fmt: skip
    actions.propose(session, line, draft, by=by, at=at)


def _step(session: Session, asked: ShareRequest, step: Step, told: Told, *, by: Viewer, at: datetime) -> None:
    doer, on_behalf = by, OnBehalf()
    if step in BY_FACILITY:
        facility = asked.lines[0].resource.facility
        on_behalf = OnBehalf(facility.name, Channel.PHONE)
    note = told.word if step in {Step.YES, Step.YES_IF, Step.NO, Step.DECLINE, Step.SEND_BACK, Step.CANCEL} else ""
    actions.act(
        session, asked, asked.lines, ACTIONS[step], by=doer, at=at, today=clock.day_of(at), note=note,
        on_behalf=on_behalf,
    )  # fmt: skip


def _asked(session: Session, thing: Thing, at: datetime) -> tuple[Resource, LineDraft]:
    resource = session.scalars(select(Resource).where(Resource.title == thing.title)).one()
    today = clock.day_of(at)
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(weeks=thing.week, days=thing.weekday)
    if resource.kind is Kind.PRODUCT:
        return resource, LineDraft(deliver_on=day, units=thing.units)
    slot = Slot(_moment(day, thing.hours[0]), _moment(day + timedelta(days=thing.days), thing.hours[1]))
    wishes = (slot, slot.shifted(timedelta(days=7))) if resource.kind is Kind.LECTURE else ()
    return resource, LineDraft(slot=slot, units=thing.units, wishes=wishes, waits=thing.waits)


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), clock.TOKYO)
