"""Hours and closed days stand in the history of what they are about, and hours go with a copy."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar.labels import say_when
from share_board.calendar.models import Closure, OpeningRule
from share_board.calendar.queries import hours
from share_board.exchange import imports, sheets
from share_board.exchange.imports import Report
from share_board.resources.models import Resource, ResourceAct, ResourceHistory, ResourceStatus
from tests.page import Browser
from tests.town import Town, at


def history(town: Town, resource: Resource) -> list[tuple[ResourceAct, int | None, bool, str]]:
    """(what, who, for the facility?, note), oldest first."""
    entries = town.session.scalars(
        select(ResourceHistory).where(ResourceHistory.resource_id == resource.id).order_by(ResourceHistory.id)
    )
    return [(entry.act, entry.by_id, entry.is_on_behalf, entry.note) for entry in entries]


def test_a_copy_has_the_same_hours_in_every_season(browser: Browser, town: Town) -> None:
    hall = town.room()
    town.session.add(
        OpeningRule(
            resource_id=hall.id,
            weekday=2,
            from_minute=540,
            until_minute=720,
            band="午前",
            season_from=701,
            season_until=831,
        )
    )
    town.session.commit()

    browser.sign_in(town.cook).send(f"/resources/{hall.public_id}/copy")

    made = town.session.scalars(select(Resource).where(Resource.status == ResourceStatus.DRAFT)).one()

    def said(resource: Resource) -> list[tuple[object, ...]]:
        return [
            (rule.weekday, rule.from_minute, rule.until_minute, rule.band, rule.season_from, rule.season_until)
            for rule in hours(town.session, resource)
        ]

    assert said(made) == said(hall)
    assert len(said(made)) == 9


def test_new_hours_stand_in_the_history_and_nobody_who_is_writing_is_late(browser: Browser, town: Town) -> None:
    hall = town.room()
    seen = hall.version

    browser.sign_in(town.secretary).send(
        f"/resources/{hall.public_id}/opening", by="hours", from_1_0="9:00", until_1_0="12:00",
        closes="days", closes_number="0", opens="months", opens_number="24",
    )  # fmt: skip

    assert history(town, hall) == [(ResourceAct.OPENING, town.secretary.id, True, "")]
    assert hall.version == seen
    assert "利用できる時間を変えました" in browser.open(f"/resources/{hall.public_id}/edit").text


def test_a_closed_day_stands_in_the_history_of_all_it_takes_until_it_is_open_again(
    browser: Browser, town: Town
) -> None:
    hall, tents, elsewhere = town.room(), town.tents(), town.room("よその部屋", facility=town.star_workshop)
    browser.sign_in(town.cook).send(
        "/closures/new", what=town.cloud_hill.public_id, from_day=f"{town.soon():%Y/%m/%d}", is_open_ended="y",
        reason="infection",
    )  # fmt: skip

    shut = (ResourceAct.OPENING, town.cook.id, False)
    note = f"お休み：{say_when(at(town.soon(), 0), None)}（感染症の予防）"
    assert history(town, hall) == history(town, tents) == [(*shut, note)]
    assert history(town, elsewhere) == []

    closure = town.session.scalars(select(Closure)).one()
    browser.send(f"/closures/{closure.public_id}/end")

    assert history(town, hall) == history(town, tents) == [(*shut, note), (*shut, "お休みの終わり")]
    assert town.session.scalars(select(Closure)).all() == []


def test_a_list_with_the_same_hours_changes_nothing_and_one_with_others_is_remembered(
    session: Session, town: Town, tmp_path: Path
) -> None:
    town.room("集会室")
    path, by = tmp_path / "rooms.csv", town.viewer(town.secretary)

    def load(said: str) -> Report:
        path.write_text(f"施設名,資源名,区分,利用できる時間\n{town.cloud_hill.name},集会室,部屋,{said}\n", "utf-8")
        sheet = sheets.read(path)
        return imports.load(session, imports.List.RESOURCES, sheet, by=by, at=clock.now(), today=clock.today())

    same, other = load("毎日 9:00-21:00"), load("平日 9:00-17:00")

    assert [(report.changed, report.unchanged, report.complaints) for report in (same, other)] == [
        ([], 1, []),
        (["集会室"], 0, []),
    ]
    hall = session.scalars(select(Resource)).one()
    assert history(town, hall) == [(ResourceAct.OPENING, town.secretary.id, True, "")]
