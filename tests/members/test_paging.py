"""Which page of a long list an address asks for."""

import pytest

from share_board.members import paging
from tests.page import Browser
from tests.town import Town

ENDLESS = "0" * 6 + "1" * 5000


@pytest.mark.parametrize(
    ("said", "number"),
    [("2", 2), ("２", 2), ("2ページ", 1), ("0", 1), ("-1", 1), ("", 1), ("x", 1), ("9" * 30, 999_999_999_999)],
)
def test_whatever_stands_there_is_a_page(said: str, number: int) -> None:
    assert paging.number_in(said) == number


@pytest.mark.parametrize("url", ["/people", "/organisations", "/requests", "/resources/mine", "/resources"])
def test_a_number_without_end_is_a_page_of_every_list(browser: Browser, town: Town, url: str) -> None:
    browser.sign_in(town.secretary)

    assert browser.open(url, page=ENDLESS).h1 == browser.open(url).h1
