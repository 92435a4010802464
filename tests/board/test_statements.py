"""The number of statements does not grow with the board."""

from collections.abc import Iterable

import pytest

from share_board.database import Database
from share_board.resources.models import Kind
from tests.board.shelf import put, words
from tests.conftest import both
from tests.page import Browser
from tests.statements import counted, held_at_once
from tests.town import Town

PAGES = ("/", "/resources", "/resources?q=テント&district=maeno", "/resources?q=テント 宇宙船", "/resources?date={day}")
MOST = 6  # performance.md: reading pages of people without an account


def numbers(browser: Browser, database: Database, urls: Iterable[str]) -> dict[str, int]:
    sent = {}
    for url in urls:
        browser.open(url)  # the first time a connection is made
        with counted(database) as statements:
            browser.open(url)
        sent[url] = len([each for each in statements if "missed_search" not in each])
    return sent


@both
def test_three_and_three_hundred_things_cost_the_same(browser: Browser, town: Town, database: Database) -> None:
    words(town)
    urls = [url.format(day=town.soon().isoformat()) for url in PAGES]
    kinds = list(Kind)
    for number in range(3):
        put(town, Kind.GOODS, f"テント{number}")
    few = numbers(browser, database, urls)

    for number in range(297):
        put(town, kinds[number % len(kinds)], f"テント{number}", (town.cloud_hill, town.star_workshop)[number % 2])
    many = numbers(browser, database, urls)

    assert few == many
    assert max(many.values()) <= MOST, many


@pytest.mark.parametrize("kind", list(Kind))
def test_one_thing_costs_few_statements(browser: Browser, town: Town, database: Database, kind: Kind) -> None:
    words(town)
    thing = put(town, kind, "テント")
    for number in range(9):
        put(town, kind, f"テント{number}")
    of_thing, of_facility = f"/resources/{thing.public_id}", f"/facilities/{town.cloud_hill.public_id}"

    sent = numbers(browser, database, [of_thing, of_facility])

    assert sent[of_thing] <= MOST
    assert sent[of_facility] <= MOST


@pytest.mark.parametrize("url", PAGES)
def test_a_page_that_only_reads_takes_one_connection(
    browser: Browser, town: Town, database: Database, url: str
) -> None:
    put(town, Kind.GOODS, "テント")

    with held_at_once(database) as held:
        browser.open(url.format(day=town.soon().isoformat()))

    assert set(held) == {1}
