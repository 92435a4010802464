"""What is told of a resource of each kind beside what all have."""

from marshmallow import Schema

from share_board.api.parts import maybe_number, number, one_word, words, yes_or_no
from share_board.i18n import lazy_gettext as _l
from share_board.resources.models import CapacityLamp


class Room(Schema):
    """場所."""

    standing_capacity = maybe_number(_l("For how many people who stand"))
    area_m2 = maybe_number(_l("Floor space in m²"))
    tables = maybe_number(_l("Tables"))
    chairs = maybe_number(_l("Chairs"))
    equipment = words(_l("Equipment"))
    accessibility = words(_l("Accessibility"))
    has_step_free_entry = yes_or_no(_l("no steps at the entrance"))
    has_accessible_toilet = yes_or_no(_l("accessible toilet"))
    has_lift = yes_or_no(_l("lift"))
    may_eat = yes_or_no(_l("Eating and drinking"))
    may_make_noise = yes_or_no(_l("Music and noise"))
    footwear = words(_l("Shoes"))
    parking = words(_l("Parking"))


class Goods(Schema):
    """物品."""

    unit_word = words(_l("How they are counted"))
    size = words(_l("Size and weight"))
    accessories = words(_l("What belongs to it"))
    transport = words(_l("How to carry it"))
    people_needed = maybe_number(_l("People needed"))
    consumables = words(_l("What you bring yourselves"))
    power = words(_l("Electricity"))
    longest_days = maybe_number(_l("How many days at most"))
    care = words(_l("Before you return it"))


class Lecture(Schema):
    """出前講座."""

    aim = words(_l("Aim"))
    audience = words(_l("For whom"))
    fewest_people = maybe_number(_l("From how many people"))
    form = words(_l("Kind of lecture"))
    minutes = maybe_number(_l("Length in minutes"))
    possible_times = words(_l("When it is possible"))
    reach = words(_l("Where we come"))
    is_online_possible = yes_or_no(_l("Online"))
    to_prepare = words(_l("Please prepare"))
    venue_conditions = words(_l("The place needs"))


class Consultation(Schema):
    """専門相談."""

    topics = words(_l("What you can ask about"))
    minutes = maybe_number(_l("Length in minutes"))
    possible_times = words(_l("When it is possible"))
    can_visit = yes_or_no(_l("We can also come to you"))
    is_by_appointment = yes_or_no(_l("Please ask beforehand"))
    privacy = words(_l("What you say"))


class Product(Schema):
    """自主生産品."""

    content = words(_l("Content"))
    price_yen = maybe_number(_l("Price in yen with tax; null: by estimate"))
    unit_word = words(_l("How they are counted"))
    smallest_order = number(_l("Smallest order"))
    most_a_day = maybe_number(_l("Most in one day"))
    orders = one_word(CapacityLamp, _l("Orders now"), "lamp")
    season = words(_l("Season"))
    best_before = words(_l("Best before"))
    ingredients = words(_l("Ingredients"))
    wrapping = words(_l("Wrapping"))
    delivery = words(_l("Handing over"))
    payment = words(_l("Payment"))
    story = words(_l("The makers' story"))
