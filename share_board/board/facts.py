"""What is known about one resource, as rows of a word and what is said. Empty rows are left out by the page."""

from collections.abc import Callable, Iterator
from typing import Final

from markupsafe import Markup

from share_board import dates
from share_board.board.cards import phone_of
from share_board.calendar import rule_labels
from share_board.calendar.asking import Before, Unit
from share_board.calendar.kept_rules import closes_of, opens_of
from share_board.calendar.models import ResourceRules
from share_board.i18n import gettext as _
from share_board.i18n import ngettext
from share_board.members.labels import FIELD
from share_board.members.models import Facility, Network
from share_board.resources import labels
from share_board.resources.models import (
    ConsultationProfile,
    GoodsProfile,
    LectureProfile,
    ProductProfile,
    Resource,
    RoomProfile,
)

Fact = tuple[str, str | Markup]


def conditions(resource: Resource, network: Network, own: ResourceRules) -> list[Fact]:
    """What whoever wants it must know before asking; `own` are its rules of time."""
    return [
        (_("Cost"), labels.fee(resource)),
        (_("Who may ask"), who(resource)),
        (_("Ask by"), ask_by(resource, network, own)),
        (_("Ask from"), ask_from(resource, network, own)),
        *rule_labels.limits(own),
        (_("Please note"), _lines(resource.conditions)),
        (_("Please do not"), _lines(resource.prohibited)),
    ]


def who(resource: Resource) -> str:
    """Who may ask: as the facility says it, else from the boxes that were ticked."""
    if resource.who_may_use:
        return resource.who_may_use
    ticked = [
        (resource.is_for_groups, _("neighbourhood associations and groups")),
        (resource.is_for_schools, _("schools and PTAs")),
        (resource.is_for_individuals, _("individuals")),
    ]
    return _(", ").join(words for is_ticked, words in ticked if is_ticked)


def ask_by(resource: Resource, network: Network, own: ResourceRules) -> str:
    """How late one may ask, as the rule is said."""
    closes = closes_of(resource, own, network.deadline_days)
    if closes != Before(closes.number):
        return rule_labels.say_before(closes)
    if not closes.number:
        return _("Up to the day itself")
    return ngettext("%(num)d day before", "%(num)d days before", closes.number)


def ask_from(resource: Resource, network: Network, own: ResourceRules) -> str:
    """How early one may ask; empty for what has no time."""
    if not resource.has_slots:
        return ""
    opens = opens_of(resource, own, network.horizon_months)
    if opens != Before(opens.number, Unit.MONTHS):
        return rule_labels.say_before(opens)
    return ngettext("%(num)d month before", "%(num)d months before", opens.number) if opens.number else ""


def of_kind(resource: Resource) -> list[Fact]:
    """What is said only of this kind of thing."""
    profile = resource.profile
    write = _BY_PROFILE.get(type(profile))
    return [*_size(resource), *(write(profile) if write and profile else ())]


def _size(resource: Resource) -> Iterator[Fact]:
    said = labels.size(resource)
    if resource.goods is not None:
        yield _("How many there are"), said
    elif resource.product is not None:
        yield _("Smallest order"), said
    else:
        yield _("For how many people"), said


def _room(room: RoomProfile) -> Iterator[Fact]:
    standing = room.standing_capacity
    yield _("Standing"), _("Up to %(people)d people", people=standing) if standing else ""
    yield _("Floor space"), _("%(area)d m²", area=room.area_m2) if room.area_m2 else ""
    yield _("Tables"), ngettext("%(num)d table", "%(num)d tables", room.tables) if room.tables else ""
    yield _("Chairs"), ngettext("%(num)d chair", "%(num)d chairs", room.chairs) if room.chairs else ""
    yield _("Equipment"), room.equipment
    reachable = [
        (room.has_step_free_entry, _("no steps at the entrance")),
        (room.has_accessible_toilet, _("accessible toilet")),
        (room.has_lift, _("lift")),
    ]
    yield _("Accessibility"), _(", ").join([words for is_so, words in reachable if is_so] + _given(room.accessibility))
    yield _("Eating and drinking"), _("Possible") if room.may_eat else _("Please do not")
    yield _("Music and noise"), _("Possible") if room.may_make_noise else _("Please do not")
    yield _("Shoes"), room.footwear
    yield _("Parking"), room.parking
    yield _("Keys"), room.keys
    yield _("Staff"), _("Somebody of the facility is there too") if room.needs_staff else ""


def _goods(goods: GoodsProfile) -> Iterator[Fact]:
    days, people = goods.longest_days, goods.people_needed
    yield _("Size and weight"), goods.size
    yield _("What belongs to it"), _lines(goods.accessories)
    yield _("How to carry it"), goods.transport
    yield _("People needed"), ngettext("%(num)d person or more", "%(num)d people or more", people) if people else ""
    yield _("What you bring yourselves"), goods.consumables
    yield _("Electricity"), goods.power
    yield _("How long"), ngettext("Up to %(num)d day", "Up to %(num)d days", days) if days else ""
    yield _("Before you return it"), goods.care
    yield _("Last inspected"), dates.say_day(goods.inspected_on) if goods.inspected_on else ""


def _lecture(lecture: LectureProfile) -> Iterator[Fact]:
    fewest, minutes, number = lecture.fewest_people, lecture.minutes, lecture.lecturers
    yield _("Aim"), _lines(lecture.aim)
    yield _("For whom"), lecture.audience
    yield (
        _("From how many people"),
        ngettext("%(num)d person or more", "%(num)d people or more", fewest) if fewest else "",
    )
    yield _("Kind of lecture"), lecture.form
    yield _("Length"), ngettext("%(num)d minute", "%(num)d minutes", minutes) if minutes else ""
    yield _("Who comes"), lecture.lecturer
    yield _("How many come"), ngettext("%(num)d person", "%(num)d people", number) if number else ""
    yield _("When it is possible"), lecture.possible_times
    yield _("Where we come"), lecture.reach
    yield _("Online"), _("Possible") if lecture.is_online_possible else ""
    yield _("Please prepare"), lecture.to_prepare
    yield _("The place needs"), lecture.venue_conditions
    yield _("Talking it over first"), _("We meet once before the day") if lecture.needs_meeting else ""


def _consultation(consultation: ConsultationProfile) -> Iterator[Fact]:
    minutes = consultation.minutes
    yield _("What you can ask about"), consultation.topics
    yield _("Who listens"), consultation.consultants
    yield _("Length"), ngettext("%(num)d minute", "%(num)d minutes", minutes) if minutes else ""
    yield _("When it is possible"), consultation.possible_times
    yield _("Where"), _("We can also come to you") if consultation.can_visit else ""
    yield _("Appointment"), _("Please ask beforehand") if consultation.is_by_appointment else _("Not needed")
    yield _("What you say"), consultation.privacy


def _product(product: ProductProfile) -> Iterator[Fact]:
    most = product.most_a_day
    unit = product.unit_word or _("pieces")
    yield _("Content"), product.content
    yield _("Orders now"), str(labels.LAMP[product.lamp])
    yield _("Most in one day"), _("%(number)d %(unit)s", number=most, unit=unit) if most else ""
    yield _("Working days"), product.working_days
    yield _("Season"), product.season
    yield _("Best before"), product.best_before
    yield _("How to keep it"), product.storage
    yield _("Ingredients"), _lines(product.ingredients)
    yield _("Wrapping"), product.wrapping
    yield _("Handing over"), product.delivery
    yield _("Payment"), product.payment


def _lines(text: str) -> Markup:
    """Several lines stay several lines."""
    return Markup("<br>").join(text.splitlines())


def _given(text: str) -> list[str]:
    return [text] if text else []


_BY_PROFILE: Final[dict[type, Callable[..., Iterator[Fact]]]] = {
    RoomProfile: _room,
    GoodsProfile: _goods,
    LectureProfile: _lecture,
    ConsultationProfile: _consultation,
    ProductProfile: _product,
}


def facility(place: Facility, network: Network) -> list[Fact]:
    """A facility as anybody may know it; where it is, only if that is no secret."""
    district = place.shown_district
    return [
        (_("Corporation"), place.corporation.name),
        (_("Kind of facility"), place.type_name),
        (_("Whom the facility serves"), str(FIELD[place.field])),
        (_("District"), district.name if district else ""),
        (_("Address"), _("The address is not public") if place.is_address_secret else place.shown_address),
        (_("Way"), place.shown_access),
        (_("Who answers"), "" if place.is_address_secret else place.desk_name),
        (_("Phone"), phone_of(place, network)),
        (_("When we answer"), network.phone_hours if place.is_address_secret else place.phone_hours),
        (_("Fax"), "" if place.is_address_secret else place.fax),
    ]
