"""Forms of corporations, facilities, groups, and the settings of the network."""

from collections.abc import Iterable
from typing import Any

from share_board import text
from share_board.forms import (
    BaseForm,
    BooleanField,
    ChoiceField,
    DayField,
    EmailField,
    HiddenField,
    KanaField,
    LineField,
    NumberField,
    PhoneField,
    RadioChoiceField,
    TextField,
    required,
)
from share_board.i18n import lazy_gettext as _l
from share_board.members import labels
from share_board.members.actions.organisations import (
    CorporationDraft,
    FacilityFacts,
    FacilityPlace,
    GroupContact,
    GroupPlace,
    NetworkDraft,
)
from share_board.members.models import ConsentOrder, Field, FloodClass, GroupKind
from share_board.members.queries import Offered

KANA_HINT = _l("In hiragana. Lists are sorted by it.")


class _ChoosesRows(BaseForm):
    """A form in which rows are chosen: what leaves the server is a word for each of them, never its key."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._keys: dict[str, dict[str, int]] = {}

    def offer(self, name: str, rows: Iterable[Offered], *, nothing: str | None = None) -> None:
        """Let `name` be one of the rows; `nothing` is said where none need be chosen."""
        rows = list(rows)
        self[name].offer([*([("", nothing)] if nothing else []), *((row.word, row.name) for row in rows)])
        self._keys[name] = {row.word: row.key for row in rows}

    def key(self, name: str) -> int | None:
        return self._keys[name].get(self[name].data)


class CorporationForm(BaseForm):
    name = LineField(_l("Name of the corporation"), [required()], limit=120)
    kana = KanaField(_l("Reading"), limit=160, description=KANA_HINT)

    def draft(self) -> CorporationDraft:
        return CorporationDraft(self.name.data, self.kana.data)


class FacilityFactsForm(_ChoosesRows):
    """What the staff of a facility write themselves."""

    version = HiddenField(default="0")
    kana = KanaField(_l("Reading"), limit=160, description=KANA_HINT)
    type_name = LineField(_l("Type of facility"), description=_l("For example day service or nursery."))
    district = ChoiceField(_l("District"))
    is_address_secret = BooleanField(
        _l("The address is not shown to anybody"),
        description=_l("Neither the address, nor the district, nor the way to it will stand anywhere on the board."),
    )
    address = LineField(_l("Address"), limit=200)
    access = LineField(
        _l("How to get there"), limit=200, description=_l("For example 5 minutes on foot from a station.")
    )
    phone = PhoneField(_l("Phone"))
    phone_hours = LineField(_l("When you can be reached by phone"))
    fax = PhoneField(_l("Fax"))
    email = EmailField(
        _l("Mail address for requests"), description=_l("Requests for your things are sent to this address.")
    )
    desk_name = LineField(_l("Who answers (name or department)"))
    flood_class = RadioChoiceField(
        _l("Flood zone"), choices=labels.choices(labels.FLOOD_CLASS), default=FloodClass.UNKNOWN.value
    )
    about = TextField(_l("About the facility"), limit=1000)

    def facts(self) -> FacilityFacts:
        return FacilityFacts(
            kana=self.kana.data,
            type_name=self.type_name.data,
            district_id=self.key("district"),
            is_address_secret=self.is_address_secret.data,
            address=self.address.data,
            access=self.access.data,
            phone=self.phone.data,
            fax=self.fax.data,
            email=self.email.data,
            desk_name=self.desk_name.data,
            phone_hours=self.phone_hours.data,
            about=self.about.data,
            flood_class=FloodClass(self.flood_class.data),
        )

    def place(self) -> FacilityPlace | None:
        """Staff decide nothing about the place of their facility in the network."""
        return None


class FacilityForm(FacilityFactsForm):
    """The same, and what the office decides."""

    name = LineField(_l("Name of the facility"), [required()], limit=120)
    corporation = ChoiceField(_l("Corporation"))
    field = RadioChoiceField(_l("Field"), choices=labels.choices(labels.FIELD))
    left_on = DayField(
        _l("Left the network on"), description=_l("From this day on its staff can no longer sign in for it.")
    )

    def place(self) -> FacilityPlace:
        return FacilityPlace(
            corporation_id=self.key("corporation") or 0,
            name=self.name.data,
            field=Field(self.field.data),
            left_on=self.left_on.data,
        )


class GroupContactForm(_ChoosesRows):
    """What the officers of a group write themselves."""

    version = HiddenField(default="0")
    kana = KanaField(_l("Reading"), limit=160, description=KANA_HINT)
    representative = LineField(_l("Representative"))
    address = LineField(_l("Address"), limit=200)
    phone = PhoneField(_l("Phone"))
    fax = PhoneField(_l("Fax"))
    email = EmailField(_l("Mail address"))

    def contact(self) -> GroupContact:
        return GroupContact(
            kana=self.kana.data,
            representative=self.representative.data,
            address=self.address.data,
            phone=self.phone.data,
            fax=self.fax.data,
            email=self.email.data,
        )

    def place(self) -> GroupPlace | None:
        """A group decides nothing about its place in the network."""
        return None


class GroupForm(GroupContactForm):
    """The same, and what the office decides."""

    name = LineField(_l("Name of the group"), [required()], limit=120)
    kind = ChoiceField(
        _l("Kind of group"), choices=labels.choices(labels.GROUP_KIND), default=GroupKind.NEIGHBOURHOOD.value
    )
    district = ChoiceField(_l("District"))
    is_trusted = BooleanField(
        _l("Trusted"),
        description=_l("Where the network has chosen it, requests of trusted groups are decided at once."),
    )
    note = TextField(_l("Note (only the office sees it)"), limit=1000)
    left_on = DayField(
        _l("Left the network on"), description=_l("From this day on its officers can no longer sign in.")
    )

    def place(self) -> GroupPlace:
        return GroupPlace(
            name=self.name.data,
            kind=GroupKind(self.kind.data),
            district_id=self.key("district"),
            note=self.note.data,
            is_trusted=self.is_trusted.data,
            left_on=self.left_on.data,
        )


class NetworkForm(BaseForm):
    """The settings of this installation."""

    board_name = LineField(_l("Name of this board"), [required()])
    name = LineField(_l("Name of the network"), [required()], limit=120)
    secretariat_name = LineField(_l("Name of the secretariat"), [required()], limit=120)
    phone = PhoneField(_l("Phone of the secretariat"), [required()])
    phone_hours = LineField(_l("Hours of the phone"), [required()], description=_l("They stand on every page."))
    fax = PhoneField(_l("Fax"))
    email = EmailField(_l("Mail address of the secretariat"))
    address = LineField(_l("Address of the counter"), limit=200)
    consent_order = RadioChoiceField(
        _l("Who says yes, and in which order"), choices=labels.choices(labels.CONSENT_ORDER)
    )
    deadline_days = NumberField(_l("Ask at least this long before"), [required()], most=365, words=text.DAYS)
    horizon_months = NumberField(_l("Ask at most this long before"), [required()], least=1, most=36, words=text.MONTHS)
    answer_days = NumberField(_l("Facilities answer within"), [required()], least=1, most=60, words=text.SINGLE_DAYS)
    hold_days = NumberField(_l("A date is held for"), [required()], least=1, most=120, words=text.DAYS)
    offer_hours = NumberField(
        _l("What falls free, or is proposed instead, is kept for"),
        [required()],
        least=1,
        most=720,
        default=48,
        words=text.HOURS,
    )

    def draft(self) -> NetworkDraft:
        values: dict[str, Any] = {name: value for name, value in self.data.items() if name != "csrf_token"}
        return NetworkDraft(**{**values, "consent_order": ConsentOrder(self.consent_order.data)})
