"""Every letter of the board as its reader sees it. `python -m tests.letters` writes the files anew, for reading."""

from dataclasses import dataclass
from pathlib import Path

from share_board.members.models import Network
from share_board.outbox import wording
from share_board.settings import ROOT

FOLDER = Path(__file__).parent
NAMES = sorted(path.stem for path in (ROOT / "templates" / "letters").glob("[!_]*.txt"))
OFFICE = "雲の丘（デモ）"
CHAIR = "前野 太郎"
READERS = {
    "asked": OFFICE, "reminder": OFFICE, "approved_facility": OFFICE, "withdrawn": OFFICE,
    "proposed_office": "てすと社協", "turned_down": OFFICE, "not_answered": OFFICE,
    "received_secretariat": "てすと社協", "answered": "てすと社協", "changed": "てすと社協",
}  # fmt: skip
LETTERHEAD = Network(
    board_name="シェアてすと", name="てすと社会福祉法人施設等連絡会", secretariat_name="てすと社会福祉協議会",
    phone="03-0000-0100", phone_hours="平日 9:00〜17:00", fax="03-0000-0199", email="office@board.example",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of a request, in words."""

    title: str
    facility: str
    when: str
    units: str = ""
    reason: str = ""
    note: str = ""
    status: str = "受け付けました"
    phone: str = "03-0000-0101"
    place: int = 0
    changed: str = ""
    is_offered: bool = False


TENTS = Line("イベントテント", OFFICE, "2026年12月13日（日）9:00〜17:00", "4張")
HALL = Line("地域交流室「くも」", OFFICE, "2026年12月13日（日）9:00〜12:00")
COOKIES = Line("米粉クッキー", "ほしあかり作業所（デモ）", "2026年12月12日（土）", "100袋")
LINES = {
    "declined": (
        Line(COOKIES.title, COOKIES.facility, COOKIES.when, "100袋", reason="年末は製造が混み合っています。"),
    ),
    "approved": (Line(TENTS.title, OFFICE, TENTS.when, "4張", note="設営は3人以上でお願いします。"),),
    "answered": (
        Line(TENTS.title, OFFICE, TENTS.when, "4張", note="雨のときは3張まで。", status="条件つきでできます"),
    ),
    "sent_back": (Line(HALL.title, OFFICE, HALL.when, reason="終わりの時刻は12時でよろしいですか。"),),
    "changed": (Line(HALL.title, OFFICE, HALL.when, changed="12月13日（日）13:00〜16:00 → 12月13日（日）9:00〜12:00"),),
    "cancelled": (Line(HALL.title, OFFICE, HALL.when, reason="感染症の予防のため"),),
    "waiting": (
        Line(HALL.title, OFFICE, HALL.when, place=2),
        Line(HALL.title, OFFICE, "2026年12月20日（日）9:00〜12:00", place=1),
    ),
}


@dataclass(frozen=True)
class Offer:
    """What was offered, in words."""

    title: str = "地域交流室「くも」"
    facility: str = OFFICE
    when: str = "12月13日（日） 13:00〜16:00"
    units: int = 1
    until: str = "2026年12月1日（火） 17:00"
    note: str = ""
    public_id: str = "0123456789fedcba"
    is_freed: bool = False
    otherwise: str = (
        "このご案内にともない、お申し込みの時間（12月13日（日） 9:00〜12:00）の仮押さえは外れています。"
        "見合わせるときは、その時点で空いていれば、もとの時間に戻します。"
    )


@dataclass(frozen=True)
class Instead:
    """What would be free in place of a thing, in words."""

    title: str
    when: str
    others: tuple[str, ...]


INSTEAD = (Instead(HALL.title, HALL.when, ("地域交流室「くも」（雲の丘（デモ）） 12月20日（日） 9:00〜12:00",)),)
ENDED = (Offer(otherwise=""),)
OFFERS = {
    "proposed": (Offer(note="午前は行事がありますが、午後なら空いています。"),), "proposed_office": (Offer(),),
    "turned_down": ENDED, "not_answered": ENDED, "expired": ENDED, "shut": ENDED, "superseded": ENDED,
}  # fmt: skip


def facts(name: str) -> dict[str, object]:
    """What a letter may speak of."""
    return {
        "number": "R8-0001", "occasion": "もちつき大会", "group_name": "前野デモ中央町会", "contact_name": CHAIR,
        "lines": LINES.get(name, (TENTS, HALL)), "public_id": "0123456789abcdef",
        "answer_public_id": "fedcba9876543210", "answer_by": "11月27日（金）", "code": "123456",
        "organisation_name": OFFICE, "kept_until": "12月1日（火）",
        "role_label": "施設職員",
        "inviter_name": "事務局 花子",
        "is_for_asker": name not in READERS, "offers": OFFERS.get(name, ()), "hours": 48,
        "phone": "03-0000-0131", "has_mail": False, "instead": INSTEAD,
        "closed_when": "12月13日（日）", "closed_why": "感染症対策",
        "waits_for_more": True,
    }  # fmt: skip


def written(name: str) -> str:
    """The whole letter: subject and body."""
    subject, body = wording.write(name, to_name=READERS.get(name, CHAIR), network=LETTERHEAD, facts=facts(name))
    return f"件名：{subject}\n\n{body}"
