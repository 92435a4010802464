"""A closure names the requests it lies over, and their history says that it came."""

from sqlalchemy.orm import Session

from share_board.calendar.closing import ClosureDraft, close
from share_board.calendar.models import ClosureReason
from share_board.requests import queries
from share_board.requests.drafts import LineDraft
from tests.page import Browser
from tests.requests.test_actions import Story
from tests.town import Town


def test_a_closure_over_a_promise_names_the_request_and_stands_in_its_history(
    browser: Browser, session: Session, town: Town
) -> None:
    story = Story(session, town)
    hall = town.room("ホール")
    asked = story.submitted((hall, LineDraft(slot=story.slot())), by=town.chair)
    session.rollback()

    page = browser.sign_in(town.cook).send(
        "/closures/new", 200, what=hall.public_id, from_day=f"{town.soon():%Y/%m/%d}", reason="infection"
    )

    assert f"{asked.number} 前野デモ中央町会「歳末もちつき」" in page.text
    draft = ClosureDraft(
        facility_id=town.cloud_hill.id,
        resource_id=hall.id,
        starts_at=story.slot().start,
        ends_at=None,
        reason=ClosureReason.INFECTION,
        note="感染症の予防",
    )
    close(session, draft, by=town.viewer(town.cook), at=story.at)
    session.commit()
    closed = queries.history(session, asked)[-1]
    assert (closed.act, closed.by_name, closed.note) == ("closed_over", "雲野 職子", "感染症の予防")
