"""The shape of each answer: what stands here leaves the house, and nothing else does."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from marshmallow import Schema, fields

from share_board.calendar.availability import Mark
from share_board.i18n import lazy_gettext as _l
from share_board.members.models import Field
from share_board.resources.models import CapacityLamp, FeeKind, Kind


def _text(says: Any, attribute: str | None = None) -> fields.String:
    return fields.String(required=True, attribute=attribute, metadata={"description": says})


def _maybe_text(says: Any, attribute: str | None = None) -> fields.String:
    return fields.String(required=True, allow_none=True, attribute=attribute, metadata={"description": says})


def _number(says: Any, attribute: str | None = None) -> fields.Integer:
    return fields.Integer(required=True, attribute=attribute, metadata={"description": says})


def _maybe_number(says: Any, attribute: str | None = None) -> fields.Integer:
    return fields.Integer(required=True, allow_none=True, attribute=attribute, metadata={"description": says})


def _is(says: Any, attribute: str | None = None) -> fields.Boolean:
    return fields.Boolean(required=True, attribute=attribute, metadata={"description": says})


def _day(says: Any, attribute: str | None = None) -> fields.Date:
    return fields.Date(required=True, attribute=attribute, metadata={"description": says})


def _moment(says: Any, attribute: str | None = None) -> fields.AwareDateTime:
    return fields.AwareDateTime(required=True, attribute=attribute, metadata={"description": says})


def _url(says: Any) -> fields.String:
    return fields.String(required=True, metadata={"description": says, "format": "uri"})


def _word(words: Iterable[StrEnum | str], says: Any, attribute: str | None = None) -> fields.String:
    return fields.String(
        required=True, attribute=attribute, metadata={"description": says, "enum": [str(word) for word in words]}
    )


def _one(schema: type[Schema], says: Any, attribute: str | None = None) -> fields.Nested:
    return fields.Nested(schema, required=True, attribute=attribute, metadata={"description": says})


def _maybe(schema: type[Schema], says: Any, attribute: str | None = None) -> fields.Nested:
    return fields.Nested(schema, required=True, allow_none=True, attribute=attribute, metadata={"description": says})


def _list(of: type[Schema] | fields.Field[Any], says: Any, attribute: str | None = None) -> fields.List[Any]:
    inner = of if isinstance(of, fields.Field) else fields.Nested(of)
    return fields.List(inner, required=True, attribute=attribute, metadata={"description": says})


STATE = [mark.name.lower() for mark in Mark]


class Wrong(Schema):
    """One part of an address that cannot be read."""

    parameter = _text(_l("Which part of the address"))
    detail = _text(_l("How it is to be written"))


class Problem(Schema):
    """A refusal, as RFC 9457 writes it."""

    type = _text(_l("Always about:blank"))
    title = _text(_l("What happened"))
    status = _number(_l("The status code"))
    detail = _text(_l("What to do"))
    errors = fields.List(fields.Nested(Wrong), metadata={"description": _l("What cannot be read")})


class District(Schema):
    """地区."""

    code = _text(_l("Code of the district"))
    name = _text(_l("Name of the district"))


class DistrictWithNeighbours(District):
    """地区 and what lies beside it."""

    beside = _list(fields.String(), _l("Codes of the districts beside it"))


class Districts(Schema):
    """All of them."""

    items = _list(DistrictWithNeighbours, _l("The districts, in the order everybody knows"))


class FacilityName(Schema):
    """施設, by name."""

    id = _text(_l("Id of the facility"), "public_id")
    name = _text(_l("Name of the facility"))


class Facility(Schema):
    """施設 as a visitor may know it: `shown_…` is empty where the address is secret."""

    id = _text(_l("Id of the facility"), "facility.public_id")
    name = _text(_l("Name of the facility"), "facility.name")
    corporation = _text(_l("The corporation that runs it"), "facility.corporation.name")
    type = _text(_l("Kind of facility"), "facility.type_name")
    field = _word(Field, _l("Whom the facility serves"), "facility.field")
    district = _maybe(District, _l("The district; null where the address is not public"), "facility.shown_district")
    address = _text(_l("The address; empty where it is not public"), "facility.shown_address")
    access = _text(_l("The way there"), "facility.shown_access")
    phone = _text(_l("The number to call"))
    about = _text(_l("What they say of themselves"), "facility.about")
    url = _url(_l("The page for people"))


class Facilities(Schema):
    """One part of the list."""

    items = _list(Facility, _l("The facilities by their reading"))
    cursor = _maybe_text(_l("Where to read on; null at the end"))
    next = _maybe_text(_l("Address of the next part; null at the end"))


class Summary(Schema):
    """資源 as on a card."""

    id = _text(_l("Id of the resource"), "resource.public_id")
    title = _text(_l("Its title"), "resource.title")
    kind = _word(Kind, _l("What it is"), "resource.kind")
    stock = _number(_l("How many there are"), "resource.stock")
    capacity = _maybe_number(_l("For how many people; null if it is not said"), "resource.capacity")
    size = _text(_l("How much or how many, in words"), "card.size_label")
    fee_kind = _word(FeeKind, _l("Free of charge, at cost, or for a fee"), "resource.fee_kind")
    fee = _text(_l("What it costs, in words"), "card.fee_label")
    resting = _maybe_text(_l("That it cannot be had for a while, in words; null if it can"))
    facility = _one(FacilityName, _l("Whose it is"), "resource.facility")
    district = _maybe(District, _l("The district; null where the address is not public"))
    phone = _text(_l("The number to call"), "card.phone")
    photo = _maybe_text(_l("Address of a picture; null if there is none"))
    url = _url(_l("The page for people"))


class Summaries(Schema):
    """One part of a search."""

    total = _number(_l("How many are found in all"))
    items = _list(Summary, _l("What was found, in the order of the search page"))
    cursor = _maybe_text(_l("Where to read on; null at the end"))
    next = _maybe_text(_l("Address of the next part; null at the end"))


class Stretch(Schema):
    """From when until when; the end is not part of it."""

    start = _moment(_l("Begins at"))
    end = _moment(_l("Ends at"))


class FreeOnDay(Summaries):
    """One part of a search for what is free."""

    stretches = _list(Stretch, _l("What was asked for: one of these stretches is free"))


class Room(Schema):
    """場所."""

    standing_capacity = _maybe_number(_l("For how many people who stand"))
    area_m2 = _maybe_number(_l("Floor space in m²"))
    tables = _maybe_number(_l("Tables"))
    chairs = _maybe_number(_l("Chairs"))
    equipment = _text(_l("Equipment"))
    accessibility = _text(_l("Accessibility"))
    has_step_free_entry = _is(_l("no steps at the entrance"))
    has_accessible_toilet = _is(_l("accessible toilet"))
    has_lift = _is(_l("lift"))
    may_eat = _is(_l("Eating and drinking"))
    may_make_noise = _is(_l("Music and noise"))
    footwear = _text(_l("Shoes"))
    parking = _text(_l("Parking"))


class Goods(Schema):
    """物品."""

    unit_word = _text(_l("How they are counted"))
    size = _text(_l("Size and weight"))
    accessories = _text(_l("What belongs to it"))
    transport = _text(_l("How to carry it"))
    people_needed = _maybe_number(_l("People needed"))
    consumables = _text(_l("What you bring yourselves"))
    power = _text(_l("Electricity"))
    longest_days = _maybe_number(_l("How many days at most"))
    care = _text(_l("Before you return it"))


class Lecture(Schema):
    """出前講座."""

    aim = _text(_l("Aim"))
    audience = _text(_l("For whom"))
    fewest_people = _maybe_number(_l("From how many people"))
    form = _text(_l("Kind of lecture"))
    minutes = _maybe_number(_l("Length in minutes"))
    possible_times = _text(_l("When it is possible"))
    reach = _text(_l("Where we come"))
    is_online_possible = _is(_l("Online"))
    to_prepare = _text(_l("Please prepare"))
    venue_conditions = _text(_l("The place needs"))


class Consultation(Schema):
    """専門相談."""

    topics = _text(_l("What you can ask about"))
    minutes = _maybe_number(_l("Length in minutes"))
    possible_times = _text(_l("When it is possible"))
    can_visit = _is(_l("We can also come to you"))
    is_by_appointment = _is(_l("Please ask beforehand"))
    privacy = _text(_l("What you say"))


class Product(Schema):
    """自主生産品."""

    content = _text(_l("Content"))
    price_yen = _maybe_number(_l("Price in yen with tax; null: by estimate"))
    unit_word = _text(_l("How they are counted"))
    smallest_order = _number(_l("Smallest order"))
    most_a_day = _maybe_number(_l("Most in one day"))
    orders = _word(CapacityLamp, _l("Orders now"), "lamp")
    season = _text(_l("Season"))
    best_before = _text(_l("Best before"))
    ingredients = _text(_l("Ingredients"))
    wrapping = _text(_l("Wrapping"))
    delivery = _text(_l("Handing over"))
    payment = _text(_l("Payment"))
    story = _text(_l("The makers' story"))


class Photo(Schema):
    """A picture."""

    url = _url(_l("Address of a picture"))
    alt = _text(_l("What is seen on it"))


class Resource(Summary):
    """資源, all that a visitor may know of it; of the parts for a kind only its own is filled."""

    about = _text(_l("What it is for"), "resource.about")
    who = _text(_l("Who may ask"))
    conditions = _text(_l("Please note"), "resource.conditions")
    prohibited = _text(_l("Please do not"), "resource.prohibited")
    is_barrier_free = _is(_l("Barrier-free"), "resource.is_barrier_free")
    deadline_days = _number(_l("Ask so many days before, at least"))
    horizon_months = _number(_l("Ask so many months before, at most"))
    photos = _list(Photo, _l("Its pictures"))
    room = _maybe(Room, _l("Only of rooms and places"), "resource.room")
    goods = _maybe(Goods, _l("Only of things to lend"), "resource.goods")
    lecture = _maybe(Lecture, _l("Only of lectures"), "resource.lecture")
    consultation = _maybe(Consultation, _l("Only of advice"), "resource.consultation")
    product = _maybe(Product, _l("Only of products"), "resource.product")
    availability = _maybe_text(_l("Address of its free days; null of products, which are ordered"))


class FreePart(Schema):
    """A band (午前) or a stretch of opening hours."""

    band = _text(_l("Name of the part of the day; empty where hours are free to choose"), "part.open.band")
    start = _moment(_l("Begins at"), "part.open.slot.start")
    end = _moment(_l("Ends at"), "part.open.slot.end")
    state = _word(STATE, _l("As of a day"))
    free_units = _number(_l("So many are free from beginning to end"), "part.free")
    free = _list(Stretch, _l("The stretches in which any is free"), "part.pieces")


class FreeDay(Schema):
    """One day."""

    date = _day(_l("The day"), "day.day")
    mark = _word(list(Mark), _l("The mark of the calendar"), "day.mark")
    state = _word(STATE, _l("free ○, some △, full ×, none －, closed 休"))
    says = _text(_l("The same in a sentence"))
    can_be_asked = _is(_l("Whether it can be asked for"), "day.can_be_asked")
    free_units = _number(_l("So many are free in the best part of the day, from its beginning to its end"))
    parts = _list(FreePart, _l("The parts of the day"))


class Availability(Schema):
    """Free days of one resource."""

    id = _text(_l("Id of the resource"))
    stock = _number(_l("How many there are"))
    resting = _maybe_text(_l("That it cannot be had for a while, in words; null if it can"))
    days = _list(FreeDay, _l("Each day, in order"))
