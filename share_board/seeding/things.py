"""The things of the seeded board: each a room that is open from morning to night, and found by its words."""

from collections.abc import Iterator, Sequence
from typing import Final

from share_board.calendar.models import HOLIDAY, OpeningRule
from share_board.members.models import ConsentOrder, Facility
from share_board.resources.found_by import found_by
from share_board.resources.models import Kind, Resource, ResourceAct, ResourceHistory, ResourceStatus, RoomProfile
from share_board.seeding.plan import Plan, Thing
from share_board.seeding.pouring import Pourer, Row

OPENS, CLOSES = 8 * 60, 21 * 60
EQUIPMENT: Final = "プロジェクター"
RESOURCE: Final = (
    "id", "public_id", "facility_id", "kind", "status", "title", "about", "capacity", "consent_order", "published_at",
    "created_at", "changed_at", "search_text",
)  # fmt: skip


def pour(pourer: Pourer, plan: Plan, facilities: Sequence[Facility]) -> None:
    """`facilities` in the order of the areas."""
    pourer.pour(Resource, RESOURCE, _resources(plan, facilities))
    pourer.pour(RoomProfile, ("resource_id", "equipment"), ((each.id, EQUIPMENT) for each in plan.all_things()))
    pourer.pour(OpeningRule, ("resource_id", "weekday", "from_minute", "until_minute"), _hours(plan))
    published = ((each.id, plan.opened_at, ResourceAct.PUBLISH, True) for each in plan.all_things())
    pourer.pour(ResourceHistory, ("resource_id", "at", "act", "is_on_behalf"), published)


def order(plan: Plan, area: int) -> ConsentOrder:
    """Whose consent is needed for the things of an area."""
    if plan.is_decided_by_secretariat(area):
        return ConsentOrder.SECRETARIAT_ONLY
    return ConsentOrder.AUTOMATIC_IF_TRUSTED


def _resources(plan: Plan, facilities: Sequence[Facility]) -> Iterator[Row]:
    for thing in plan.all_things():
        yield (
            thing.id, plan.public_id("resource", thing.id), thing.area, Kind.ROOM, ResourceStatus.PUBLISHED,
            thing.title, thing.about, thing.capacity, order(plan, thing.area), plan.opened_at, plan.opened_at,
            plan.opened_at, found_by(_as_posted(thing, facilities[thing.area - 1])),
        )  # fmt: skip


def _as_posted(thing: Thing, facility: Facility) -> Resource:
    """The thing as its facility posts it, to ask by which words it is found; it is never added to a session."""
    return Resource(
        kind=Kind.ROOM, title=thing.title, about=thing.about, kana="", keywords="", who_may_use="", facility=facility,
        room=RoomProfile(equipment=EQUIPMENT),
    )  # fmt: skip


def _hours(plan: Plan) -> Iterator[Row]:
    for thing in range(1, plan.things + 1):
        for weekday in range(HOLIDAY + 1):
            yield thing, weekday, OPENS, CLOSES
