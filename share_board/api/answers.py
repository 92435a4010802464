"""The shape of each answer: what stands here and in `kinds.py` leaves the house, and nothing else does."""

from typing import Final

from marshmallow import Schema, fields

from share_board.api.kinds import Consultation, Goods, Lecture, Product, Room
from share_board.api.parts import (
    day,
    link,
    many,
    maybe,
    maybe_number,
    maybe_words,
    moment,
    number,
    one,
    one_word,
    words,
    yes_or_no,
)
from share_board.board.together import WHOLE
from share_board.calendar.availability import Mark
from share_board.calendar.models import PartKind
from share_board.i18n import lazy_gettext as _l
from share_board.members.models import Field
from share_board.resources.models import FeeKind, Kind

STATE: Final = [mark.name.lower() for mark in Mark]


class Wrong(Schema):
    """One part of an address that cannot be read."""

    parameter = words(_l("Which part of the address"))
    detail = words(_l("How it is to be written"))


class Problem(Schema):
    """A refusal, as RFC 9457 writes it."""

    type = words(_l("Always about:blank"))
    title = words(_l("What happened"))
    status = number(_l("The status code"))
    detail = words(_l("What to do"))
    errors = fields.List(fields.Nested(Wrong), metadata={"description": _l("What cannot be read")})


class District(Schema):
    """地区."""

    code = words(_l("Code of the district"))
    name = words(_l("Name of the district"))


class DistrictWithNeighbours(District):
    """地区 and what lies beside it."""

    beside = many(fields.String(), _l("Codes of the districts beside it"))


class Districts(Schema):
    """All of them."""

    items = many(DistrictWithNeighbours, _l("The districts, in the order everybody knows"))


class FacilityName(Schema):
    """施設, by name."""

    id = words(_l("Id of the facility"), "public_id")
    name = words(_l("Name of the facility"))


class Facility(Schema):
    """施設 as a visitor may know it: `shown_…` is empty where the address is secret."""

    id = words(_l("Id of the facility"), "facility.public_id")
    name = words(_l("Name of the facility"), "facility.name")
    corporation = words(_l("The corporation that runs it"), "facility.corporation.name")
    type = words(_l("Kind of facility"), "facility.type_name")
    field = one_word(Field, _l("Whom the facility serves"), "facility.field")
    district = maybe(District, _l("The district; null where the address is not public"), "facility.shown_district")
    address = words(_l("The address; empty where it is not public"), "facility.shown_address")
    access = words(_l("The way there"), "facility.shown_access")
    phone = words(_l("The number to call"))
    about = words(_l("What they say of themselves"), "facility.about")
    url = link(_l("The page for people"))


class Facilities(Schema):
    """One part of the list."""

    items = many(Facility, _l("The facilities by their reading"))
    cursor = maybe_words(_l("Where to read on; null at the end"))
    next = maybe_words(_l("Address of the next part; null at the end"))


class Summary(Schema):
    """資源 as on a card."""

    id = words(_l("Id of the resource"), "resource.public_id")
    title = words(_l("Its title"), "resource.title")
    kind = one_word(Kind, _l("What it is"), "resource.kind")
    stock = number(_l("How many there are"), "resource.stock")
    capacity = maybe_number(_l("For how many people; null if it is not said"), "resource.capacity")
    size = words(_l("How much or how many, in words"), "card.size_label")
    fee_kind = one_word(FeeKind, _l("Free of charge, at cost, or for a fee"), "resource.fee_kind")
    fee = words(_l("What it costs, in words"), "card.fee_label")
    resting = maybe_words(_l("That it cannot be had for a while, in words; null if it can"))
    facility = one(FacilityName, _l("Whose it is"), "resource.facility")
    district = maybe(District, _l("The district; null where the address is not public"))
    phone = words(_l("The number to call"), "card.phone")
    photo = maybe_words(_l("Address of a picture; null if there is none"))
    url = link(_l("The page for people"))


class Found(Summary):
    """資源 in a search."""

    is_meant = yes_or_no(_l("Whether it is what was looked for; goods that only speak of it are not"))


class Summaries(Schema):
    """One part of a search."""

    total = number(_l("How many are found in all"))
    total_meant = number(_l("How many of them are what was looked for"))
    items = many(Found, _l("What was found, in the order of the search page"))
    cursor = maybe_words(_l("Where to read on; null at the end"))
    next = maybe_words(_l("Address of the next part; null at the end"))


class Stretch(Schema):
    """From when until when; the end is not part of it."""

    start = moment(_l("Begins at"))
    end = moment(_l("Ends at"))


class FreeOnDay(Summaries):
    """One part of a search for what is free."""

    stretches = many(Stretch, _l("What was asked for: one of these stretches is free"))


class Photo(Schema):
    """A picture."""

    url = link(_l("Address of a picture"))
    alt = words(_l("What is seen on it"))


class Limit(Schema):
    """A rule of a resource."""

    name = words(_l("What is limited, in words"))
    says = words(_l("How, in words"))


class Together(Schema):
    """What is used together with a resource."""

    kind = one_word(
        [*PartKind, WHOLE],
        _l("A room of it, a thing of its set, something it needs, its lecturer, or what it is part of"),
    )
    title = words(_l("Its title"))
    units = number(_l("How many of it for one"))
    url = maybe_words(_l("The page for people; null of what is not on the board"))


class Resource(Summary):
    """資源, all that a visitor may know of it; of the parts for a kind only its own is filled."""

    about = words(_l("What it is for"), "resource.about")
    who = words(_l("Who may ask"))
    conditions = words(_l("Please note"), "resource.conditions")
    prohibited = words(_l("Please do not"), "resource.prohibited")
    is_barrier_free = yes_or_no(_l("Barrier-free"), "resource.is_barrier_free")
    ask_by = words(_l("How late one may ask, in words"))
    ask_from = words(_l("How early one may ask, in words; empty of products"))
    limits = many(Limit, _l("How long, how often, and who may ask earlier"))
    together = many(Together, _l("What is taken together with it"))
    photos = many(Photo, _l("Its pictures"))
    room = maybe(Room, _l("Only of rooms and places"), "resource.room")
    goods = maybe(Goods, _l("Only of things to lend"), "resource.goods")
    lecture = maybe(Lecture, _l("Only of lectures"), "resource.lecture")
    consultation = maybe(Consultation, _l("Only of advice"), "resource.consultation")
    product = maybe(Product, _l("Only of products"), "resource.product")
    availability = maybe_words(_l("Address of its free days; null of products, which are ordered"))


class FreePart(Schema):
    """A band (午前) or a stretch of opening hours."""

    band = words(_l("Name of the part of the day; empty where hours are free to choose"), "part.open.band")
    start = moment(_l("Begins at"), "part.open.slot.start")
    end = moment(_l("Ends at"), "part.open.slot.end")
    state = one_word(STATE, _l("As of a day"))
    free_units = number(_l("So many are free from beginning to end"), "part.free")
    free = many(Stretch, _l("The stretches in which any is free"), "part.pieces")


class FreeDay(Schema):
    """One day."""

    date = day(_l("The day"), "day.day")
    mark = one_word(list(Mark), _l("The mark of the calendar"), "day.mark")
    state = one_word(STATE, _l("free ○, some △, full ×, none －, closed 休"))
    says = words(_l("The same in a sentence"))
    can_be_asked = yes_or_no(_l("Whether it can be asked for"), "day.can_be_asked")
    free_units = number(_l("So many are free in the best part of the day, from its beginning to its end"))
    parts = many(FreePart, _l("The parts of the day"))


class Availability(Schema):
    """Free days of one resource."""

    id = words(_l("Id of the resource"))
    stock = number(_l("How many there are"))
    resting = maybe_words(_l("That it cannot be had for a while, in words; null if it can"))
    days = many(FreeDay, _l("Each day, in order"))
