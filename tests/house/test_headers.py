"""The headers of every kind of answer, as whole values; cookies; hosts; methods; what compression gives away."""

import gzip
import io
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from flask import Flask, Response, flash, get_flashed_messages, session
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.datastructures import Headers
from werkzeug.http import parse_set_header
from werkzeug.test import TestResponse

from share_board import csrf
from share_board.app import create_app
from share_board.database import Database
from share_board.doors import VISITOR
from share_board.extensions import db
from share_board.links import Purpose
from share_board.members.models import Role
from share_board.members.signed_in import begin
from share_board.settings import Settings
from tests.conftest import both
from tests.house.world import BASKET_KEY, Whose, World
from tests.page import Browser
from tests.town import Town

ALWAYS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
PAGE: Final = {
    **ALWAYS,
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-cache, private",
    "Vary": "Accept-Encoding, Cookie",
}
PERSONAL: Final = {**PAGE, "Cache-Control": "no-store"}
BY_LINK: Final = {**PERSONAL, "Referrer-Policy": "no-referrer"}
OF_THIS_ANSWER: Final = {"Content-Length", "Set-Cookie", "Location", "ETag", "Last-Modified", "Date"}
LARGEST_COOKIE: Final = 4096  # that browsers keep
FORM_COOKIE: Final = re.compile(r"form=[\w.-]+; HttpOnly; Path=/; SameSite=Lax")


def golden(answer: TestResponse) -> dict[str, str]:
    """All headers but those that differ from answer to answer; the members of Vary in order."""
    found = {name: value for name, value in answer.headers if name not in OF_THIS_ANSWER}
    if "Vary" in found:
        found["Vary"] = ", ".join(sorted(parse_set_header(found["Vary"]), key=str.lower))
    return found


@pytest.fixture
def world(app: Flask, town: Town) -> World:
    return World(app, town)


@dataclass(frozen=True)
class Answered:
    """One kind of answer: how it comes about, and the whole of its headers."""

    status: HTTPStatus
    headers: dict[str, str]
    how: Callable[[World], TestResponse]


def visitor(url: str, **options: Any) -> Callable[[World], TestResponse]:
    return lambda world: world.app.test_client().open(url, **options)


def signed_in(role: str, url: str, **options: Any) -> Callable[[World], TestResponse]:
    return lambda world: world.browser(role).client.open(url, **options)


def held(purpose: Purpose, url: str, thing: Callable[[World], str]) -> Callable[[World], TestResponse]:
    return lambda world: world.app.test_client().get(url.format(world.signed(purpose, thing(world))))


def photo(world: World) -> TestResponse:
    made = world.photo(world.on_the_board(Whose.OWN))
    return world.app.test_client().get(f"/photos/{made.public_id}/card.webp")


def withdrawn_twice(world: World) -> TestResponse:
    asked = world.asked(Role.GROUP, Whose.OWN)
    url = f"/requests/{asked.number}/lines/{asked.lines[0].public_id}/withdraw"
    client = world.browser(Role.GROUP).client
    world.session.rollback()
    assert client.post(url).status_code == HTTPStatus.SEE_OTHER
    return client.post(url)


def too_often(world: World) -> TestResponse:
    client = world.app.test_client()
    for _ in range(3):
        assert client.post("/login", data={"email": "chair@chokai.example"}).status_code == HTTPStatus.SEE_OTHER
    return client.post("/login", data={"email": "chair@chokai.example"})


def without_a_table(world: World) -> TestResponse:
    with world.app.extensions["share_board.database"].writing() as session:
        session.execute(text("ALTER TABLE resource RENAME TO resource_elsewhere"))
    return world.app.test_client().get("/resources")


def broken(world: World) -> TestResponse:
    def fault() -> str:
        raise ZeroDivisionError

    world.app.view_functions["board.home"] = fault
    return world.app.test_client().get("/")


ANSWERS: Final = {
    "200 to a visitor": Answered(HTTPStatus.OK, PAGE, visitor("/")),
    "200 to somebody signed in": Answered(HTTPStatus.OK, PERSONAL, signed_in(Role.GROUP, "/")),
    "200 with a form": Answered(HTTPStatus.OK, PERSONAL, visitor("/login")),
    "200 to whoever holds a link": Answered(
        HTTPStatus.OK,
        BY_LINK,
        held(Purpose.FOLLOW, "/follow/{}", lambda world: world.asked(Role.GROUP, Whose.OWN).public_id),
    ),
    "200 to a facility that answers by link": Answered(
        HTTPStatus.OK, BY_LINK, held(Purpose.ANSWER, "/answer/{}", lambda world: world.answer_link().public_id)
    ),
    "200 to whoever is invited": Answered(
        HTTPStatus.OK, BY_LINK, held(Purpose.INVITATION, "/invitation/{}", lambda world: world.invitation().public_id)
    ),
    "303 to sign in": Answered(HTTPStatus.SEE_OTHER, PAGE, visitor("/desk")),
    "303 of somebody signed in": Answered(
        HTTPStatus.SEE_OTHER, PERSONAL, signed_in(Role.GROUP, "/login")
    ),
    "400 for bytes": Answered(HTTPStatus.BAD_REQUEST, PAGE, visitor("/resources?q=%00")),
    "400 for another host": Answered(
        HTTPStatus.BAD_REQUEST,
        {**PAGE, "Content-Type": "text/plain; charset=utf-8"},
        visitor("/", headers={"Host": "evil.example"}),
    ),
    "401": Answered(HTTPStatus.UNAUTHORIZED, PERSONAL, visitor("/account/password", method="POST")),
    "403": Answered(HTTPStatus.FORBIDDEN, PERSONAL, signed_in(Role.GROUP, "/people")),
    "404": Answered(HTTPStatus.NOT_FOUND, PAGE, visitor("/nowhere")),
    "404 of a link": Answered(HTTPStatus.NOT_FOUND, BY_LINK, visitor("/follow/nothing")),
    "405": Answered(HTTPStatus.METHOD_NOT_ALLOWED, {**PAGE, "Allow": "GET, HEAD, OPTIONS"}, visitor("/", method="PUT")),
    "409": Answered(HTTPStatus.CONFLICT, PERSONAL, withdrawn_twice),
    "413": Answered(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        PERSONAL,
        visitor("/login", method="POST", data={"email": "x" * 600_000}),
    ),
    "422": Answered(HTTPStatus.UNPROCESSABLE_ENTITY, PERSONAL, visitor("/login", method="POST")),
    "500": Answered(HTTPStatus.INTERNAL_SERVER_ERROR, PAGE, broken),
    "503": Answered(HTTPStatus.SERVICE_UNAVAILABLE, {**PAGE, "Retry-After": "5"}, without_a_table),
    "a picture": Answered(
        HTTPStatus.OK,
        {**ALWAYS, "Content-Type": "image/webp", "Cache-Control": "private, max-age=2592000, immutable",
         "Vary": "Accept-Encoding, Cookie"},
        photo,
    ),
    "health": Answered(
        HTTPStatus.OK,
        {**ALWAYS, "Content-Type": "application/json", "Cache-Control": "no-cache, private",
         "Vary": "Accept-Encoding, Cookie"},
        visitor("/healthz"),
    ),
    "a static file": Answered(
        HTTPStatus.OK,
        {**ALWAYS, "Content-Type": 'text/css; charset="utf-8"', "Cache-Control": "max-age=31536000, public"},
        visitor("/static/share-board.css", buffered=True),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", ANSWERS)
def test_each_kind_of_answer_has_these_headers_and_no_others(world: World, kind: str) -> None:
    wanted = ANSWERS[kind]

    answer = wanted.how(world)

    assert (answer.status_code, golden(answer)) == (wanted.status, wanted.headers)


def test_whoever_tries_too_often_is_told_how_long_to_wait(world: World) -> None:
    answer = too_often(world)

    seconds = int(answer.headers.pop("Retry-After"))
    assert (answer.status_code, golden(answer)) == (HTTPStatus.TOO_MANY_REQUESTS, PERSONAL)
    assert 0 < seconds <= 15 * 60


def test_every_answer_without_a_body_of_its_own_is_a_page_that_names_the_phone(world: World) -> None:
    for status in ("400 for bytes", "401", "403", "404", "405", "409", "413", "500", "503"):
        answer = ANSWERS[status].how(World(world.app, world.town) if status != "503" else world)
        assert "03-0000-0100" in answer.text, status
        assert "<h1>" in answer.text, status


def test_whoever_sends_too_much_is_told_what_to_do(world: World) -> None:
    answer = ANSWERS["413"].how(world)

    assert "<h1>大きすぎます</h1>" in answer.text
    assert "小さいファイルにするか、ファイルの数や文章を減らして、もう一度お送りください。" in answer.text


@both
def test_a_page_whose_question_cannot_be_answered_names_the_phone(world: World) -> None:
    def asks_nonsense() -> str:
        return str(db.session.scalar(text("SELECT nothing FROM nowhere")))

    world.app.view_functions["board.home"] = asks_nonsense

    answer = world.app.test_client().get("/")

    assert answer.status_code in {HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE}
    assert "03-0000-0100" in answer.text


# ---- https, cookies ------------------------------------------------------------------------------------------------


@pytest.fixture
def secure(app: Flask, database: Database, tmp_path: Path, town: Town) -> World:
    """The same board behind https, under its real name."""
    made = create_app(
        Settings(
            instance=tmp_path,
            database_url=str(database.engine.url),
            secret_key=app.config["SECRET_KEY"],
            base_url="https://board.example",
            upload_folder=tmp_path / "uploads",
        ),
        database,
    )
    made.config["WTF_CSRF_ENABLED"] = False
    return World(made, town)


def at_home(world: World, url: str, method: str = "GET", **options: Any) -> TestResponse:
    return client_of(world).open(url, method=method, base_url="https://board.example", **options)


def client_of(world: World) -> FlaskClient:
    return world.app.test_client()


def cookies(answer: TestResponse) -> dict[str, set[str]]:
    """Name of each cookie -> its flags."""
    found = {}
    for header in answer.headers.getlist("Set-Cookie"):
        first, *flags = header.split("; ")
        found[first.partition("=")[0]] = set(flags)
    return found


def token_of(world: World, role: str) -> str:
    user = world.cast[role]
    assert user is not None
    user_id, membership_id = user.id, user.memberships[0].id
    world.session.rollback()
    with world.app.app_context(), world.app.extensions["share_board.database"].writing() as session:
        return begin(session, user_id=user_id, membership_id=membership_id, device="test")


@pytest.mark.parametrize("url", ["/", "/desk", "/nowhere", "/static/share-board.css", "/healthz"])
def test_behind_https_browsers_are_told_to_stay_there(secure: World, world: World, url: str) -> None:
    said = golden(at_home(secure, url, buffered=True))
    plain = golden(client_of(world).get(url, buffered=True))

    assert said == plain | {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


def test_behind_https_the_browser_keeps_our_cookies_for_this_host_alone(secure: World) -> None:
    room = secure.on_the_board(Whose.OWN)
    flags = {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}

    form = at_home(secure, "/login", "POST", data={"email": "chair@chokai.example"})
    assert cookies(form) == {"__Host-form": flags}

    day = secure.town.soon()
    wanted = {"day": f"{day:%Y/%m/%d}", "start": "13:00", "end": "15:00"}
    basket = at_home(secure, f"/resources/{room.public_id}/ask", "POST", data=wanted)
    assert basket.status_code == HTTPStatus.SEE_OTHER, basket.text
    kept = cookies(basket)["__Host-basket"]
    assert flags <= kept
    assert not any(flag.startswith("Domain") for flag in kept)

    client = client_of(secure)
    token = token_of(secure, Role.GROUP)
    client.set_cookie("__Host-session", token, domain="board.example", secure=True)
    out = client.post("/logout", base_url="https://board.example")
    assert flags <= cookies(out)["__Host-session"]
    assert out.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_behind_https_a_cookie_of_the_plain_name_signs_nobody_in(secure: World) -> None:
    client = client_of(secure)
    client.set_cookie("session", token_of(secure, Role.GROUP), domain="board.example", secure=True)

    assert client.get("/account", base_url="https://board.example").status_code == HTTPStatus.SEE_OTHER


def test_without_https_cookies_have_plain_names(world: World) -> None:
    form = client_of(world).post("/login", data={"email": "chair@chokai.example"})

    assert cookies(form) == {"form": {"HttpOnly", "Path=/", "SameSite=Lax"}}


def test_signing_out_leaves_nothing_in_the_browser(world: World) -> None:
    client = world.browser(Role.GROUP).client
    world.session.rollback()

    out = client.post("/logout")

    gone = cookies(out)
    assert {name for name, flags in gone.items() if "Max-Age=0" in flags} >= {"session", "basket"}
    assert out.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get_cookie("session") is None
    assert client.get("/account").status_code == HTTPStatus.SEE_OTHER


# ---- who is asked: hosts, proxies, methods -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "evil.example:80", "localhost@evil.example", "", "10.0.0.1", "[::1]"],
)
@pytest.mark.parametrize("url", ["/", "/desk", "/login", "/nowhere", "//evil.example/x", "/resources/"])
def test_the_board_answers_to_its_own_name_only(world: World, url: str, host: str) -> None:
    answer = client_of(world).get(url, headers={"Host": host})

    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "evil" not in answer.text.replace("/evil.example/x", "")
    assert answer.location is None


def test_what_a_proxy_says_is_believed_from_none(world: World) -> None:
    said = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "203.0.113.9",
        "X-Forwarded-Prefix": "/evil",
        "X-Forwarded-Port": "666",
        "Forwarded": "host=evil.example;proto=https;for=203.0.113.9",
        "X-Original-URL": "/evil",
        "X-Rewrite-URL": "/evil",
        "X-Http-Method-Override": "DELETE",
    }
    plain, told = client_of(world).get("/login"), client_of(world).get("/login", headers=said)

    bare = [re.sub(r'name="csrf_token"\s+value="[^"]*"', "", answer.text) for answer in (plain, told)]
    assert bare[0] == bare[1]
    assert golden(plain) == golden(told)


def test_a_limit_counts_the_place_that_was_seen_not_the_one_that_is_told(world: World) -> None:
    client = client_of(world)
    statuses = [
        client.post(
            "/login", data={"email": f"somebody{n}@else.example"}, headers={"X-Forwarded-For": f"203.0.113.{n}"}
        ).status_code
        for n in range(11)
    ]
    assert statuses == [HTTPStatus.SEE_OTHER] * 10 + [HTTPStatus.TOO_MANY_REQUESTS]


def test_behind_one_proxy_its_word_is_taken_for_the_place_but_never_for_the_host(
    app: Flask, database: Database, town: Town
) -> None:
    made = create_app(app.extensions["share_board.settings"].with_(proxies=1), database)
    made.config["WTF_CSRF_ENABLED"] = False
    client = made.test_client()
    town.session.rollback()

    def tries(place: str) -> int:
        """The last word is the proxy's; what stands before it was told by whoever asks."""
        said = {"X-Forwarded-For": f"198.51.100.{len(used)}, {place}", "X-Forwarded-Host": "evil.example"}
        used.append(place)
        return client.post("/login", data={"email": f"a{len(used)}@else.example"}, headers=said).status_code

    used: list[str] = []
    assert [tries("203.0.113.1") for _ in range(11)][-2:] == [HTTPStatus.SEE_OTHER, HTTPStatus.TOO_MANY_REQUESTS]
    assert tries("203.0.113.2") == HTTPStatus.SEE_OTHER


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "PUT", "PATCH", "DELETE", "CONNECT", "PROPFIND", "FOO"])
def test_no_page_knows_other_methods(world: World, method: str) -> None:
    client = client_of(world)
    assert [client.open(url, method=method).status_code for url in ("/", "/login", "/resources", "/healthz")] == [
        HTTPStatus.METHOD_NOT_ALLOWED
    ] * 4
    assert client.open("/static/share-board.css", method=method).status_code == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.parametrize(
    "told", [{"headers": {"X-HTTP-Method-Override": "POST"}}, {"query_string": {"_method": "POST"}}]
)
def test_a_get_stays_a_get(world: World, told: dict[str, Any]) -> None:
    client = world.browser(Role.GROUP).client
    world.session.rollback()
    assert client.get("/logout", **told).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert client.get("/account").status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    "url",
    ["/.git/config", "/.env", "/console", "/debug", "/metrics", "/server-status", "/static", "/static/",
     "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/fonts", "/static/fonts/",
     "/instance/secret-key", "/wp-login.php", "/translations/", "/static/icons.svg/"],
)  # fmt: skip
def test_what_is_no_page_is_not_there(world: World, url: str) -> None:
    assert client_of(world).get(url).status_code == HTTPStatus.NOT_FOUND


def test_no_other_site_is_let_in(world: World) -> None:
    client = client_of(world)
    for url in ("/", "/login", "/healthz", "/resources"):
        for method in ("GET", "OPTIONS"):
            answer = client.open(url, method=method, headers={"Origin": "https://evil.example"})
            assert answer.status_code == HTTPStatus.OK
            assert [name for name, _ in answer.headers if name.startswith("Access-Control")] == []


def test_what_the_programs_are_is_told_to_nobody(world: World) -> None:
    for kind in ANSWERS.values():
        named = Headers(kind.how(World(world.app, world.town)).headers)
        assert not {"Server", "X-Powered-By", "Via"} & set(named.keys())
        if kind.status is HTTPStatus.SERVICE_UNAVAILABLE:
            break


# ---- forms: whose they are, and what their compressed length gives away --------------------------------------------


@pytest.fixture
def guarded(app: Flask, browser: Browser) -> Browser:
    """A browser of a board that asks for the token of each form."""
    app.config["WTF_CSRF_ENABLED"] = True
    return browser


def test_no_act_without_the_token_of_a_form(guarded: Browser, town: Town) -> None:
    town.session.rollback()
    page = guarded.open("/login")
    token = page.field("csrf_token")
    wrong = {
        "none": {},
        "empty": {"csrf_token": ""},
        "another": {"csrf_token": csrf.masked("x" * 91)},
        "changed": {"csrf_token": token[:-6] + "AAAAAA"},
        "no base64": {"csrf_token": "あ{{7*7}}"},
        "odd": {"csrf_token": token[:-1]},
        "of nothing": {"csrf_token": csrf.masked("")},
        "unmasked": {"csrf_token": csrf.unmasked(token)},
    }
    sent = {"email": "chair@chokai.example"}
    statuses = {name: guarded.client.post("/login", data=sent | more).status_code for name, more in wrong.items()}
    assert statuses == dict.fromkeys(wrong, HTTPStatus.FORBIDDEN)
    assert town.letters == []

    town.session.rollback()
    assert guarded.client.post("/login", data=sent | {"csrf_token": token}).status_code == HTTPStatus.SEE_OTHER
    assert [letter.to_email for letter in town.letters] == ["chair@chokai.example"]


def test_a_form_that_is_refused_can_be_sent_once_more_as_it_is(guarded: Browser) -> None:
    guarded.open("/login")
    refused = guarded.send("/login", status=HTTPStatus.FORBIDDEN, email="chair@chokai.example")

    assert refused.field("email") == "chair@chokai.example"
    guarded.send("/login", email=refused.field("email"), csrf_token=refused.field("csrf_token"))


def test_the_token_of_another_browser_is_worth_nothing(guarded: Browser, town: Town, app: Flask) -> None:
    others = Browser(app, town).open("/login").field("csrf_token")
    guarded.open("/login")

    guarded.send("/login", status=HTTPStatus.FORBIDDEN, email="chair@chokai.example", csrf_token=others)


def test_a_page_writes_its_token_anew_each_time_and_an_old_page_stays_good(guarded: Browser) -> None:
    written = [guarded.open("/login").field("csrf_token") for _ in range(3)]

    assert len({csrf.unmasked(token).partition(".")[0] for token in written}) == 1
    starts = {token[:40] for token in written} | {token[-40:] for token in written}
    assert len(starts) == 6
    guarded.send("/login", email="chair@chokai.example", csrf_token=written[0])


def test_all_forms_of_a_page_carry_the_same_writing_so_that_long_pages_stay_small(guarded: Browser, town: Town) -> None:
    guarded.sign_in(town.chair)
    page = guarded.open("/account")

    tokens = [e.get("value") for e in page.tree.iter("input") if e.get("name") == "csrf_token"]
    assert len(tokens) > 1
    assert len(set(tokens)) == 1


def test_a_right_guess_of_the_token_makes_no_page_shorter(guarded: Browser) -> None:
    """BREACH: whoever can see lengths types guesses into the search and waits for the shortest answer."""
    guarded.open("/login")
    with guarded.client.session_transaction() as kept:
        secret = urlsafe_b64encode(f'"{kept["csrf_token"]}"'.encode()).decode()[:40]  # as every token begins
    other = secret[::-1].swapcase()

    def length(guess: str) -> int:
        answer = guarded.client.post("/login", data={"email": guess, "csrf_token": ""})
        assert guess in answer.text
        return len(gzip.compress(answer.data, mtime=0))

    right, wrong = (sorted(length(guess) for _ in range(9))[4] for guess in (secret, other))
    assert abs(right - wrong) < 12  # forty letters that were found again would save thirty bytes or more


def test_pages_are_compressed_for_those_who_can_read_it(world: World) -> None:
    answer = client_of(world).get("/", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert golden(answer) == {**PAGE, "Content-Encoding": "gzip"}
    assert "てすと社福連" in gzip.decompress(answer.data).decode()


@pytest.mark.parametrize("megabytes", [1, 70])
def test_a_body_that_is_too_large_is_not_even_read(world: World, megabytes: int) -> None:
    """Only whoever may add photos may send much."""
    photos = f"/resources/{world.offered(Whose.OWN).public_id}/photos"
    told = {"CONTENT_LENGTH": str(megabytes * 1024 * 1024), "CONTENT_TYPE": "multipart/form-data; boundary=b"}

    def send(role: str, url: str) -> HTTPStatus:
        client = world.browser(role).client
        world.session.rollback()
        return HTTPStatus(client.post(url, environ_overrides={**told, "wsgi.input": Unread()}).status_code)

    with pytest.raises(Unread.Read) if megabytes == 1 else nullcontext():
        assert send(Role.FACILITY, photos) == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert send(VISITOR, photos) == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert send(VISITOR, "/login") == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert send(Role.GROUP, photos) == HTTPStatus.FORBIDDEN


class Unread(io.RawIOBase):
    """A body that says when somebody reads it."""

    class Read(BaseException):
        pass

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: object) -> int:
        raise Unread.Read


def test_the_basket_of_a_browser_is_no_cookie_that_pages_may_read(world: World) -> None:
    page = world.browser(Role.GROUP).client.get("/requests/new")
    assert page.status_code == HTTPStatus.OK
    assert BASKET_KEY not in page.text


def said_next(app: Flask, told: Iterable[str]) -> list[str]:
    """What the next page says of what one has told, by a cookie that no browser throws away."""
    with app.test_request_context():
        for sentence in told:
            flash(sentence, "success")
        app.session_interface.save_session(app, session, answer := Response())
        cookie = answer.headers["Set-Cookie"]

    assert len(cookie) <= LARGEST_COOKIE
    with app.test_request_context(headers={"Cookie": cookie.partition(";")[0]}):
        return [str(sentence) for sentence in get_flashed_messages()]


@pytest.mark.parametrize("first", ["一", "🌀"])
def test_what_nobody_has_looked_at_fits_into_a_cookie_and_the_last_of_it_is_said(app: Flask, first: str) -> None:
    chance = Random(0)  # noqa: S311 - letters that can hardly be packed
    told = ["".join(chr(ord(first) + chance.randrange(3000)) for _ in range(70)) for _ in range(40)]

    said = said_next(app, told)
    assert 1 < len(said) < len(told)
    assert said == told[-len(said) :]


def test_what_is_said_of_each_line_of_a_page_is_all_said(app: Flask) -> None:
    refusals = (f"R8-{number:04}は、ほかの人が先に変えました。もう一度ご覧ください。" for number in range(50))
    told = ["3件の利用を決定しました。", *refusals]

    assert said_next(app, told) == told
