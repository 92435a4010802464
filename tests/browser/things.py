"""What stands behind the doors of the invented town, for each role that may come in."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock, links
from share_board.calendar import actions as calendar
from share_board.calendar import opening
from share_board.calendar import queries as times
from share_board.calendar.models import Closure
from share_board.calendar.slots import Slot
from share_board.demo.town import MARK
from share_board.doors import VISITOR, Viewer
from share_board.errors import Refusal
from share_board.links import Purpose
from share_board.members.actions import invitations
from share_board.members.models import Corporation, Facility, Group, Role, User
from share_board.requests import actions, basket
from share_board.requests.drafts import LineDraft, OccasionDraft
from share_board.requests.models import AnswerLink, Proposal, RequestLine, ShareRequest, Status
from share_board.resources import word_actions
from share_board.resources.models import Kind, Resource, ResourceStatus, SynonymGroup, Visibility
from tests.browser.stage import Stage

OCCASION = OccasionDraft(
    group_name="前野デモ中央町会", contact_name="前野 一郎", phone="03-0000-0131", occasion="新年の集い",
    email="hitori@demo.example", people=40,
)  # fmt: skip


def free_day(session: Session, room: Resource, *others: Resource) -> tuple[Slot, str]:
    """The next afternoon for which the room and all others may be asked for, and what the room calls it."""
    at, today = clock.now(), clock.today()
    rules = times.time_rules(session, room)
    for ahead in range(15, 120):
        for opened in opening.open_on(rules, today + timedelta(days=ahead))[1:2]:
            try:
                for resource in (room, *others):
                    calendar.require_open(session, resource, opened.slot, units=1, at=at, today=today)
            except Refusal:
                continue
            if all(times.free(session, resource, opened.slot) for resource in (room, *others)):
                return opened.slot, opened.band
    raise LookupError("no free day")


class Things:
    """Reads the town; makes the few things that nobody in its story has made."""

    def __init__(self, stage: Stage, session: Session) -> None:
        self.stage, self.session = stage, session
        self.basket_key = uuid4().hex  # of the browser that walks
        self.hill = self._facility("特別養護老人ホーム 雲の丘")
        self.room = self.resource("地域交流室「くも」")
        self.by_kind = {
            kind: session.scalars(
                select(Resource).where(
                    Resource.kind == kind,
                    Resource.status == ResourceStatus.PUBLISHED,
                    Resource.visibility == Visibility.PUBLIC,
                )
            ).first()
            for kind in Kind
        }

    def resource(self, title: str) -> Resource:
        return self.session.scalars(select(Resource).where(Resource.title == title)).one()

    def _facility(self, name: str) -> Facility:
        return self.session.scalars(select(Facility).where(Facility.name == name + MARK)).one()

    def line(self, status: Status, group: str = "前野デモ中央町会") -> RequestLine:
        found = select(RequestLine).join(ShareRequest).where(
            RequestLine.status == status, ShareRequest.group_name == group + MARK
        )  # fmt: skip
        anybody = select(RequestLine).where(RequestLine.status == status).order_by(RequestLine.id).limit(1)
        return self.session.scalars(found.limit(1)).one_or_none() or self.session.scalars(anybody).one()

    def signed(self, purpose: Purpose, public_id: str) -> str:
        return links.sign(purpose, public_id, secret_key=self.stage.settings.secret_key)

    def basket_of_a_visitor(self, key: str) -> ShareRequest:
        at, viewer = clock.now(), Viewer(today=clock.today())
        held = basket.begin(self.session, key, by=viewer, at=at)
        basket.describe(held, OCCASION, at=at)
        slot, _ = free_day(self.session, self.room)
        basket.put(self.session, held, self.room, LineDraft(slot=slot), by=viewer, at=at, today=viewer.today)
        self.session.commit()
        return held

    def unconfirmed(self) -> ShareRequest:
        """A request of somebody whose six digits have not come back."""
        held = self.basket_of_a_visitor(uuid4().hex)
        viewer = Viewer(today=clock.today())
        actions.submit(self.session, held, by=viewer, at=clock.now(), today=viewer.today)
        self.session.commit()
        return held

    # ---- addresses -------------------------------------------------------------------------------------------------

    def addresses(self, role: str) -> Sequence[str]:
        """Every page that this role can open, once for each face it has."""
        return list(dict.fromkeys({
            VISITOR: self._of_visitors, Role.GROUP: self._of_groups, Role.FACILITY: self._of_facilities,
            Role.SECRETARIAT: self._of_the_secretariat, Role.ADMINISTRATOR: self._of_administrators,
        }.get(role, self._of_lookers)()))  # fmt: skip

    def _of_visitors(self) -> Iterator[str]:
        yield from (
            "/",
            "/resources",
            "/resources?q=テント",
            "/resources?q=ふしぎなもの",
            "/resources?kind=room&date=12/20",
            "/free",
            "/free?date=12/20&band=afternoon&kind_1=room&people_1=20&q_2=テント&units_2=2&kind_3=lecture",
            "/free?span=next_week&band=morning&length=2&kind_1=room",
            "/free?date=1900/1/1&kind_1=goods&more=1",
            "/free/matrix?band=afternoon&kind_1=room",
            "/free/matrix?view=month&date=12/20",
            "/free/matrix?q_1=ふしぎなもの",
        )
        for resource in self.by_kind.values():
            assert resource is not None
            yield from (f"/resources/{resource.public_id}", f"/resources/{resource.public_id}/ask")
        yield f"/resources/{self.room.public_id}/ask"
        yield f"/resources/{self.room.public_id}/calendar"
        yield f"/facilities/{self.hill.public_id}"
        yield from ("/demo/mails", "/login", "/requests/find", "/api/")
        held = self.basket_of_a_visitor(self.basket_key)
        yield from ("/requests/new", f"/requests/new/lines/{held.lines[0].public_id}", "/requests/new/check")
        yield f"/follow/{self.signed(Purpose.FOLLOW, self.unconfirmed().public_id)}/code"
        for status in (
            Status.ASKED, Status.APPROVED, Status.DECLINED, Status.SENT_BACK, Status.WAITING, Status.OFFERED,
        ):  # fmt: skip
            line = self.line(status)
            token = self.signed(Purpose.FOLLOW, line.request.public_id)
            yield f"/follow/{token}"
            if status in {Status.ASKED, Status.SENT_BACK}:
                yield f"/follow/{token}/lines/{line.public_id}/change"
        for link in self.session.scalars(select(AnswerLink).order_by(AnswerLink.id).limit(3)):
            yield f"/answer/{self.signed(Purpose.ANSWER, link.public_id)}"
            for line in link.request.lines:
                if line.resource.facility_id == link.facility_id and line.status is Status.ASKED:
                    yield f"/answer/{self.signed(Purpose.ANSWER, link.public_id)}/lines/{line.public_id}/propose"
        offered = self.session.scalars(select(Proposal).order_by(Proposal.id)).first()
        assert offered is not None
        yield f"/proposal/{self.signed(Purpose.PROPOSAL, offered.public_id)}"
        yield f"/invitation/{self.signed(Purpose.INVITATION, self._invitation())}"

    def _invitation(self) -> str:
        secretary = self.session.scalars(select(User).order_by(User.id)).first()
        assert secretary is not None
        by = Viewer(user_id=secretary.id, role=Role.ADMINISTRATOR, today=clock.today())
        draft = invitations.InvitationDraft(email="atarashii@demo.example", name="新井 新", role=Role.SECRETARIAT)
        made = invitations.invite(self.session, draft, by=by, at=clock.now())
        self.session.commit()
        return made.public_id

    def _of_groups(self) -> Iterator[str]:
        group = self.session.scalars(select(Group).where(Group.name == "前野デモ中央町会" + MARK)).one()
        asked = self.line(Status.ASKED)
        yield from (
            "/desk",
            "/feeds",
            "/account",
            "/account/password",
            f"/groups/{group.public_id}/edit",
            "/requests/new",
        )
        yield from (f"/requests/{asked.request.number}", f"/requests/{self.line(Status.APPROVED).request.number}")
        yield f"/requests/{asked.request.number}/lines/{asked.public_id}/change"

    def _of_facilities(self) -> Iterator[str]:
        own = self.session.scalars(select(Resource).where(Resource.facility_id == self.hill.id)).all()
        lines = self.session.scalars(
            select(RequestLine).join(ShareRequest).where(
                RequestLine.resource_id.in_([resource.id for resource in own]), ShareRequest.number.is_not(None)
            )
        ).all()  # fmt: skip
        yield from (
            "/desk",
            "/resources/mine",
            "/closures",
            "/closures/new",
            "/closures/calendar",
            "/resources/new",
            f"/facilities/{self.hill.public_id}/edit",
        )
        yield from (f"/resources/new?kind={kind}" for kind in Kind)
        yield from (f"/closures/{closure.public_id}" for closure in self._closures())
        of_each = {line.status: line.request.number for line in lines}  # where it stands is what changes the page
        yield from dict.fromkeys(f"/requests/{number}" for number in of_each.values())
        room = f"/resources/{self.room.public_id}"
        yield from (
            f"/closures/new?what={self.room.public_id}&day=12/20",
            f"{room}/calendar",
            f"{room}/edit",
            f"{room}/photos",
            f"{room}/opening",
            f"{room}/parts",
            f"{room}/state/pause",
            f"{room}/state/withdraw",
        )

    def _closures(self, facility: Facility | None = None) -> Sequence[Closure]:
        return self.session.scalars(select(Closure).where(Closure.facility_id == (facility or self.hill).id)).all()

    def _of_the_secretariat(self) -> Iterator[str]:
        corporation = self.session.scalars(select(Corporation)).first()
        group, person = self.session.scalars(select(Group)).first(), self.session.scalars(select(User)).first()
        words = self.session.scalars(select(SynonymGroup)).first()
        assert corporation
        assert group
        assert person
        assert words
        yield from ("/desk", "/requests", "/letters", "/people", "/people/invite", f"/people/{person.public_id}")
        yield from (
            f"/closures/{closure.public_id}" for closure in self._closures(self._facility("特別養護老人ホーム 舟かぜ"))
        )
        yield from (
            f"/requests?waiting={state}"
            for state in ("to_receive", "to_decide", "to_call", "sent_back", "in_line", "offered", "running")
        )
        yield from (
            "/requests/enter",
            "/organisations",
            "/corporations/new",
            "/facilities/new",
            "/groups/new",
            "/network",
        )
        yield f"/corporations/{corporation.public_id}/edit"
        yield from (f"/facilities/{self.hill.public_id}/edit", f"/groups/{group.public_id}/edit")
        yield from (
            "/resources/words",
            f"/resources/words/{word_actions.mark(words)}",
            "/resources/mine",
            "/closures",
            "/closures/new",
        )
        for status in (Status.RECEIVED, Status.ASKED, Status.CONSENTED, Status.APPROVED, Status.DECLINED):
            yield f"/requests/{self.line(status, 'nobody').request.number}"
        for status in (Status.WAITING, Status.OFFERED):
            yield f"/requests/{self.line(status).request.number}"
        waiting = self.line(Status.WAITING)
        yield f"/requests/{waiting.request.number}/lines/{waiting.public_id}/propose"
        yield f"/requests/{self.unconfirmed().number}"

    def _of_administrators(self) -> Iterator[str]:
        yield from ("/desk", "/requests", "/letters", "/people", "/organisations", "/network")

    def _of_lookers(self) -> Iterator[str]:
        yield from ("/desk", "/resources", "/account")
