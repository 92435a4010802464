"""One resource, one facility, one picture. What a viewer may not know of is not there."""

from datetime import date
from functools import lru_cache
from typing import Final

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from share_board import clock, dates
from share_board.board import facts, queries, together
from share_board.board.cards import card, phone_of, photo_url, resting
from share_board.board.views.common import bp
from share_board.calendar import month
from share_board.calendar.opening import TimeRules
from share_board.calendar.policy import may_see_waiting
from share_board.calendar.queries import known, parts
from share_board.doors import Reach, Viewer
from share_board.extensions import db, settings
from share_board.members.models import Facility
from share_board.members.signed_in import network
from share_board.resources import allergens, labels, policy, thesaurus
from share_board.resources.models import FeeKind, Photo, ProductProfile, Resource, ResourceStatus
from share_board.resources.photo_store import PhotoStore
from share_board.resources.pictures import Size
from share_board.resources.queries import by_public_id, visible
from share_board.web import one_or_404, reach, viewer

KEPT_FOR: Final = 30 * 24 * 60 * 60  # seconds; a picture never changes, a new one has a new address
WHOLE: Final = (
    joinedload(Resource.facility).joinedload(Facility.corporation),
    joinedload(Resource.facility).joinedload(Facility.district),
    joinedload(Resource.photos),
    joinedload(Resource.room),
    joinedload(Resource.goods),
    joinedload(Resource.lecture),
    joinedload(Resource.consultation),
    joinedload(Resource.product).joinedload(ProductProfile.allergens),
)


@bp.get("/resources/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    """Everything that can be known of one resource, and how to ask for it."""
    looking = viewer()
    resource = one_or_404(_whole(looking, reach()), public_id=public_id)
    facility = resource.facility
    product = resource.product
    time = known(db.session, resource)
    nearby = queries.similar(db.session, looking, resource, thesaurus.synonyms(db.session))
    return render_template(
        "board/show.html",
        resource=resource,
        facility=facility,
        kind_label=labels.KIND[resource.kind],
        pictures=[(photo_url(photo, Size.PAGE), photo) for photo in resource.photos],
        size_label=labels.size(resource),
        fee_label=labels.fee(resource),
        resting=resting(resource),
        conditions=facts.conditions(resource, network(), time.own),
        details=facts.of_kind(resource),
        together=together.said(parts(db.session, resource), resource, looking) if time.has_parts else [],
        about_facility=facts.facility(facility, network()),
        number=phone_of(facility, network()),
        who=facts.who(resource),
        is_free=resource.fee_kind is FeeKind.FREE and product is None,
        confirmed_on=dates.say_day(resource.confirmed_on) if resource.confirmed_on else None,
        allergens=_allergens(product, looking.today) if product and not product.is_service else None,
        allergens_checked_on=dates.say_day(checked) if (checked := product and product.allergens_checked_on) else None,
        grid=_month(resource, time.rules, looking.today) if resource.has_slots else None,
        ask_url=ask_url(resource) if _may_be_asked_for(resource) else None,
        may_edit=policy.may_edit(looking, resource),
        nearby=[card(found.resource, found.photo, network()) for found in nearby],
    )


@lru_cache(maxsize=32)
def _whole(looking: Viewer, reaching: Reach) -> Select[Resource]:
    """Kept, as nearly everybody is a visitor: to write it takes as long as to ask it."""
    return by_public_id(looking, reaching, bindparam("public_id")).options(*WHOLE)


def ask_url(resource: Resource) -> str:
    """Where one asks for it."""
    return url_for("requests.ask", public_id=resource.public_id)


def on_day(url: str, day: date) -> str:
    """The same on a day that was pressed in a calendar; a table has hundreds of these."""
    return f"{url}?date={day.isoformat()}"


def _may_be_asked_for(resource: Resource) -> bool:
    return resource.status is ResourceStatus.PUBLISHED


def _month(resource: Resource, rules: TimeRules, today: date) -> month.Grid:
    """The month that was asked for. A day that can be had leads to asking for it."""
    shown = month.parse_month(request.args.get("month"), today)
    url = ask_url(resource) if _may_be_asked_for(resource) else None
    return month.grid(
        db.session,
        resource,
        year=shown.year,
        month=shown.month,
        at=clock.now(),
        rules=rules,
        day_url=lambda day: on_day(url, day) if url else None,
        month_url=lambda written: url_for(
            "board.show", public_id=resource.public_id, month=written, _anchor="calendar"
        ),
        says_who_waits=may_see_waiting(viewer(), resource),
    )


def _allergens(product: ProductProfile, day: date) -> allergens.Statement:
    return allergens.statement(product, db.session.scalars(allergens.in_force(day)))


@bp.get("/facilities/<public_id>")
def facility(public_id: str) -> ResponseReturnValue:
    """One facility and everything it shows to this viewer."""
    looking = viewer()
    found = one_or_404(_facility(public_id))
    shown = queries.of_facility(db.session, looking, found)
    return render_template(
        "board/facility.html",
        facility=found,
        rows=facts.facility(found, network()),
        number=phone_of(found, network()),
        may_post=policy.may_post(looking, found.id),
        cards_=[card(each.resource, each.photo, network()) for each in shown],
    )


def _facility(public_id: str) -> Select[Facility]:
    """A facility that takes part; one that has left is gone from the board with all it offered."""
    return (
        select(Facility)
        .where(Facility.public_id == public_id, queries.takes_part(viewer()))
        .options(joinedload(Facility.corporation), joinedload(Facility.district))
    )


@bp.get("/photos/<public_id>/<any(card,page):size>.webp")
def photo(public_id: str, size: str) -> ResponseReturnValue:
    """A picture, to those who may see what it shows. Its address never shows another one, so browsers may keep it."""
    seen = visible(viewer(), reach()).with_only_columns(Resource.id)
    wanted = one_or_404(select(Photo).where(Photo.public_id == public_id, Photo.resource_id.in_(seen)))
    content = PhotoStore(settings().upload_folder).read(wanted.key, size)
    answer = Response(content, mimetype="image/webp")
    answer.headers["Cache-Control"] = f"private, max-age={KEPT_FOR}, immutable"
    answer.set_etag(f"{wanted.key}-{size}")
    return answer.make_conditional(request)
