"""The components: what a person reads, what a reader hears, and that nothing drawn is missing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict

from share_board import doors
from share_board.forms import BaseForm, DayField, LineField, RadioChoiceField, TextField, required
from share_board.settings import ROOT, STATIC
from tests.page import words

TEMPLATES = ROOT / "templates"
DRAWN = re.compile(r'<symbol id="([a-z-]+)"')
NAMED = re.compile(r"""(?:icon|drawn)\(["']([a-z-]+)["']|icon=["']([a-z-]+)["']""")
ASSET = re.compile(r"""asset\(["']([^"']+)["']\)""")
KINDS = {"room", "goods", "lecture", "consultation", "product"}


class OccasionForm(BaseForm):
    occasion = LineField("行事", [required("行事の名前を書いてください。")], limit=20, description="例：夏祭り")
    day = DayField("日")
    answer_by = RadioChoiceField(
        "返事", [required("選んでください。")], choices=[("phone", "電話"), ("mail", "メール")]
    )
    note = TextField("ひとこと", limit=100)


@dataclass(frozen=True)
class Day:
    number: int
    iso: str
    weekday: int
    mark: str
    text: str
    holiday: str | None = None
    url: str | None = None
    is_today: bool = False


@dataclass(frozen=True)
class Grid:
    title: str
    weeks: list[list[Day | None]]
    previous_url: str | None = None
    next_url: str | None = None


@pytest.fixture
def asked(app: Flask) -> Iterator[Flask]:
    """A request under way, as macros need one for their tokens."""
    with app.test_request_context("/"):
        yield app


def drawn(source: str, **context: object) -> Element:
    """What a piece of a page becomes, read by a strict parser."""
    piece = render_template_string(source, **context)
    html = f"<!DOCTYPE html><html lang='ja'><title>-</title><main>{piece}</main></html>"
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    return tree


def by_id(tree: Element, wanted: str) -> Element:
    return next(e for e in tree.iter() if e.get("id") == wanted)


def sources() -> Iterator[tuple[Path, str]]:
    for path in TEMPLATES.rglob("*.html"):
        yield path, path.read_text(encoding="utf-8")


def test_every_sign_that_a_template_names_is_in_the_sprite() -> None:
    sprite = set(DRAWN.findall((STATIC / "icons.svg").read_text(encoding="utf-8")))
    named = {first or second for _, text in sources() for first, second in NAMED.findall(text)}
    assert named - sprite == set()
    assert KINDS - sprite == set()


def test_every_kind_has_a_picture_for_the_days_before_its_first_photograph() -> None:
    pictures = set(DRAWN.findall((STATIC / "pictures.svg").read_text(encoding="utf-8")))
    assert pictures == KINDS | {"empty", "sorry"}


def test_every_static_file_that_a_template_names_is_there() -> None:
    named = {path for _, text in sources() for path in ASSET.findall(text)}
    assert {path for path in named if not (STATIC / path).is_file()} == set()


def test_the_stylesheets_ask_no_other_host_and_every_slice_of_the_font_is_there() -> None:
    for sheet in STATIC.rglob("*.css"):
        for target in re.findall(r"url\(([^)]+)\)", sheet.read_text(encoding="utf-8")):
            assert (sheet.parent / target.strip("\"'")).is_file(), (sheet.name, target)


@pytest.mark.usefixtures("asked")
def test_what_is_wrong_is_said_above_and_beside_and_both_lead_to_the_control() -> None:
    form = OccasionForm(MultiDict({"occasion": "", "day": "いつか"}), meta={"csrf": False})
    form.validate()

    tree = drawn(
        """{% from "components/form.html" import fields, form_for %}
        {% call form_for(form, "送る") %}{{ fields(form, "occasion", "day", "answer_by", "note") }}{% endcall %}""",
        form=form,
    )

    summary = next(e for e in tree.iter() if e.get("role") == "alert")
    assert [e.get("href") for e in summary.iter("a")] == ["#occasion", "#day", "#answer_by-0"]
    assert by_id(tree, "answer_by-0").get("type") == "radio"
    box = by_id(tree, "occasion")
    assert box.get("aria-invalid") == "true"
    assert [words(by_id(tree, name)) for name in (box.get("aria-describedby") or "").split()] == [
        "例：夏祭り",
        "行事の名前を書いてください。",
    ]
    day = by_id(tree, "day")
    assert day.get("value") == "いつか"
    assert [words(by_id(tree, "day-error"))] == form.day.errors
    assert by_id(tree, "note").get("aria-invalid") is None


@pytest.mark.usefixtures("asked")
def test_a_form_that_acts_carries_its_token_and_a_search_does_not() -> None:
    tree = drawn(
        """{% from "components/form.html" import form_for, post_button %}
        {% call form_for(form, "送る") %}{% endcall %}
        {% call form_for(form, "さがす", method="get") %}{% endcall %}
        {{ post_button("/x", "やめる", hidden={"version": 3}) }}""",
        form=OccasionForm(meta={"csrf": False}),
    )

    hidden = [
        {e.get("name"): e.get("value") for e in form.iter("input") if e.get("type") == "hidden"}
        for form in tree.iter("form")
    ]
    assert [set(names) for names in hidden] == [{"csrf_token"}, set(), {"csrf_token", "version"}]
    assert hidden[0]["csrf_token"]
    assert hidden[2]["version"] == "3"


@pytest.mark.usefixtures("asked")
def test_a_month_can_be_heard() -> None:
    week: list[Day | None] = [
        None,
        Day(23, "2026-11-23", 0, "△", "午後だけあき", holiday="勤労感謝の日", url="/pick"),
        Day(24, "2026-11-24", 1, "×", "うまっています"),
        Day(25, "2026-11-25", 2, "休", "お休み", is_today=True),
        None,
        None,
        Day(28, "2026-11-28", 5, "○", "あき", url="/pick"),
    ]

    tree = drawn('{% from "components/calendar.html" import month %}{{ month(grid) }}', grid=Grid("2026年11月", [week]))

    table = next(tree.iter("table"))
    assert words(next(table.iter("caption"))) == "2026年11月"
    assert [words(th) for th in table.iter("th")] == ["日", "月", "火", "水", "木", "金", "土"]
    days = list(table.iter("td"))
    heard = [words(without_silent(td)) for td in days]
    assert heard == [
        "",
        "23日 勤労感謝の日 午後だけあき",
        "24日 うまっています",
        "25日 今日 お休み",
        "",
        "",
        "28日 あき",
    ]
    assert [len(list(td.iter("a"))) for td in days] == [0, 1, 0, 0, 0, 0, 1]
    assert {"is-sunday"} <= set((days[1].get("class") or "").split())


def without_silent(element: Element) -> Element:
    """The element without what readers are told to skip."""
    kept = Element(element.tag)
    kept.text = element.text
    for child in element:
        if child.get("aria-hidden") != "true":
            kept.append(without_silent(child))
        tail = Element("span")
        tail.text = f"{child.tail or ''} "
        kept.append(tail)
    return kept


@pytest.mark.usefixtures("asked")
def test_a_cell_of_a_table_keeps_its_column_and_its_row_on_a_phone() -> None:
    tree = drawn(
        """{% from "components/table.html" import cell, row, table %}
        {% call table("申込", ["番号", "数"]) %}
          {% call row() %}{{ cell("番号", "R8-0001", header=True) }}{{ cell("数", 0, number=True) }}{% endcall %}
        {% endcall %}"""
    )

    cells = [e for e in tree.iter() if e.get("data-label") is not None]
    assert [(e.tag, e.get("role"), e.get("data-label"), words(e)) for e in cells] == [
        ("th", "rowheader", "番号", "R8-0001"),
        ("td", "cell", "数", "0"),
    ]


def test_the_menu_shows_nobody_a_door_that_is_closed_to_them() -> None:
    menu = (TEMPLATES / "navigation.html").read_text(encoding="utf-8")
    roles = list(doors.table()["board.home"])
    named = {"everybody": roles, "signed_in": [role for role in roles if role != doors.VISITOR]}
    lines = re.findall(r'\("([a-z_.]+)", _\("[^"]+"\), "[a-z-]+", (\w+|\[[^]]+\])\)', menu)
    shown = {
        (endpoint, role)
        for endpoint, audience in lines
        for role in named.get(audience) or re.findall(r'"(\w+)"', audience)
    }

    assert len(lines) > 12
    closed = [(endpoint, role) for endpoint, role in shown if doors.reach(endpoint, role) is doors.Reach.NEVER]
    assert closed == []
