"""The form by which the office invites somebody."""

from typing import Any

from share_board import clock
from share_board.forms import (
    BaseForm,
    ChoiceField,
    DayField,
    EmailField,
    HiddenField,
    LineField,
    RadioChoiceField,
    ValidationError,
    required,
)
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.members.actions.invitations import InvitationDraft
from share_board.members.models import Role
from share_board.members.queries import Organisation

WITH_ORGANISATION = frozenset({Role.GROUP, Role.FACILITY, Role.CORPORATION})


class SearchForm(BaseForm):
    """Looking for a name in a long list; what cannot be read finds everything."""

    class Meta(BaseForm.Meta):
        """Looking changes nothing, and its address may be kept."""

        csrf = False

    q = LineField(_l("Name"))
    show = HiddenField()


class InviteForm(BaseForm):
    """Who, as what, where, until when. The view offers the roles that may be given and the organisations there are."""

    name = LineField(_l("Name"), [required()])
    email = EmailField(_l("Mail address"), [required()])
    role = RadioChoiceField(_l("In which role"))
    organisation = ChoiceField(
        _l("Group, facility or corporation"),
        description=_l("Not needed for coordinators, the secretariat and the ward office."),
    )
    until_on = DayField(
        _l("Until when"), description=_l("For example the end of the term of office. Empty: until further notice.")
    )

    def validate_until_on(self, field: Any) -> None:
        if field.data and field.data < clock.today():
            raise ValidationError(_("This day is over already."))

    def draft(self, organisation: Organisation | None) -> InvitationDraft:
        return InvitationDraft(
            name=self.name.data,
            email=self.email.data,
            role=Role(self.role.data),
            organisation=organisation,
            until_on=self.until_on.data,
        )
