"""Doors: choose a kind, fill in its form, change it, copy it."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, dates, web
from share_board.errors import NotThere, Stale, permit
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.members.asking import NobodyCanAsk
from share_board.members.models import ConsentOrder, Facility
from share_board.resources import actions, allergens, labels, lifecycle, policy, queries
from share_board.resources.drafts import draft_of
from share_board.resources.forms import ResourceForm, resource_form, shown
from share_board.resources.models import Kind, Resource, ResourceAct, ResourceHistory
from share_board.resources.views.common import again, bp, facility_choice, named_facility, one

KEPT_AS_DRAFT = "draft"


@bp.route("/resources/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Choose what to share, then say what it is."""
    viewer, facilities = web.viewer(), db.session.scalars(queries.facilities_to_post_for(web.viewer())).all()
    facility, kind = named_facility(facilities) or _only_one(facilities), _chosen_kind()
    if facility is None or kind is None:
        return render_template(
            "resources/choose.html",
            facilities=facilities,
            facility=facility,
            choice=facility_choice(facilities),
            labels=labels,
            kinds=list(Kind),
        )
    permit(policy.may_post(viewer, facility.id))
    form = _form(kind)
    del form.version
    page = {"form": form, "facility": facility, "kind": kind, "labels": labels}
    if request.method != "POST":
        return render_template("resources/new.html", **page)
    if not form.is_right(is_draft=_is_to_be_draft()):
        return web.invalid("resources/new.html", **page)
    try:
        made = actions.post(db.session, facility, form.draft(), by=viewer, at=clock.now())
    except NobodyCanAsk as refusal:
        form.refuse("deadline_days", web.explain(refusal))
        return web.invalid("resources/new.html", **page)
    _choose_consent(form, made)
    return _kept(made, is_new=True)


@bp.route("/resources/<public_id>/edit", methods=["GET", "POST"])
def edit(public_id: str) -> ResponseReturnValue:
    """Change what is said of it."""
    viewer, resource = web.viewer(), one(public_id)
    form = _form(resource.kind, resource)
    if request.method != "POST":
        form.version.data = str(resource.version)
        return render_template("resources/edit.html", **_edit_page(form, resource))
    is_draft = _is_to_be_draft() and resource.status not in policy.ON_THE_BOARD
    if not form.is_right(is_draft=is_draft):
        return web.invalid("resources/edit.html", **_edit_page(form, resource))
    try:
        actions.revise(db.session, resource, form.draft(), seen_version=form.seen_version, by=viewer, at=clock.now())
    except Stale:
        return _somebody_was_faster(form, again(public_id))
    except (actions.StockPromised, NobodyCanAsk) as refusal:
        form.refuse("stock" if isinstance(refusal, actions.StockPromised) else "deadline_days", web.explain(refusal))
        return web.invalid("resources/edit.html", **_edit_page(form, again(public_id)))
    _choose_consent(form, resource)
    return _kept(resource, is_new=False)


@bp.post("/resources/<public_id>/copy")
def copy(public_id: str) -> ResponseReturnValue:
    """A draft that says the same, to be changed."""
    made = actions.copy(db.session, one(public_id), by=web.viewer(), at=clock.now())
    db.session.commit()
    flash(
        _("This is a copy with the same hours, kept as a draft. Please change what is different, and add photos."),
        "success",
    )
    return web.see_other(url_for(".edit", public_id=made.public_id))


def _kept(resource: Resource, *, is_new: bool) -> ResponseReturnValue:
    """Commit what was said, put it on the board unless it stays a draft, and say so."""
    if resource.status in policy.ON_THE_BOARD:
        flash(_("The change has been kept."), "success")
    elif _is_to_be_draft():
        flash(_("It has been kept as a draft. Nobody else sees it."), "success")
    else:
        actions.publish(db.session, resource, by=web.viewer(), at=clock.now())
        flash(_("It stands on the board now. Thank you for sharing."), "success")
    db.session.commit()
    if is_new:
        return web.see_other(url_for(".photos", public_id=resource.public_id))
    return web.see_other(url_for(".mine", _anchor=resource.public_id))


def _form(kind: Kind, resource: Resource | None = None) -> ResourceForm:
    asked_about = db.session.scalars(allergens.in_force(clock.today())).all() if kind is Kind.PRODUCT else ()
    form = resource_form(kind, asked_about=asked_about, draft=draft_of(resource) if resource else None)
    if not policy.may_choose_consent(web.viewer()):
        del form.consent_order
    elif resource is not None and request.method != "POST":
        form.consent_order.data = resource.consent_order or ""
    return form


def _choose_consent(form: ResourceForm, resource: Resource) -> None:
    if "consent_order" in form:
        chosen = form.consent_order.data
        order = ConsentOrder(chosen) if chosen else None
        actions.choose_consent(db.session, resource, order, by=web.viewer(), at=clock.now())


def _only_one(facilities: Sequence[Facility]) -> Facility | None:
    return facilities[0] if len(facilities) == 1 else None


def _chosen_kind() -> Kind | None:
    named = request.args.get("kind", "")
    if not named:
        return None
    if named not in set(Kind):
        raise NotThere
    return Kind(named)


def _is_to_be_draft() -> bool:
    return request.form.get("then") == KEPT_AS_DRAFT


def _edit_page(form: ResourceForm, resource: Resource) -> dict[str, Any]:
    return {
        "form": form,
        "resource": resource,
        "labels": labels,
        "is_on_board": resource.status in policy.ON_THE_BOARD,
        "acts": lifecycle.available(web.viewer(), resource),
        "ResourceAct": ResourceAct,
        "history": [_entry(done) for done in db.session.scalars(queries.history(resource))],
    }


@dataclass(frozen=True)
class Entry:
    """One line of the history; drawn by components/status.html."""

    at_label: str
    what: str
    who: str
    note: str


def _entry(done: ResourceHistory) -> Entry:
    name = done.by.name if done.by else ""
    who = _("%(name)s, on behalf of the facility", name=name) if done.is_on_behalf else name
    return Entry(at_label=dates.say_moment(done.at), what=str(labels.ACT[done.act]), who=who, note=done.note)


@dataclass(frozen=True)
class Difference:
    """A question that two people answered differently."""

    label: str
    theirs: str
    yours: str


def _somebody_was_faster(form: ResourceForm, resource: Resource) -> ResponseReturnValue:
    """Both versions side by side; what was typed stays in the form, and pressing again keeps it."""
    theirs, yours = shown(draft_of(resource)), shown(form.draft())
    differences = [
        Difference(
            str(form[name].label.text), _spoken(form[name], theirs.get(name)), _spoken(form[name], yours.get(name))
        )
        for name in dict.fromkeys((*yours, *theirs))
        if name in form and theirs.get(name) != yours.get(name)
    ]
    form.version.data = str(resource.version)
    page = render_template("resources/edit.html", differences=differences, **_edit_page(form, resource))
    return page, HTTPStatus.CONFLICT


def _spoken(field: Any, value: Any) -> str:
    """An answer, as a person would read it aloud."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if hasattr(field, "iter_choices"):
        return next((str(choice.label) for choice in field.iter_choices() if choice.value == value), "")
    return "" if value is None else str(value)
