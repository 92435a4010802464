"""Walks every door as every role, to one's own thing, to somebody else's, and to one that does not exist.

What must happen stands in doors.csv, which the application reads too. A new route needs a line there and a knock in
KNOCKS here; without the line the board does not start, without the knock this test fails.
"""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from share_board import doors
from share_board.app import create_app
from share_board.database import Database
from share_board.doors import VISITOR, Reach
from share_board.links import Purpose
from share_board.members.models import Role
from share_board.resources import word_actions
from tests.house.world import MISSING_ID, Whose, World
from tests.statements import held_at_once
from tests.town import Town

ROLES: Final = (VISITOR, *Role)
METHODS: Final = ("GET", "POST")
# What somebody meets who may come in: the page, the way on after an act, a form that needs more, or the wrong moment.
OPEN: Final = frozenset({HTTPStatus.OK, HTTPStatus.SEE_OTHER, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT})

Knock = Callable[[World, str, Whose], str | None]


def to(url: str) -> Knock:
    """A door without a thing behind it."""
    return lambda _world, _role, whose: url if whose is Whose.OWN else None


def absent(url: str) -> Knock:
    """A door that a real board does not have."""
    return lambda _world, _role, whose: url if whose is Whose.MISSING else None


def one(url: str, thing: Callable[[World, str, Whose], str]) -> Knock:
    """A door to one thing, which has its word in the address."""

    def knock(world: World, role: str, whose: Whose) -> str | None:
        if whose is Whose.MIXED:
            return None
        return url.format(MISSING_ID if whose is Whose.MISSING else thing(world, role, whose))

    return knock


def shared(url: str, thing: Callable[[World], str]) -> Knock:
    """A door to one thing that is nobody's in particular: it is there, or it is not."""

    def knock(world: World, _role: str, whose: Whose) -> str | None:
        if whose in {Whose.FOREIGN, Whose.MIXED}:
            return None
        return url.format(MISSING_ID if whose is Whose.MISSING else thing(world))

    return knock


def held(purpose: Purpose, url: str, thing: Callable[[World], tuple[str, ...]]) -> Knock:
    """A door that opens for whoever holds a signed link; there is nobody else's, only one that was never made."""

    def knock(world: World, _role: str, whose: Whose) -> str | None:
        if whose in {Whose.FOREIGN, Whose.MIXED}:
            return None
        public_id, *more = thing(world)
        signed = world.signed(purpose, MISSING_ID if whose is Whose.MISSING else public_id)
        return url.format(signed, *more)

    return knock


def inside(url: str, things: Callable[[World, str, Whose], tuple[str, str]]) -> Knock:
    """A door to something inside of something: also tried with a foreign thing inside of one's own."""

    def knock(world: World, role: str, whose: Whose) -> str | None:
        if whose is Whose.MISSING:
            return url.format(MISSING_ID, MISSING_ID)
        if whose is not Whose.MIXED:
            return url.format(*things(world, role, whose))
        return url.format(things(world, role, Whose.OWN)[0], things(world, role, Whose.FOREIGN)[1])

    return knock


def board(world: World, _role: str, whose: Whose) -> str:
    return world.on_the_board(whose).public_id


def room(world: World, _role: str, whose: Whose) -> str:
    return world.offered(whose).public_id


def photo_of_room(world: World, _role: str, whose: Whose) -> tuple[str, str]:
    resource = world.offered(whose)
    return resource.public_id, world.photo(resource).public_id


def facility(world: World, _role: str, whose: Whose) -> str:
    return (world.town.star_workshop if whose is Whose.FOREIGN else world.town.cloud_hill).public_id


def group(world: World, _role: str, whose: Whose) -> str:
    return (world.town.school if whose is Whose.FOREIGN else world.town.association).public_id


def corporation(world: World) -> str:
    return world.town.star_corporation.public_id


def invitation(world: World) -> str:
    return world.invitation().public_id


def person(world: World) -> str:
    return world.person().public_id


def number(world: World, role: str, whose: Whose) -> str:
    return world.asked(role, whose).number or ""


def line(world: World, role: str, whose: Whose) -> tuple[str, str]:
    asked = world.asked(role, whose)
    return asked.number or "", asked.lines[0].public_id


def followed(world: World) -> tuple[str, ...]:
    return (world.asked(Role.GROUP, Whose.OWN).public_id,)


def followed_line(world: World) -> tuple[str, ...]:
    asked = world.asked(Role.GROUP, Whose.OWN)
    return asked.public_id, asked.lines[0].public_id


def act_on(world: World, role: str, whose: Whose) -> str | None:
    """The act that each role may do: the facility answers, the others take back."""
    act = "consent" if role in {Role.FACILITY, Role.CORPORATION} else "withdraw"
    return inside(f"/requests/{{}}/lines/{{}}/{act}", line)(world, role, whose)


KNOCKS: Final[dict[str, Knock]] = {
    "/": to("/"),
    "/resources": to("/resources?q=部屋"),
    "/free": to("/free?date=12/12&band=afternoon&kind_1=room"),
    "/free/matrix": to("/free/matrix?view=month&kind_1=room"),
    "/requests/new/chosen": to("/requests/new/chosen"),
    "/resources/<public_id>": one("/resources/{}", board),
    "/facilities/<public_id>": shared("/facilities/{}", lambda world: world.town.cloud_hill.public_id),
    "/photos/<public_id>/<any(card,page):size>.webp": one(
        "/photos/{}/card.webp", lambda world, _role, whose: world.photo(world.on_the_board(whose)).public_id
    ),
    "/healthz": to("/healthz"),
    "/readyz": to("/readyz"),
    "/desk": to("/desk"),
    "/letters": to("/letters"),
    "/letters/<message_id>/again": shared("/letters/{}/again", lambda world: world.letter_given_up().message_id),
    "/demo/mails": absent("/demo/mails"),
    # for programmes
    "/api/": to("/api/"),
    "/api/v1/openapi.json": to("/api/v1/openapi.json"),
    "/api/v1/resources": to("/api/v1/resources?q=部屋"),
    "/api/v1/availability": to("/api/v1/availability?date=2026-12-05"),
    "/api/v1/resources/<public_id>": one("/api/v1/resources/{}", board),
    "/api/v1/resources/<public_id>/availability": one("/api/v1/resources/{}/availability", board),
    "/api/v1/facilities": to("/api/v1/facilities"),
    "/api/v1/facilities/<public_id>": shared("/api/v1/facilities/{}", lambda world: world.town.cloud_hill.public_id),
    "/api/v1/districts": to("/api/v1/districts"),
    # members
    "/login": to("/login"),
    "/login/code": to("/login/code"),
    "/logout": to("/logout"),
    "/invitation/<token>": held(Purpose.INVITATION, "/invitation/{}", lambda world: (world.invitation().public_id,)),
    "/account": to("/account"),
    "/account/membership": to("/account/membership"),
    "/account/password": to("/account/password"),
    "/account/sign-out-everywhere": to("/account/sign-out-everywhere"),
    "/people": to("/people"),
    "/people/invite": to("/people/invite"),
    "/people/invitations/<public_id>/take-back": shared(
        "/people/invitations/{}/take-back", lambda world: world.invitation().public_id
    ),
    "/people/<public_id>": shared("/people/{}", person),
    "/people/<public_id>/end-membership": shared("/people/{}/end-membership", person),
    "/people/<public_id>/close": shared("/people/{}/close", person),
    "/organisations": to("/organisations"),
    "/corporations/new": to("/corporations/new"),
    "/corporations/<public_id>/edit": shared(
        "/corporations/{}/edit", lambda world: world.town.star_corporation.public_id
    ),
    "/facilities/new": to("/facilities/new"),
    "/facilities/<public_id>/edit": one("/facilities/{}/edit", facility),
    "/groups/new": to("/groups/new"),
    "/groups/<public_id>/edit": one("/groups/{}/edit", group),
    "/network": to("/network"),
    # resources
    "/resources/mine": to("/resources/mine"),
    "/resources/new": to("/resources/new"),
    "/resources/<public_id>/edit": one("/resources/{}/edit", room),
    "/resources/<public_id>/copy": one("/resources/{}/copy", room),
    "/resources/<public_id>/state/<act>": one("/resources/{}/state/pause", room),
    "/resources/<public_id>/photos": one("/resources/{}/photos", room),
    "/resources/<public_id>/photos/<photo_id>": inside("/resources/{}/photos/{}", photo_of_room),
    "/resources/words": to("/resources/words"),
    "/resources/words/<mark>": shared("/resources/words/{}", lambda world: word_actions.mark(world.words())),
    # calendar
    "/resources/<public_id>/calendar": one("/resources/{}/calendar", board),
    "/resources/<public_id>/opening": one("/resources/{}/opening", room),
    "/resources/<public_id>/parts": one("/resources/{}/parts", room),
    "/resources/<public_id>/calendar.ics": one("/resources/{}/calendar.ics", board),
    "/closures": to("/closures"),
    "/closures/new": to("/closures/new"),
    "/closures/calendar": to("/closures/calendar"),
    "/closures/<public_id>": one("/closures/{}", lambda world, _role, whose: world.closure(whose).public_id),
    "/closures/<public_id>/end": one("/closures/{}/end", lambda world, _role, whose: world.closure(whose).public_id),
    # requests
    "/resources/<public_id>/ask": one("/resources/{}/ask", board),
    "/requests/new": to("/requests/new"),
    "/requests/new/check": to("/requests/new/check"),
    "/requests/new/submit": to("/requests/new/submit"),
    "/requests/new/lines/<line_id>": one(
        "/requests/new/lines/{}", lambda world, _role, whose: world.line_in_basket(whose).public_id
    ),
    "/requests/new/lines/<line_id>/remove": one(
        "/requests/new/lines/{}/remove", lambda world, _role, whose: world.line_in_basket(whose).public_id
    ),
    "/requests/new/lines/<line_id>/instead": one(
        "/requests/new/lines/{}/instead", lambda world, _role, whose: world.line_in_basket(whose).public_id
    ),
    "/requests/find": to("/requests/find"),
    "/requests": to("/requests"),
    "/requests/decide": to("/requests/decide"),
    "/requests/enter": to("/requests/enter"),
    "/requests/<number>/called": one("/requests/{}/called", number),
    "/requests/<number>/again": one("/requests/{}/again", number),
    "/requests/<number>/note": one("/requests/{}/note", number),
    "/requests/<number>": one("/requests/{}", number),
    "/requests/<number>/lines/<line_id>/<action>": act_on,
    "/requests/<number>/lines/<line_id>/change": inside("/requests/{}/lines/{}/change", line),
    "/requests/<number>/lines/<line_id>/propose": inside("/requests/{}/lines/{}/propose", line),
    "/proposal/<token>": held(Purpose.PROPOSAL, "/proposal/{}", lambda world: (world.proposal().public_id,)),
    "/answer/<token>/lines/<line_id>/propose": held(
        Purpose.ANSWER, "/answer/{}/lines/{}/propose", lambda world: world.answer_line()
    ),
    "/follow/<token>": held(Purpose.FOLLOW, "/follow/{}", followed),
    "/follow/<token>/code": held(Purpose.FOLLOW, "/follow/{}/code", followed),
    "/follow/<token>/lines/<line_id>/<action>": held(Purpose.FOLLOW, "/follow/{}/lines/{}/withdraw", followed_line),
    "/follow/<token>/lines/<line_id>/change": held(Purpose.FOLLOW, "/follow/{}/lines/{}/change", followed_line),
    "/feeds/<token>.ics": shared("/feeds/{}.ics", lambda world: world.feed_token()),
    "/feeds": to("/feeds"),
    "/feeds/make": to("/feeds/make"),
    "/feeds/end": to("/feeds/end"),
    "/answer/<token>": held(Purpose.ANSWER, "/answer/{}", lambda world: (world.answer_link().public_id,)),
}

TOKEN: Final = {"csrf_token": "not asked for in tests"}
# What has to be sent along so that an act finds what it is about.
SENT: Final[dict[str, dict[str, Any]]] = {
    "/account/membership": {"number": "1"},
    "/people/<public_id>/end-membership": {"number": "1"},
    "/resources/<public_id>/photos/<photo_id>": {"what": "remove"},
    "/requests/decide": {"action": "approve"},
    "/requests/new/lines/<line_id>/instead": {"waits": "1"},
    "/proposal/<token>": {"answer": "accept"},
}


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def expected(reach: Reach, role: str, method: str, whose: Whose) -> frozenset[HTTPStatus]:
    """The contract: who first, then which. Only who may come in at all can learn what exists."""
    if reach is Reach.NEVER and role == VISITOR:
        return frozenset({HTTPStatus.SEE_OTHER if method == "GET" else HTTPStatus.UNAUTHORIZED})
    if reach is Reach.NEVER:
        return frozenset({HTTPStatus.FORBIDDEN})
    if whose in {Whose.MISSING, Whose.MIXED} or (whose is Whose.FOREIGN and reach is not Reach.ALL):
        return frozenset({HTTPStatus.NOT_FOUND})
    return OPEN


def bare(answer: TestResponse) -> tuple[bytes, frozenset[str]]:
    """Body and names of headers, without the token that is new in each form."""
    body = re.sub(rb'name="csrf_token"\s+value="[^"]*"', b"", answer.get_data())
    return body, frozenset(name for name, _value in answer.headers) - {"Set-Cookie"}


def test_the_board_does_not_start_with_a_route_that_has_no_line(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = dict(doors.table())
    del known["members.people"]
    monkeypatch.setattr(doors, "table", lambda: known)
    with pytest.raises(doors.UnknownDoorError, match=r"^members\.people$"):
        create_app(app.extensions["share_board.settings"], database)


def test_every_line_is_a_door_and_says_something_about_every_role(app: Flask) -> None:
    table = doors.table()
    assert sorted(set(table) - {rule.endpoint for rule in rules(app)}) == []
    assert {tuple(reaches) for reaches in table.values()} == {ROLES}


def test_every_door_is_knocked_at(app: Flask) -> None:
    missing = [f"{rule.rule} ({rule.endpoint})" for rule in rules(app) if rule.rule not in KNOCKS]
    assert missing == [], "these routes need a knock in KNOCKS"


@pytest.mark.parametrize("path", sorted(KNOCKS))
def test_each_door_opens_as_the_table_says(app: Flask, town: Town, database: Database, path: str) -> None:
    world = World(app, town)
    rule = next((rule for rule in rules(app) if rule.rule == path), None)
    assert rule is not None, f"no route {path}: take its knock away"
    wrong = []
    for role in ROLES:
        reach = doors.reach(rule.endpoint, role)
        for method in sorted((rule.methods or set()) & set(METHODS)):
            closed = set()
            for whose in Whose:
                url = KNOCKS[path](world, role, whose)
                if url is None:
                    continue
                client, sent = world.browser(role).client, {**TOKEN, **SENT.get(path, {}), **world.to_send}
                town.session.rollback()
                with held_at_once(database) as held:
                    answer = client.open(url, method=method, data=sent if method == "POST" else None)
                if max(held, default=0) > 1:
                    wrong.append(f"{role} {method} {whose}: reads through {max(held)} connections")
                if answer.status_code not in expected(reach, role, method, whose):
                    wrong.append(f"{role} ({reach}) {method} {whose}: {answer.status_code}")
                if answer.status_code == HTTPStatus.NOT_FOUND:
                    closed.add(bare(answer))
                if reach is Reach.NEVER and role == VISITOR and method == "GET":
                    assert answer.location.startswith("/login?next=/")
            if len(closed) > 1:
                wrong.append(f"{role} {method}: foreign and missing can be told apart")
    assert wrong == []
