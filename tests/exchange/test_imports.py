"""Lists of a network go in as offices write them, all or not at all, and come out so that they go in again."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar import actions as calendar
from share_board.calendar.models import OpeningRule, PartKind, ResourcePart
from share_board.database import Database
from share_board.demo import town as demo
from share_board.doors import Viewer
from share_board.exchange import exports, imports, sheets
from share_board.exchange.cells import UnreadCell, opening, say_opening
from share_board.exchange.imports import List, Report
from share_board.exchange.reading import Complaint
from share_board.exchange.sheets import UnreadableFile
from share_board.members.models import Corporation, District, Facility, Field, Group, GroupKind, Role
from share_board.resources import allergens
from share_board.resources.models import AllergenUse, FeeKind, Kind, Resource, ResourceStatus
from tests.conftest import POSTGRESQL, both
from tests.requests.asked import request, wanted
from tests.requests.test_two_at_once import meanwhile, on_postgresql, until_somebody_waits
from tests.town import Town

Load = Callable[[List, Path], Report]


@pytest.fixture
def load(session: Session, town: Town) -> Load:
    def loaded(list_: List, path: Path) -> Report:
        by = town.viewer(town.secretary)
        return imports.load(session, list_, sheets.read(path), by=by, at=clock.now(), today=date(2026, 11, 23))

    return loaded


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


FACILITIES = (
    "法人名＊,施設名＊,分野,地区,電話,所在地非公開,退会日\r\n"
    "社福 髙橋会,髙橋ホーム,高齢,前野,０３－００００－０１９９,○,令和9年3月31日\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_facilities_come_in_every_encoding_of_an_office(
    encoding: str, load: Load, session: Session, tmp_path: Path
) -> None:
    report = load(List.FACILITIES, written(tmp_path, FACILITIES, encoding))

    assert (report.complaints, report.added) == ([], ["髙橋ホーム"])
    made = session.scalars(select(Facility).where(Facility.name == "髙橋ホーム")).one()
    assert (made.corporation.name, made.field, made.phone, made.is_address_secret, made.left_on) == (
        "社福 髙橋会",
        Field.ELDERLY,
        "03-0000-0199",
        True,
        date(2027, 3, 31),
    )


def test_numbers_that_let_nobody_ask_are_told_by_their_line(load: Load, tmp_path: Path) -> None:
    rows = "雲の丘（デモ）,ホール,部屋,60,1,無料,20\r\n雲の丘（デモ）,会議室,部屋,60,3,無料,20\r\n"
    head = "施設名,資源名,区分,申込期限(日前),受付開始(か月前),費用,定員\r\n"

    report = load(List.RESOURCES, written(tmp_path, head + rows))

    [complaint] = report.complaints
    assert complaint.row == 2
    assert complaint.sentence.endswith("始まりを早くするか、締切を遅くしてください。")
    assert report.added == ["会議室"]


def test_a_workbook_is_read_like_a_text_file(load: Load, session: Session, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["団体名", "種別", "電話", None, "地区"])
    sheet.append([None, None, None, None, None])
    sheet.append(["前野デモ南町会", "町会", "03 0000 0150", None, "前野"])
    book.save(tmp_path / "groups.xlsx")

    report = load(List.GROUPS, tmp_path / "groups.xlsx")

    assert (report.complaints, report.added) == ([], ["前野デモ南町会"])
    made = session.scalars(select(Group).where(Group.name == "前野デモ南町会")).one()
    assert (made.kind, made.phone_key) == (GroupKind.NEIGHBOURHOOD, "0300000150")


def test_every_row_says_what_is_wrong_with_it(load: Load, tmp_path: Path) -> None:
    text = (
        "施設名,資源名,区分,数量,費用,地区\n"
        "雲の丘（デモ）,大テント,物品,たくさん,無料,\n"
        "どこかの家,小テント,物品,3,無料,\n"
        "雲の丘（デモ）,,物品,3,無料,\n"
        "雲の丘（デモ）,中テント,のりもの,3,ただ,\n"
        "雲の丘（デモ）,よい机,物品,2,無料,\n"
        "雲の丘（デモ）,よい机,物品,2,無料,\n"
    )

    report = load(List.RESOURCES, written(tmp_path, text))

    assert [(complaint.row, complaint.column) for complaint in report.complaints] == [
        (2, "数量"),
        (3, "施設名"),
        (4, "資源名"),
        (5, "区分"),
        (5, "費用"),
        (6, ""),  # 数え方 is missing before it can stand on the board
        (7, "施設名"),
    ]
    assert report.ignored == ["地区"]
    assert not report.is_good


def test_a_list_without_a_needed_column_is_not_begun(load: Load, tmp_path: Path) -> None:
    report = load(List.GROUPS, written(tmp_path, "団体名,電話,電話\nあ町会,03-0000-0001,\n"))

    assert [(complaint.row, complaint.column) for complaint in report.complaints] == [(1, "電話"), (1, "種別")]


def test_a_second_import_changes_only_what_is_said(load: Load, session: Session, tmp_path: Path) -> None:
    load(List.FACILITIES, written(tmp_path, FACILITIES))
    unchanged = load(List.FACILITIES, written(tmp_path, FACILITIES))
    changed = load(
        List.FACILITIES,
        written(tmp_path, "法人名,施設名,分野,窓口,電話\n社福 髙橋会,髙橋ホーム,障がい,地域担当,\n"),
    )

    made = session.scalars(select(Facility).where(Facility.name == "髙橋ホーム")).one()
    assert (unchanged.added, unchanged.changed, unchanged.unchanged) == ([], [], 1)
    assert changed.changed == ["髙橋ホーム"]
    assert (made.field, made.desk_name, made.phone) == (Field.DISABILITY, "地域担当", "03-0000-0199")


def test_a_resource_comes_with_its_hours_price_and_allergens(load: Load, session: Session, tmp_path: Path) -> None:
    allergens.seed(session)
    text = (
        "施設名,資源名,区分,利用できる時間,定員,費用,単価(円),アレルゲン(使用),アレルゲン(不使用),アレルゲン確認日,状態\n"
        '雲の丘（デモ）,ひかりの間,部屋,"平日 9:00-12:00 午前、土日祝 13:00-17:00",30人,無料,,,,,公開\n'
        "雲の丘（デモ）,豆クッキー,自主生産品,,,有料,250円,大豆,卵、乳,R8.10.1,下書き\n"
    )

    report = load(List.RESOURCES, written(tmp_path, text))

    assert (report.complaints, report.added) == ([], ["ひかりの間", "豆クッキー"])
    room, cookies = (session.scalars(select(Resource).where(Resource.title == title)).one() for title in report.added)
    assert (room.kind, room.capacity, room.status, room.fee_kind) == (
        Kind.ROOM,
        30,
        ResourceStatus.PUBLISHED,
        FeeKind.FREE,
    )
    rules = session.scalars(select(OpeningRule).where(OpeningRule.resource_id == room.id)).all()
    assert sorted((rule.weekday, rule.from_minute, rule.band) for rule in rules) == [
        *[(weekday, 540, "午前") for weekday in range(5)],
        (5, 780, ""),
        (6, 780, ""),
        (7, 780, ""),
    ]
    assert cookies.product is not None
    assert (cookies.status, cookies.product.price_yen, cookies.product.allergens_checked_on) == (
        ResourceStatus.DRAFT,
        250,
        date(2026, 10, 1),
    )
    assert {answer.allergen.name: answer.use for answer in cookies.product.allergens} == {
        "大豆": AllergenUse.USED,
        "卵": AllergenUse.NOT_USED,
        "乳": AllergenUse.NOT_USED,
    }


@both
def test_what_goes_out_goes_in_again_unchanged(session: Session, tmp_path: Path) -> None:
    by = Viewer(user_id=None, role=Role.SECRETARIAT, today=clock.today())
    demo._settings(session)
    for list_, name in demo.FILES:
        sheet = sheets.read(demo.LISTS / f"{name}.csv")
        assert imports.load(session, list_, sheet, by=by, at=clock.now(), today=clock.today()).is_good
    session.commit()

    for suffix in (".csv", ".xlsx"):
        for list_ in List:
            path = tmp_path / f"{list_}{suffix}"
            number = exports.export(session, list_, path, today=clock.today())
            report = imports.load(session, list_, sheets.read(path), by=by, at=clock.now(), today=clock.today())
            assert (report.complaints, report.added, report.changed, report.ignored) == ([], [], [], [])
            assert report.unchanged == number
    assert session.scalar(select(func.count(Resource.id))) == 60
    assert session.scalar(select(func.count(Corporation.id))) == 14


# ---- what is used together -------------------------------------------------------------------------------------------

PARTS = (
    "施設名＊,資源名＊,いっしょに使うもの＊,数,使い方,掲載しないときの呼び名\r\n"
    "雲の丘（デモ）,ホール,第1会議室,,できている,\r\n"
    "雲の丘（デモ）,ホール,第2会議室,,できている,\r\n"
    "雲の丘（デモ）,ホール,イベントテント,２張,セットの中身,テントつき\r\n"
)


def kept_parts(session: Session) -> list[tuple[str, str, int, PartKind, str]]:
    rows = session.scalars(select(ResourcePart).order_by(ResourcePart.id)).all()
    return [(each.whole.title, each.part.title, each.units, each.kind, each.words) for each in rows]


HALL = [
    ("ホール", "第1会議室", 1, PartKind.MADE_OF, ""),
    ("ホール", "第2会議室", 1, PartKind.MADE_OF, ""),
    ("ホール", "イベントテント", 2, PartKind.HOLDS, "テントつき"),
]


@both
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_halls_and_sets_survive_going_out_and_coming_in(
    load: Load, session: Session, town: Town, tmp_path: Path, suffix: str
) -> None:
    for title in ("ホール", "第1会議室", "第2会議室"):
        town.room(title)
    town.tents()
    report = load(List.PARTS, written(tmp_path, PARTS))
    assert (report.complaints, len(report.added), kept_parts(session)) == ([], 3, HALL)

    exports.export(session, List.PARTS, tmp_path / f"parts{suffix}", today=clock.today())
    for each in session.scalars(select(ResourcePart)):
        session.delete(each)
    session.flush()
    again, twice = (load(List.PARTS, tmp_path / f"parts{suffix}") for _ in range(2))

    assert (again.complaints, again.ignored, len(again.added), kept_parts(session)) == ([], [], 3, HALL)
    assert (twice.added, twice.changed, twice.unchanged) == ([], [], 3)


def test_a_part_that_is_there_already_keeps_what_the_list_leaves_open(
    load: Load, session: Session, town: Town, tmp_path: Path
) -> None:
    for title in ("ホール", "第1会議室", "第2会議室"):
        town.room(title)
    town.tents()
    load(List.PARTS, written(tmp_path, PARTS))

    report = load(
        List.PARTS,
        written(tmp_path, "施設名,資源名,いっしょに使うもの,数\r\n雲の丘（デモ）,ホール,イベントテント,3\r\n"),
    )

    assert (report.added, report.changed) == ([], ["ホール：イベントテント"])
    assert kept_parts(session)[-1] == ("ホール", "イベントテント", 3, PartKind.HOLDS, "テントつき")
    assert len(kept_parts(session)) == 3


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("どこか,ホール,第1会議室,1", "施設名", "この名前の施設がありません。"),
        ("雲の丘（デモ）,ない館,第1会議室,1", "資源名", "「ない館」という名前の資源がありません。"),
        ("雲の丘（デモ）,ホール,ない室,1", "いっしょに使うもの", "「ない室」という名前の資源がありません。"),
        ("雲の丘（デモ）,ホール,ホール,1", "", "同じ施設の別の資源で"),
        ("雲の丘（デモ）,ホール,イベントテント,9", "", "4つしかありません"),
    ],
)
def test_what_cannot_be_a_part_is_said_in_plain_words(
    load: Load, session: Session, town: Town, tmp_path: Path, row: str, column: str, said: str
) -> None:
    town.room("ホール")
    town.room("第1会議室")
    town.tents()

    report = load(List.PARTS, written(tmp_path, f"施設名,資源名,いっしょに使うもの,数\r\n{row}\r\n"))

    assert [(each.row, each.column) for each in report.complaints] == [(2, column)]
    assert said in report.complaints[0].sentence
    assert kept_parts(session) == []


def test_what_is_promised_to_others_is_no_part_of_what_is_promised(
    load: Load, session: Session, town: Town, tmp_path: Path
) -> None:
    for title in ("ホール", "第1会議室", "第2会議室"):
        request(town, (town.room(title), wanted(town)), by=town.chair)
    town.tents()

    report = load(List.PARTS, written(tmp_path, PARTS))

    assert [(each.row, "は、すでに約束している日時に使えません" in each.sentence) for each in report.complaints] == [
        (2, True), (3, True),
    ]  # fmt: skip
    assert kept_parts(session) == HALL[2:]  # the caller rolls everything back


@on_postgresql
def test_a_list_and_a_colleague_who_want_the_same_things_do_not_wait_in_a_circle(
    load: Load, database: Database, session: Session, town: Town, tmp_path: Path
) -> None:
    one, other = town.tents(stock=2), town.tents(stock=2)
    one.title, other.title = "机", "椅子"
    session.commit()
    more = "".join(f"{town.cloud_hill.name},{each.title},物品,9,脚\r\n" for each in (other, one))  # the later one first
    path = written(tmp_path, f"施設名,資源名,区分,数量,数え方\r\n{more}")
    ids = [one.id, other.id]
    session.rollback()
    reports: list[Report] = []

    def load_more() -> None:
        reports.append(load(List.RESOURCES, path))
        session.commit()

    with database.writing() as colleague:
        held = [colleague.get_one(Resource, each) for each in ids]
        calendar.hold(colleague, held[:1])
        loading = meanwhile(load_more)
        until_somebody_waits(colleague)
        colleague.execute(text("SET LOCAL lock_timeout = '2s'"))
        calendar.hold(colleague, held[1:])  # refused, if the list had taken this one before it began to wait
    loading.join()

    assert [(report.complaints, len(report.changed)) for report in reports] == [([], 2)]


def test_templates_name_every_column_and_mark_what_must_be_filled(load: Load, tmp_path: Path) -> None:
    exports.template(List.GROUPS, tmp_path / "groups.xlsx", today=date(2026, 11, 23))

    sheet = load_workbook(tmp_path / "groups.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][:3] == ["団体名＊", "ふりがな", "種別＊"]
    assert (load(List.GROUPS, tmp_path / "groups.xlsx").complaints, sheet.max_row) == ([], 1)


def test_no_cell_goes_out_as_a_formula(session: Session, town: Town, tmp_path: Path) -> None:
    town.association.note = "=HYPERLINK(0)"
    session.commit()
    for name in ("groups.csv", "groups.xlsx"):
        exports.export(session, List.GROUPS, tmp_path / name, today=date(2026, 11, 23))

    sheet = load_workbook(tmp_path / "groups.xlsx").active
    assert sheet is not None
    assert [cell.data_type for row in sheet.iter_rows() for cell in row if cell.value == "=HYPERLINK(0)"] == ["s"]
    assert "'=HYPERLINK(0)" in (tmp_path / "groups.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    "raw",
    [b"", b"\n\n", b"PK\x03\x04 not a workbook", b"\xff\xfe\x00", b"\x81\xff\xff\xfe\n", b'a,"b\nc'],
    ids=["empty", "only breaks", "no workbook", "half a letter", "no encoding", "open quote"],
)
def test_what_is_no_list_is_refused(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(raw)

    with pytest.raises(UnreadableFile):
        sheets.read(path)


@pytest.mark.parametrize(
    ("said", "week"),
    [
        ("平日 9:00-17:00", [(day, 540, 1020, "") for day in range(5)]),
        ("月水金 9時-12時 午前", [(day, 540, 720, "午前") for day in (0, 2, 4)]),
        ("土日祝１３：００〜１７：３０", [(day, 780, 1050, "") for day in (5, 6, 7)]),
        ("毎日 9:00-24:00", [(day, 540, 1440, "") for day in range(8)]),
        ("月・水 18:00から21:00 夜間", [(day, 1080, 1260, "夜間") for day in (0, 2)]),
    ],
)
def test_hours_are_read_as_offices_write_them(said: str, week: list[tuple[int, int, int, str]]) -> None:
    read = [(rule.weekday, rule.from_minute, rule.until_minute, rule.band) for rule in opening(said)]

    assert read == week
    assert opening(say_opening(read)) == opening(said)


@pytest.mark.parametrize("said", ["いつでも", "平日 17:00-9:00", "9:00-17:00", "平日 9:00", "平日 9:00-25:00"])
def test_hours_that_say_nothing_are_told_so(said: str) -> None:
    with pytest.raises(UnreadCell):
        opening(said)


def test_a_complaint_is_a_sentence_for_the_person(load: Load, tmp_path: Path) -> None:
    report = load(List.GROUPS, written(tmp_path, "団体名,種別\nあ町会,なにか\n"))

    (complaint,) = report.complaints
    assert (complaint.row, complaint.column) == (2, "種別")
    assert isinstance(complaint, Complaint)
    assert "町会・自治会" in complaint.sentence


@both
def test_a_name_that_is_taken_is_the_fault_of_its_row_only(load: Load, session: Session, tmp_path: Path) -> None:
    names = sorted(session.scalars(select(District.name)))
    rows = "east,東デモ,\neast2,東デモ,\nwest,西デモ,月面\nmaeno,前野,たいへん" + "ながい" * 30

    report = load(List.DISTRICTS, written(tmp_path, f"符号,地区名,ふりがな\n{rows}\n"))

    assert [(complaint.row, complaint.column, complaint.sentence) for complaint in report.complaints] == [
        (3, "", "すでにあるものと合いません。同じ名前か符号が使われています。別のものにしてください。"),
        (5, "ふりがな", "80文字以内で書いてください。"),
    ]
    assert report.added == ["東デモ", "西デモ"]
    session.rollback()
    assert sorted(session.scalars(select(District.name))) == names


@pytest.mark.parametrize("engine_name", [POSTGRESQL], indirect=True)
def test_what_the_database_cannot_keep_is_said_in_plain_words(load: Load, session: Session, tmp_path: Path) -> None:
    session.execute(text('ALTER TABLE "group" ALTER COLUMN representative TYPE varchar(5)'))

    report = load(List.GROUPS, written(tmp_path, "団体名,種別,代表者\nあ町会,町会,前野 太郎左衛門\nい町会,町会,前野\n"))

    assert report.complaints == [Complaint(2, "", "この行に、長すぎる文字か大きすぎる数があります。短くしてください。")]
    assert report.added == ["い町会"]


def test_what_is_refused_is_said_as_on_the_pages_with_the_names_of_the_columns(
    load: Load, session: Session, tmp_path: Path
) -> None:
    allergens.seed(session)
    rows = (
        "雲の丘（デモ）,ひかりの間,部屋,,\n"
        "雲の丘（デモ）,大テント,物品,,\n"
        "雲の丘（デモ）,豆クッキー,自主生産品,大豆,\n"
        "雲の丘（デモ）,そら豆,自主生産品,大豆,令和30年1月1日\n"
    )

    report = load(List.RESOURCES, written(tmp_path, f"施設名,資源名,区分,アレルゲン(使用),アレルゲン確認日\n{rows}"))

    unchecked = "アレルゲンを確認した日を、今日までの日付で書いてください。"
    assert [(complaint.row, complaint.sentence) for complaint in report.complaints] == [
        (2, "掲載するには足りないところがあります：定員"),
        (3, "掲載するには足りないところがあります：数え方"),
        (4, unchecked),
        (5, unchecked),
    ]
