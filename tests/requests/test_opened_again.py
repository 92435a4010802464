"""A closure that is taken back is told to those who were told of it, and to nobody else."""

from datetime import timedelta

from share_board import clock
from share_board.calendar import closing, own_calendar
from share_board.calendar.busy_file import Busy
from share_board.calendar.closing import ClosureDraft
from share_board.calendar.models import Closure, ClosureReason
from share_board.calendar.own_calendar import CalendarDraft
from share_board.calendar.slots import Slot
from share_board.requests import actions, queries
from share_board.requests.lifecycle import Action
from share_board.requests.models import ShareRequest
from share_board.resources.models import Resource
from tests.conftest import both
from tests.page import Browser
from tests.requests.asked import FESTIVAL, act, request, slot, wanted
from tests.town import Town, at


def close(town: Town, thing: Resource | None = None, *, days: int = 20, units: int | None = None) -> Closure:
    begin = at(town.soon(days), 0)
    draft = ClosureDraft(
        town.cloud_hill.id, thing.id if thing else None, begin, begin + timedelta(days=1), ClosureReason.WORKS,
        units=units,
    )  # fmt: skip
    closure, _touched = closing.close(town.session, draft, by=town.viewer(town.cook), at=clock.now())
    town.session.commit()
    return closure


def end(town: Town, closure: Closure) -> None:
    closing.end_closure(town.session, closure, by=town.viewer(town.cook), at=clock.now())
    town.session.commit()


def take_over(town: Town, *slots: Slot) -> None:
    draft = CalendarDraft(town.cloud_hill.id, None, "予定表", tuple(Busy(each) for each in slots))
    own_calendar.take_over(town.session, draft, by=town.viewer(town.cook), at=clock.now())
    town.session.commit()


def told(town: Town, asked: ShareRequest) -> list[tuple[str, str]]:
    """The letters about a closure, and to whom they went."""
    return [
        (letter.template, letter.to_email)
        for letter in town.letters
        if letter.request_id == asked.id and letter.template in {"closed_over", "opened_again"}
    ]


def done(town: Town, asked: ShareRequest) -> list[str]:
    return [entry.act for entry in queries.history(town.session, asked) if entry.act in {"closed_over", "opened_again"}]


CLOSED = [("closed_over", FESTIVAL.email), ("closed_over", "office@board.example")]
OPENED = [("opened_again", FESTIVAL.email), ("opened_again", "office@board.example")]


@both
def test_who_was_told_of_a_closure_is_told_that_it_was_taken_back(browser: Browser, town: Town) -> None:
    """One letter for each reader of a request, however many things of it were closed."""
    asked = request(town, (town.room("ホール"), wanted(town)), (town.tents(), wanted(town)), by=town.chair)
    closure = close(town)

    end(town, closure)

    assert told(town, asked) == CLOSED + OPENED
    assert done(town, asked) == ["closed_over", "closed_over", "opened_again", "opened_again"]
    to_asker = next(each for each in town.letters if each.template == "opened_again")
    assert "お申し込みはもとのままですので、お手続きはいりません。" in to_asker.body
    assert "■ ホール" in to_asker.body
    assert "■ イベントテント" in to_asker.body
    page = browser.sign_in(town.chair).open(f"/requests/{asked.number}")
    assert "その日時のお休みを取りやめました" in page.text
    assert "あとから施設が休みになりました" not in page.text


def test_the_button_that_ends_a_closure_tells_it(browser: Browser, town: Town) -> None:
    asked = request(town, (town.room("ホール"), wanted(town)), by=town.chair)
    closure = close(town)

    browser.sign_in(town.cook).send(f"/closures/{closure.public_id}/end")

    assert told(town, asked) == CLOSED + OPENED


def test_a_newer_calendar_without_the_event_is_told_and_one_that_only_moves_it_is_not(town: Town) -> None:
    asked = request(town, (town.room("ホール"), wanted(town)), by=town.chair)
    other = slot(town, days=30)
    take_over(town, slot(town), other)
    assert told(town, asked) == CLOSED

    take_over(town, slot(town, 12, 15), other)
    assert OPENED[0] not in told(town, asked)
    take_over(town, other)

    assert told(town, asked) == CLOSED * 2 + OPENED
    assert done(town, asked)[-1] == "opened_again"


def test_nobody_is_told_whose_time_is_theirs_no_more(town: Town) -> None:
    hall = town.room("ホール")
    given_back = request(town, (hall, wanted(town)), by=town.chair)
    closure = close(town)
    act(town, given_back, Action.WITHDRAW, town.chair)

    end(town, closure)

    assert told(town, given_back) == CLOSED


def test_nobody_is_told_who_has_moved_to_another_day(town: Town) -> None:
    moved = request(town, (town.room("ホール"), wanted(town)), by=town.chair)
    closure = close(town)
    actions.change(
        town.session, moved.lines[0], wanted(town, days=25), by=town.viewer(town.chair), at=clock.now(),
        today=clock.today(),
    )  # fmt: skip
    town.session.commit()

    end(town, closure)

    assert told(town, moved) == CLOSED


def test_what_another_closure_lies_over_is_not_called_open(town: Town) -> None:
    hall = town.room("ホール")
    asked = request(town, (hall, wanted(town)), by=town.chair)
    house, room = close(town), close(town, hall)

    end(town, house)
    assert told(town, asked) == CLOSED * 2
    end(town, room)
    assert told(town, asked) == CLOSED * 2 + OPENED


def test_who_could_keep_their_time_hears_nothing(town: Town) -> None:
    tents = town.tents(stock=4)
    few = request(town, (tents, wanted(town, units=2)), by=town.chair)
    elsewhere = request(town, (tents, wanted(town, days=21)), by=town.chair)

    end(town, close(town, tents, units=1))

    assert told(town, few) == told(town, elsewhere) == []
