"""What is filled in to propose something else, beside the time and number of the thing itself."""

from share_board.forms import BooleanField, HiddenField, TextField
from share_board.i18n import lazy_gettext as _l
from share_board.requests.forms.answering import ExceptionForm


class ProposeForm(ExceptionForm):
    """A word to the group; why rules are set aside; and, for the secretariat, whether the facility said that it can."""

    note = TextField(_l("A word to the group (if you like)"), limit=500)
    has_consent = BooleanField(_l("The facility has told us that it can"))
    version = HiddenField()

    @property
    def seen_version(self) -> int | None:
        seen = self.version.data or ""
        return int(seen) if seen.isdecimal() and len(seen) < 10 else None  # noqa: PLR2004 - more than there can be
