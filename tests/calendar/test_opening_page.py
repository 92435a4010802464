import pytest
from sqlalchemy import select

from share_board.calendar.models import OpeningRule
from share_board.resources.models import Resource
from tests.calendar.test_month_page import squares
from tests.page import Browser
from tests.town import Town

Rows = list[tuple[int, int, int, str]]


def rows(town: Town, resource: Resource) -> Rows:
    found = town.session.scalars(
        select(OpeningRule)
        .where(OpeningRule.resource_id == resource.id)
        .order_by(OpeningRule.weekday, OpeningRule.from_minute)
    )
    return [(row.weekday, row.from_minute, row.until_minute, row.band) for row in found]


def url(resource: Resource) -> str:
    return f"/resources/{resource.public_id}/opening"


def test_hours_are_shown_as_they_are(browser: Browser, town: Town) -> None:
    hall = town.room()
    page = browser.sign_in(town.cook).open(url(hall))

    assert page.h1 == f"{hall.title} を利用できる時間"
    assert (page.field("from_0_0"), page.field("until_7_0"), page.field("from_0_1")) == ("09:00", "21:00", "")


def test_hours_with_a_break_and_closed_holidays_are_kept(browser: Browser, town: Town) -> None:
    hall = town.room()
    browser.sign_in(town.cook)

    browser.send(
        url(hall), by="hours", on_holidays="closed",
        from_1_0="９時", until_1_0="12:00", from_1_1="13時", until_1_1="午後5時",
        from_2_0="9:00", until_2_0="12:00", from_2_1="12:00", until_2_1="0:00", from_7_0="10:00", until_7_0="11:00",
    )  # fmt: skip

    assert rows(town, hall) == [(1, 540, 720, ""), (1, 780, 1020, ""), (2, 540, 1440, ""), (7, 0, 0, "")]


def test_what_is_lent_by_bands_keeps_its_evening_when_it_is_lent_by_the_hour(browser: Browser, town: Town) -> None:
    hall = town.room()
    bands = {"name_0": "午前", "from_0": "9:00", "until_0": "12:00", "days_0": ["0"],
             "name_1": "午後", "from_1": "13:00", "until_1": "17:00", "days_1": ["0"],
             "name_2": "夜間", "from_2": "18:00", "until_2": "21:00", "days_2": ["0"]}  # fmt: skip
    browser.sign_in(town.cook)

    page = browser.send(url(hall), 200, by="bands", on_holidays="same", switch="hours", **bands)

    day = [page.field(f"{end}_0_{number}") for number in range(3) for end in ("from", "until")]
    assert day == ["09:00", "12:00", "13:00", "17:00", "18:00", "21:00"]
    assert "月 9:00〜12:00、13:00〜17:00、18:00〜21:00" in page.text


def test_a_usual_week_is_seen_in_the_coming_weeks_before_it_is_kept(browser: Browser, town: Town) -> None:
    hall = town.room()
    page = browser.sign_in(town.cook).send(url(hall), 200, by="hours", on_holidays="same", preset="weekend")

    assert "土・日 9:00〜17:00" in page.text


def test_an_end_at_24_is_the_end_of_the_day_and_is_shown_so(browser: Browser, town: Town) -> None:
    hall, studio = town.room(), town.room("スタジオ")
    browser.sign_in(town.cook)

    browser.send(url(hall), by="hours", on_holidays="same", from_0_0="9:00", until_0_0="24:00")
    browser.send(
        url(studio), by="bands", on_holidays="same", name_0="夜間", from_0="18:00", until_0="２４時", days_0=["5"]
    )
    refused = browser.send(url(hall), 422, by="hours", on_holidays="same", from_0_0="24:00", until_0_0="24:00")

    assert rows(town, hall) == [(0, 540, 1440, "")]
    assert rows(town, studio) == [(5, 1080, 1440, "夜間")]
    assert browser.open(url(hall)).field("until_0_0") == "24:00"
    assert refused.errors == ["時刻は「13:30」のようにお書きください。"]


def test_own_hours_on_holidays(browser: Browser, town: Town) -> None:
    hall = town.room()
    browser.sign_in(town.cook).send(
        url(hall),
        by="hours",
        on_holidays="own",
        from_0_0="9:00",
        until_0_0="17:00",
        from_7_0="10:00",
        until_7_0="12:00",
    )

    page = browser.open(url(hall))

    assert rows(town, hall) == [(0, 540, 1020, ""), (7, 600, 720, "")]
    assert (page.field("from_7_0"), page.field("until_7_0")) == ("10:00", "12:00")


def test_bands_are_kept_with_their_days(browser: Browser, town: Town) -> None:
    hall = town.room()
    browser.sign_in(town.cook).send(
        url(hall), by="bands", on_holidays="same", name_0="午前", from_0="9:00", until_0="12:00", days_0=["0", "5"],
        name_1="午後", from_1="13:00", until_1="17:00", days_1=["5", "7"],
        name_2="夜間", from_2="18:00", until_2="21:00",
    )  # fmt: skip

    page = browser.open(url(hall))

    assert rows(town, hall) == [(0, 540, 720, "午前"), (5, 540, 720, "午前"), (5, 780, 1020, "午後")]
    assert [page.field(f"name_{number}") for number in range(3)] == ["午前", "午後", "夜間"]


def test_looking_first_keeps_nothing(browser: Browser, town: Town) -> None:
    hall = town.room()
    before = rows(town, hall)

    page = browser.sign_in(town.cook).send(
        url(hall), 200, by="hours", on_holidays="same", from_0_0="9:00", until_0_0="12:00", look="1"
    )

    said = [said for said, _ in squares(page).values()]
    assert len(said) == 56
    assert all("あき" not in each for each in said if "月曜日" not in each)
    assert page.field("until_0_0") == "12:00"
    assert rows(town, hall) == before


def test_a_preset_fills_the_week_and_keeps_nothing(browser: Browser, town: Town) -> None:
    hall = town.room()
    before = rows(town, hall)
    browser.sign_in(town.cook)

    page = browser.open(url(hall), by="hours", preset="weekdays")
    bands = browser.open(url(hall), by="bands", preset="weekend")

    assert [page.field(f"from_{day}_0") for day in range(8)] == ["09:00"] * 5 + ["", "", ""]
    ticked = [
        each.get("value")
        for each in bands.tree.iter("input")
        if each.get("name") == "days_0" and "checked" in each.attrib
    ]
    assert ticked == ["5", "6"]
    assert rows(town, hall) == before


def test_agreed_upon_by_phone(browser: Browser, town: Town) -> None:
    hall = town.room()
    browser.sign_in(town.cook).send(url(hall), by="phone")

    page = browser.open(url(hall))

    assert rows(town, hall) == []
    assert "掲示板には「電話でご相談ください」と出ています" in page.text


def test_what_cannot_be_is_told_beside_the_field(browser: Browser, town: Town) -> None:
    hall = town.room()
    before = rows(town, hall)

    page = browser.sign_in(town.cook).send(
        url(hall), 422, by="hours", on_holidays="own", from_0_0="12:00", until_0_0="9:00", from_1_0="9:00",
        from_2_0="9:00", until_2_0="12:00", from_2_1="11:00", until_2_1="13:00",
    )  # fmt: skip

    assert page.errors == [
        "終わりは、始まりよりあとにしてください。",
        "何時から何時までか、両方お書きください。",
        "何時から何時までか、両方お書きください。",
        "休けいのあとの時間は、前の時間が終わってからにしてください。",
    ]
    assert rows(town, hall) == before


def test_hours_of_a_season_are_shown_and_kept(browser: Browser, town: Town) -> None:
    hall = town.room()
    town.session.add(
        OpeningRule(
            resource_id=hall.id, weekday=0, from_minute=600, until_minute=900, season_from=701, season_until=831
        )
    )
    town.session.commit()

    page = browser.sign_in(town.cook).open(url(hall))
    names = ("s_first_0", "s_last_0", "s_from_0", "s_until_0")
    assert [page.field(name) for name in names] == ["7/1", "8/31", "10:00", "15:00"]

    browser.send(
        url(hall), by="hours", on_holidays="same", from_0_0="9:00", until_0_0="12:00",
        s_first_0="７月１日", s_last_0="8/31", s_days_0=["0", "1"], s_from_0="10:00", s_until_0="15:00",
    )  # fmt: skip

    assert rows(town, hall) == [(0, 540, 720, ""), (0, 600, 900, ""), (1, 600, 900, "")]


def test_only_the_own_facility_and_the_secretariat(browser: Browser, town: Town) -> None:
    hall = town.room()

    browser.sign_in(town.stranger).open(url(hall), 404)
    browser.send(url(hall), 404, by="phone")
    browser.sign_in(town.secretary).open(url(hall))

    assert len(rows(town, hall)) == 8


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ({"from_1": "13:00", "until_1": "17:00"}, ["「午前」が終わってから始まるようにしてください。"]),
        ({"from_1": "14:00", "until_1": "17:00"}, []),
        ({"from_1": "9:00", "until_1": "17:00"}, []),  # the whole, of which the other is a part
        ({"from_1": "13:00", "until_1": "17:00", "days_1": ["1"]}, []),
    ],
)
def test_bands_of_one_day_do_not_overlap(
    browser: Browser, town: Town, second: dict[str, object], said: list[str]
) -> None:
    hall = town.room()
    typed = {
        "by": "bands", "on_holidays": "same", "name_0": "午前", "from_0": "9:00", "until_0": "14:00", "days_0": ["0"],
        "name_1": "午後", "days_1": ["0"],
    }  # fmt: skip

    page = browser.sign_in(town.cook).send(url(hall), 422 if said else 303, **(typed | second))

    assert page.errors == said
    if said:
        assert page.field("from_1") == "13:00"
