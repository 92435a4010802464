"""Every door, hit with what nobody types: never a fault of ours, never let through, and looking changes nothing."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text
from werkzeug.test import TestResponse

from share_board import doors, web
from share_board.app import ROOMS
from share_board.database import Base, Database
from share_board.doors import VISITOR, Reach
from share_board.errors import Refusal
from share_board.members.models import Role
from share_board.outbox import Recipient, post
from share_board.outbox.letterhead import letterhead
from share_board.outbox.message import message_of
from tests.house.hostile import (
    HOSTILE,
    LONGEST_IN_URL,
    MALFORMED,
    MARKUP,
    faults,
    harvested,
    names,
    query,
    rotated,
    written,
)
from tests.house.test_doors import KNOCKS, SENT, rules
from tests.house.world import MISSING_ID, Whose, World
from tests.letters import facts
from tests.page import Browser, words
from tests.town import MORNING, Town

WALKERS: Final = (VISITOR, Role.GROUP, Role.FACILITY, Role.SECRETARIAT)
KEPT_BESIDE: Final = {"attempt", "auth_session", "missed_search"}  # counted by small transactions of their own
LOOKED: Final = frozenset({200, 303, 308, 400, 403, 404, 405, 409, 422})
ACTED: Final = frozenset({200, 303, 308, 400, 401, 403, 404, 405, 409, 413, 422, 429})


@pytest.fixture
def world(app: Flask, town: Town) -> World:
    return World(app, town)


def bare() -> Flask:
    """The doors alone, to know them before there is a database."""
    app = Flask("bare")
    for room in ROOMS:
        app.register_blueprint(room.bp)
    return app


ACTS, LOOKS = ({rule.rule for rule in rules(bare()) if method in (rule.methods or ())} for method in ("POST", "GET"))


def placed(rule: str, values: list[str]) -> str:
    """The rule with its places filled in."""
    left = iter(values)
    return re.sub(r"<[^>]+>", lambda _: next(left), rule)


def client(world: World, role: str) -> FlaskClient:
    made = world.browser(role).client
    world.session.rollback()
    return made


def judged(answer: TestResponse, allowed: frozenset[int]) -> list[str]:
    found = [] if answer.status_code in allowed else [str(answer.status_code)]
    is_read = (answer.mimetype or "").startswith("text/") and answer.status_code != HTTPStatus.SEE_OTHER
    return found + faults(answer.text if is_read else "", answer.headers)


# ---- looking -------------------------------------------------------------------------------------------------------


def share(role: str) -> range:
    """The turns that fall to a role: each of them meets other values behind the same door."""
    return range(WALKERS.index(role), len(HOSTILE), len(WALKERS))


def malformed(number: int) -> str:
    """What is no text is refused before anybody looks which door it is for: each meets a door in turn."""
    return MALFORMED[number % len(MALFORMED)]


@pytest.mark.parametrize("role", WALKERS)
def test_no_name_in_an_address_breaks_a_page(world: World, role: str) -> None:
    looking, wrong = client(world, role), []
    for number, rule in enumerate(sorted(LOOKS)):
        places = rule.count("<")
        for at in range(places):
            for value in (*(written(HOSTILE[turn]) for turn in share(role)), malformed(number)):
                filled = [MISSING_ID] * places
                filled[at] = value
                url = placed(rule, filled)
                answer = looking.get(url)
                wrong += [f"{url[:120]}: {fault}" for fault in judged(answer, LOOKED - {200})]
                if value in MALFORMED and answer.status_code != HTTPStatus.BAD_REQUEST:
                    wrong.append(f"{url}: {answer.status_code} for bytes that are no text")
    assert wrong == []


@pytest.mark.parametrize("role", WALKERS)
def test_no_question_behind_an_address_breaks_a_page(world: World, role: str) -> None:
    wrong, repeated = [], "&".join(f"{name}=1&{name}=2&{name}=" for name in names())
    for number, rule in enumerate(rules(world.app)):
        knock = KNOCKS.get(rule.rule)
        if knock is None or "GET" not in (rule.methods or ()) or (url := knock(world, role, Whose.OWN)) is None:
            continue
        looking, bare, is_closed = client(world, role), url.partition("?")[0], is_never(rule.endpoint, role)
        questions = [*map(query, share(role)), repeated] if not is_closed else [query(0)]
        for question in questions:
            answer = looking.get(f"{bare}?{question}")
            wrong += [f"{bare}?{question[:200]}: {fault}" for fault in judged(answer, LOOKED)]
        value = malformed(number)
        if (found := looking.get(f"{bare}?q={value}").status_code) != HTTPStatus.BAD_REQUEST:
            wrong.append(f"{bare}?q={value}: {found}")
    assert wrong == []


def is_never(endpoint: str, role: str) -> bool:
    return doors.reach(endpoint, role) is Reach.NEVER


@pytest.mark.parametrize("value", HOSTILE)
def test_whatever_is_searched_for_is_shown_as_text(browser: Browser, town: Town, value: str) -> None:
    town.room()
    answer = browser.client.get("/resources", query_string={"q": value[:LONGEST_IN_URL]})
    assert judged(answer, frozenset({200})) == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("' OR 1=1--", "「' OR 1=1--」は0件です"),
        ("くも' OR 'a'='a", "「くも' OR 'a'='a」は0件です"),
        ("地域%室", "「地域%室」は0件です"),
        ("地域_流室", "「地域_流室」は0件です"),
        ("%", "1件あります"),  # signs alone ask for nothing: this is the whole list, and says so
        ("\\%_", "1件あります"),
    ],
)
def test_signs_that_mean_something_to_a_database_mean_nothing_here(
    browser: Browser, town: Town, typed: str, told: str
) -> None:
    town.room()
    assert browser.open("/resources", q=typed).h1 == told


# ---- looking changes nothing ---------------------------------------------------------------------------------------


@contextmanager
def unchanged(database: Database) -> Iterator[None]:
    """Every row of every table is afterwards as it was before."""
    with database.reader.connect() as connection:
        before = rows(connection)
    yield
    with database.reader.connect() as connection:
        after = rows(connection)
    assert {name for name in before if before[name] != after[name]} == set()


def rows(connection: Connection) -> dict[str, list[Any]]:
    tables = set(Base.metadata.tables) - KEPT_BESIDE
    return {name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"')))) for name in sorted(tables)}  # noqa: S608 - names of our own tables


def test_no_page_changes_anything_by_being_looked_at(world: World, database: Database) -> None:
    """CommonsBooking cancelled bookings when a calendar was fetched; mail scanners open every link there is."""
    doors_to = [
        (role, url, client(world, role))
        for role in (VISITOR, *Role)
        for path, knock in KNOCKS.items()
        if path in LOOKS
        for whose in (Whose.OWN, Whose.FOREIGN)
        if (url := knock(world, role, whose)) is not None
    ]
    world.session.rollback()
    statuses = set()
    with unchanged(database):
        for role, url, looking in doors_to:
            for method in ("GET", "HEAD"):
                answer = looking.open(url, method=method)
                statuses.add(answer.status_code)
                assert answer.status_code in LOOKED, (role, method, url)
    assert statuses >= {200, 303, 403, 404}
    assert len(doors_to) > 300


# ---- acting --------------------------------------------------------------------------------------------------------


WRONG_BODIES: Final[dict[str, dict[str, Any]]] = {
    "nothing": {},
    "JSON": {"json": {"email": ["x"], "units": {"a": 1}}},
    "broken JSON": {"data": b'{"email": "\\ud800"', "content_type": "application/json"},
    "text": {"data": "email=x", "content_type": "text/plain"},
    "no type": {"data": b"\xff\xfe\x00", "content_type": ""},
    "a type that is none": {"data": b"x=1", "content_type": ";;;/\\"},
    "another alphabet": {"data": "email=あ".encode("cp932"), "content_type": "application/x-www-form-urlencoded"},
    "UTF-7": {"data": b"email=+ADw-", "content_type": "application/x-www-form-urlencoded; charset=utf-7"},
    "NUL": {"data": b"email=a%00b&version=%00&note=%00&title=%00", "content_type": "application/x-www-form-urlencoded"},
    "half a pair": {
        "data": b"&".join(name.encode() + b"=%ED%A0%80" for name in names()),
        "content_type": "application/x-www-form-urlencoded",
    },
    "only signs": {"data": b"&&&=&=x&;&%&%zz=%zz", "content_type": "application/x-www-form-urlencoded"},
    "no boundary": {"data": b"--x\r\n", "content_type": "multipart/form-data"},
    "a part that does not end": {
        "data": b'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\nx',
        "content_type": "multipart/form-data; boundary=b",
    },
    "a part without a head": {"data": b"--b\r\n\r\n--b--\r\n", "content_type": "multipart/form-data; boundary=b"},
    "headers that are none": {
        "data": b'--b\r\n\xff\xff: \0\r\nContent-Disposition: form-data; name="\0"; filename="../x"\r\n\r\nx\r\n--b--',
        "content_type": "multipart/form-data; boundary=b",
    },
}  # fmt: skip


@pytest.mark.parametrize("path", sorted(ACTS & set(KNOCKS)))
def test_no_form_breaks_a_door(world: World, path: str) -> None:
    wrong = []
    endpoint = next(rule.endpoint for rule in rules(world.app) if rule.rule == path)
    for role in WALKERS:
        url = KNOCKS[path](world, role, Whose.OWN)
        assert url is not None
        acting = client(world, role)
        bodies: dict[str, dict[str, Any]] = {
            **WRONG_BODIES,
            "repeated": {"data": {name: ["1", "2", "", MARKUP] for name in names()}},
            "huge": {"data": {"note": "あ" * 50_000, "title": "x" * 50_000, "email": "@" * 10_000, "q": "." * 50_000}},
            "too huge": {"data": {"note": "x" * (web.LARGEST_FORM + 1)}},
            "files": {
                "data": {name: (io.BytesIO(b"\0GIF"), f"../{MARKUP}\0.png") for name in (*names()[::7], "photos")}
            },
            "many": {"data": {f"field{n}": "" for n in range(3_000)}},
            **{f"garbage {turn}": {"data": rotated(turn)} for turn in share(role)[::2]},
        }
        if is_never(endpoint, role):
            bodies = {kind: bodies[kind] for kind in ("nothing", "JSON", "repeated", "too huge")}
        for kind, body in bodies.items():
            answer = acting.post(url, environ_overrides={"REMOTE_ADDR": f"198.51.100.{len(kind)}"}, **body)
            wrong += [f"{role} {kind}: {fault}" for fault in judged(answer, ACTED)]
            answer.close()
    assert wrong == []


@pytest.mark.parametrize("path", sorted(ACTS & LOOKS & set(KNOCKS)))
def test_no_field_of_a_filled_form_breaks_its_door(world: World, path: str) -> None:
    """As a browser would send it, but for one field: so that what stands behind the first check is reached, too."""
    wrong = []
    for turn, role in enumerate((Role.SECRETARIAT, Role.FACILITY, Role.GROUP, VISITOR)):
        url = KNOCKS[path](world, role, Whose.OWN)
        assert url is not None
        acting = client(world, role)
        page = acting.get(url)
        if page.status_code != HTTPStatus.OK:
            continue
        for form in harvested(page.text, {None, url}):
            for place, (name, _value) in enumerate(form):
                value = HOSTILE[(place * 5 + turn * 11) % len(HOSTILE)]
                sent = {kept: old for kept, old in form if kept != name} | {name: value}
                answer = acting.post(url, data=sent, environ_overrides={"REMOTE_ADDR": f"198.51.{turn}.{place}"})
                wrong += [f"{role} {name}={value[:30]!r}: {fault}" for fault in judged(answer, ACTED)]
    assert wrong == []


@settings(
    max_examples=200,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_form_that_a_machine_can_think_of_breaks_a_door(world: World, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(ACTS & set(KNOCKS))))
    role = data.draw(st.sampled_from(WALKERS))
    sent = data.draw(
        st.dictionaries(
            st.sampled_from(names()),
            st.lists(st.one_of(st.text(max_size=60), st.sampled_from(HOSTILE)), min_size=1, max_size=2),
            min_size=4,
            max_size=30,
        )
    )
    try:
        url = KNOCKS[path](world, role, Whose.OWN)
    except Refusal:  # an earlier example has closed the house for those days
        reject()
    assert url is not None
    fit = {name: [value.encode("utf-8", "replace").decode() for value in values] for name, values in sent.items()}

    answer = client(world, role).post(url, data={**SENT.get(path, {}), **fit})

    assert judged(answer, ACTED) == []


# ---- ways out ------------------------------------------------------------------------------------------------------


AWAY: Final = (
    "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example", "https://evil.example/",
    "http:///evil.example", "///evil.example", "/\t/evil.example", "/%09/evil.example", "%2f%2fevil.example",
    "/%2f%2fevil.example", "javascript:alert(1)", "data:text/html,x", "/\r\nLocation: https://evil.example",
    "/%0d%0aX-Evil:1", "https://localhost@evil.example", "//localhost@evil.example", "evil.example", "/.//evil.example",
    " //evil.example", "\u3000//evil.example", "／／evil.example", "/\u2028/evil.example", "", "@evil.example",
    "/..//evil.example",
)  # fmt: skip


def leads_home(location: str | None) -> bool:
    r"""As browsers read it: they take \ for / and leave out tabs and breaks."""
    as_read = re.sub(r"[\t\r\n]", "", location or "").strip().replace("\\", "/")
    target = urlsplit(urljoin("http://localhost/login", as_read))
    return (target.scheme, target.netloc) == ("http", "localhost") and not as_read.startswith("//")


@pytest.mark.parametrize("away", AWAY)
def test_signing_in_never_leads_away(browser: Browser, town: Town, away: str) -> None:
    code_page = browser.send(f"/login?next={quote(away)}", email="chair@chokai.example").answer
    assert leads_home(code_page.location)
    code = re.search(r"\b\d{3} ?\d{3}\b", town.letters[-1].body)
    assert code is not None

    signed_in = browser.send(code_page.location, code=code[0]).answer
    assert leads_home(signed_in.location)
    assert browser.open("/account").status == HTTPStatus.OK

    already = browser.open(f"/login?next={quote(away)}", status=HTTPStatus.SEE_OTHER).answer
    assert leads_home(already.location)


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/..", "/\\evil.example", "///evil.example/%2f.."])
@pytest.mark.parametrize("role", [VISITOR, Role.SECRETARIAT])
def test_no_address_leads_away(world: World, path: str, role: str) -> None:
    answer = client(world, role).get("/", environ_overrides={"PATH_INFO": path})

    assert answer.status_code in {HTTPStatus.PERMANENT_REDIRECT, HTTPStatus.NOT_FOUND}
    assert answer.location is None or leads_home(answer.location)


@pytest.mark.parametrize("away", AWAY)
def test_only_paths_of_this_board_are_local(away: str) -> None:
    assert leads_home(web.local(away, otherwise="/desk"))


# ---- letters that turn, end or hide lines --------------------------------------------------------------------------


TURNED: Final = "もち\u202egpj\u2066つき\u0007\u200b\r\nBcc: all@evil.example\r\n\r\n<svg onload=1>"
UNSEEN: Final = frozenset("\u202e\u2066\u0007\u200b\0")


@pytest.mark.parametrize("fact", ["occasion", "group_name", "contact_name"])
@pytest.mark.parametrize("template", ["received", "asked", "received_secretariat", "approved"])
def test_what_people_write_cannot_break_a_letter(app: Flask, town: Town, template: str, fact: str) -> None:
    to = Recipient("chair@chokai.example", TURNED)

    letter = post(town.session, to=to, template=template, at=MORNING, facts={**facts(template), fact: TURNED})

    assert letter is not None
    mail = message_of(letter, letterhead(town.session), app.extensions["share_board.settings"])
    assert [address.addr_spec for address in mail["To"].addresses] == ["chair@chokai.example"]
    assert mail["Bcc"] is None
    assert not (UNSEEN | set("\r\n")) & set(f"{mail['Subject']}{mail['To']}")
    assert not (UNSEEN | {"\r"}) & set(letter.body)
    assert "all@evil" not in letter.body
    assert b"\r\n\r\n<svg" not in mail.as_bytes()


def test_what_people_write_cannot_break_a_page_or_its_title(browser: Browser, town: Town) -> None:
    room = town.room()
    browser.sign_in(town.cook)
    form = browser.client.get(f"/resources/{room.public_id}/edit").text
    sent = next(dict(each) for each in harvested(form) if "title" in dict(each))

    browser.send(f"/resources/{room.public_id}/edit", **(sent | {"title": TURNED}))

    page = browser.open(f"/resources/{room.public_id}")
    assert page.h1 == "もちgpjつき Bcc: all@evil.example <svg onload=1>"
    assert words(next(page.tree.iter("title"))) == f"{page.h1}（雲の丘（デモ）） | シェアてすと"
    assert not UNSEEN & set(page.answer.text)
