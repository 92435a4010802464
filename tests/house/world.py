"""A town with something to find behind every door: one's own things, those of others, and none at all."""

from enum import StrEnum
from typing import TypeVar

from flask import Flask

from share_board import clock, links
from share_board.calendar.models import Closure, ClosureReason, ClosureTime
from share_board.calendar.slots import Slot
from share_board.doors import VISITOR
from share_board.links import Purpose
from share_board.members.models import GroupKind, Invitation, Role, User
from share_board.outbox import Letter, LetterState
from share_board.requests import actions, basket, queries
from share_board.requests.actions import feeds
from share_board.requests.drafts import LineDraft, OccasionDraft, ProposalDraft
from share_board.requests.models import AnswerLink, Proposal, RequestLine, ShareRequest
from share_board.resources.models import Photo, Resource, ResourceStatus, SynonymGroup
from share_board.resources.photo_store import PhotoStore
from tests.page import Browser
from tests.town import MORNING, Town, at

Thing = TypeVar("Thing", Closure, Photo, RequestLine)
MISSING_ID = "0" * 16
BASKET_KEY = "the basket of the browser that walks"
OCCASION = OccasionDraft(
    group_name="前野デモ中央町会",
    group_kind=GroupKind.NEIGHBOURHOOD,
    contact_name="前野 太郎",
    phone="03-0000-0131",
    email="chair@chokai.example",
    occasion="もちつき",
)


class Whose(StrEnum):
    """Whose thing stands behind the door, as the one who knocks sees it."""

    OWN = "own"
    FOREIGN = "foreign"
    MIXED = "mixed"  # something foreign inside of something own
    MISSING = "missing"


class World:
    """Makes a new thing for each knock, so that no knock changes what the next one finds."""

    def __init__(self, app: Flask, town: Town) -> None:
        self.app, self.town, self.session = app, town, town.session
        self.cast: dict[str, User | None] = {
            VISITOR: None,
            Role.GROUP: town.chair,
            Role.FACILITY: town.cook,
            Role.CORPORATION: town.head_office,
            Role.COORDINATOR: town.coordinator,
            Role.SECRETARIAT: town.secretary,
            Role.ADMINISTRATOR: town.administrator,
            Role.WARD: town.ward,
        }
        self._made = 0
        self.to_send: dict[str, str] = {}

    def browser(self, role: str) -> Browser:
        """A browser of its own for each knock, signed in as the role and holding the walker's basket."""
        browser = Browser(self.app, self.town)
        user = self.cast[role]
        if user is not None:
            browser.sign_in(user)
        browser.client.set_cookie("basket", BASKET_KEY)
        return browser

    # ---- resources -------------------------------------------------------------------------------------------------

    def on_the_board(self, whose: Whose) -> Resource:
        """Published is everybody's; what is still a draft belongs to the facility alone."""
        status = ResourceStatus.PUBLISHED if whose is Whose.OWN else ResourceStatus.DRAFT
        return self._room(whose, status=status)

    def offered(self, whose: Whose) -> Resource:
        return self._room(whose)

    def _room(self, whose: Whose, **more: object) -> Resource:
        self._made += 1
        facility = self.town.star_workshop if whose is Whose.FOREIGN else self.town.cloud_hill
        return self.town.room(f"部屋 {self._made}", facility=facility, **more)

    def photo(self, resource: Resource) -> Photo:
        """A picture whose files are really there."""
        store = PhotoStore(self.app.extensions["share_board.settings"].upload_folder)
        key = store.new_key()
        photo = Photo(resource_id=resource.id, key=key, position=1, width=720, height=480, created_at=MORNING)
        for rendition in ("card", "page"):
            store.put(key, rendition, b"RIFF....WEBP")
        self.session.add(photo)
        self.session.commit()
        return self._let_go(photo)

    def words(self) -> SynonymGroup:
        made = SynonymGroup(words="会議、ミーティング")
        self.session.add(made)
        self.session.commit()
        return made

    # ---- requests --------------------------------------------------------------------------------------------------

    def asked(self, role: str, whose: Whose) -> ShareRequest:
        """A submitted request: a group's own, one for a facility's own room, or one of people far away."""
        is_foreign = whose is Whose.FOREIGN
        asker = self.town.teacher if is_foreign else (self.town.chair if role == VISITOR else self.cast[role])
        if asker in {self.town.administrator, self.town.ward}:
            asker = self.town.chair
        room = self._room(Whose.FOREIGN if is_foreign or role == Role.COORDINATOR else Whose.OWN)
        held = self._basket(f"key {self._made}", room, asker)
        by = self.town.viewer(asker)
        actions.submit(self.session, held, by=by, at=clock.now(), today=clock.today(), wants_call=False)
        self.session.commit()
        return held

    def line_in_basket(self, whose: Whose) -> RequestLine:
        """In the basket that the browser holds, or in somebody else's."""
        self._made += 1
        if whose is Whose.OWN:
            self.session.query(ShareRequest).filter_by(basket_hash=basket.key_hash(BASKET_KEY)).update(
                {"basket_hash": f"left {self._made}"}
            )
        key = BASKET_KEY if whose is Whose.OWN else f"another basket {self._made}"
        held = self._basket(key, self._room(Whose.OWN), None)
        self.session.commit()
        return self._let_go(held.lines[0])

    def _let_go(self, thing: Thing) -> Thing:
        """The knock may delete it, and SQLite gives its key to the next one: the session must not hold on to it."""
        self.session.refresh(thing)
        self.session.expunge(thing)
        return thing

    def _basket(self, key: str, room: Resource, asker: User | None) -> ShareRequest:
        by, now = self.town.viewer(asker), clock.now()
        held = basket.begin(self.session, key, by=by, at=now)
        basket.describe(held, OCCASION, at=now)
        slot = Slot(at(self.town.soon(), 13), at(self.town.soon(), 15))
        basket.put(self.session, held, room, LineDraft(slot=slot), by=by, at=now, today=clock.today())
        return held

    def answer_link(self) -> AnswerLink:
        asked = self.asked(Role.GROUP, Whose.OWN)
        link = AnswerLink(
            request_id=asked.id,
            facility_id=self.town.cloud_hill.id,
            created_at=clock.now(),
            ends_at=at(self.town.soon(), 12),
        )
        self.session.add(link)
        self.session.commit()
        self.to_send = {"line": f"{asked.lines[0].public_id}.{asked.lines[0].version}", "all": "yes"}
        return link

    def answer_line(self) -> tuple[str, str]:
        """A facility's link, and a line that it asks about."""
        link = self.answer_link()
        return link.public_id, link.request.lines[0].public_id

    def proposal(self) -> Proposal:
        """Another day, offered by the secretariat and not answered yet."""
        asked, by, now = self.asked(Role.GROUP, Whose.OWN), self.town.viewer(self.town.secretary), clock.now()
        slot = Slot(at(self.town.soon(22), 13), at(self.town.soon(22), 15))
        line = asked.lines[0]
        made = actions.propose(self.session, line, ProposalDraft(line.resource, slot), by=by, at=now)
        self.session.commit()
        return made

    def feed_token(self) -> str:
        """What is secret in the address of the secretariat's calendar, made anew."""
        by = self.town.viewer(self.town.secretary)
        token = feeds.make(self.session, queries.owners(self.session, by)[0], by=by, at=clock.now())
        self.session.commit()
        return token

    # ---- calendar and letters --------------------------------------------------------------------------------------

    def closure(self, whose: Whose) -> Closure:
        """A day of repairs that nobody has begun yet, when nothing of this world is asked for."""
        begin, end = at(self.town.soon(40), 0), at(self.town.soon(41), 0)
        made = Closure(
            facility_id=(self.town.star_workshop if whose is Whose.FOREIGN else self.town.cloud_hill).id,
            starts_at=begin,
            ends_at=end,
            reason=ClosureReason.REPAIR,
            made_at=MORNING,
            times=[ClosureTime(starts_at=begin, ends_at=end)],
        )
        self.session.add(made)
        self.session.commit()
        return self._let_go(made)

    def letter_given_up(self) -> Letter:
        self._made += 1
        made = Letter(
            to_email="chair@chokai.example", template="received", subject="受け付けました", body="受け付けました。",
            created_at=MORNING, due_at=MORNING, state=LetterState.GIVEN_UP, message_id=f"letter {self._made}",
        )  # fmt: skip
        self.session.add(made)
        self.session.commit()
        return made

    # ---- members ---------------------------------------------------------------------------------------------------

    def person(self) -> User:
        self._made += 1
        made = self.town.person(
            f"会員 {self._made}", f"member{self._made}@chokai.example", Role.GROUP, group_id=self.town.association.id
        )
        self.session.commit()
        return made

    def invitation(self) -> Invitation:
        self._made += 1
        made = Invitation(
            email=f"new{self._made}@school.example",
            name="新野 新",
            role=Role.GROUP,
            group_id=self.town.school.id,
            invited_by_id=self.town.secretary.id,
            until_on=None,
            created_at=clock.now(),
            ends_at=at(self.town.soon(), 12),
        )
        self.session.add(made)
        self.session.commit()
        return made

    def signed(self, purpose: Purpose, public_id: str) -> str:
        return links.sign(purpose, public_id, secret_key=self.app.config["SECRET_KEY"])
