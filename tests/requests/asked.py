"""Requests of the town in the state a page test starts from; made by the verbs that people press."""

from datetime import datetime

from share_board import clock, links
from share_board.calendar.slots import Slot
from share_board.links import Purpose
from share_board.members.models import Facility, GroupKind, User
from share_board.requests import actions, basket
from share_board.requests.drafts import LineDraft, OccasionDraft
from share_board.requests.lifecycle import Action
from share_board.requests.models import AnswerLink, RequestLine, ShareRequest
from share_board.resources.models import Resource
from tests.town import Town, at

SECRET_KEY = "a secret of the tests"
FESTIVAL = OccasionDraft(
    group_name="前野デモ中央町会", group_kind=GroupKind.NEIGHBOURHOOD, contact_name="前野 太郎", phone="03-0000-0131",
    email="chair@chokai.example", occasion="歳末もちつき", people=150,
)  # fmt: skip


def slot(town: Town, start: int = 13, end: int = 16, days: int = 20) -> Slot:
    day = town.soon(days)
    return Slot(at(day, start), at(day, end))


def wanted(town: Town, *, units: int = 1, days: int = 20) -> LineDraft:
    """From 13 to 16 o'clock."""
    return LineDraft(slot=slot(town, days=days), units=units)


def request(
    town: Town,
    *things: tuple[Resource, LineDraft],
    by: User | None,
    occasion: OccasionDraft = FESTIVAL,
    wants_call: bool = False,
    ago: datetime | None = None,
) -> ShareRequest:
    """Submitted by a person of the town, or by a visitor."""
    viewer, moment = town.viewer(by), ago or clock.now()
    held = basket.begin(town.session, f"key {id(things)} {clock.now()}", by=viewer, at=moment)
    basket.describe(held, occasion, at=moment)
    for resource, draft in things:
        basket.put(town.session, held, resource, draft, by=viewer, at=moment, today=clock.today())
    actions.submit(town.session, held, by=viewer, at=moment, today=clock.today(), wants_call=wants_call)
    town.session.commit()
    return held


def act(town: Town, asked: ShareRequest, action: Action, by: User, note: str = "") -> None:
    actions.act(
        town.session, asked, asked.lines, action, by=town.viewer(by), at=clock.now(), today=clock.today(), note=note
    )
    town.session.commit()


def answer_token(town: Town, asked: ShareRequest, facility: Facility) -> str:
    """What stands in the letter to the facility."""
    link = town.session.query(AnswerLink).filter_by(request_id=asked.id, facility_id=facility.id).one()
    return links.sign(Purpose.ANSWER, link.public_id, secret_key=SECRET_KEY)


def follow_token(asked: ShareRequest) -> str:
    """What stands in the letters to whoever asked."""
    return links.sign(Purpose.FOLLOW, asked.public_id, secret_key=SECRET_KEY)


def seen(line: RequestLine) -> str:
    """A line as a page speaks of it, with the version that is on the page."""
    return f"{line.public_id}.{line.version}"
