"""What is asked about each kind. The first fields of each are what neighbours ask on the phone."""

from share_board import text
from share_board.forms import BooleanField, DayField, LineField, NumberField, TextField
from share_board.i18n import lazy_gettext as _l
from share_board.resources.forms.common import FOUND, RULES, WHEN, WHO, ResourceForm, Section
from share_board.resources.models import Kind


class RoomForm(ResourceForm):
    kind = Kind.ROOM
    essentials = ("title", "capacity", "about", "fee_kind", "fee_note", "is_barrier_free")
    details = (
        Section(
            _l("The room and what is in it"),
            ("standing_capacity", "area_m2", "tables", "chairs", "equipment", "may_eat", "may_make_noise", "footwear"),
        ),
        Section(_l("Barrier-free"), ("has_step_free_entry", "has_accessible_toilet", "has_lift", "accessibility")),
        Section(_l("Coming, keys and staff"), ("parking", "keys", "needs_staff")),
        WHO,
        WHEN,
        RULES,
        FOUND,
    )

    capacity = NumberField(_l("How many people can sit?"), least=1, most=5000)
    standing_capacity = NumberField(_l("How many standing?"), least=1, most=5000)
    area_m2 = NumberField(_l("Floor space"), least=1, most=20_000)
    tables = NumberField(_l("Tables"), most=2000)
    chairs = NumberField(_l("Chairs"), most=5000)
    equipment = LineField(
        _l("Equipment"), limit=300, description=_l("For example: projector, microphone, Wi-Fi, piano, kettle.")
    )
    may_eat = BooleanField(_l("Eating and drinking is possible"))
    may_make_noise = BooleanField(_l("Music and voices are possible"))
    footwear = LineField(_l("Shoes"), limit=60, description=_l("For example: indoor shoes, outdoor shoes are fine."))
    has_step_free_entry = BooleanField(_l("No step at the entrance"))
    has_accessible_toilet = BooleanField(_l("Accessible toilet"))
    has_lift = BooleanField(_l("Lift, or on the ground floor"))
    accessibility = LineField(_l("More about access"), limit=300)
    parking = LineField(_l("Cars and bicycles"), limit=120, description=_l("For example: three cars, ten bicycles."))
    keys = LineField(_l("How keys are handed over"), limit=200)
    needs_staff = BooleanField(_l("A member of staff is present"))


class GoodsForm(ResourceForm):
    kind = Kind.GOODS
    essentials = ("title", "stock", "unit_word", "about", "transport", "fee_kind", "fee_note")
    details = (
        Section(
            _l("The thing itself"),
            ("size", "accessories", "people_needed", "power", "consumables", "storage", "inspected_on"),
        ),
        Section(_l("Lending and giving back"), ("longest_days", "care")),
        WHO,
        WHEN,
        RULES,
        FOUND,
    )

    stock = NumberField(_l("How many can be lent?"), least=1, most=9999, default=1)
    unit_word = LineField(
        _l("Word for counting"), limit=12, description=_l("For example: 台, 張, 脚, 式, 個."), default="台"
    )
    size = LineField(_l("Size and weight"), limit=120, description=_l("For example: 2 × 3 ken, 35 kg each."))
    accessories = TextField(
        _l("What belongs to it"),
        limit=1000,
        description=_l("One thing per line. It is the list that is checked when it comes back."),
    )
    transport = LineField(
        _l("How to carry it"),
        limit=200,
        description=_l("For example: please fetch it by car, we can bring it, a small lorry is needed."),
    )
    people_needed = NumberField(_l("How many people to carry or set up?"), least=1, most=100)
    consumables = LineField(
        _l("What users bring themselves"), limit=200, description=_l("For example: ice, syrup, cups, batteries, fuel.")
    )
    power = LineField(_l("Electricity"), limit=80, description=_l("For example: 100 V, 1200 W."))
    longest_days = NumberField(_l("Lent for at most"), least=1, most=366, words=text.DAYS)
    care = LineField(
        _l("How to give it back"), limit=200, description=_l("For example: dry it when wet, disinfect after use.")
    )
    storage = LineField(_l("Where it is kept"), limit=120)
    inspected_on = DayField(_l("Last inspected on"))


class LectureForm(ResourceForm):
    kind = Kind.LECTURE
    essentials = ("title", "aim", "audience", "minutes", "capacity", "fee_kind", "fee_note")
    details = (
        Section(_l("How it goes"), ("about", "form", "fewest_people", "lecturer", "lecturers", "is_online_possible")),
        Section(
            _l("When, where and what is needed"),
            ("possible_times", "reach", "to_prepare", "venue_conditions", "needs_meeting", "times_a_year"),
        ),
        WHO,
        WHEN,
        RULES,
        FOUND,
    )

    aim = TextField(
        _l("What one learns"),
        limit=1000,
        description=_l("The aim in one or two sentences. Teachers copy it into their plan."),
    )
    audience = LineField(
        _l("For whom"),
        limit=200,
        description=_l("For example: fourth to sixth year, older people, parents and children."),
    )
    minutes = NumberField(_l("How long?"), least=5, most=600, words=text.MINUTES)
    capacity = NumberField(_l("For how many at most?"), least=1, most=5000)
    fewest_people = NumberField(_l("From how many?"), least=1, most=5000)
    form = LineField(_l("Way of teaching"), limit=80, description=_l("For example: talk, trying out, workshop."))
    lecturer = LineField(
        _l("Who comes"), limit=120, description=_l("The profession, not the name: care worker, nurse, dietitian.")
    )
    lecturers = NumberField(_l("How many come?"), least=1, most=50)
    is_online_possible = BooleanField(_l("Online is possible too"))
    possible_times = LineField(
        _l("Days and times"), limit=200, description=_l("For example: weekdays 10 to 15 o'clock.")
    )
    reach = LineField(_l("Where we come to"), limit=120, description=_l("For example: the whole ward."))
    to_prepare = LineField(
        _l("To be prepared by you"), limit=300, description=_l("For example: screen, microphone, mats.")
    )
    venue_conditions = LineField(
        _l("The place"), limit=200, description=_l("For example: gymnasium, room without steps.")
    )
    needs_meeting = BooleanField(_l("We meet once beforehand"))
    times_a_year = NumberField(_l("How often can we?"), least=1, most=500)


class ConsultationForm(ResourceForm):
    kind = Kind.CONSULTATION
    essentials = ("title", "topics", "about", "minutes", "fee_kind", "fee_note", "is_barrier_free")
    details = (
        Section(_l("Who listens, and when"), ("consultants", "possible_times", "is_by_appointment", "can_visit")),
        Section(_l("Confidence"), ("privacy",)),
        WHO,
        WHEN,
        RULES,
        FOUND,
    )

    topics = LineField(
        _l("What can be asked?"),
        limit=300,
        description=_l("For example: care insurance, raising children, going back to work."),
    )
    minutes = NumberField(_l("Time for each"), least=5, most=600, words=text.MINUTES)
    consultants = LineField(
        _l("Who listens"), limit=120, description=_l("The profession, not the name: social worker, nurse.")
    )
    possible_times = LineField(
        _l("Days and times"), limit=200, description=_l("For example: weekdays 10 to 15 o'clock.")
    )
    is_by_appointment = BooleanField(_l("Only by appointment"), default=True)
    can_visit = BooleanField(_l("We also come to meetings in the neighbourhood"))
    privacy = LineField(_l("How confidence is kept"), limit=200)
