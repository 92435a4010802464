"""Who asks, for which occasion; the last press; and the small forms of following."""

from typing import Any

from share_board.forms import (
    BaseForm,
    BooleanField,
    ChoiceField,
    EmailField,
    HiddenField,
    InputRequired,
    LineField,
    NumberField,
    PhoneField,
    RadioChoiceField,
    TextField,
    required,
)
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.members.labels import GROUP_KIND
from share_board.members.models import GroupKind
from share_board.requests.drafts import OccasionDraft
from share_board.requests.labels import CHANNEL
from share_board.requests.models import Channel, ShareRequest


class OccasionForm(BaseForm):
    """Who asks, for which occasion, and how to reach them; nothing that the secretariat does not need."""

    occasion = LineField(
        _l("Name of the occasion"), [required()], limit=80, description=_l("For example: summer festival")
    )
    people = NumberField(_l("About how many people?"), least=1, most=99_999)
    purpose = TextField(_l("What will you do? (if you like)"), limit=500)
    facility = ChoiceField(
        _l("Which of your facilities asks?"), [required(_l("Please choose which of your facilities asks."))]
    )
    group_name = LineField(_l("Name of your group"), [required()], limit=120)
    group_kind = ChoiceField(
        _l("Kind of group"), choices=[(kind.value, label) for kind, label in GROUP_KIND.items()],
        default=GroupKind.NEIGHBOURHOOD.value,
    )  # fmt: skip
    contact_name = LineField(_l("Your name"), [required()], limit=80)
    phone = PhoneField(_l("Phone number by day"), [required()])
    email = EmailField(_l("Mail address"), description=_l("If there is one"))
    call_times = LineField(_l("When may we call? (if you like)"), limit=80)
    reach_by = RadioChoiceField(
        _l("How may we confirm that it is you?"),
        choices=[("mail", _l("Six digits by mail")), ("call", _l("Please call me"))],
        default="mail",
    )
    note = TextField(_l("Anything else? (if you like)"), limit=500)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if "reach_by" in self and self.reach_by.data == "mail" and not self.email.data:
            self.refuse("email", _("Please write your mail address, or choose that we call you."))
            return False
        return True

    def show(self, asked: ShareRequest) -> None:
        """Fill the form with what the basket says."""
        for name in (
            "occasion",
            "people",
            "purpose",
            "group_name",
            "contact_name",
            "phone",
            "email",
            "call_times",
            "note",
        ):
            self[name].data = getattr(asked, name)
        if "facility" in self and asked.facility is not None:
            self.facility.data = asked.facility.public_id
        if asked.group_name:  # before anything was written, the most likely kind is offered
            self.group_kind.data = asked.group_kind.value

    def draft(self, *, district_id: int | None = None) -> OccasionDraft:
        """The typed draft; call only after validation."""
        return OccasionDraft(
            group_name=self.group_name.data,
            group_kind=GroupKind(self.group_kind.data),
            contact_name=self.contact_name.data,
            phone=self.phone.data,
            email=self.email.data,
            call_times=self.call_times.data,
            occasion=self.occasion.data,
            purpose=self.purpose.data,
            people=self.people.data,
            note=self.note.data,
            district_id=district_id,
            wants_call="reach_by" in self and self.reach_by.data == "call",
        )


class SubmitForm(BaseForm):
    """The last press: the choice of how to be confirmed, and a key that makes pressing twice harmless."""

    submit_key = HiddenField(validators=[InputRequired()])
    wants_call = HiddenField()


class CodeForm(BaseForm):
    """The six digits from the mail."""

    code = LineField(_l("The six digits"), [required()], limit=20)


class FindForm(BaseForm):
    """A request by its number and the phone number it was made with."""

    number = LineField(_l("Number of the request"), [required()], limit=20, description=_l("For example: R8-0012"))
    phone = PhoneField(_l("Phone number you gave"), [required()])


class EnterForm(OccasionForm):
    """代理入力: what the caller says, how it came, and a key that makes pressing twice harmless."""

    submit_key = HiddenField()
    channel = RadioChoiceField(
        _l("How did it come?"),
        choices=[(channel.value, label) for channel, label in CHANNEL.items() if channel is not Channel.WEB],
        default=Channel.PHONE.value,
    )
    waits = BooleanField(_l("What is taken then is put on the waiting list"))
    override = LineField(
        _l("Reason for an exception from the opening rules (only if needed)"),
        limit=200,
        description=_l("Only opening hours and deadlines are set aside. Whether it is free is always checked."),
    )
