"""From a sheet to values: which column stands where, what each cell says, and a complaint for what cannot be read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from share_board.exchange.cells import UnreadCell
from share_board.exchange.columns import Column
from share_board.exchange.sheets import Row, Sheet, heading
from share_board.i18n import gettext as _


@dataclass(frozen=True)
class Complaint:
    """What is to be put right: the line as the spreadsheet counts it, the column, and what to do."""

    row: int
    column: str
    sentence: str


@dataclass
class Reading:
    """Which place of the sheet holds which column; what was passed over, and what is to be put right."""

    places: dict[int, Column] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def headings(sheet: Sheet, wanted: Sequence[Column]) -> Reading:
    """Look for the wanted columns; complain about what is missing or double, note what nobody knows."""
    known = {heading(column.name): column for column in wanted}
    found = Reading()
    for place, name in enumerate(sheet.headings):
        if not name:
            continue
        if (column := known.get(name)) is None:
            found.ignored.append(name)
        elif column in found.places.values():
            found.complaints.append(Complaint(1, name, _("This column stands there twice.")))
        else:
            found.places[place] = column
    for column in wanted:
        if column.is_required and column not in found.places.values():
            found.complaints.append(Complaint(1, column.name, _("This column is missing.")))
    return found


def rows(sheet: Sheet, reading: Reading) -> Iterator[tuple[Row, dict[str, Any]]]:
    """Each row that can be read, with its values without what is empty; the others are complained about."""
    for row in sheet.rows:
        before = len(reading.complaints)
        values = _values(row, reading.places, reading.complaints)
        if len(reading.complaints) == before:
            yield row, values


def _values(row: Row, places: Mapping[int, Column], complaints: list[Complaint]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for place, column in places.items():
        cell = row.cells[place] if place < len(row.cells) else ""
        try:
            value = column.read(cell)
        except UnreadCell as unread:
            complaints.append(Complaint(row.number, column.name, str(unread)))
            continue
        except ValueError:
            complaints.append(Complaint(row.number, column.name, _("This cell cannot be read.")))
            continue
        if value not in (None, "", ()):
            values[column.key] = value
        elif column.is_required:
            complaints.append(Complaint(row.number, column.name, _("Please fill this in.")))
    return values
