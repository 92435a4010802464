"""What WTForms says by itself, in the words of the board; its own book knows Japanese in part only."""

from collections.abc import Mapping
from typing import Any, Final

from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l

_NOT_OFFERED: Final = _l("Please choose one of these.")  # or: not any more, since the page was opened
_OUR_WORDS: Final[Mapping[str, Any]] = {
    "This field is required.": _l("Please fill this in."),
    "Not a valid choice.": _NOT_OFFERED,
    "'%(value)s' is not a valid choice for this field.": _NOT_OFFERED,
    "Invalid Choice: could not coerce.": _NOT_OFFERED,
    "Invalid choice(s): one or more data inputs could not be coerced.": _NOT_OFFERED,
}


class OurWords:
    """As WTForms asks for translations."""

    def gettext(self, sentence: str) -> str:
        """A sentence that we have not met asks to look again; the name of a field without a label stays one."""
        if sentence == sentence.title():
            return sentence
        return str(_OUR_WORDS.get(sentence) or _("Please check what you wrote here."))

    def ngettext(self, one: str, _many: str, _num: int) -> str:
        return self.gettext(one)
