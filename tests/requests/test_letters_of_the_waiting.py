"""What is written when waiting, or what was offered, comes to its end: each reader is told what is so, and no more."""

from datetime import timedelta

from share_board import jobs
from share_board.database import Database
from share_board.requests import labels
from share_board.requests.drafts import LineDraft
from share_board.requests.lifecycle import Action
from share_board.requests.models import RequestLine
from tests.requests.asked import act, request, slot, wanted
from tests.requests.test_feeds import propose
from tests.requests.test_waiting_list import later, letters, offer, waiting
from tests.requests.test_what_is_given_up import newest, together
from tests.town import Town

CALL = "この団体にはメールアドレスがありません。"
STILL_WANTED = "引き続きご希望のときは、お電話で"


def written(town: Town, line: RequestLine, template: str) -> dict[str, tuple[str, str]]:
    """The letters of this name, by their readers: subject and body without the ends of its rows."""
    return {
        each.to_email: (each.subject, together(each.body))
        for each in town.letters
        if (each.request_id, each.template) == (line.request_id, template)
    }


def offered(town: Town, *, by_mail: bool = True) -> RequestLine:
    hall = town.room()
    has, line = request(town, (hall, wanted(town)), by=town.chair), waiting(town, hall, town.teacher)
    if not by_mail:
        line.request.email = ""
    act(town, has, Action.WITHDRAW, town.chair)
    return line


def test_who_waited_in_vain_does_not_read_that_something_was_held(town: Town, database: Database) -> None:
    hall = town.room()
    has = request(town, (hall, wanted(town)), by=town.chair)
    for action, who in ((Action.ASK, town.secretary), (Action.CONSENT, town.cook), (Action.APPROVE, town.secretary)):
        act(town, has, action, who)
    line = waiting(town, hall, town.teacher)

    jobs.lapse(database, slot(town).start + timedelta(minutes=1))

    town.session.expire_all()
    told = written(town, line, "unserved")
    assert letters(town, line.request)[-2:] == [
        ("unserved", "chair@chokai.example"), ("unserved", "office@board.example"),
    ]  # fmt: skip
    assert "空きが出なかったため、キャンセル待ちを終わりました。" in told["chair@chokai.example"][1]
    assert "仮押さえ" not in told["chair@chokai.example"][1]
    assert STILL_WANTED not in told["office@board.example"][1]


def test_the_secretariat_is_not_asked_to_call_itself(town: Town, database: Database) -> None:
    line = offered(town)
    town.session.rollback()
    jobs.expire(database, later(town))

    town.session.expire_all()
    told = written(town, line, "expired")
    assert STILL_WANTED in told["chair@chokai.example"][1]
    assert STILL_WANTED not in told["office@board.example"][1]
    assert "お電話のお願い" not in told["office@board.example"][0]


def test_who_has_no_mail_is_called_when_the_offer_has_ended(town: Town, database: Database) -> None:
    line = offered(town, by_mail=False)
    town.session.rollback()
    jobs.expire(database, later(town))

    town.session.expire_all()
    [(to, (subject, body))] = written(town, line, "expired").items()
    assert (to, "【お電話のお願い】" in subject) == ("office@board.example", True)
    assert line.request.phone in body


def test_a_no_and_no_answer_are_told_apart_and_what_was_offered_is_named(town: Town, database: Database) -> None:
    hall = town.room("ホール")
    asked = [request(town, (hall, LineDraft(slot=slot(town, days=days))), by=town.chair) for days in (20, 21)]
    for each in asked:
        act(town, each, Action.ASK, town.secretary)
    for each, days in zip(asked, (25, 26), strict=True):
        propose(town, each, hall, wanted(town, days=days))
    silent, refused = asked
    act(town, refused, Action.TURN_DOWN, town.chair)
    town.session.rollback()
    jobs.expire(database, later(town))

    town.session.expire_all()
    for each, template, said in (
        (refused, "turned_down", "見合わせるとのお返事がありました。"),
        (silent, "not_answered", "期限までに団体からお返事がありませんでした。"),
    ):
        letter = newest(town, each.lines[0], template)
        made = offer(town, each.lines[0])
        assert said in letter
        assert together(labels.when(made)) in letter
        assert together(labels.when(each.lines[0])) in letter
    assert "turned_down" not in [name for name, _to in letters(town, silent)]
