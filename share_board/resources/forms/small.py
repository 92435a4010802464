"""The small forms: a rest, photos, what is to be seen on one, and words that mean the same."""

import re

from werkzeug.datastructures import FileStorage

from share_board.forms import BaseForm, ChoiceField, DayField, LineField, MultipleFileField, TextField, required
from share_board.i18n import lazy_gettext as _l
from share_board.resources.word_actions import WordsDraft

_BETWEEN = re.compile(r"[、,，;；\n]")


class FacilityForm(BaseForm):
    """Which facility; sent with GET, so that the choice is an address."""

    class Meta:
        csrf = False

    facility = ChoiceField(_l("Facility"))


class PauseForm(BaseForm):
    reason = LineField(
        _l("Why does it rest?"),
        [required()],
        limit=120,
        description=_l("It is read on the page. For example: own events, repair, infection control."),
    )
    until = DayField(
        _l("Until when?"),
        description=_l(
            "The last day of the rest; afterwards it stands on the board again by itself. Empty: until you end it."
        ),
    )


class PhotosForm(BaseForm):
    photos = MultipleFileField(
        _l("Photos"),
        description=_l("Taken with a phone is fine. Please show no faces and no names of people."),
        render_kw={"accept": "image/*", "multiple": True},
    )

    @property
    def files(self) -> list[FileStorage]:
        """What was really sent; a browser sends an empty part where nothing was chosen."""
        return [file for file in self.photos.data or [] if isinstance(file, FileStorage) and file.filename]


class PhotoForm(BaseForm):
    alt = LineField(
        _l("What is to be seen?"), limit=120, description=_l("It is read aloud to people who cannot see the photo.")
    )


class WordsForm(BaseForm):
    words = TextField(
        _l("Words that mean the same"),
        limit=1000,
        description=_l(
            "Separated by 、 or one per line. A ~ before a word: it leads to the others, but is not looked for itself."
        ),
    )
    hidden = TextField(
        _l("Words that are understood but never shown"),
        limit=1000,
        description=_l("Old names that may hurt. Who types them finds the same."),
    )

    def draft(self) -> WordsDraft:
        return WordsDraft(words=_split(self.words.data), hidden=_split(self.hidden.data))


def _split(typed: str | None) -> tuple[str, ...]:
    return tuple(word for part in _BETWEEN.split(typed or "") if (word := part.strip()))
