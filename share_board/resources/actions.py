"""The verbs of posting. Each asks who may, writes what was done into the history, and never commits."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from share_board import clock
from share_board.doors import Viewer
from share_board.errors import Refusal, Stale, permit
from share_board.members import asking
from share_board.members.models import ConsentOrder, Facility
from share_board.members.queries import known_network
from share_board.resources import copies, freeing, lifecycle, policy
from share_board.resources.drafts import COMMON, ProductDraft, ResourceDraft, draft_of, profile_names
from share_board.resources.found_by import found_by
from share_board.resources.found_by import rebuild_search_text as rebuild_search_text  # noqa: PLC0414 - one of the verbs
from share_board.resources.models import (
    Allergen,
    AllergenUse,
    ConsultationProfile,
    GoodsProfile,
    Kind,
    LectureProfile,
    ProductAllergen,
    ProductProfile,
    Resource,
    ResourceAct,
    ResourceHistory,
    ResourceStatus,
    RoomProfile,
)

PROFILE: Final = {
    Kind.ROOM: RoomProfile,
    Kind.GOODS: GoodsProfile,
    Kind.LECTURE: LectureProfile,
    Kind.CONSULTATION: ConsultationProfile,
    Kind.PRODUCT: ProductProfile,
}

STOCK_GUARD: Final = "stock_promised"  # what the database's guard says


class Incomplete(Refusal):
    """It cannot stand on the board before `missing` (names of a draft) are said."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(missing)
        self.missing = missing


class AnotherKind(Refusal):
    """A room does not become a product: what is said about one kind means nothing for another."""


class UncheckedAllergens(Refusal):
    """Allergens are answered, but nobody says on which day that was checked; or the day has not come yet."""


class StockPromised(Refusal):
    """More units than that have been promised for some day to come."""


class PauseIsOver(Refusal):
    """The last day of a rest lies before today."""


def post(session: Session, facility: Facility, draft: ResourceDraft, *, by: Viewer, at: datetime) -> Resource:
    """A new draft of `facility`; `publish` puts it on the board. Raises NobodyCanAsk."""
    permit(policy.may_post(by, facility.id))
    _require_askable(session, draft, at=at)
    return _begin(session, facility, draft, by=by, at=at)


def _begin(session: Session, facility: Facility, draft: ResourceDraft, *, by: Viewer, at: datetime) -> Resource:
    made = Resource(kind=draft.kind, facility=facility, status=ResourceStatus.DRAFT, created_at=at, changed_at=at)
    setattr(made, draft.kind.value, PROFILE[draft.kind]())
    session.add(made)
    _write(session, made, draft, at=at)
    session.flush()
    record(session, made, ResourceAct.POST, by=by, at=at)
    return made


def revise(
    session: Session, resource: Resource, draft: ResourceDraft, *, seen_version: int, by: Viewer, at: datetime
) -> None:
    """Say it anew. Raises Stale if somebody else changed it after `seen_version` was seen.

    What stands on the board must stay complete: raises Incomplete otherwise. Raises StockPromised if fewer units are
    said to exist than have been promised, and NobodyCanAsk if how late and how early one may contradict each other.
    Then nothing has changed. Whoever waits for more of it is served at once.
    """
    permit(policy.may_edit(by, resource))
    if draft.kind is not resource.kind:
        raise AnotherKind
    with freeing.followed(session, [resource] if draft.stock > resource.stock else (), at=at):
        if resource.version != seen_version:
            raise Stale
        if resource.status in policy.ON_THE_BOARD and draft.missing:
            raise Incomplete(draft.missing)
        if (draft.deadline_days, draft.horizon_months) != (resource.deadline_days, resource.horizon_months):
            _require_askable(session, draft, at=at, resource_id=resource.id)
        _rewrite(session, resource, draft, by=by, at=at)


def _require_askable(session: Session, draft: ResourceDraft, *, at: datetime, resource_id: int | None = None) -> None:
    if draft.kind is not Kind.PRODUCT:
        usual, today = known_network(session).usual, clock.day_of(at)
        asking.require(session, draft, usual=usual, today=today, resource_id=resource_id)


def _rewrite(session: Session, resource: Resource, draft: ResourceDraft, *, by: Viewer, at: datetime) -> None:
    try:
        with session.begin_nested(), session.no_autoflush:  # one change is one version
            _write(session, resource, draft, at=at)
            _confirmed(resource, by=by, at=at)
            record(session, resource, ResourceAct.REVISE, by=by, at=at)
    except IntegrityError as refused:  # the database knows what is promised; this room does not
        if STOCK_GUARD in str(refused.orig):
            raise StockPromised from refused
        raise


def copy(session: Session, resource: Resource, *, by: Viewer, at: datetime) -> Resource:
    """A draft that says the same, with the same hours.

    Photos are not copied, nor what was checked of allergens: it is another recipe.
    """
    permit(policy.may_edit(by, resource))
    draft = draft_of(resource)
    if isinstance(draft.profile, ProductDraft):
        draft = replace(draft, profile=replace(draft.profile, allergens={}, allergens_checked_on=None))
    made = _begin(session, resource.facility, draft, by=by, at=at)
    made.consent_order = resource.consent_order
    copies.copy_all(session, resource, made)
    return made


def publish(session: Session, resource: Resource, *, by: Viewer, at: datetime) -> None:
    """Put it on the board, for the first time or again; whoever waited for it meanwhile is served.

    Raises Incomplete if something must still be said.
    """
    permit(policy.may_edit(by, resource))
    with freeing.followed(session, [resource], at=at):
        if missing := draft_of(resource).missing:
            raise Incomplete(missing)
        lifecycle.advance(resource, ResourceAct.PUBLISH)
        resource.published_at = at
        _confirmed(resource, by=by, at=at)
        record(session, resource, ResourceAct.PUBLISH, by=by, at=at)


def pause(session: Session, resource: Resource, *, reason: str, until: date | None, by: Viewer, at: datetime) -> None:
    """Let it rest up to and including `until`, or until somebody ends it."""
    permit(policy.may_edit(by, resource))
    if until is not None and until < clock.day_of(at):
        raise PauseIsOver
    lifecycle.advance(resource, ResourceAct.PAUSE)
    resource.pause_reason, resource.paused_until = reason, until
    record(session, resource, ResourceAct.PAUSE, by=by, at=at, note=reason)


def resume(session: Session, resource: Resource, *, by: Viewer, at: datetime) -> None:
    """Let it rest no longer; whoever waited for it meanwhile is served."""
    permit(policy.may_edit(by, resource))
    with freeing.followed(session, [resource], at=at):
        _resume(session, resource, by=by, at=at)


def end_pauses(session: Session, *, by: Viewer, at: datetime) -> int:
    """What was to rest until a day that is over stands on the board again; how many. For the worker."""
    today = clock.day_of(at)
    over = select(Resource).where(Resource.status == ResourceStatus.PAUSED, Resource.paused_until < today)
    rested = session.scalars(over).all()
    with freeing.followed(session, rested, at=at):
        still = [each for each in rested if _is_rested(each, today)]  # a colleague may have been faster
        for resource in still:
            _resume(session, resource, by=by, at=at)
    return len(still)


def _is_rested(resource: Resource, today: date) -> bool:
    until = resource.paused_until
    return resource.status is ResourceStatus.PAUSED and until is not None and until < today


def withdraw(session: Session, resource: Resource, *, by: Viewer, at: datetime) -> None:
    """Take it down; it can be put up again. What was asked for before stays to be answered."""
    permit(policy.may_edit(by, resource))
    lifecycle.advance(resource, ResourceAct.WITHDRAW)
    record(session, resource, ResourceAct.WITHDRAW, by=by, at=at)


def confirm(session: Session, resource: Resource, *, by: Viewer, at: datetime) -> None:
    """Somebody looked at it today and found it right (最終確認日)."""
    permit(policy.may_edit(by, resource))
    _confirmed(resource, by=by, at=at)
    record(session, resource, ResourceAct.CONFIRM, by=by, at=at)


def choose_consent(
    session: Session, resource: Resource, order: ConsentOrder | None, *, by: Viewer, at: datetime
) -> None:
    """Whose consent this resource needs; None follows the network."""
    permit(policy.may_choose_consent(by))
    if resource.consent_order is not order:
        resource.consent_order = order
        record(session, resource, ResourceAct.REVISE, by=by, at=at)


def record(session: Session, resource: Resource, act: ResourceAct, *, by: Viewer, at: datetime, note: str = "") -> None:
    """Write what was done into the history, and that something was done onto the resource."""
    resource.changed_at = at
    remember(session, resource, act, by=by, at=at, note=note)


def remember(
    session: Session, resource: Resource, act: ResourceAct, *, by: Viewer, at: datetime, note: str = ""
) -> None:
    """Write into the history what was done around the resource.

    Its version stays: whoever is changing what is said of it need not hear that somebody was faster.
    """
    session.add(
        ResourceHistory(
            resource_id=resource.id,
            at=at,
            act=act,
            by_id=by.user_id,
            is_on_behalf=by.is_signed_in and policy.is_on_behalf(by, resource.facility_id),
            note=note,
        )
    )


def _resume(session: Session, resource: Resource, *, by: Viewer, at: datetime) -> None:
    lifecycle.advance(resource, ResourceAct.RESUME)
    resource.pause_reason, resource.paused_until = "", None
    record(session, resource, ResourceAct.RESUME, by=by, at=at)


def _confirmed(resource: Resource, *, by: Viewer, at: datetime) -> None:
    resource.confirmed_on, resource.confirmed_by_id = clock.day_of(at), by.user_id


def _write(session: Session, resource: Resource, draft: ResourceDraft, *, at: datetime) -> None:
    for name in COMMON:
        setattr(resource, name, getattr(draft, name))
    for name in profile_names(type(draft.profile)):
        setattr(resource.profile, name, getattr(draft.profile, name))
    if isinstance(draft.profile, ProductDraft) and resource.product is not None:
        _answer_allergens(session, resource.product, draft.profile, at=at)
    resource.search_text = found_by(resource)


def _answer_allergens(session: Session, product: ProductProfile, draft: ProductDraft, *, at: datetime) -> None:
    """Keep what is answered, drop what no longer is; an answer needs the day on which it was checked."""
    if draft.allergens and not (draft.allergens_checked_on and draft.allergens_checked_on <= clock.day_of(at)):
        raise UncheckedAllergens
    given: dict[str, AllergenUse] = dict(draft.allergens)
    for answer in list(product.allergens):
        if answer.allergen.code in given:
            answer.use = given.pop(answer.allergen.code)
        else:
            product.allergens.remove(answer)
    for allergen in session.scalars(select(Allergen).where(Allergen.code.in_(given)).order_by(Allergen.position)):
        product.allergens.append(ProductAllergen(allergen=allergen, use=given[allergen.code]))
