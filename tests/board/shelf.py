"""Puts things on the board as the verbs of posting do: with the words by which they are found."""

from typing import Any

from sqlalchemy.orm import Session

from share_board import clock
from share_board.board import counting, places, queries
from share_board.board.conditions import Asked
from share_board.board.filters import Filters
from share_board.doors import Viewer
from share_board.members.models import Corporation, District, Facility, Field
from share_board.resources import thesaurus, word_actions
from share_board.resources.found_by import found_by
from share_board.resources.models import Kind, Resource
from tests.town import Town

CANARY_STREET = "ひみつ台九丁目八番地"
CANARY_WAY = "ひみつ駅から徒歩3分"
CANARY_DISTRICT = "ひみつの地区"


def put(town: Town, kind: Kind, title: str, facility: Facility | None = None, **more: Any) -> Resource:
    """A thing on the board that can be found."""
    made = town.resource(kind, title, facility, **more)
    made.search_text = found_by(made)
    town.session.commit()
    return made


def words(town: Town) -> None:
    """The groups of words that come with the board."""
    word_actions.seed(town.session)
    town.session.commit()


def secret_shelter(town: Town) -> Facility:
    """A facility that must not be found: everything about where it is bears a mark that no page may show."""
    district = District(code="himitsu", name=CANARY_DISTRICT, kana="ひみつのちく", position=9)
    corporation = Corporation(name="そよかぜ時計の会（デモ）")
    town.session.add_all([district, corporation])
    town.session.flush()
    shelter = town.facility(
        "母子生活支援施設 そよかぜ（デモ）", corporation, district,
        is_address_secret=True, address=CANARY_STREET, access=CANARY_WAY,
    )  # fmt: skip
    shelter.field, shelter.phone = Field.CHILDREN, "03-0000-0999"
    town.session.commit()
    return shelter


def asked(session: Session, town: Town, viewer: Viewer | None = None, **filters: Any) -> Asked:
    """One search, by a visitor unless said otherwise."""
    looking = viewer or town.viewer(None)
    here = places.load(session, looking)
    return Asked(looking, clock.now(), town.network.usual, here, thesaurus.synonyms(session), Filters(**filters))


def titles(session: Session, town: Town, viewer: Viewer | None = None, **filters: Any) -> list[str]:
    """What one search finds, in its order; its first page, found and counted at once, says the same."""
    wanted = asked(session, town, viewer, **filters)
    found = queries.search(session, wanted, limit=1000)
    shown, counts = counting.search_and_count(session, wanted, offset=0)
    assert [each.resource for each in shown] == [each.resource for each in found[: queries.PAGE_SIZE]]
    assert [each.nearness for each in shown] == [each.nearness for each in found[: queries.PAGE_SIZE]]
    assert counts == counting.count(session, wanted)
    first = queries.glimpse(session, wanted, limit=3)
    assert [(each.resource, each.nearness) for each in first] == [(each.resource, each.nearness) for each in found[:3]]
    return [each.resource.title for each in found]
