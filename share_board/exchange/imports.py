"""Lists in: read, judged row by row, and written all or not at all.

What is already there (the same name; for a resource the same facility and title) is changed, what is new is added,
nothing is ever removed. An empty cell of a column changes nothing that is there; a column that is missing neither.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from share_board import dates
from share_board import requests as _following  # noqa: F401 - who waits for what a list says there is more of is served
from share_board.calendar.views import refusals as _of_calendar  # noqa: F401 - what its rooms refuse, in sentences
from share_board.calendar.wholes import NoSuchPart, PartPromised
from share_board.doors import Viewer
from share_board.errors import Refusal, Stale
from share_board.exchange import columns, reading, saving
from share_board.exchange.columns import Column
from share_board.exchange.reading import Complaint
from share_board.exchange.saving import Become, Importer, Saved, UnknownName
from share_board.exchange.sheets import Row, Sheet
from share_board.i18n import gettext as _
from share_board.members.views import refusals as _of_members  # noqa: F401 - the same
from share_board.resources import freeing
from share_board.resources.actions import AnotherKind, Incomplete
from share_board.resources.views import refusals as _of_resources  # noqa: F401 - the same
from share_board.web import explain


class List(StrEnum):
    """The lists a network has; later ones speak of earlier ones."""

    DISTRICTS = "districts"
    FACILITIES = "facilities"
    GROUPS = "groups"
    RESOURCES = "resources"
    PARTS = "parts"


SAVE: Mapping[List, Callable[[Importer, dict[str, Any]], Saved]] = {
    List.DISTRICTS: saving.district,
    List.FACILITIES: saving.facility,
    List.GROUPS: saving.group,
    List.RESOURCES: saving.resource,
    List.PARTS: saving.part,
}


@dataclass
class Report:
    """What an import did, or would do. It is written only if nobody complains."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    complaints: list[Complaint] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.complaints

    def note(self, saved: Saved) -> None:
        if saved.become is Become.ADDED:
            self.added.append(saved.name)
        elif saved.become is Become.CHANGED:
            self.changed.append(saved.name)
        else:
            self.unchanged += 1


def columns_of(list_: List, today: date) -> tuple[Column, ...]:
    """The columns of a list."""
    made: Mapping[List, Callable[[date], tuple[Column, ...]]] = {
        List.DISTRICTS: lambda _today: columns.DISTRICTS,
        List.FACILITIES: columns.facilities,
        List.GROUPS: columns.groups,
        List.RESOURCES: columns.resources,
        List.PARTS: lambda _today: columns.PARTS,
    }
    return made[list_](today)


def load(session: Session, list_: List, sheet: Sheet, *, by: Viewer, at: datetime, today: date) -> Report:
    """Write a list into the session and report. The caller commits only if the report is good, else rolls back."""
    wanted = columns_of(list_, today)
    found = reading.headings(sheet, wanted)
    report = Report(complaints=found.complaints, ignored=found.ignored)
    if not report.is_good:
        return report
    importer = Importer(session, by, at)
    rows = list(reading.rows(sheet, found))
    with freeing.followed(session, saving.named(session, (values for _row, values in rows)), at=at):
        _save(importer, list_, rows, wanted, report)
    if list_ is List.DISTRICTS and report.is_good:
        saving.join_neighbours(session, (values for _row, values in rows))
    report.complaints.sort(key=attrgetter("row"))
    return report


def _save(
    importer: Importer,
    list_: List,
    rows: Iterable[tuple[Row, dict[str, Any]]],
    wanted: Sequence[Column],
    report: Report,
) -> None:
    """Write row by row, and note in the report what became of each."""
    seen: dict[object, int] = {}
    for row, values in rows:
        if (first := seen.setdefault(_key(values), row.number)) != row.number:
            sentence = _("This stands in line %(row)d already.", row=first)
            report.complaints.append(Complaint(row.number, wanted[0].name, sentence))
            continue
        try:
            with importer.session.begin_nested():  # what the database refuses is this row's fault only
                saved = SAVE[list_](importer, values)
        except UnknownName as unknown:
            report.complaints.append(Complaint(row.number, unknown.column, unknown.sentence))
        except (Refusal, StaleDataError, IntegrityError, DataError) as refusal:
            report.complaints.append(Complaint(row.number, "", _sentence(refusal, wanted)))
        else:
            report.note(saved)


def _key(values: Mapping[str, Any]) -> object:
    """By what a thing of a list is known, so that none stands there twice."""
    return values.get("facility"), values.get("title") or values.get("code") or values.get("name"), values.get("part")


def _sentence(refusal: Exception, wanted: Sequence[Column]) -> str:
    """What to do about the row. The doors' own sentences, save where a list says it better."""
    match refusal:
        case Incomplete():
            names = {column.key: column.name for column in wanted}
            missing = _(", ").join(names[key] for key in refusal.missing)
            return _("Something is missing before it can stand on the board: %(what)s.", what=missing)
        case AnotherKind():
            return _("It is there already as another kind. Please give it another name.")
        case PartPromised() | NoSuchPart():
            return _of_part(refusal)
        case Refusal() | StaleDataError():
            return explain(refusal if isinstance(refusal, Refusal) else Stale())
        case DataError():
            return _("Something in this line is too long or too large. Please make it shorter.")
        case _:
            return _("This does not fit with what is there already: a name or a code is taken. Please write another.")


def _of_part(refusal: PartPromised | NoSuchPart) -> str:
    """A page says which row it is about, and whose line is in the way; a list says what a part has to be."""
    if isinstance(refusal, NoSuchPart):
        return _("A part is another thing of the same facility, is no product, and has no parts of its own.")
    when = dates.say_stretch(refusal.slot.start, refusal.slot.end)
    return _(
        "“%(title)s” is not to be had at a time that is promised already: %(when)s.", title=refusal.title, when=when
    )
