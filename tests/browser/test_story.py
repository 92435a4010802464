"""From a stranger's search to 「利用が決まりました」: the whole story, on a phone, as people press it."""

import re

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from share_board import clock
from share_board.demo.town import PASSWORD
from share_board.outbox import Letter, LetterState
from share_board.requests.models import ShareRequest
from tests.browser.guest import DESK, Guest, guest
from tests.browser.stage import Stage
from tests.browser.things import Things, free_day
from tests.conftest import POSTGRESQL, SQLITE

TENT, HALL = "ワンタッチテント3m", "地域交流室「くも」"
STRANGER, OFFICE = "hanako.stranger@demo.example", "jimukyoku@demo.example"
KINDERGARTEN, HILL, STAFF_OF_HILL = "f14@facility.example", "f01@facility.example", "kumo@demo.example"

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("engine_name", "has_scripts"), [(SQLITE, True), (POSTGRESQL, True), (SQLITE, False)], indirect=["engine_name"]
)
def test_from_the_search_to_the_approval(chromium: Browser, stage: Stage, *, has_scripts: bool) -> None:
    with guest(chromium, stage, has_scripts=has_scripts) as stranger:
        ask_for_both(stranger)
        number = confirm(stranger)
        status_page = stranger.page.url.removeprefix(stage.url)
        assert "受け付けました" in stranger.words
        with guest(chromium, stage, size=DESK, has_scripts=has_scripts) as secretary:
            sign_in(secretary, OFFICE)
            secretary.open("/requests?waiting=to_receive")
            decide(secretary, number, "施設に照会する")
            with guest(chromium, stage, has_scripts=has_scripts) as kindergarten:
                answer_by_letter(kindergarten, stage)
            with guest(chromium, stage, has_scripts=has_scripts) as kumo:
                answer_at_the_desk(kumo, number)
            secretary.open("/requests?waiting=to_decide")
            decide(secretary, number, "利用を決定する")
        stranger.open(status_page)
        stranger.look()

        assert stranger.words.count("利用が決まりました") >= 2
    assert letters(stage, number) == [
        (STRANGER, "confirm_code"),
        (STRANGER, "received"),
        (OFFICE, "received_secretariat"),
        (KINDERGARTEN, "asked"),
        (HILL, "asked"),
        (OFFICE, "answered"),
        (OFFICE, "answered"),
        (STRANGER, "approved"),
        (KINDERGARTEN, "approved_facility"),
        (HILL, "approved_facility"),
    ]


# ---- the stranger ---------------------------------------------------------------------------------------------------


def ask_for_both(stranger: Guest) -> None:
    with stranger.stage.database.reading() as session:
        things = Things(stranger.stage, session)
        slot, band = free_day(session, things.resource(HALL), things.resource(TENT))
    day = slot.start.astimezone(clock.TOKYO).date()
    stranger.open("/")
    search(stranger, "テント", TENT)
    stranger.fill(units="2", day=f"{day:%Y/%m/%d}", start="10:00", end_day=f"{day:%-m月%-d日}", end="16:00")
    stranger.press("申し込むものに加える")
    stranger.follow("同じ行事で、ほかのものも加える")
    search(stranger, "ホール", HALL)
    stranger.fill(day=f"{day:%-m/%-d}", bands=band)
    stranger.press("申し込むものに加える")
    assert TENT in stranger.words
    assert HALL in stranger.words
    stranger.fill(
        occasion="子ども会もちつき", people="４０", group_name="三丁目こども会", group_kind="childrens_association",
        contact_name="山田 花子", phone="０９０－１２３４－５６７８", reach_by="mail", email=STRANGER,
    )  # fmt: skip
    stranger.press("書いたことを確認する")
    assert "090-1234-5678" in stranger.words


def only(pattern: str, words: str) -> str:
    """The one thing in these words that looks like this."""
    found = set(re.findall(pattern, words))
    assert len(found) == 1, (pattern, found)
    return str(found.pop())


def search(stranger: Guest, words: str, title: str) -> None:
    stranger.fill(q=words)
    stranger.press("さがす")
    stranger.follow(title)
    stranger.follow("申し込む")


def confirm(stranger: Guest) -> str:
    """Sends the request and types the six digits, as the keyboard of an old phone writes them; its number."""
    stranger.press("この内容で申し込む")
    number = only(r"R[0-9]+-[0-9]{4}", stranger.words)
    code = only(r"\b[0-9]{6}\b", stranger.stage.mails_to(STRANGER)[-1])
    stranger.fill(code=code.translate({ord("0") + digit: ord("０") + digit for digit in range(10)}))
    stranger.press("確認する")
    return number


# ---- the secretariat and the facilities -----------------------------------------------------------------------------


def sign_in(somebody: Guest, address: str) -> None:
    somebody.open("/login")
    form = somebody.page.locator("main form", has=somebody.page.locator("[name$=password]"))
    form.locator("[name$=email]").fill(address)
    form.locator("[name$=password]").fill(PASSWORD)
    somebody.press("パスワードで")


def decide(secretary: Guest, number: str, what: str) -> None:
    """Ticks both lines of the request in the queue and presses once."""
    rows = secretary.page.locator("main tbody tr", has_text=number)
    assert rows.count() == 2
    for row in rows.all():
        row.locator("[name=line]").check()
    secretary.press(what)


def answer_by_letter(kindergarten: Guest, stage: Stage) -> None:
    """Opening the link changes nothing; one press answers."""
    letter = stage.mails_to(KINDERGARTEN)[-1]
    kindergarten.open(only(r"/answer/\S+", letter))
    kindergarten.look()
    assert TENT in kindergarten.words
    assert HALL not in kindergarten.words
    kindergarten.press("できます")


def answer_at_the_desk(staff: Guest, number: str) -> None:
    sign_in(staff, STAFF_OF_HILL)
    staff.open("/desk")
    assert number in staff.words
    staff.follow("お答え")
    staff.page.locator("main summary", has_text="できます").click()  # a word may be added, and need not
    staff.press("できます")


# ---- what was written -----------------------------------------------------------------------------------------------


def letters(stage: Stage, number: str) -> list[tuple[str, str]]:
    """To whom which letter went, in the order of the story; all have left."""
    stage.mails_to(STRANGER)
    with stage.database.reading() as session:
        asked = session.scalars(select(ShareRequest).where(ShareRequest.number == number)).one()
        written = session.scalars(select(Letter).where(Letter.request_id == asked.id).order_by(Letter.id)).all()
        assert {letter.state for letter in written} == {LetterState.SENT}
        return [(letter.to_email, letter.template) for letter in written]
