"""What people fill in to take over a calendar of their own."""

import re
from datetime import datetime
from pathlib import PurePath

from werkzeug.datastructures import FileStorage

from share_board import text
from share_board.calendar.busy_file import NAME, Busy, BusyFile
from share_board.calendar.forms.closing import WhatForm
from share_board.calendar.own_calendar import CalendarDraft
from share_board.forms import ChoiceField, MultipleFileField, required
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l

AGAIN = re.compile(r"[ _]*\(\d+\)$")  # what a browser writes behind the name of a file that is there already


class CalendarForm(WhatForm):
    """A file, and what is busy at its times."""

    what = ChoiceField(_l("What is busy at these times"), [required()])
    file = MultipleFileField(_l("The calendar file (.ics)"), render_kw={"accept": ".ics,text/calendar"})

    def validate(self, extra_validators: object = None) -> bool:
        """There is one file; words in its place are none."""
        if not super().validate(extra_validators):
            return False
        if len(self._files) != 1:
            self.refuse("file", _("Please choose one file."))
        return not self.errors

    @property
    def _files(self) -> list[FileStorage]:
        """What was really sent; a browser sends an empty part where nothing was chosen."""
        return [file for file in self.file.data or [] if isinstance(file, FileStorage) and file.filename]

    def content(self, most: int) -> bytes:
        """The bytes of the file, and one more than `most` if there are more."""
        content: bytes = self._files[0].stream.read(most + 1)
        return content

    def draft(self, said: BusyFile) -> CalendarDraft:
        """A calendar that does not say its name is called like its file."""
        stem = AGAIN.sub("", PurePath(self._files[0].filename or "").stem)
        name = said.name or " ".join(text.harmless(stem).split())[:NAME] or _("Calendar")
        return self.draft_of(name, said.times, said.left_out_from)

    def draft_of(self, name: str, times: tuple[Busy, ...], left_out_from: datetime | None) -> CalendarDraft:
        facility_id, resource_id = self.chosen()
        return CalendarDraft(facility_id, resource_id, name, times, left_out_from)
