"""What a visitor may not see is not in the bytes: of no answer, of no calendar, of no page about them."""

from http import HTTPStatus

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from share_board.database import Database
from share_board.doors import VISITOR
from share_board.members.models import Role
from share_board.resources.models import Kind, Resource
from tests.api.asking import ask
from tests.api.board import CANARIES, promised, stocked
from tests.board.shelf import CANARY_DISTRICT, put, secret_shelter
from tests.house.world import World
from tests.statements import counted
from tests.town import Town

AT_SIGN = "@"  # stands in the name of every event, before the name of the board


def every_url(programme: FlaskClient, town: Town) -> list[str]:
    """Each door, to each thing that the lists name, and each search that could find what is hidden."""
    day = town.soon().isoformat()
    ids = [each["id"] for each in ask(programme, town, "resources")["items"]]
    houses = [each["id"] for each in ask(programme, town, "facilities")["items"]]
    return [
        "openapi.json", "districts", "facilities", "resources", f"availability?date={day}", "resources?q=まだ",
        "resources?q=棚", "resources?q=ひみつ", "resources?district=himitsu", "resources?limit=1", "facilities?limit=1",
        f"availability?date={day}&district=himitsu",
        *(f"resources/{id_}" for id_ in ids),
        *(f"resources/{id_}/availability?from={day}" for id_ in ids),
        *(f"facilities/{id_}" for id_ in houses),
    ]  # fmt: skip


def read(programme: FlaskClient, town: Town, path: str) -> str:
    """All that is sent, with what is written in other letters for the line or for JSON put back."""
    town.session.rollback()
    answer = programme.get(path)
    text = answer.text.replace("\r\n ", "")
    if "\\u" in text:
        text += text.encode().decode("unicode_escape")
    return f"{answer.get_json(silent=True)}{answer.headers}{text}"


def test_no_answer_tells_what_a_visitor_may_not_see(programme: FlaskClient, town: Town) -> None:
    shown = stocked(town)
    promised(town, shown)
    urls = every_url(programme, town)
    assert len(urls) > 12 + 2 * len(shown)

    found = []
    for url in urls:
        everything = read(programme, town, f"/api/v1/{url}")
        found += [(url, canary) for canary in CANARIES if canary in everything]
        found += [(url, CANARY_DISTRICT)] * (CANARY_DISTRICT in everything and not url.startswith("districts"))

    assert found == []


def test_no_calendar_tells_it_either_and_what_is_hidden_has_none(programme: FlaskClient, town: Town) -> None:
    shown = stocked(town)
    promised(town, shown)
    with_times = {each.public_id for each in shown if each.kind is not Kind.PRODUCT}
    opened, found = set(), []
    for public_id in town.session.scalars(select(Resource.public_id)).all():
        path = f"/resources/{public_id}/calendar.ics"
        everything = read(programme, town, path)
        opened |= {public_id} if programme.get(path).status_code == HTTPStatus.OK else set()
        found += [(path, canary) for canary in (*CANARIES, CANARY_DISTRICT) if canary in everything]

    assert opened == with_times
    assert [one for one in found if one[1] != AT_SIGN] == []


def test_a_secret_house_stands_nowhere(programme: FlaskClient, town: Town) -> None:
    shelter = secret_shelter(town)
    room = put(town, Kind.ROOM, "部屋", shelter)
    told = ask(programme, town, f"facilities/{shelter.public_id}")

    assert [told[name] for name in ("district", "address", "access", "phone")] == [None, "", "", "03-0000-0100"]
    assert ask(programme, town, f"resources/{room.public_id}")["district"] is None
    assert ask(programme, town, "resources", district="himitsu")["total"] == 0


def told_to(world: World, role: str, url: str) -> TestResponse:
    client = world.browser(role).client
    world.session.rollback()
    return client.get(f"/api/v1/{url}")


def headers(answer: TestResponse) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "Date"}


def test_everybody_is_told_the_same_and_no_sign_in_is_even_read(
    app: Flask, programme: FlaskClient, town: Town, database: Database
) -> None:
    stocked(town)
    world = World(app, town)
    for url in every_url(programme, town)[:6]:
        nobody = told_to(world, VISITOR, url)
        client = world.browser(Role.SECRETARIAT).client
        town.session.rollback()
        with counted(database) as statements:
            answer = client.get(f"/api/v1/{url}")
        assert (answer.data, headers(answer)) == (nobody.data, headers(nobody))
        assert [each for each in statements if "auth_session" in each] == []
