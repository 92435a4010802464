"""Lists as files: CSV in the encodings of Japanese offices, and XLSX.

What comes in is rows of text, what goes out is safe to open.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from openpyxl import load_workbook

from share_board import text
from share_board.errors import Refusal

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024  # a few megabytes of XLSX can unpack to hundreds
MOST_ROWS = 20_000
MOST_COLUMNS = 200
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class UnreadableFile(Refusal):
    """The file is no CSV or XLSX that can be read: too large, damaged, in an unknown encoding, or empty."""


@dataclass(frozen=True)
class Row:
    """One line of a list; `number` is the line as a spreadsheet counts it, the heading being line 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A list: its headings and its rows, empty rows left out."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def read(path: Path) -> Sheet:
    """The first sheet of a file. Raises UnreadableFile."""
    raw = path.read_bytes()
    if len(raw) > LARGEST_FILE:
        raise UnreadableFile(path.name)
    table = _xlsx(raw, path.name) if raw.startswith(b"PK") else _csv(raw, path.name)
    numbered = [
        Row(number, tuple(cell.strip() for cell in cells[:MOST_COLUMNS]))
        for number, cells in enumerate(table, start=1)
        if any(cell.strip() for cell in cells)
    ]
    if not numbered or len(numbered) > MOST_ROWS:
        raise UnreadableFile(path.name)
    return Sheet(tuple(map(heading, numbered[0].cells)), tuple(numbered[1:]))


def heading(cell: str) -> str:
    """A column's name however it is written: without width, spaces, and the ＊ that marks what must be filled."""
    return "".join(text.half(cell).split()).rstrip("*※").replace("※必須", "")


def _csv(raw: bytes, name: str) -> list[list[str]]:
    content = _decoded(raw, name)
    first = content.splitlines()[0] if content.strip() else ""
    delimiter = max(",\t;", key=first.count)
    try:
        return list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as problem:
        raise UnreadableFile(name) from problem


def _decoded(raw: bytes, name: str) -> str:
    """UTF-8 with or without a mark, UTF-16 as Excel's "Unicode text", or CP932 as Excel's CSV."""
    encodings = ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(name)


def _xlsx(raw: bytes, name: str) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            unpacked = sum(member.file_size for member in packed.infolist())
    except zipfile.BadZipFile as problem:
        raise UnreadableFile(name) from problem
    if unpacked > LARGEST_UNPACKED:
        raise UnreadableFile(name)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
        return [[_said(value) for value in row] for row in rows]
    except Exception as problem:  # damaged workbooks raise whatever their damaged part makes of it
        raise UnreadableFile(name) from problem


def _said(value: object) -> str:
    """A cell as somebody would have typed it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time().isoformat() == "00:00:00" else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def export_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    said = _said(value)
    return f"'{said}" if said.startswith(FORMULA_SIGNS) else said


def write(path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]], *, hints: Sequence[str] = ()) -> int:
    """Write a list, XLSX or CSV by the file's name, and return the number of rows.

    CSV is UTF-8 with a mark, which Excel needs. In XLSX every cell is text and `hints` stand as notes on the headings.
    """
    if path.suffix.lower() == ".xlsx":
        return _write_xlsx(path, headings, rows, hints)
    number = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(headings)
        for number, row in enumerate(rows, start=1):  # noqa: B007 - the last number is the answer
            out.writerow([export_cell(value) for value in row])
    return number


def _write_xlsx(path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]], hints: Sequence[str]) -> int:
    number = 0
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bg_color": "#e6f2ea", "border": 1})
        sheet.freeze_panes(1, 1)
        for column, name in enumerate(headings):
            sheet.write_string(0, column, name, bold)
            sheet.set_column(column, column, max(10, min(40, 2 * len(name) + 2)))
            if column < len(hints) and hints[column]:
                sheet.write_comment(0, column, hints[column])
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                sheet.write_string(number, column, _said(value))
    return number
