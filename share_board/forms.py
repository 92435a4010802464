"""What forms share: fields that take what people type. The only quarantine for untyped WTForms."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import (
    BooleanField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextArea

from share_board import clock, dates, text
from share_board.extensions import SAFE_METHODS
from share_board.form_words import OurWords
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l

__all__ = [
    "BaseForm", "BooleanField", "ChoiceField", "ChoicesField", "DayField", "EmailField", "EndTimeField", "HiddenField",
    "InputRequired", "KanaField", "LastTimeField", "LineField", "MultipleFileField", "NumberField", "Optional",
    "PasswordField", "PhoneField", "RadioChoiceField",
    "TextField", "TimeField", "ValidationError", "required",
]  # fmt: skip


class _Filled(InputRequired):
    """Spaces are nothing, and neither is what nobody can see."""

    def __call__(self, form: Any, field: Any) -> None:
        is_unseen = isinstance(field, _Typed) and field.data == "" and not field.process_errors
        if is_unseen or (field.raw_data and isinstance(field.raw_data[0], str) and not field.raw_data[0].strip()):
            field.raw_data = None
        super().__call__(form, field)


def required(message: Any = None) -> InputRequired:
    """The field must be filled; says so in our words."""
    return _Filled(message or _l("Please fill this in."))


class BaseForm(FlaskForm):  # type: ignore[misc]
    """A form in the reader's language. Its `draft()` is the one gate where typed text becomes a frozen dataclass."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """WTForms' own words in ours; text in fields for text, files in fields for files, JSON nowhere."""

        def get_translations(self, _form: Any) -> OurWords:
            return OurWords()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            if request.method in SAFE_METHODS:
                return None
            files = [
                (field.name, file)
                for field in form
                if isinstance(field, MultipleFileField)
                for file in request.files.getlist(field.name)
            ]
            return CombinedMultiDict([MultiDict(files), request.form]) if files else request.form

    def refuse(self, field_name: str, sentence: str) -> None:
        """Put a refusal of a verb beside the field it is about."""
        field = self[field_name]
        field.errors = [*field.errors, sentence]


class _Typed(StringField):
    """A field whose text is read by a rule of `text` or `dates`; what was typed is shown again if it cannot be read."""

    data: Any  # what the rule makes of the text, not what WTForms' types say
    empty: Any = None  # `data` when nothing was typed, or nothing that can be read

    def __init__(self, label: Any = None, validators: Iterable[Any] = (), **options: Any) -> None:
        super().__init__(label, [*validators, *([] if _has_required(validators) else [Optional()])], **options)
        self.typed = ""

    def read(self, typed: str) -> Any:
        raise NotImplementedError

    def complaint(self) -> str:
        raise NotImplementedError

    def show(self, value: Any) -> str:
        return str(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0] if valuelist else ""
        self.data = self.empty
        if not self.typed.strip():
            return
        try:
            read = self.read(self.typed)
        except ValueError:
            read = None
        if read is None:
            raise ValueError(self.complaint())
        self.data = read

    def _value(self) -> str:
        if self.typed:
            return self.typed
        return "" if self.data is None else self.show(self.data)


def _has_required(validators: Iterable[Any]) -> bool:
    return any(isinstance(validator, InputRequired) for validator in validators)


class LineField(_Typed):
    """One line of text, at most `limit` characters; `data` is "" when empty."""

    empty = ""

    def __init__(self, label: Any = None, validators: Iterable[Any] = (), *, limit: int = 80, **options: Any) -> None:
        super().__init__(label, validators, **options)
        self.limit = limit

    def read(self, typed: str) -> str:
        return text.clean_line(typed, self.limit)

    def complaint(self) -> str:
        return _("Please keep this within %(limit)d characters.", limit=self.limit)


class TextField(LineField):
    """Several lines of text."""

    widget: Any = TextArea()

    def read(self, typed: str) -> str:
        return text.clean_text(typed, self.limit)


class KanaField(LineField):
    """A reading: katakana and half-width kana become hiragana."""

    def read(self, typed: str) -> str:
        return text.kana(text.clean_line(typed, self.limit))


class PhoneField(_Typed):
    """A phone number however it is written; `data` is its printed form or ""."""

    empty = ""

    def read(self, typed: str) -> str | None:
        return text.phone(typed)

    def complaint(self) -> str:
        return _("Please check the phone number. For example: 03-1234-5678.")


class EmailField(_Typed):
    """A mail address; `data` is "" when empty."""

    empty = ""

    def read(self, typed: str) -> str | None:
        return text.email(typed)

    def complaint(self) -> str:
        return _("Please check the mail address. For example: taro@example.jp.")


class NumberField(_Typed):
    """A whole number within bounds, in any width; `data` is None when empty.

    `words` are what may be written behind it: 2週間 in a field of days is 14, and refused in one of months.
    """

    def __init__(
        self,
        label: Any = None,
        validators: Iterable[Any] = (),
        *,
        least: int = 0,
        most: int = 99_999,
        words: text.Words = text.PIECES,
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.least, self.most, self.words = least, most, words

    def read(self, typed: str) -> int | None:
        number = text.whole_number(typed, self.words)
        return number if number is not None and self.least <= number <= self.most else None

    def complaint(self) -> str:
        return _("Please write a number from %(least)d to %(most)d.", least=self.least, most=self.most)


class DayField(_Typed):
    """A day as people write it: 2026/12/5, 12月5日, 令和8年12月5日, R8.12.5."""

    def read(self, typed: str) -> date | None:
        return dates.parse_day(typed, clock.today())

    def complaint(self) -> str:
        if dates.is_no_day(self.typed):
            return _("There is no such day. Please look at the calendar once more.")
        if day := dates.day_of_another_weekday(self.typed, clock.today()):
            return _("That day is %(day)s. Please check the day and the weekday.", day=dates.say_day(day))
        return _("Please write the day like 2026/12/5 or 12月5日.")

    def show(self, value: Any) -> str:
        return f"{value:%Y/%-m/%-d}"


class TimeField(_Typed):
    """A time of day as people write it: 13:30, 13時半, 午後1時30分, 1330."""

    def read(self, typed: str) -> time | None:
        return dates.parse_time(typed)

    def complaint(self) -> str:
        return _("Please write the time like 13:30.")

    def show(self, value: Any) -> str:
        return f"{value:%H:%M}"


class EndTimeField(TimeField):
    """A time at which something ends on the day it begins: 24:00 and 0:00 are the midnight after it, `data` is 0:00."""

    def read(self, typed: str) -> time | None:
        return time.min if dates.ends_the_day(typed) else super().read(typed)

    def show(self, value: Any) -> str:
        return super().show(value) if value != time.min else "24:00"


class LastTimeField(EndTimeField):
    """A time at which something ends on a day of its own: 0:00 begins that day, and only 24:00 `ends_the_day`."""

    @property
    def ends_the_day(self) -> bool:
        return dates.ends_the_day(self.typed)

    def show(self, value: Any) -> str:
        return TimeField.show(self, value)


class _Offered:
    """Something to choose from; `choices` are (value, label)."""

    choices: Any

    def __init__(
        self,
        label: Any = None,
        validators: Iterable[Any] = (),
        *,
        choices: Iterable[tuple[str, Any]] = (),
        **options: Any,
    ) -> None:
        field: Any = super()  # the WTForms field that stands beside us
        field.__init__(label, list(validators), choices=_select_choices(choices), **options)

    def offer(self, choices: Iterable[tuple[str, Any]]) -> None:
        """Set what can be chosen, when only the view knows it."""
        self.choices = _select_choices(choices)


def _select_choices(choices: Iterable[tuple[str, Any]]) -> list[Any]:
    return [SelectChoice(value, label) for value, label in choices]


class ChoiceField(_Offered, SelectField):
    """One of some words, from a list that opens."""


class RadioChoiceField(_Offered, RadioField):
    """One of a few words, all in sight."""


class ChoicesField(_Offered, SelectMultipleField):
    """Any of a few words, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
