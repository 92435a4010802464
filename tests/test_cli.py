"""The commands, as the person who installs the board types them."""

import os
import re
import signal
import sqlite3
import subprocess
import urllib.request
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from share_board import links, migrations, outbox
from share_board.app import create_app
from share_board.cli import main
from share_board.clock import now, today
from share_board.database import Database
from share_board.demo.town import LISTS, PASSWORD, PEOPLE
from share_board.links import Purpose
from share_board.members.actions import invitations
from share_board.members.models import District, Facility, Invitation, Membership, Network, Role, User
from share_board.outbox import Letter, LetterState, Recipient
from share_board.requests.models import Status
from share_board.resources.models import Allergen, SynonymGroup
from share_board.settings import from_environment
from tests.conftest import both
from tests.letters import facts
from tests.post_office import free_port
from tests.program import PATIENCE_S, PROGRAM, children, environment, gone_within, running, wait_until_open
from tests.requests.asked import request, wanted
from tests.requests.test_waiting_list import standing, waiting
from tests.town import Town

INIT = (
    "init", "--board-name", "シェアてすと", "--name", "てすと社福連", "--secretariat-name", "てすと社協",
    "--phone", "03-0000-0100", "--phone-hours", "平日 9:00〜17:00", "--email", "Office@Board.example",
    "--secretary-name", "事務局 花子", "--secretary-email", "hanako@board.example",
)  # fmt: skip


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in environment(tmp_path / "instance", SECRET_KEY="a key", BASE_URL="https://board.example").items():
        monkeypatch.setenv(name, value)
    return tmp_path / "instance"


def run(*arguments: str, code: int = 0, typed: str | None = None) -> Result:
    """A command and what it says; no error escapes it."""
    result = CliRunner().invoke(main, arguments, input=typed, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def of_instance(instance: Path) -> Database:
    return Database(f"sqlite:///{instance / 'share-board.db'}", is_durable=False)


def use(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    monkeypatch.setenv("SHARE_BOARD_DATABASE_URL", database.engine.url.render_as_string(hide_password=False))


# ---- beginning -------------------------------------------------------------------------------------------------------


def test_help_names_the_commands_in_the_order_of_need() -> None:
    said = run("--help").output

    assert re.findall(r"^  ([a-z]+) ", said, re.MULTILINE) == [
        "demo", "serve", "worker", "init", "migrate", "check", "backup", "import", "export", "seed",
    ]  # fmt: skip


def test_migrate_brings_the_newest_shape_and_may_be_said_twice(instance: Path) -> None:
    assert (
        run("check", code=1).output
        == "✕ データベースの形がこの版と合いません。share-board migrate を実行してください。\n"
    )

    assert run("migrate").output == run("migrate").output == "データベースは、この版の形になっています。\n"

    with of_instance(instance).reader.connect() as connection:
        assert migrations.is_newest(connection)
    assert "✕ 社福連の設定がありません。" in run("check", code=1).output


def test_init_makes_the_settings_and_invites_the_first_secretary(instance: Path) -> None:
    said = run(*INIT).output.splitlines()

    token = said[1].removeprefix("https://board.example/invitation/")
    public_id = links.verify(Purpose.INVITATION, token, secret_key="a key")
    with of_instance(instance).reading() as session:
        network, invitation = session.scalars(select(Network)).one(), session.scalars(select(Invitation)).one()
        assert (network.board_name, network.phone, network.email) == (
            "シェアてすと",
            "03-0000-0100",
            "office@board.example",
        )
        assert (invitation.public_id, invitation.email, invitation.role) == (
            public_id, "hanako@board.example", Role.SECRETARIAT,
        )  # fmt: skip
        assert session.scalars(select(Membership)).all() == []
        assert [letter.to_email for letter in session.scalars(select(Letter))] == ["hanako@board.example"]
        assert min(session.scalar(select(func.count(kind.id))) or 0 for kind in (Allergen, SynonymGroup)) > 20
    assert run("check").output.splitlines()[-1] == "すべて合っています。"


def test_a_lost_invitation_is_made_again_until_somebody_is_the_secretary(instance: Path) -> None:
    first, second = run(*INIT).output.splitlines()[1], run(*INIT).output.splitlines()[1]
    assert first != second
    with of_instance(instance).writing() as session:
        invitations.accept(session, session.scalars(select(Invitation)).all()[-1], "", at=now())

    assert "もう始まっています。" in run(*INIT, code=1).output

    with of_instance(instance).reading() as session:
        members = [(member.user.email, member.role) for member in session.scalars(select(Membership))]
        assert members == [("hanako@board.example", role) for role in (Role.SECRETARIAT, Role.ADMINISTRATOR)]
        assert session.scalar(select(func.count(User.id))) == 1


def test_the_first_secretary_signs_in_by_the_link_and_makes_a_second_one(instance: Path) -> None:
    link = run(*INIT).output.splitlines()[1]
    app = create_app(from_environment(), of_instance(instance))
    app.config["WTF_CSRF_ENABLED"] = False
    first, second = app.test_client(), app.test_client()
    at = {"base_url": "https://board.example"}

    assert first.post(urlsplit(link).path, **at).location == "/desk"
    assert 'value="secretariat"' not in first.get("/people/invite", **at).get_data(as_text=True)
    assert first.post("/account/membership", data={"number": "2"}, **at).location == "/desk"
    wanted = {"name": "事務局 次子", "email": "tsugiko@board.example", "role": "secretariat", "organisation": ""}
    assert first.post("/people/invite", data=wanted, **at).location == "/people"

    with of_instance(instance).reading() as session:
        public_id = session.scalars(select(Invitation.public_id).order_by(Invitation.id.desc())).first()
    token = links.sign(Purpose.INVITATION, public_id or "", secret_key="a key")
    assert second.post(f"/invitation/{token}", **at).location == "/desk"
    with of_instance(instance).reading() as session:
        members = [(member.user.name, member.role) for member in session.scalars(select(Membership))]
    assert members == [
        ("事務局 花子", Role.SECRETARIAT), ("事務局 花子", Role.ADMINISTRATOR), ("事務局 次子", Role.SECRETARIAT),
    ]  # fmt: skip


def test_init_asks_for_what_is_not_said_and_for_a_real_mail_address(instance: Path) -> None:
    asked = run(
        "init",
        typed="シェアてすと\nてすと社福連\nてすと社協\n03-0000-0100\n\noffice\noffice@board.example\n花子\nh@board.example\n",
    )

    assert "メールアドレスの形になっていません。" in asked.output
    with of_instance(instance).reading() as session:
        network = session.scalars(select(Network)).one()
    assert (network.phone_hours, network.email) == ("平日 9:00〜17:00", "office@board.example")


# ---- the worker ------------------------------------------------------------------------------------------------------


@both
def test_worker_once_sends_what_is_due(
    session: Session, town: Town, database: Database, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, database)
    monkeypatch.setenv("SHARE_BOARD_MAIL_URL", f"folder://{instance / 'mail'}")
    outbox.post(session, to=Recipient("chair@chokai.example"), template="received", at=now(), facts=facts("received"))
    session.commit()

    assert run("worker", "--once").output.splitlines()[-1] == "送ったもの1通、送れなかったもの0通。"

    assert len(list((instance / "mail").glob("*.eml"))) == 1
    assert [letter.state for letter in town.letters] == [LetterState.SENT]


def test_the_worker_stops_when_it_is_told(town: Town, database: Database, tmp_path: Path) -> None:
    town.session.commit()
    env = environment(tmp_path, database, MAIL_URL=f"folder://{tmp_path / 'mail'}")
    with running("worker", env=env) as worker:
        outbox.post(town.session, to=Recipient("a@b.example"), template="received", at=now(), facts=facts("received"))
        town.session.commit()
        for _look in range(300):
            if list((tmp_path / "mail").glob("*.eml")):
                break
            gone_within(0.1, worker.pid)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0

    assert [letter.state for letter in town.letters] == [LetterState.SENT]


# ---- lists -----------------------------------------------------------------------------------------------------------


@both
@pytest.mark.usefixtures("town")
def test_a_list_is_looked_at_then_loaded_then_written_out_again(
    session: Session, database: Database, instance: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, database)
    names = sorted(session.scalars(select(District.name)))
    session.commit()
    districts, out = str(LISTS / "districts.csv"), tmp_path / "districts.xlsx"

    preview = run("import", "districts", districts, "--preview").output
    assert sorted(session.scalars(select(District.name))) == names
    session.commit()
    loaded = run("import", "districts", districts).output

    count = session.scalar(select(func.count(District.id)))
    session.commit()
    assert (preview[:3], loaded.startswith("取り込みました。新しく")) == ("取り込", True)
    assert count is not None
    assert count > len(names)
    assert run("export", "districts", str(out)).output == f"{count}行を書き出しました：{out}\n"
    assert f"そのまま{count}件です。" in run("import", "districts", str(out)).output
    assert not (instance / "share-board.db").exists()


@pytest.mark.usefixtures("instance")
def test_one_wrong_line_loads_nothing_and_says_where(
    session: Session, town: Town, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, database)
    session.commit()
    template, filled = tmp_path / "template.csv", tmp_path / "facilities.csv"
    run("export", "facilities", str(template), "--template")
    headings = template.read_text(encoding="utf-8-sig").strip().replace("＊", "").split(",")
    rows = [
        {"施設名": "にじの家（デモ）", "法人名": "にじ福祉会（デモ）", "分野": "高齢", "地区": "前野"},
        {"施設名": "ほしの家（デモ）", "法人名": "にじ福祉会（デモ）", "分野": "高齢", "地区": "月面"},
    ]
    lines = [",".join(headings), *(",".join(row.get(name, "") for name in headings) for row in rows)]
    filled.write_text("\n".join(lines), encoding="utf-8")

    said = run("import", "facilities", str(filled), code=1).output

    assert "3行目「地区」：" in said
    assert "何も取り込んでいません。1か所を直して" in said
    assert sorted(session.scalars(select(Facility.name))) == sorted([town.cloud_hill.name, town.star_workshop.name])


@both
def test_a_list_with_more_of_a_thing_serves_who_waits_for_it(database: Database, town: Town, tmp_path: Path) -> None:
    tents = town.tents(stock=2)
    request(town, (tents, wanted(town, units=2)), by=town.chair)
    line = waiting(town, tents, town.teacher, units=2)
    town.session.commit()
    more = tmp_path / "more.csv"
    more.write_text(f"施設名,資源名,区分,数量,数え方\n{town.cloud_hill.name},{tents.title},物品,4,張\n")

    with running("import", "resources", str(more), env=environment(tmp_path, database)) as program:
        said, _nothing = program.communicate(timeout=PATIENCE_S)

    assert (program.returncode, standing(town, line)) == (0, [(Status.OFFERED, 0)]), said


def test_what_is_no_list_is_said_to_be_none(instance: Path, tmp_path: Path) -> None:
    run("migrate")
    empty = tmp_path / "empty.csv"
    empty.write_text("")

    assert "このファイルは一覧表として読めません" in run("import", "groups", str(empty), code=1).output
    assert instance.exists()


# ---- backup ----------------------------------------------------------------------------------------------------------


def test_a_backup_is_one_whole_file_with_what_is_written_a_moment_before(
    town: Town, database: Database, instance: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, database)
    town.room("いま加えた部屋")
    copied = tmp_path / "kept" / "board.db"

    said = run("backup", str(copied)).output

    assert said.startswith(f"控えを正しく取りました：{copied}\n写真は別のファイルです。")
    assert [path.name for path in copied.parent.iterdir()] == ["board.db"]
    with closing(sqlite3.connect(copied)) as copy:
        assert copy.execute("SELECT title FROM resource").fetchall() == [("いま加えた部屋",)]
    assert "はもうあります。" in run("backup", str(copied), code=1).output
    assert not (instance / "share-board.db").exists()


# ---- the invented town -----------------------------------------------------------------------------------------------


@pytest.mark.race
def test_demo_builds_a_town_says_how_to_sign_in_and_writes_mails_at_once(tmp_path: Path) -> None:
    port, env = free_port(), environment(tmp_path)
    with running("demo", "--port", str(port), env=env) as demo:
        wait_until_open(f"http://127.0.0.1:{port}", demo)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as first:
            home = first.read().decode()
        again = subprocess.run(
            [*PROGRAM, "demo", "--port", str(free_port())],
            env=env,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        town = Database(f"sqlite:///{tmp_path / 'demo' / 'share-board.db'}")
        with town.writing() as session:
            outbox.post(
                session, to=Recipient("a@b.example"), template="sign_in_code", at=now(), facts=facts("sign_in_code")
            )
            letter = session.scalars(select(Letter).order_by(Letter.id.desc())).first()
            assert letter is not None
            name = f"*-{letter.message_id}.eml"
        town.dispose()
        arrived = any(list((tmp_path / "demo" / "mail").glob(name)) or gone_within(0.1, 0) for _look in range(100))
        own = children(demo.pid)
        os.kill(demo.pid, signal.SIGTERM)
        said, _ = demo.communicate(timeout=60)

    assert "シェアデモ" in home
    assert (again.returncode, again.stderr) == (1, "Error: 架空のまちは、もう別の画面で開いています。\n")
    assert arrived
    assert f"シェアボードが開きました： http://127.0.0.1:{port}/" in said
    assert [person.email for person in PEOPLE if person.email in said] == [person.email for person in PEOPLE]
    assert PASSWORD in said
    assert all(f"http://127.0.0.1:{port}/{page}" in said for page in ("login", "demo/mails"))
    assert (demo.returncode, [child for child in own if not gone_within(10, child)]) == (0, [])
    assert today().year >= 2026
