"""What people fill in: asking, the occasion, following, answering, deciding."""

from share_board.requests.forms.answering import (
    AnsweredByForm,
    AnswerForm,
    DecideForm,
    NoteForm,
    OfficeNoteForm,
    reach_choices,
    seen_versions,
)
from share_board.requests.forms.asking import BandsForm, form_for
from share_board.requests.forms.occasion import CodeForm, EnterForm, FindForm, OccasionForm, SubmitForm
from share_board.requests.forms.proposing import ProposeForm
from share_board.requests.forms.repeating import AskForm, RepeatingForm

__all__ = [
    "AnswerForm", "AnsweredByForm", "AskForm", "BandsForm", "CodeForm", "DecideForm", "EnterForm", "FindForm",
    "NoteForm", "OccasionForm", "OfficeNoteForm", "ProposeForm", "RepeatingForm", "SubmitForm", "form_for",
    "reach_choices", "seen_versions",
]  # fmt: skip
