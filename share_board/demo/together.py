"""What belongs together in the invented town: a hall of two rooms, a projector set, a van and its driver, a lecturer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar import wholes
from share_board.calendar.models import PartKind
from share_board.doors import Viewer
from share_board.exchange import imports, sheets
from share_board.resources.models import GoodsProfile, Kind, LectureProfile, Resource, ResourceStatus

MADE_OF, HOLDS, NEEDS, LECTURER = PartKind.MADE_OF, PartKind.HOLDS, PartKind.NEEDS, PartKind.LECTURER
LIST: Final = Path(__file__).with_name("lists") / "together.csv"


@dataclass(frozen=True)
class Together:
    """A whole, how its parts belong to it, and what is said of those that are not on the board."""

    whole: str
    kind: PartKind
    parts: tuple[str, ...]
    words: str = ""


TOGETHER: Final = (
    Together("研修ホール(会議室A+B)", MADE_OF, ("会議室A(板橋)", "会議室B(板橋)")),
    Together("プロジェクター+100型スクリーン", HOLDS, ("100型スクリーン", "HDMIケーブル")),
    Together("リフト付ワゴン車(運転手つき)", NEEDS, ("運転手 舟木",), "運転手つき"),
    Together("転ばない体操とフレイル予防", LECTURER, ("講師 庭野",), "理学療法士"),
    Together("いすヨガでほぐす肩と腰", LECTURER, ("講師 庭野",), "理学療法士"),
)
NOT_ON_THE_BOARD: Final = {
    "HDMIケーブル": Kind.GOODS,
    "運転手 舟木": Kind.LECTURE,
    "講師 庭野": Kind.LECTURE,
}
PROFILES: Final = {Kind.GOODS: GoodsProfile, Kind.LECTURE: LectureProfile}


EARLIER: Final = timedelta(days=1)  # they have no picture, and the first page begins with the newest


def join(session: Session, *, by: Viewer, at: datetime) -> None:
    """Bring in what is missing, and say what is used together."""
    report = imports.load(
        session, imports.List.RESOURCES, sheets.read(LIST), by=by, at=at - EARLIER, today=clock.day_of(at)
    )
    if not report.is_good:
        raise ValueError(LIST.name, report.complaints)
    for together in TOGETHER:
        whole = session.scalars(select(Resource).where(Resource.title == together.whole)).one()
        parts = [_part(session, whole, title, at=at) for title in together.parts]
        drafts = [
            wholes.PartDraft(part.id, kind=together.kind, words="" if part.published_at else together.words)
            for part in parts
        ]
        wholes.set_parts(session, whole, drafts, by=by, at=at)


def _part(session: Session, whole: Resource, title: str, *, at: datetime) -> Resource:
    found = session.scalars(select(Resource).where(Resource.title == title)).one_or_none()
    if found is None:
        kind = NOT_ON_THE_BOARD[title]
        found = Resource(
            facility_id=whole.facility_id, kind=kind, title=title, status=ResourceStatus.DRAFT, created_at=at,
            changed_at=at, search_text="",
        )  # fmt: skip
        setattr(found, kind.value, PROFILES[kind]())
        session.add(found)
        session.flush()
    return found
