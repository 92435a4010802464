"""Letters leave once, in order, whatever happens to the mail server and to the worker."""

import multiprocessing
import os
import shutil
import signal
import smtplib
import ssl
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from share_board import links, outbox
from share_board.clock import now
from share_board.database import Database
from share_board.links import Purpose
from share_board.outbox import Letter, LetterState, Recipient, carriers, delivery
from share_board.outbox.delivery import CODE_LIVES, LEASE, MOST_TRIES, Round, deliver
from share_board.outbox.message import PATHS
from share_board.settings import Settings
from share_board.worker import Job, work, work_once
from tests.conftest import both
from tests.letters import facts
from tests.post_office import DIE, PostOffice, free_port
from tests.town import MORNING, Town
from tests.worker_process import send_all

SECRET_KEY = "a secret of the tests"
ID = "0123456789abcdef"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as opened:
        yield opened


@pytest.fixture
def settings(database: Database, tmp_path: Path, office: PostOffice) -> Settings:
    return settings_of(database, tmp_path, office.url)


def settings_of(database: Database, folder: Path, mail_url: str) -> Settings:
    return Settings(
        instance=folder,
        database_url=database.engine.url.render_as_string(hide_password=False),
        secret_key=SECRET_KEY,
        base_url="https://board.example",
        mail_url=mail_url,
        mail_from="post@board.example",
    )


def post(
    session: Session,
    to: str = "chair@chokai.example",
    name: str = "前野 太郎",
    *,
    template: str = "received",
    at: datetime = MORNING,
    request_id: int | None = None,
    due_at: datetime | None = None,
    is_secret: bool = False,
) -> Letter:
    made = outbox.post(
        session, to=Recipient(to, name), template=template, at=at, request_id=request_id, due_at=due_at,
        is_secret=is_secret, facts=facts(template),
    )  # fmt: skip
    assert made is not None
    session.commit()
    return made


def letters(town: Town) -> list[Letter]:
    """The letters as they are now; afterwards the tests' own transaction is over, so that workers can write."""
    town.session.commit()
    found = town.letters
    town.session.commit()
    return found


def states(town: Town) -> list[tuple[str, LetterState, int]]:
    """(to whom, what became of it, how many tries) of every letter."""
    return [(letter.to_email, letter.state, letter.tries) for letter in letters(town)]


def text(message: object) -> str:
    return str(message.get_content())  # type: ignore[attr-defined]


@both
def test_a_letter_arrives_whole(
    session: Session, town: Town, database: Database, settings: Settings, office: PostOffice
) -> None:
    letter = post(session, template="received")

    assert deliver(database, settings, MORNING) == Round(sent=1)

    mail = office.letters[0]
    assert office.envelopes == [("post@board.example", ["chair@chokai.example"])]
    assert {name: str(mail[name]) for name in mail if name != "Content-Transfer-Encoding"} == {
        "From": "シェアてすと <post@board.example>",
        "To": "前野 太郎 <chair@chokai.example>",
        "Subject": "【シェアてすと】お申込みを受け付けました（R8-0001）",
        "Reply-To": "てすと社協 <office@board.example>",
        "Date": "Tue, 24 Nov 2026 09:00:00 +0900",
        "Message-ID": f"<{letter.message_id}@board.example>",
        "Auto-Submitted": "auto-generated",
        "Content-Type": 'text/plain; charset="utf-8"',
        "MIME-Version": "1.0",
    }
    token = links.sign(Purpose.FOLLOW, ID, secret_key=SECRET_KEY)
    assert [line for line in text(mail).splitlines() if "://" in line] == [
        f"https://board.example/follow/{token}",
        "シェアてすと：https://board.example/",
    ]
    assert states(town) == [("chair@chokai.example", LetterState.SENT, 1)]
    assert (letters(town)[0].sent_at, letters(town)[0].claimed_until) == (MORNING, None)
    assert deliver(database, settings, MORNING) == Round()


def test_the_addresses_in_letters_are_doors_of_the_board(app: Flask) -> None:
    router = app.url_map.bind("board.example")

    assert {purpose: router.match(f"{path}token")[0] for purpose, path in PATHS.items()} == {
        Purpose.ANSWER: "requests.answer",
        Purpose.FOLLOW: "requests.follow",
        Purpose.PROPOSAL: "requests.proposal",
        Purpose.INVITATION: "members.invitation",
    }
    assert router.match(f"/requests/{ID}")[0] == "requests.show"
    assert router.match("/resources")[0] == "board.search"


def test_without_a_way_letters_wait(session: Session, town: Town, database: Database, tmp_path: Path) -> None:
    post(session)

    assert deliver(database, settings_of(database, tmp_path, ""), MORNING) == Round()
    assert states(town) == [("chair@chokai.example", LetterState.WAITING, 0)]


def test_a_folder_keeps_one_file_for_each_letter(
    session: Session, town: Town, database: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "送信 済み"
    way = settings_of(database, tmp_path, f"folder://{folder}")
    letter = post(session)

    deliver(database, way, MORNING)
    session.execute(update(Letter).values(state=LetterState.WAITING))
    session.commit()
    deliver(database, way, MORNING)

    assert [path.name for path in folder.iterdir()] == [f"20261124-000000-{letter.message_id}.eml"]
    mail = message_from_bytes(next(folder.iterdir()).read_bytes(), policy=default)
    assert (mail["Subject"], mail["To"]) == (letter.subject, "前野 太郎 <chair@chokai.example>")
    assert states(town) == [("chair@chokai.example", LetterState.SENT, 2)]


def test_a_code_is_forgotten_once_it_is_sent(
    session: Session, town: Town, database: Database, settings: Settings, office: PostOffice
) -> None:
    post(session, template="sign_in_code", is_secret=True)

    deliver(database, settings, MORNING)

    assert "123456" in text(office.letters[0])
    assert [(letter.state, letter.body) for letter in letters(town)] == [(LetterState.SENT, "")]


def test_a_code_is_not_sent_when_it_is_too_late_for_it(
    session: Session, town: Town, database: Database, settings: Settings, office: PostOffice
) -> None:
    post(session, template="sign_in_code", is_secret=True)

    assert deliver(database, settings, MORNING + CODE_LIVES + timedelta(seconds=1)) == Round()

    assert office.letters == []
    assert [(letter.state, letter.body, letter.last_error) for letter in letters(town)] == [
        (LetterState.GIVEN_UP, "", "番号の有効な時間が過ぎました。")
    ]


def test_a_letter_for_later_waits_for_its_day(
    session: Session, town: Town, database: Database, settings: Settings, office: PostOffice
) -> None:
    post(session, due_at=MORNING + timedelta(days=2))

    assert deliver(database, settings, MORNING) == Round()
    assert deliver(database, settings, MORNING + timedelta(days=2)) == Round(sent=1)
    assert len(office.letters) == len(letters(town))


@both
def test_pauses_grow_until_the_secretariat_is_asked_to_telephone(
    session: Session, town: Town, database: Database, settings: Settings, office: PostOffice
) -> None:
    office.refused["chair@chokai.example"] = "451 try later"
    post(session)
    at, pauses = MORNING, []

    for _try in range(MOST_TRIES):
        assert deliver(database, settings, at) == Round(failed=1)
        letter = letters(town)[0]
        pauses.append((letter.due_at - at).total_seconds() / 60)
        assert deliver(database, settings, letter.due_at - timedelta(seconds=1)) == Round()
        at = letter.due_at

    assert pauses[:-1] == [1, 5, 15, 60, 240, 720, 720]
    assert states(town) == [("chair@chokai.example", LetterState.GIVEN_UP, 8)]
    assert [letter.last_error for letter in outbox.given_up(session)] == ["451 try later"]
    outbox.send_again(session, town.letters[0], by=town.viewer(town.secretary), at=at)
    session.commit()
    office.refused.clear()
    assert deliver(database, settings, at) == Round(sent=1)
    assert office.message_ids == [f"<{letters(town)[0].message_id}@board.example>"]


def test_an_address_that_does_not_exist_is_given_up_at_once_and_others_go_on(
    session: Session, town: Town, database: Database, settings: Settings, office: PostOffice
) -> None:
    office.refused["gone@chokai.example"] = "550 no such user"
    post(session, "gone@chokai.example")
    post(session, "here@chokai.example")

    assert deliver(database, settings, MORNING) == Round(sent=1, failed=1)

    assert states(town) == [
        ("gone@chokai.example", LetterState.GIVEN_UP, 1),
        ("here@chokai.example", LetterState.SENT, 1),
    ]


@pytest.mark.parametrize(
    "poison",
    [
        {"subject": "x\r\nBcc: all@evil.example"},
        {"to_name": "前野\nBcc: all@evil.example"},
        {"to_email": "a@b.example,c@d.example"},
        {"to_email": "a@b.example\r\nRCPT TO:<c@d.example>"},
        {"to_email": "nobody"},
    ],
)
def test_one_poisoned_row_does_not_stop_the_outbox(
    session: Session, town: Town, database: Database, settings: Settings, office: PostOffice, poison: dict[str, str]
) -> None:
    bad = post(session)
    session.execute(update(Letter).where(Letter.id == bad.id).values(**poison))
    post(session, "here@chokai.example")

    assert deliver(database, settings, MORNING) == Round(sent=1, failed=1)

    assert [(state, tries) for _to, state, tries in states(town)] == [(LetterState.GIVEN_UP, 1), (LetterState.SENT, 1)]
    assert [to for _from, to in office.envelopes] == [["here@chokai.example"]]


def test_an_old_address_of_a_carrier_is_written_to(
    session: Session, town: Town, database: Database, settings: Settings, office: PostOffice
) -> None:
    post(session, "maeno..taro.@docomo.example")

    assert deliver(database, settings, MORNING) == Round(sent=1)
    assert [to for _from, to in office.envelopes] == [["maeno..taro.@docomo.example"]]
    assert states(town)[0][1] is LetterState.SENT


def test_while_the_mail_server_is_away_the_other_letters_keep_their_tries(
    session: Session, town: Town, database: Database, tmp_path: Path
) -> None:
    away = settings_of(database, tmp_path, f"smtp://127.0.0.1:{free_port()}")
    for number in range(3):
        post(session, f"{number}@chokai.example")

    assert deliver(database, away, MORNING) == Round(failed=1, is_closed=True)

    assert [tries for _to, _state, tries in states(town)] == [1, 0, 0]
    assert letters(town)[0].last_error == "[Errno 111] Connection refused"


def test_a_server_that_hangs_up_after_taking_a_letter_gets_it_again_under_the_same_name(
    session: Session, town: Town, database: Database, settings: Settings, office: PostOffice
) -> None:
    office.data = DIE
    post(session)

    assert deliver(database, settings, MORNING) == Round(failed=1, is_closed=True)
    office.data = "250 OK"
    assert deliver(database, settings, MORNING + timedelta(minutes=1)) == Round(sent=1)

    assert len(office.letters) == 2
    assert len(set(office.message_ids)) == 1
    assert states(town) == [("chair@chokai.example", LetterState.SENT, 2)]


@pytest.mark.parametrize(
    ("data", "after"),
    [
        ("554 looks like spam", (Round(failed=1), LetterState.GIVEN_UP)),
        ("452 full", (Round(failed=1), LetterState.WAITING)),
        ("421 closing", (Round(failed=1, is_closed=True), LetterState.WAITING)),
    ],
)
def test_what_a_server_says_of_a_whole_letter(
    session: Session,
    town: Town,
    database: Database,
    settings: Settings,
    office: PostOffice,
    data: str,
    after: tuple[Round, LetterState],
) -> None:
    office.data = data
    post(session)

    assert (deliver(database, settings, MORNING), states(town)[0][1]) == after
    assert letters(town)[0].last_error == data


def test_a_server_that_does_not_answer_is_left_after_a_while(
    session: Session,
    town: Town,
    database: Database,
    settings: Settings,
    office: PostOffice,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(carriers, "TIMEOUT_S", 0.3)
    office.on_letter = lambda: time.sleep(1)
    post(session)

    assert deliver(database, settings, MORNING) == Round(failed=1, is_closed=True)
    assert states(town) == [("chair@chokai.example", LetterState.WAITING, 1)]


# ---- encryption -----------------------------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1, signed by nobody; key and certificate in one file."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here")
    made = tmp_path / "certificate.pem"
    key = tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", made],
        check=True, capture_output=True,
    )  # fmt: skip
    made.write_text(made.read_text() + key.read_text())
    return made


def _server_side(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_letters_are_encrypted_where_the_server_can(
    session: Session, town: Town, database: Database, tmp_path: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    post(session)

    with PostOffice(tls_context=_server_side(certificate)) as office:
        url = f"smtp://board:p%40ss@127.0.0.1:{office.port}"
        assert deliver(database, settings_of(database, tmp_path, url), MORNING) == Round(sent=1)

    assert (office.was_encrypted, office.logins) == ([True], [(b"board", b"p@ss")])
    assert states(town)[0][1] is LetterState.SENT


def test_a_letter_never_goes_in_the_clear_because_a_certificate_is_wrong(
    session: Session, town: Town, database: Database, tmp_path: Path, certificate: Path
) -> None:
    post(session)

    with PostOffice(tls_context=_server_side(certificate)) as office:
        assert deliver(database, settings_of(database, tmp_path, office.url), MORNING) == Round(
            failed=1, is_closed=True
        )

    assert (office.letters, states(town)[0][1]) == ([], LetterState.WAITING)
    assert "CERTIFICATE_VERIFY_FAILED" in letters(town)[0].last_error


@pytest.mark.parametrize("is_this_machine", [True, False])
def test_a_password_is_said_in_the_clear_to_this_machine_only(
    session: Session,
    town: Town,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_this_machine: bool,  # noqa: FBT001 - a parameter of the story
) -> None:
    monkeypatch.setattr(carriers, "_is_this_machine", lambda _host: is_this_machine)
    post(session)

    with PostOffice(auth_require_tls=False) as office:
        url = f"smtp://board:pass@127.0.0.1:{office.port}"
        deliver(database, settings_of(database, tmp_path, url), MORNING)

    assert office.logins == ([(b"board", b"pass")] if is_this_machine else [])
    assert states(town)[0][1] is (LetterState.SENT if is_this_machine else LetterState.WAITING)


@pytest.mark.parametrize(
    ("host", "is_ours"), [("localhost", True), ("127.0.0.2", True), ("::1", True), ("mail.example", False)]
)
def test_which_hosts_are_this_machine(host: str, is_ours: bool) -> None:  # noqa: FBT001
    assert carriers._is_this_machine(host) is is_ours


# ---- order ----------------------------------------------------------------------------------------------------------


@both
def test_letters_about_one_request_arrive_in_order_and_others_do_not_wait(
    session: Session, town: Town, database: Database, settings: Settings, office: PostOffice
) -> None:
    first = post(session, request_id=1, template="received")
    later = MORNING + timedelta(seconds=1)
    office.data = "451 not now"
    assert deliver(database, settings, MORNING) == Round(failed=1)
    office.data = "250 OK"
    post(session, request_id=1, template="approved", at=later)
    post(session, request_id=2, template="approved", at=later)
    post(session, "cook@cloud.example", request_id=1, template="approved_facility", at=later)

    assert deliver(database, settings, later) == Round(sent=2)
    assert [letter.state for letter in letters(town)] == [
        LetterState.WAITING, LetterState.WAITING, LetterState.SENT, LetterState.SENT,
    ]  # fmt: skip
    assert deliver(database, settings, first.created_at + timedelta(minutes=1)) == Round(sent=2)
    assert [str(mail["Subject"])[8:12] for mail in office.letters[2:]] == ["お申込み", "利用が決"]


# ---- several workers, and dead ones --------------------------------------------------------------------------------


@both
@pytest.mark.race
def test_several_workers_send_each_letter_once(
    session: Session, town: Town, settings: Settings, office: PostOffice
) -> None:
    for number in range(120):
        outbox.post(
            session, to=Recipient(f"{number}@chokai.example"), template="received", at=now(), facts=facts("received")
        )
    session.commit()

    start = multiprocessing.get_context("spawn")
    workers = [start.Process(target=send_all, args=(settings,)) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert [worker.exitcode for worker in workers] == [0, 0, 0, 0]
    assert Counter(to[0] for _from, to in office.envelopes) == {f"{number}@chokai.example": 1 for number in range(120)}
    assert {(state, tries) for _to, state, tries in states(town)} == {(LetterState.SENT, 1)}


@both
@pytest.mark.race
def test_a_worker_killed_between_sending_and_marking_sends_again_under_the_same_name(
    session: Session, town: Town, database: Database, settings: Settings, office: PostOffice
) -> None:
    post(session, at=now())
    worker = multiprocessing.get_context("spawn").Process(target=send_all, args=(settings,))
    office.on_letter = lambda: os.kill(worker.pid or 0, signal.SIGKILL)
    begun = now()
    worker.start()
    worker.join(60)

    assert worker.exitcode == -signal.SIGKILL
    assert states(town) == [("chair@chokai.example", LetterState.WAITING, 1)]
    assert deliver(database, settings, begun) == Round()  # the lease still runs
    office.on_letter = lambda: None
    assert deliver(database, settings, now() + LEASE) == Round(sent=1)
    assert len(office.letters) == 2
    assert len(set(office.message_ids)) == 1
    assert states(town) == [("chair@chokai.example", LetterState.SENT, 2)]


def test_a_worker_that_wakes_after_its_lease_changes_nothing(session: Session, town: Town, database: Database) -> None:
    post(session)
    slow = delivery._claim(database, MORNING)
    fast = delivery._claim(database, MORNING + LEASE)
    assert slow is not None
    assert fast is not None
    delivery._mark_sent(database, fast, MORNING + LEASE)

    delivery._mark_failed(database, slow, carriers.NotCarried("hung up"), MORNING + LEASE)

    assert states(town) == [("chair@chokai.example", LetterState.SENT, 2)]


def test_a_letter_that_kills_every_worker_is_given_up(
    session: Session, town: Town, database: Database, settings: Settings, office: PostOffice
) -> None:
    post(session)
    session.execute(update(Letter).values(tries=MOST_TRIES, claimed_until=MORNING))
    session.commit()

    assert deliver(database, settings, MORNING) == Round()
    assert office.letters == []
    assert states(town) == [("chair@chokai.example", LetterState.GIVEN_UP, MOST_TRIES)]
    assert letters(town)[0].last_error == "送る途中で、毎回止まってしまいました。"


# ---- the loop --------------------------------------------------------------------------------


def test_the_worker_does_its_jobs_by_the_clock_and_one_failing_job_stops_nothing(
    session: Session, town: Town, database: Database, settings: Settings, office: PostOffice
) -> None:
    done: list[str] = []
    stop = threading.Event()

    def broken(_database: Database, _at: datetime) -> None:
        done.append("broken")
        raise LookupError

    def counted(given: Database, _at: datetime) -> None:
        with given.reading() as reading:
            done.append(reading.scalars(select(Letter.to_email)).one())

    jobs = (
        Job("broken", timedelta(hours=1), broken),
        Job("counted", timedelta(hours=1), counted),
        Job("often", timedelta(), lambda _database, _at: done.append("often")),
    )
    office.on_letter = stop.set
    post(session, at=now())

    work(database, settings, stop=stop, jobs=jobs)

    assert done == ["broken", "chair@chokai.example", "often"]
    assert states(town) == [("chair@chokai.example", LetterState.SENT, 1)]


def test_the_worker_ends_when_nobody_wants_it(database: Database, settings: Settings, town: Town) -> None:
    asked = []

    def is_wanted() -> bool:
        asked.append(now())
        return len(asked) < 2

    work(database, settings, stop=threading.Event(), is_wanted=is_wanted)

    assert (len(asked), letters(town)) == (2, [])


def test_once_sends_everything_that_is_due(
    session: Session, town: Town, database: Database, settings: Settings, office: PostOffice
) -> None:
    for number in range(delivery.MOST_AT_ONCE + 5):
        post(session, f"{number}@chokai.example", at=now())
    ran: list[datetime] = []

    done = work_once(database, settings, jobs=[Job("count", timedelta(), lambda _database, at: ran.append(at))])

    assert (done, len(office.letters), len(ran)) == (Round(sent=55), 55, 1)
    assert {state for _to, state, _tries in states(town)} == {LetterState.SENT}


def test_the_post_office_is_a_real_one(office: PostOffice) -> None:
    office.refused["x@y.example"] = "550 no"
    with smtplib.SMTP("127.0.0.1", office.port) as connection, pytest.raises(smtplib.SMTPRecipientsRefused):
        connection.sendmail("a@b.example", ["x@y.example"], b"hello")
    assert office.letters == []
