"""Lists in: read, judged row by row, and written all or not at all.

What is already there (the same name; for a resource the same facility and title) is changed, what is new is added,
nothing is ever removed. An empty cell of a column changes nothing that is there; a column that is missing neither.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import text
from share_board.calendar.actions import set_opening
from share_board.doors import Viewer
from share_board.errors import Refusal
from share_board.exchange import cells, columns
from share_board.exchange.cells import UnreadCell
from share_board.exchange.columns import Column
from share_board.exchange.sheets import Row, Sheet, heading
from share_board.i18n import gettext as _
from share_board.members.actions import organisations
from share_board.members.models import Corporation, District, Facility, Group
from share_board.resources import actions as posting
from share_board.resources.drafts import COMMON, PROFILE, ProductDraft, ResourceDraft, draft_of
from share_board.resources.models import Allergen, Kind, Resource, ResourceStatus


class List(StrEnum):
    """The lists a network has; later ones speak of earlier ones."""

    DISTRICTS = "districts"
    FACILITIES = "facilities"
    GROUPS = "groups"
    RESOURCES = "resources"


@dataclass(frozen=True)
class Complaint:
    """What is to be put right: the line as the spreadsheet counts it, the column, and what to do."""

    row: int
    column: str
    sentence: str


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


@dataclass(frozen=True)
class Importer:
    """What writing a row needs."""

    session: Session
    by: Viewer
    at: datetime
    report: Report

    def note(self, name: str, *, is_new: bool, is_changed: bool) -> None:
        if is_new:
            self.report.added.append(name)
        elif is_changed:
            self.report.changed.append(name)
        else:
            self.report.unchanged += 1


def columns_of(list_: List, today: date) -> tuple[Column, ...]:
    """The columns of a list."""
    made: Mapping[List, Callable[[date], tuple[Column, ...]]] = {
        List.DISTRICTS: lambda _today: columns.DISTRICTS,
        List.FACILITIES: columns.facilities,
        List.GROUPS: columns.groups,
        List.RESOURCES: columns.resources,
    }
    return made[list_](today)


def load(session: Session, list_: List, sheet: Sheet, *, by: Viewer, at: datetime, today: date) -> Report:
    """Write a list into the session and report. The caller commits only if the report is good, else rolls back."""
    report = Report()
    wanted = columns_of(list_, today)
    places = _places(sheet, wanted, report)
    if not report.is_good:
        return report
    importer = Importer(session, by, at, report)
    seen: dict[object, int] = {}
    for row in sheet.rows:
        values = _read(row, places, report)
        if values is None:
            continue
        key = (values.get("facility"), values.get("title") or values.get("name"))
        if key in seen:
            sentence = _("This stands in line %(row)d already.", row=seen[key])
            report.complaints.append(Complaint(row.number, wanted[0].name, sentence))
            continue
        seen[key] = row.number
        try:
            WRITE[list_](importer, values)
            session.flush()
        except UnknownName as unknown:
            report.complaints.append(Complaint(row.number, unknown.column, unknown.sentence))
        except Refusal as refusal:
            report.complaints.append(Complaint(row.number, "", _said(refusal)))
    if list_ is List.DISTRICTS and report.is_good:
        _join_neighbours(session, sheet, places)
    return report


class UnknownName(Refusal):
    """A cell names something that is not there."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(column, sentence)
        self.column, self.sentence = column, sentence


def _said(refusal: Refusal) -> str:
    if isinstance(refusal, posting.Incomplete):
        return _("Something is missing before it can stand on the board: %(what)s.", what=", ".join(refusal.missing))
    if isinstance(refusal, posting.AnotherKind):
        return _("It is there already as another kind. Please give it another name.")
    if isinstance(refusal, posting.UncheckedAllergens):
        return _("Please write the day on which the allergens were checked.")
    return _("This row cannot be taken (%(why)s).", why=type(refusal).__name__)


# ---- reading ---------------------------------------------------------------------------------------------------------


def _places(sheet: Sheet, wanted: Sequence[Column], report: Report) -> dict[int, Column]:
    """Which place holds which column; complains about what is missing or double, notes what nobody knows."""
    known = {heading(column.name): column for column in wanted}
    places: dict[int, Column] = {}
    for place, name in enumerate(sheet.headings):
        if not name:
            continue
        if (column := known.get(name)) is None:
            report.ignored.append(name)
        elif column in places.values():
            report.complaints.append(Complaint(1, name, _("This column stands there twice.")))
        else:
            places[place] = column
    for column in wanted:
        if column.is_required and column not in places.values():
            report.complaints.append(Complaint(1, column.name, _("This column is missing.")))
    return places


def _read(row: Row, places: Mapping[int, Column], report: Report) -> dict[str, Any] | None:
    """The values of a row, without what is empty; None if something in it cannot be read."""
    values: dict[str, Any] = {}
    before = len(report.complaints)
    for place, column in places.items():
        cell = row.cells[place] if place < len(row.cells) else ""
        try:
            value = column.read(cell)
        except UnreadCell as unread:
            report.complaints.append(Complaint(row.number, column.name, str(unread)))
            continue
        except ValueError:
            report.complaints.append(Complaint(row.number, column.name, _("This cell cannot be read.")))
            continue
        if value not in (None, "", ()):
            values[column.key] = value
        elif column.is_required:
            report.complaints.append(Complaint(row.number, column.name, _("Please fill this in.")))
    return values if len(report.complaints) == before else None


# ---- writing ---------------------------------------------------------------------------------------------------------


def _write_district(importer: Importer, values: dict[str, Any]) -> None:
    session = importer.session
    known = session.scalar(select(District).where(District.code == values["code"]))
    district = known or District(code=values["code"])
    before = (district.name, district.kana)
    district.name, district.kana = values["name"], values.get("kana", district.kana or "")
    if known is None:
        district.position = len(importer.report.added) + 1
        session.add(district)
    importer.note(district.name, is_new=known is None, is_changed=before != (district.name, district.kana))


def _join_neighbours(session: Session, sheet: Sheet, places: Mapping[int, Column]) -> None:
    """Neighbours may stand further down the list, so they are joined when all are there; always both ways."""
    named = {district.name: district for district in session.scalars(select(District))}
    at = {column.key: place for place, column in places.items()}
    for row in sheet.rows:
        district = named[text.clean_line(row.cells[at["name"]], 40)]
        near = row.cells[at["neighbours"]] if "neighbours" in at and at["neighbours"] < len(row.cells) else ""
        for name in cells.several(near):
            other = named.get(name)
            if other is not None and other is not district:
                if other not in district.neighbours:
                    district.neighbours.append(other)
                if district not in other.neighbours:
                    other.neighbours.append(district)


def _write_facility(importer: Importer, values: dict[str, Any]) -> None:
    session, by = importer.session, importer.by
    name = values.pop("corporation")
    corporation = session.scalar(select(Corporation).where(Corporation.name == name))
    if corporation is None:
        corporation = organisations.add_corporation(session, organisations.CorporationDraft(name), by=by)
    values |= {"corporation_id": corporation.id, **_district(session, values)}
    known = session.scalar(select(Facility).where(Facility.name == values["name"]))
    place = _draft(organisations.FacilityPlace, known, values)
    facts = _draft(organisations.FacilityFacts, known, values)
    if known is None:
        organisations.add_facility(session, place, facts, by=by)
        importer.note(values["name"], is_new=True, is_changed=False)
        return
    seen = known.version
    organisations.change_facility(session, known, facts, place, seen_version=seen, by=by)
    session.flush()
    is_changed = known.version != seen
    if is_changed:
        posting.rebuild_search_text(session, known)
    importer.note(known.name, is_new=False, is_changed=is_changed)


def _write_group(importer: Importer, values: dict[str, Any]) -> None:
    session, by = importer.session, importer.by
    values |= _district(session, values)
    known = session.scalar(select(Group).where(Group.name == values["name"]))
    place, contact = _draft(organisations.GroupPlace, known, values), _draft(organisations.GroupContact, known, values)
    if known is None:
        organisations.add_group(session, place, contact, by=by)
        importer.note(values["name"], is_new=True, is_changed=False)
        return
    seen = known.version
    organisations.change_group(session, known, contact, place, seen_version=seen, by=by)
    session.flush()
    importer.note(known.name, is_new=False, is_changed=known.version != seen)


def _write_resource(importer: Importer, values: dict[str, Any]) -> None:
    session, by, at = importer.session, importer.by, importer.at
    facility = session.scalar(select(Facility).where(Facility.name == values.pop("facility")))
    if facility is None:
        raise UnknownName("施設名", _("There is no facility of this name. Please import the facilities first."))
    known = session.scalar(
        select(Resource).where(Resource.facility_id == facility.id, Resource.title == values["title"])
    )
    draft = _resource_draft(session, known, values)
    if known is None:
        resource = posting.post(session, facility, draft, by=by, at=at)
    else:
        resource = known
        if draft != draft_of(known):
            posting.revise(session, known, draft, seen_version=known.version, by=by, at=at)
    if "opening" in values and resource.kind is not Kind.PRODUCT:
        set_opening(session, resource, values["opening"], by=by)
    _bring_to(importer, resource, values.get("status", ResourceStatus.PUBLISHED if known is None else resource.status))
    if "confirmed_on" in values:
        resource.confirmed_on = values["confirmed_on"]
    is_changed = session.is_modified(resource) or resource.changed_at == at
    importer.note(resource.title, is_new=known is None, is_changed=is_changed)


def _bring_to(importer: Importer, resource: Resource, status: ResourceStatus) -> None:
    """Through the same verbs by which people do it."""
    session, by, at = importer.session, importer.by, importer.at
    if resource.status is status or status is ResourceStatus.DRAFT:
        return
    if resource.status is ResourceStatus.PAUSED and status is ResourceStatus.PUBLISHED:
        posting.resume(session, resource, by=by, at=at)
        return
    if status is ResourceStatus.WITHDRAWN:
        posting.withdraw(session, resource, by=by, at=at)
        return
    if resource.status in {ResourceStatus.DRAFT, ResourceStatus.WITHDRAWN}:
        posting.publish(session, resource, by=by, at=at)
    if status is ResourceStatus.PAUSED:
        posting.pause(session, resource, reason="", until=None, by=by, at=at)


def _resource_draft(session: Session, known: Resource | None, values: Mapping[str, Any]) -> ResourceDraft:
    kind: Kind = values["kind"]
    if known is not None and known.kind is not kind:
        raise posting.AnotherKind
    before = draft_of(known) if known else ResourceDraft(title=values["title"], profile=PROFILE[kind]())
    own = {one.name for one in fields(before.profile)} - {"allergens"}
    profile = replace(before.profile, **{name: value for name, value in values.items() if name in own})
    if isinstance(profile, ProductDraft) and values.keys() & columns.ALLERGEN_COLUMNS.keys():
        profile = replace(profile, allergens=_allergens(session, values))
    common = {name: value for name, value in values.items() if name in COMMON}
    return replace(before, profile=profile, **common)


def _allergens(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    listed = session.scalars(select(Allergen).order_by(Allergen.position)).all()
    codes = {allergen.name.partition("（")[0]: allergen.code for allergen in listed}
    answers: dict[str, Any] = {}
    for key, use in columns.ALLERGEN_COLUMNS.items():
        for name in values.get(key, ()):
            name = name.partition("（")[0]  # noqa: PLW2901 - 落花生（ピーナッツ） is 落花生
            if name not in codes:
                known = "、".join(codes)
                raise UnknownName(
                    "アレルゲン", _("“%(name)s” is no allergen on the list: %(known)s.", name=name, known=known)
                )
            answers[codes[name]] = use
    return answers


def _district(session: Session, values: dict[str, Any]) -> dict[str, int]:
    name = values.pop("district", None)
    if name is None:
        return {}
    district = session.scalar(select(District).where(District.name == name))
    if district is None:
        raise UnknownName("地区", _("There is no district of this name. Please import the districts first."))
    return {"district_id": district.id}


def _draft(kind: type[Any], known: object | None, values: Mapping[str, Any]) -> Any:
    """A draft of `kind`: what the row says, else what is there, else the usual."""
    said = {one.name: values[one.name] for one in fields(kind) if one.name in values}
    kept = {one.name: getattr(known, one.name) for one in fields(kind)} if known is not None else {}
    return kind(**{**kept, **said})


WRITE: Mapping[List, Callable[[Importer, dict[str, Any]], None]] = {
    List.DISTRICTS: _write_district,
    List.FACILITIES: _write_facility,
    List.GROUPS: _write_group,
    List.RESOURCES: _write_resource,
}
