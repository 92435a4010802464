"""What is used together: the page of the facility, what it changes, and what everybody reads."""

from sqlalchemy import select

from share_board.calendar import actions
from share_board.calendar.models import Firmness, Occupancy, PartKind, ResourcePart
from share_board.calendar.slots import Slot
from share_board.resources.models import Resource, ResourceStatus
from tests.calendar.lines import lines
from tests.page import Browser, Page
from tests.town import Town, at


def url(resource: Resource) -> str:
    return f"/resources/{resource.public_id}/parts"


def parts(town: Town) -> list[tuple[str, str, int, PartKind, str]]:
    rows = town.session.scalars(select(ResourcePart).order_by(ResourcePart.id))
    return [(row.whole.title, row.part.title, row.units, row.kind, row.words) for row in rows]


def taken(town: Town, line_id: int) -> list[tuple[str, int]]:
    rows = town.session.scalars(select(Occupancy).where(Occupancy.line_id == line_id).order_by(Occupancy.resource_id))
    return [(row.resource.title, row.units) for row in rows]


def chosen(page: Page, name: str) -> str:
    """What a list shows."""
    select = next(e for e in page.tree.iter("select") if e.get("name") == name)
    return next(e.get("value", "") for e in select.iter("option") if e.get("selected") is not None)


def promised(town: Town, resource: Resource, *hours: int) -> int:
    (line_id,) = lines(town.session, resource, 1)
    slot = Slot(*(at(town.soon(), hour) for hour in hours))
    actions.occupy(town.session, resource, slot, units=1, line_id=line_id, firmness=Firmness.FIRM)
    town.session.commit()
    return line_id


def test_a_hall_of_two_rooms_is_said_in_two_rows_and_what_was_promised_follows(browser: Browser, town: Town) -> None:
    first, second, hall = town.room("第1会議室"), town.room("第2会議室", buffer_after_minutes=30), town.room("ホール")
    line_id = promised(town, hall, 9, 12)
    browser.sign_in(town.cook)

    page = browser.follow(
        browser.send(
            url(hall), part_0=first.public_id, kind_0="made_of", units_0="１", words_0="",
            part_1=second.public_id, kind_1="made_of", units_1="", words_1="",
        )
    )  # fmt: skip

    assert "これからは、いっしょに予約されます。" in page.text
    assert "準備・片付けの時間を、いっしょに使うもののうちいちばん長いものにそろえました。" in page.text
    assert parts(town) == [(hall.title, room.title, 1, PartKind.MADE_OF, "") for room in (first, second)]
    assert taken(town, line_id) == [("第1会議室", 1), ("第2会議室", 1), ("ホール", 1)]
    assert (chosen(page, "part_1"), page.field("units_1"), chosen(page, "part_2")) == (second.public_id, "1", "")

    browser.send(url(hall), part_0=second.public_id, kind_0="made_of", units_0="1")

    assert taken(town, line_id) == [("第2会議室", 1), ("ホール", 1)]
    browser.sign_out()
    assert "第2会議室でできています。" in browser.open(f"/resources/{hall.public_id}").text
    assert "ホールが使われるときは、ここもふさがります。" in browser.open(f"/resources/{second.public_id}").text
    assert "ホール" not in browser.open(f"/resources/{first.public_id}").text.split("似たもの")[0]


def test_a_part_that_is_promised_to_others_is_refused_with_the_day_and_the_lines(browser: Browser, town: Town) -> None:
    room, hall = town.room("第1会議室"), town.room("ホール")
    of_hall = promised(town, hall, 9, 12)
    promised(town, room, 11, 13)

    page = browser.sign_in(town.cook).send(url(hall), 409, part_0=room.public_id, kind_0="made_of", units_0="1")

    assert [error.startswith("「第1会議室」は、ここで約束している時間（") for error in page.errors] == [True]
    assert "9:00〜12:00" in page.errors[0]
    assert chosen(page, "part_0") == room.public_id
    assert (parts(town), taken(town, of_hall)) == ([], [("ホール", 1)])


def test_more_than_there_are_and_the_same_twice_are_told_beside_the_field(browser: Browser, town: Town) -> None:
    screens, sets = town.tents(2), town.resource(town.tents(1).kind, "プロジェクターセット")
    browser.sign_in(town.cook)
    row = {"part_0": screens.public_id, "kind_0": "holds"}

    assert browser.send(url(sets), 422, **row, units_0="3").errors == ["「イベントテント」は2つしかありません。"]
    twice = browser.send(url(sets), 422, **row, units_0="1", part_1=screens.public_id, kind_1="holds", units_1="1")
    assert twice.errors == ["同じものが2回入っています。数のほうを変えてください。"]
    browser.send(url(sets), **row, units_0="2")

    assert "セットの中身: イベントテント（2）" in browser.open(f"/resources/{sets.public_id}").text


def test_a_driver_is_no_name_for_anybody(browser: Browser, town: Town) -> None:
    van = town.resource(town.tents(1).kind, "リフト車")
    driver = town.lecture("運転手 佐藤", status=ResourceStatus.DRAFT)
    browser.sign_in(town.cook).send(
        url(van), part_0=driver.public_id, kind_0="needs", units_0="1", words_0="運転手つき"
    )
    promised(town, van, 9, 12)
    browser.sign_out()

    addresses = [f"/resources/{van.public_id}", "/", "/resources", "/resources?q=佐藤", "/api/v1/resources"]
    pages = [browser.client.get(address).get_data(as_text=True) for address in addresses]

    assert "いっしょに使うもの: 運転手つき" in browser.open(addresses[0]).text
    assert [("運転手 佐藤" in page, driver.public_id in page) for page in pages] == [(False, False)] * len(pages)
    browser.open(f"/resources/{driver.public_id}", 404)


def test_only_what_is_of_the_house_and_has_no_parts_can_be_chosen(browser: Browser, town: Town) -> None:
    room, hall, house = town.room("会議室"), town.room("ホール"), town.room("館")
    elsewhere, cookies = town.room("よそ", facility=town.star_workshop), town.cookies()
    town.session.add(ResourcePart(whole_id=hall.id, part_id=room.id))
    town.session.commit()

    page = browser.sign_in(town.cook).open(url(house))

    choices = [option.get("value") for option in page.tree.iter("option")]
    for resource, is_offered in [(room, True), (hall, False), (house, False), (elsewhere, False), (cookies, False)]:
        assert (resource.public_id in choices) is is_offered
    browser.send(url(house), 422, part_0=elsewhere.public_id, kind_0="made_of", units_0="1")
    of_room = browser.open(url(room))
    assert "ほかのものの一部です" in of_room.text
    assert list(of_room.tree.iter("select")) == []
    browser.send(url(room), 409, part_0=house.public_id, kind_0="made_of", units_0="1")
    browser.open(url(elsewhere), 404)
    browser.open(url(cookies), 404)


def test_it_is_reached_from_the_list_of_what_is_offered_and_from_its_own_page(browser: Browser, town: Town) -> None:
    hall, cookies = town.room("ホール"), town.cookies()

    browser.sign_in(town.cook)

    for address in ("/resources/mine", f"/resources/{hall.public_id}"):
        assert url(hall) in browser.open(address).links("/parts")
    assert browser.open(f"/resources/{cookies.public_id}").links("/parts") == []  # what is made takes no time


def test_who_saves_later_than_a_colleague_is_told_and_loses_nothing(browser: Browser, town: Town) -> None:
    hall, first, second, *more = (town.room(title) for title in ("ホール", "第1会議室", "第2会議室", "第3", "第4"))
    page = browser.sign_in(town.cook).open(url(hall))
    mine = {"part_0": first.public_id, "kind_0": "made_of", "units_0": "1"}
    for number, room in enumerate(more, start=1):
        mine |= {f"part_{number}": room.public_id, f"kind_{number}": "made_of", f"units_{number}": "1"}
    browser.send(url(hall), seen=page.field("seen"), part_0=second.public_id, kind_0="made_of", units_0="1")

    late = browser.send(url(hall), 409, seen=page.field("seen"), **mine)

    assert "ほかの人が先に直しました" in late.text
    assert f"いまの内容 {second.title}" in late.text
    assert chosen(late, "part_0") == first.public_id
    assert [part for _whole, part, *_more in parts(town)] == [second.title]
    browser.send(url(hall), seen=late.field("seen"), **mine)
    assert [part for _whole, part, *_more in parts(town)] == [first.title, "第3", "第4"]
