"""From the values of a row to what is kept, through the same verbs by which people do it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import Enum, auto
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from share_board.calendar import history
from share_board.calendar.actions import OpeningDraft, set_opening
from share_board.calendar.queries import hours
from share_board.calendar.wholes import PartDraft, parts_of, set_parts
from share_board.doors import Viewer
from share_board.errors import Refusal
from share_board.exchange import columns
from share_board.i18n import gettext as _
from share_board.members.actions import organisations
from share_board.members.models import Corporation, District, Facility, Group
from share_board.resources import actions as posting
from share_board.resources.drafts import COMMON, PROFILE, ProductDraft, ResourceDraft, draft_of
from share_board.resources.models import Allergen, Kind, Resource, ResourceAct, ResourceStatus

NEEDED: Final = "いっしょに使うもの"
PART: Final = ("units", "kind", "words")
NAMES: Final = ("title", "part")  # the columns that name a resource


class UnknownName(Refusal):
    """A cell names something that is not there."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(column, sentence)
        self.column, self.sentence = column, sentence


class Become(Enum):
    """What became of a row."""

    ADDED = auto()
    CHANGED = auto()
    UNCHANGED = auto()


@dataclass(frozen=True)
class Saved:
    """The thing of a row by its name, and what became of it."""

    name: str
    become: Become


@dataclass(frozen=True)
class Importer:
    """Who writes a list, when, and where."""

    session: Session
    by: Viewer
    at: datetime


def _saved(name: str, *, is_new: bool, is_changed: bool) -> Saved:
    return Saved(name, Become.ADDED if is_new else Become.CHANGED if is_changed else Become.UNCHANGED)


def district(importer: Importer, values: dict[str, Any]) -> Saved:
    """By its code: districts are renamed."""
    session = importer.session
    known = session.scalar(select(District).where(District.code == values["code"]))
    if known is None:
        last = session.scalar(select(func.max(District.position))) or 0
        session.add(District(code=values["code"], name=values["name"], kana=values.get("kana", ""), position=last + 1))
        return Saved(values["name"], Become.ADDED)
    before = (known.name, known.kana)
    known.name, known.kana = values["name"], values.get("kana", known.kana)
    return _saved(known.name, is_new=False, is_changed=before != (known.name, known.kana))


def join_neighbours(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    """Neighbours may stand further down the list, so they are joined when all are there; always both ways."""
    named = {each.name: each for each in session.scalars(select(District))}
    for values in rows:
        one = named[values["name"]]
        for name in values.get("neighbours", ()):
            other = named.get(name)
            if other is not None and other is not one:
                if other not in one.neighbours:
                    one.neighbours.append(other)
                if one not in other.neighbours:
                    other.neighbours.append(one)


def facility(importer: Importer, values: dict[str, Any]) -> Saved:
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
        return Saved(values["name"], Become.ADDED)
    seen = known.version
    organisations.change_facility(session, known, facts, place, seen_version=seen, by=by)
    session.flush()
    is_changed = known.version != seen
    if is_changed:
        posting.rebuild_search_text(session, known)
    return _saved(known.name, is_new=False, is_changed=is_changed)


def group(importer: Importer, values: dict[str, Any]) -> Saved:
    session, by = importer.session, importer.by
    values |= _district(session, values)
    known = session.scalar(select(Group).where(Group.name == values["name"]))
    place, contact = _draft(organisations.GroupPlace, known, values), _draft(organisations.GroupContact, known, values)
    if known is None:
        organisations.add_group(session, place, contact, by=by)
        return Saved(values["name"], Become.ADDED)
    seen = known.version
    organisations.change_group(session, known, contact, place, seen_version=seen, by=by)
    session.flush()
    return _saved(known.name, is_new=False, is_changed=known.version != seen)


def resource(importer: Importer, values: dict[str, Any]) -> Saved:
    session, by, at = importer.session, importer.by, importer.at
    owner = _facility(session, values.pop("facility"))
    known = session.scalar(select(Resource).where(Resource.facility_id == owner.id, Resource.title == values["title"]))
    draft = _resource_draft(session, known, values)
    if known is None:
        made = posting.post(session, owner, draft, by=by, at=at)
    else:
        made = known
        if draft != draft_of(known):
            posting.revise(session, known, draft, seen_version=known.version, by=by, at=at)
    if "opening" in values and made.kind is not Kind.PRODUCT and _week(session, made) != set(values["opening"]):
        set_opening(session, made, values["opening"], by=by)
        posting.record(session, made, ResourceAct.OPENING, by=by, at=at)
    _bring_to(importer, made, values.get("status", ResourceStatus.PUBLISHED if known is None else made.status))
    if "confirmed_on" in values:
        made.confirmed_on = values["confirmed_on"]
    is_changed = session.is_modified(made) or made.changed_at == at
    return _saved(made.title, is_new=known is None, is_changed=is_changed)


def part(importer: Importer, values: dict[str, Any]) -> Saved:
    """いっしょに使うもの: one more thing that a resource takes with it; what it takes already stays."""
    session, by, at = importer.session, importer.by, importer.at
    owner = _facility(session, values["facility"])
    whole, one = _titled(session, owner, "資源名", values["title"]), _titled(session, owner, NEEDED, values["part"])
    kept = {each.part_id: each for each in parts_of(session, whole)}
    before = kept.get(one.id)
    draft = replace(before or PartDraft(one.id), **{name: values[name] for name in PART if name in values})
    if draft != before:
        set_parts(session, whole, list({**kept, one.id: draft}.values()), by=by, at=at)
        history.parts_set(session, whole, by=by, at=at)
    return _saved(f"{whole.title}：{one.title}", is_new=before is None, is_changed=draft != before)


def named(session: Session, rows: Iterable[Mapping[str, Any]]) -> Sequence[Resource]:
    """The resources that these rows name and that are there.

    They are locked before the first row is written, all at once: two lists that name the same things, each in its own
    order, would wait for each other in a circle.
    """
    names = {
        (values["facility"], values[key]) for values in rows for key in NAMES if "facility" in values and key in values
    }
    of_owners = (
        select(Resource)
        .join(Resource.facility)
        .where(Facility.name.in_({owner for owner, _title in names}))
        .options(contains_eager(Resource.facility))
    )
    return [each for each in session.scalars(of_owners) if (each.facility.name, each.title) in names] if names else []


def _facility(session: Session, name: str) -> Facility:
    owner = session.scalar(select(Facility).where(Facility.name == name))
    if owner is None:
        raise UnknownName("施設名", _("There is no facility of this name. Please import the facilities first."))
    return owner


def _titled(session: Session, owner: Facility, column: str, title: str) -> Resource:
    found = session.scalar(select(Resource).where(Resource.facility_id == owner.id, Resource.title == title))
    if found is None:
        raise UnknownName(
            column,
            _("The facility has nothing of the name “%(title)s”. Please import the resources first.", title=title),
        )
    return found


def _week(session: Session, known: Resource) -> set[OpeningDraft]:
    """The usual hours as they are now."""
    return {
        OpeningDraft(rule.weekday, rule.from_minute, rule.until_minute, rule.band)
        for rule in hours(session, known)
        if rule.season_from is None
    }


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
    found = session.scalar(select(District.id).where(District.name == name))
    if found is None:
        raise UnknownName("地区", _("There is no district of this name. Please import the districts first."))
    return {"district_id": found}


def _draft(kind: type[Any], known: object | None, values: Mapping[str, Any]) -> Any:
    """A draft of `kind`: what the row says, else what is there, else the usual."""
    said = {one.name: values[one.name] for one in fields(kind) if one.name in values}
    kept = {one.name: getattr(known, one.name) for one in fields(kind)} if known is not None else {}
    return kind(**{**kept, **said})
