"""A small town of people and things: the only builder of test data.

Everything is invented. The cast: `secretary` of the secretariat, `chair` of a neighbourhood association, `cook` and
`stranger` who work at two different facilities of two corporations, and `visitor`, who has no account.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar.models import OpeningRule
from share_board.doors import Viewer
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
from share_board.outbox import Letter
from share_board.resources.models import (
    ConsultationProfile,
    GoodsProfile,
    Kind,
    LectureProfile,
    ProductProfile,
    Resource,
    ResourceStatus,
    RoomProfile,
    Visibility,
)

LONG_AGO = date(2020, 4, 1)
MORNING = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # Tuesday 9:00 in Tokyo
PROFILES = {
    Kind.ROOM: RoomProfile,
    Kind.GOODS: GoodsProfile,
    Kind.LECTURE: LectureProfile,
    Kind.CONSULTATION: ConsultationProfile,
    Kind.PRODUCT: ProductProfile,
}


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant, told in Tokyo's wall-clock time."""
    return datetime.combine(day, time(hour, minute), clock.TOKYO)


class Town:
    """What every test starts from; methods add what a story needs."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.network = Network(
            id=1, board_name="シェアてすと", name="てすと社福連", secretariat_name="てすと社協",
            phone="03-0000-0100", phone_hours="平日 9:00〜17:00", email="office@board.example",
        )  # fmt: skip
        self.maeno = District(code="maeno", name="前野", kana="まえの", position=1)
        self.nakajuku = District(code="nakajuku", name="仲宿", kana="なかじゅく", position=2)
        self.maeno.neighbours.append(self.nakajuku)
        self.cloud_corporation = Corporation(name="ゆりかもめ雲の会（デモ）")
        self.star_corporation = Corporation(name="ほしあかり福祉会（デモ）")
        session.add_all([self.network, self.maeno, self.nakajuku, self.cloud_corporation, self.star_corporation])
        session.flush()
        self.cloud_hill = self.facility("雲の丘（デモ）", self.cloud_corporation, self.maeno)
        self.star_workshop = self.facility("ほしあかり作業所（デモ）", self.star_corporation, self.nakajuku)
        self.association = Group(
            kind=GroupKind.NEIGHBOURHOOD, name="前野デモ中央町会", kana="まえのでもちゅうおうちょうかい",
            district_id=self.maeno.id, representative="前野 太郎", phone="03-0000-0131", phone_key="0300000131",
            email="chair@chokai.example",
        )  # fmt: skip
        self.school = Group(kind=GroupKind.ELEMENTARY_SCHOOL, name="デモ第三小学校", district_id=self.nakajuku.id)
        session.add_all([self.association, self.school])
        session.flush()
        self.secretary = self.person("事務局 花子", "hanako@board.example", Role.SECRETARIAT)
        self.administrator = self.person("管理 一郎", "ichiro@board.example", Role.ADMINISTRATOR)
        self.coordinator = self.person("地域 歩", "ayumi@board.example", Role.COORDINATOR)
        self.ward = self.person("区 観太", "kanta@board.example", Role.WARD)
        self.chair = self.person("前野 太郎", "chair@chokai.example", Role.GROUP, group_id=self.association.id)
        self.teacher = self.person("三小 先生", "teacher@school.example", Role.GROUP, group_id=self.school.id)
        self.cook = self.person("雲野 職子", "cook@cloud.example", Role.FACILITY, facility_id=self.cloud_hill.id)
        self.stranger = self.person(
            "星野 職男", "stranger@star.example", Role.FACILITY, facility_id=self.star_workshop.id
        )
        self.head_office = self.person(
            "雲本 部長", "office@cloud.example", Role.CORPORATION, corporation_id=self.cloud_corporation.id
        )
        session.commit()

    def facility(self, name: str, corporation: Corporation, district: District | None, **more: object) -> Facility:
        made = Facility(
            corporation_id=corporation.id, district_id=district.id if district else None, name=name,
            field=Field.ELDERLY, phone="03-0000-0101", email=f"{len(name)}.{corporation.id}@facility.example", **more,
        )  # fmt: skip
        self.session.add(made)
        self.session.flush()
        return made

    def person(self, name: str, email: str, role: Role, *, until_on: date | None = None, **organisation: int) -> User:
        made = User(name=name, email=email, created_at=MORNING)
        made.memberships.append(Membership(role=role, from_on=LONG_AGO, until_on=until_on, **organisation))
        self.session.add(made)
        self.session.flush()
        return made

    def viewer(self, user: User | None, today: date | None = None) -> Viewer:
        """The user as the doors see them, in their first membership."""
        today = today or clock.today()
        if user is None:
            return Viewer(today=today)
        membership = user.memberships[0]
        facility_ids = {membership.facility_id} - {None}
        if membership.corporation_id:
            facility_ids = set(
                self.session.scalars(select(Facility.id).where(Facility.corporation_id == membership.corporation_id))
            )
        organisation = membership.organisation
        return Viewer(
            user_id=user.id, name=user.name, role=membership.role,
            organisation_name=organisation.name if organisation else "",
            facility_ids=frozenset(id_ for id_ in facility_ids if id_), group_id=membership.group_id,
            corporation_id=membership.corporation_id, membership_id=membership.id, today=today,
        )  # fmt: skip

    def resource(self, kind: Kind, title: str, facility: Facility | None = None, **more: Any) -> Resource:
        values: dict[str, object] = {
            "status": ResourceStatus.PUBLISHED, "visibility": Visibility.PUBLIC, "published_at": MORNING,
            "created_at": MORNING, "changed_at": MORNING, "deadline_days": 0, "horizon_months": 24,
            "search_text": title, **more,
        }  # fmt: skip
        made = Resource(facility_id=(facility or self.cloud_hill).id, kind=kind, title=title, **values)
        setattr(made, kind.value, PROFILES[kind]())
        self.session.add(made)
        self.session.flush()
        if kind is not Kind.PRODUCT:
            for weekday in range(8):
                self.session.add(
                    OpeningRule(resource_id=made.id, weekday=weekday, from_minute=9 * 60, until_minute=21 * 60)
                )
        self.session.commit()
        return made

    def room(self, title: str = "地域交流室「くも」", **more: Any) -> Resource:
        return self.resource(Kind.ROOM, title, **{"capacity": 40, **more})

    def tents(self, stock: int = 4, **more: Any) -> Resource:
        return self.resource(Kind.GOODS, "イベントテント", **{"stock": stock, **more})

    def lecture(self, title: str = "転ばない体操", **more: Any) -> Resource:
        return self.resource(Kind.LECTURE, title, **more)

    def cookies(self, **more: Any) -> Resource:
        return self.resource(Kind.PRODUCT, "米粉クッキー", **{"stock": 1, **more})

    def soon(self, days: int = 20) -> date:
        """A day far enough ahead that nobody is late; days of the year's end, when all is closed, do not count."""
        day = clock.today() + timedelta(days=min(days, 0))
        for _ in range(days):
            day += timedelta(days=1)
            while not (1, 3) < (day.month, day.day) < (12, 29):
                day += timedelta(days=1)
        return day

    def open_days(self, count: int) -> tuple[date, ...]:
        """So many such days, one after another."""
        return tuple(self.soon(20 + each) for each in range(count))

    @property
    def letters(self) -> list[Letter]:
        """All letters in the outbox, oldest first."""
        return list(self.session.scalars(select(Letter).order_by(Letter.id).execution_options(populate_existing=True)))
