"""What people fill in about time."""

from share_board.calendar.forms.closing import ClosureForm
from share_board.calendar.forms.own_calendar import CalendarForm
from share_board.calendar.forms.parts import PartsForm
from share_board.calendar.forms.rules import RulesForm
from share_board.calendar.forms.week import BandsForm, HoursForm

__all__ = ["BandsForm", "CalendarForm", "ClosureForm", "HoursForm", "PartsForm", "RulesForm"]
