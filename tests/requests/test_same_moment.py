"""At the real doors, over the wire: two press the same button at the same moment. One is done, the other is told."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy.orm import Session

from share_board.database import Database
from share_board.members.models import ConsentOrder, Role, User
from share_board.members.signed_in import COOKIE, begin
from share_board.requests.drafts import LineDraft
from share_board.requests.models import Status
from tests.bench.client import Client, Said
from tests.conftest import both
from tests.post_office import free_port
from tests.program import environment, running, wait_until_open
from tests.requests.asked import request, seen
from tests.requests.racers import Race
from tests.requests.test_races import acts, race_for, submitted, wrongs
from tests.town import Town

ROUNDS, NEIGHBOURS = 5, 4
DONE, TOO_LATE = 303, 409
CHANGED = "ほかの方が先に内容を変えました。"
FASTER = "いまは「"
TAKEN = "地域交流室「くも」は、その時間はもう予約があります。"
SUBMIT_KEY = re.compile(r'name="submit_key"[^>]* value="([^"]+)"')
WHO = {
    "occasion": "歳末もちつき", "people": "40", "group_name": "前野デモ中央町会", "group_kind": "neighbourhood",
    "contact_name": "前野 太郎", "phone": "03-0000-0131", "email": "chair@chokai.example",
}  # fmt: skip

Browsers = Callable[[User], Client]

pytestmark = [pytest.mark.race, both]


@pytest.fixture
def port(database: Database, town: Town, tmp_path: Path) -> Iterator[int]:
    """Where the real program serves the town."""
    assert town.network.id
    found = free_port()
    env = environment(tmp_path, database, BASE_URL=f"http://127.0.0.1:{found}")
    with running("serve", "--port", str(found), env=env) as program:
        wait_until_open(f"http://127.0.0.1:{found}", program)
        yield found


@pytest.fixture
def browsers(port: int, session: Session) -> Iterator[Browsers]:
    """A browser in which somebody has signed in."""
    with ExitStack() as closed_at_the_end:

        def signed_in(person: User) -> Client:
            made = closed_at_the_end.enter_context(closing(Client(port)))
            made.cookies[COOKIE] = begin(session, user_id=person.id, membership_id=person.memberships[0].id, device="")
            session.commit()
            return made

        yield signed_in


def at_once(presses: Sequence[Callable[[], Said]]) -> list[Said]:
    start = Barrier(len(presses))

    def press(one: Callable[[], Said]) -> Said:
        start.wait(60)
        return one()

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(press, presses))


def one_is_done(answers: Sequence[Said], *sentences: str) -> Said:
    """The answer of the one; all others are pages with one of these sentences."""
    done = [answer for answer in answers if answer.status == DONE]
    late = [answer for answer in answers if answer.status == TOO_LATE]
    assert (len(done), len(late)) == (1, len(answers) - 1), [answer.status for answer in answers]
    for answer in late:
        page = answer.content.decode()
        assert any(sentence in page for sentence in sentences), page
    return done[0]


def test_two_secretaries_approve_the_same_line(
    browsers: Browsers, database: Database, town: Town, session: Session
) -> None:
    hall = town.room(consent_order=ConsentOrder.SECRETARIAT_ONLY)
    race = race_for(town, hall, slots=ROUNDS)
    asked = [
        request(town, (hall, LineDraft(slot=race.slot(0, number))), by=town.chair) for number in range(ROUNDS)
    ]  # fmt: skip
    colleague = town.person("事務局 月子", "tsukiko@board.example", Role.SECRETARIAT)
    desks = [browsers(person) for person in (town.secretary, colleague)]
    before = len(town.letters)
    buttons = [(f"/requests/{each.number}", f"lines/{each.lines[0].public_id}", seen(each.lines[0])) for each in asked]
    session.rollback()  # the test stands in nobody's way

    for number, (url, line, version) in enumerate(buttons):
        for desk in desks:
            desk.read_token(desk.get(url))
        form = {"note": "", **({"version": version.partition(".")[2]} if number % 2 else {})}
        one_is_done(
            at_once([partial(desk.say, "POST", f"{url}/{line}/approve", form) for desk in desks]), CHANGED, FASTER
        )

    assert [one.lines[0].status for one in submitted(session)] == [Status.APPROVED] * ROUNDS
    assert [acts(session, one) for one in submitted(session)] == [["submit", "submit", "approve"]] * ROUNDS
    told = Counter(letter.template for letter in town.letters[before:])
    assert told == {"approved": ROUNDS, "approved_facility": ROUNDS}
    assert wrongs(database) == []


def test_neighbours_send_the_same_wish(browsers: Browsers, database: Database, town: Town, session: Session) -> None:
    hall = town.room(consent_order=ConsentOrder.SECRETARIAT_ONLY)
    race = race_for(town, hall, slots=ROUNDS)
    neighbours = [browsers(town.chair) for _ in range(NEIGHBOURS)]

    for number in range(ROUNDS):
        buttons = [fill(neighbour, race, hall.public_id, number) for neighbour in neighbours]
        answers = at_once(buttons)
        assert one_is_done(answers, TAKEN).location.startswith("/follow/")

    assert [one.lines[0].starts_at for one in submitted(session)] == [
        race.slot(0, number).start for number in range(ROUNDS)
    ]
    assert wrongs(database) == []


def fill(neighbour: Client, race: Race, room: str, number: int) -> Callable[[], Said]:
    """Everything up to the last button, which is returned."""
    neighbour.cookies.pop("basket", None)
    neighbour.read_token(neighbour.get(f"/resources/{room}/ask"))
    neighbour.post(f"/resources/{room}/ask", {"day": f"{race.days[number]:%Y/%m/%d}", "start": "13:00", "end": "16:00"})
    neighbour.post("/requests/new", WHO)
    key = SUBMIT_KEY.findall(neighbour.get("/requests/new/check"))[0]
    return partial(neighbour.say, "POST", "/requests/new/submit", {"submit_key": key, "wants_call": ""})
