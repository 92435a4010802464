"""Forms of signing in, of one's own account, and of invitations that were received."""

from typing import Any

from share_board import text
from share_board.forms import (
    BaseForm,
    BooleanField,
    EmailField,
    LineField,
    PasswordField,
    ValidationError,
    required,
)
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.members.actions import codes
from share_board.members.passwords import LONGEST, SHORTEST


def _short_enough(_form: BaseForm, field: Any) -> None:
    """Before anything is computed with it."""
    if len(field.data or "") > LONGEST:
        raise ValidationError(_("A password has at most %(most)d characters.", most=LONGEST))


class AddressForm(BaseForm):
    """The first way in: a number comes by mail."""

    email = EmailField(_l("Mail address"), [required()])
    is_own_device = BooleanField(_l("Only I use this device (stay signed in for 30 days)"))


class PasswordForm(BaseForm):
    """The other way in, for those who have a password."""

    email = EmailField(_l("Mail address"), [required()], id="password-email")
    password = PasswordField(_l("Password"), [required(), _short_enough])


class CodeForm(BaseForm):
    """Six digits, in any width, with or without a space between them."""

    code = LineField(_l("The six digits in the mail"), [required()], limit=40)

    def validate_code(self, field: Any) -> None:
        if len(text.digits(field.data or "")) != codes.DIGITS:
            raise ValidationError(_("Please type the six digits, for example 123456."))


class InvitationForm(BaseForm):
    """Accepting an invitation; a password only for those who want one."""

    new_password = PasswordField(_l("Password (only if you want one)"), [_short_enough])


class ChangePasswordForm(BaseForm):
    """A new password for oneself."""

    password = PasswordField(_l("Password until now"), [_short_enough])
    new_password = PasswordField(
        _l("New password"),
        [required(), _short_enough],
        description=_l(
            "At least %(least)d characters. Three words that have nothing to do with each other are good.",
            least=SHORTEST,
        ),
    )
