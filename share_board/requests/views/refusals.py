"""The sentences for what this room refuses."""

from share_board import dates
from share_board.calendar.labels import say_closed_over
from share_board.calendar.several import TakenByItself
from share_board.i18n import gettext as _
from share_board.i18n import ngettext
from share_board.requests.actions import (
    ClosedSince,
    LinesOverlap,
    LineTaken,
    NobodyReached,
    NoSuchWish,
    NothingAsked,
    NothingElse,
    NotThatDay,
    ProposalPast,
)
from share_board.requests.basket import (
    BasketFull,
    DayMissing,
    FacilityMissing,
    LentTooLong,
    NotOffered,
    TooFew,
    TooMany,
    TooSoon,
)
from share_board.requests.chosen import NothingChosen, TakenByYourself
from share_board.requests.labels import status_label, when
from share_board.requests.moving import ReasonMissing, WrongStatus
from share_board.requests.series import NoDays
from share_board.web import explain


@explain.register
def _wrong_status(refusal: WrongStatus) -> str:
    return _("It now stands at “%(status)s”, where this cannot be done.", status=status_label(refusal.standing))


@explain.register
def _reason_missing(_refusal: ReasonMissing) -> str:
    return _("Please write a few words on why, so that the other side understands.")


@explain.register
def _line_taken(refusal: LineTaken) -> str:
    return explain(refusal.taken)


@explain.register
def _closed_since(refusal: ClosedSince) -> str:
    closed = say_closed_over(refusal.over)
    return _(
        "%(title)s, %(when)s: %(closed)s", title=refusal.line.resource.title, when=when(refusal.line), closed=closed
    )


@explain.register
def _lines_overlap(refusal: LinesOverlap) -> str:
    return _(
        "%(title)s overlaps with another line of this request (%(other)s), so both cannot be had."
        " Please change the time or number of one of them, or leave one out.",
        title=refusal.line.resource.title,
        other=refusal.other.resource.title,
    )


@explain.register
def _taken_by_itself(refusal: TakenByItself) -> str:
    return _("%(title)s has not been brought back then from another of these days.", title=refusal.title)


@explain.register
def _not_that_day(refusal: NotThatDay) -> str:
    slot = refusal.draft.slot
    said = explain(refusal.refusal)
    if slot is None:
        return said
    when = dates.say_stretch(slot.start, slot.end)
    return _(
        "%(when)s: %(why)s So no day has been changed. Please choose another time, or change that day by itself.",
        when=when,
        why=said,
    )


@explain.register
def _no_such_wish(_refusal: NoSuchWish) -> str:
    return _("The wished times have changed. Please look at the page once more and choose again.")


@explain.register
def _proposal_past(_refusal: ProposalPast) -> str:
    return _("That day has passed. Please choose another one.")


@explain.register
def _no_days(_refusal: NoDays) -> str:
    return _("Please tick at least one day.")


@explain.register
def _nothing_else(_refusal: NothingElse) -> str:
    return _("That is what they ask for. Please choose another day, thing or number.")


@explain.register
def _nobody_reached(_refusal: NobodyReached) -> str:
    return _("The contact has not been confirmed yet. Please call the group first.")


@explain.register
def _nothing_asked(_refusal: NothingAsked) -> str:
    return _("Nothing has been chosen yet. Please choose something on the board first.")


@explain.register
def _basket_full(_refusal: BasketFull) -> str:
    return _("One request holds at most 20 things. Please send this one first.")


@explain.register
def _not_offered(refusal: NotOffered) -> str:
    if refusal.until:
        return _(
            "%(title)s is paused until %(day)s. Please call us if you need it.",
            title=refusal.title,
            day=dates.say_day(refusal.until),
        )
    return _("%(title)s cannot be asked for at the moment. Please call us if you need it.", title=refusal.title)


@explain.register
def _too_many(refusal: TooMany) -> str:
    return ngettext("At most %(num)d.", "At most %(num)d.", refusal.most)


@explain.register
def _too_few(refusal: TooFew) -> str:
    return ngettext("From %(num)d upwards.", "From %(num)d upwards.", refusal.least)


@explain.register
def _lent_too_long(refusal: LentTooLong) -> str:
    return ngettext("It is lent for at most %(num)d day.", "It is lent for at most %(num)d days.", refusal.days)


@explain.register
def _facility_missing(_refusal: FacilityMissing) -> str:
    return _("Please choose which of your facilities asks.")


@explain.register
def _day_missing(_refusal: DayMissing) -> str:
    return _("Please choose a day.")


@explain.register
def _too_soon(refusal: TooSoon) -> str:
    return _("It takes some time to make. The earliest day is %(day)s.", day=dates.say_day(refusal.earliest))


@explain.register
def _nothing_chosen(_refusal: NothingChosen) -> str:
    return _("Nothing was chosen. Please go back and tick what you would like to ask for.")


@explain.register
def _taken_by_yourself(refusal: TakenByYourself) -> str:
    return _("What is on your list (%(other)s) needs it at that time.", other=refusal.title)
