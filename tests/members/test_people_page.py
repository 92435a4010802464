"""The book of people, as the office opens it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from share_board import clock
from share_board.database import Database
from share_board.members.models import Invitation, Membership, Role, User
from tests.conftest import both
from tests.page import Browser
from tests.statements import counted
from tests.town import LONG_AGO, MORNING, Town

SECRET_ROLES = [("secretariat", Role.SECRETARIAT), ("administrator", Role.ADMINISTRATOR)]


def names(town: Town, browser: Browser, **query: Any) -> list[str]:
    page = browser.open("/people", **query)
    return [
        user.name
        for user in town.session.scalars(select(User).order_by(User.id))
        if user.name in page.text.partition("登録している方")[2]
    ]


@both
def test_people_are_found_by_name_address_and_place(browser: Browser, town: Town) -> None:
    browser.sign_in(town.secretary)

    assert len(names(town, browser)) == 9
    assert names(town, browser, q="前野太郎") == ["前野 太郎"]
    assert names(town, browser, q="COOK@cloud") == ["雲野 職子"]
    assert names(town, browser, q="第三小") == ["三小 先生"]
    assert names(town, browser, q="%") == []
    assert "見つかりませんでした" in browser.open("/people", q="だれでもない").text


def test_a_long_list_has_pages(browser: Browser, town: Town) -> None:
    for number in range(35):
        town.person(f"会員 {number:02}", f"member{number}@chokai.example", Role.GROUP, group_id=town.association.id)
    town.session.commit()
    browser.sign_in(town.secretary)

    first = browser.open("/people", q="会員")
    assert "35件のうち 1〜30件目" in first.text
    second = browser.open("/people", q="会員", page="２")
    assert "35件のうち 31〜35件目" in second.text
    assert second.links("page=1") == ["/people?q=%E4%BC%9A%E5%93%A1&page=1"]
    for odd in ("-1", "0", "x", "9" * 30):
        browser.open("/people", page=odd)


def test_the_number_of_statements_does_not_grow_with_people(database: Database, browser: Browser, town: Town) -> None:
    browser.sign_in(town.secretary)
    counts = []
    for number in range(3):
        for more in range(8):
            town.person(
                f"会員 {number}{more}", f"m{number}{more}@x.example", Role.FACILITY, facility_id=town.cloud_hill.id
            )
        town.session.commit()
        with counted(database) as said:
            browser.open("/people")
        counts.append(len(said))

    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 10


# ---- inviting ------------------------------------------------------------------------------------------------------


@both
def test_the_secretariat_invites_an_officer(browser: Browser, town: Town) -> None:
    browser.sign_in(town.secretary)
    until_on = clock.today() + timedelta(days=200)
    form = browser.open("/people/invite", role="group", organisation=town.school.public_id)
    assert "管理者" not in form.text

    sent = browser.send(
        "/people/invite", name="新野 新", email="ＮＥＷ@school.example", role="group",
        organisation=town.school.public_id, until_on=f"{until_on:%Y/%m/%d}",
    )  # fmt: skip

    assert "新野 新さんに招待を送りました。" in browser.follow(sent).text
    invitation = town.session.scalars(select(Invitation)).one()
    assert (invitation.email, invitation.role, invitation.group_id, invitation.until_on) == (
        "new@school.example", Role.GROUP, town.school.id, until_on,
    )  # fmt: skip
    assert [letter.template for letter in town.letters] == ["invitation"]


@pytest.mark.parametrize(
    "change",
    [
        {"name": " "},
        {"email": "x"},
        {"role": "secretariat"},
        {"role": "administrator"},
        {"role": "visitor"},
        {"organisation": ""},
        {"organisation": "0" * 16},
        {"role": "facility"},
        {"until_on": "2020/3/31"},
        {"until_on": "いつか"},
        {"email": "teacher@school.example"},
    ],
)
def test_an_invitation_that_cannot_be_is_refused_and_not_sent(
    browser: Browser, town: Town, change: dict[str, str]
) -> None:
    form = {"name": "新野 新", "email": "new@school.example", "role": "group", "organisation": town.school.public_id}

    page = browser.sign_in(town.secretary).send("/people/invite", 422, **{**form, **change})

    assert len(page.errors) == 1
    assert (town.letters, town.session.scalars(select(Invitation)).all()) == ([], [])


@pytest.mark.parametrize("who", ["chair", "cook", "head_office", "coordinator", "ward"])
def test_nobody_else_invites(browser: Browser, town: Town, who: str) -> None:
    form = {"name": "悪", "email": "e@x.example", "role": "facility", "organisation": town.star_workshop.public_id}
    browser.sign_in(getattr(town, who)).send("/people/invite", 403, **form)
    assert town.letters == []


@pytest.mark.parametrize(("value", "role"), SECRET_ROLES)
def test_an_administrator_invites_into_the_office(browser: Browser, town: Town, value: str, role: Role) -> None:
    browser.sign_in(town.administrator).send("/people/invite", name="新野", email="n@board.example", role=value)
    assert town.session.scalars(select(Invitation.role)).all() == [role]


def test_an_invitation_is_taken_back(browser: Browser, town: Town) -> None:
    browser.sign_in(town.administrator).send("/people/invite", name="新野", email="n@board.example", role="secretariat")
    invitation = town.session.scalars(select(Invitation)).one()
    url = f"/people/invitations/{invitation.public_id}/take-back"

    browser.sign_in(town.secretary).send(url, 403)
    browser.sign_in(town.administrator).send(url)

    assert town.session.scalars(select(Invitation)).one().ends_at <= clock.now()
    assert "返事を待っている招待" not in browser.open("/people").text
    browser.send("/people/invitations/0000000000000000/take-back", 404)


# ---- one person ----------------------------------------------------------------------------------------------------


def test_a_person_says_goodbye(browser: Browser, town: Town) -> None:
    url = f"/people/{town.cook.public_id}"
    page = browser.sign_in(town.secretary).open(url)
    assert (page.h1, page.buttons.count("今日で終わりにする")) == ("雲野 職子", 1)

    browser.send(f"{url}/end-membership", number="1")
    assert "期間外" in browser.open(url).text
    browser.send(f"{url}/close")

    assert not town.cook.is_active
    page = browser.open(url)
    assert "この方の登録は閉じています。" in page.text
    assert not {"今日で終わりにする", "この方の登録を閉じる"} & set(page.buttons)


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", ""])
def test_only_memberships_that_are_there_can_end(browser: Browser, town: Town, number: str) -> None:
    browser.sign_in(town.secretary).send(f"/people/{town.cook.public_id}/end-membership", 404, number=number)
    assert town.cook.memberships[0].until_on is None


def test_the_secretariat_does_not_touch_the_office(browser: Browser, town: Town) -> None:
    browser.sign_in(town.secretary)
    for user in (town.secretary, town.administrator):
        url = f"/people/{user.public_id}"
        assert not {"今日で終わりにする", "この方の登録を閉じる"} & set(browser.open(url).buttons)
        browser.send(f"{url}/end-membership", 403, number="1")
        browser.send(f"{url}/close", 403)
        assert user.is_active


def test_the_last_administrator_is_told_to_find_another_one(browser: Browser, town: Town) -> None:
    url = f"/people/{town.administrator.public_id}"
    sentence = "管理者がいなくなってしまいます。先に別の方を管理者にしてください。"
    browser.sign_in(town.administrator)

    assert sentence in browser.send(f"{url}/close", 409).text
    assert sentence in browser.send(f"{url}/end-membership", 409, number="1").text
    assert town.administrator.is_active

    second = User(name="管理 二郎", email="jiro@board.example", created_at=MORNING)
    second.memberships.append(Membership(role=Role.ADMINISTRATOR, from_on=LONG_AGO))
    town.session.add(second)
    town.session.commit()
    browser.send(f"{url}/close")
    browser.open("/people", 303)
