"""The sentences for what this room refuses."""

from share_board.i18n import gettext as _
from share_board.i18n import ngettext
from share_board.resources.actions import Incomplete, PauseIsOver, StockPromised, UncheckedAllergens
from share_board.resources.lifecycle import WrongState
from share_board.resources.models import ResourceStatus
from share_board.resources.photo_actions import TooManyPhotos
from share_board.resources.pictures import LARGEST_FILE, NotAPicture, PictureBroken, PictureTooHeavy, PictureTooLarge
from share_board.resources.word_actions import LonelyWord
from share_board.web import explain

STANDS = {
    ResourceStatus.DRAFT: lambda: _("It is a draft at the moment. Please look at it once more."),
    ResourceStatus.PUBLISHED: lambda: _("It stands on the board already. Please look at it once more."),
    ResourceStatus.PAUSED: lambda: _("It is resting at the moment. Please look at it once more."),
    ResourceStatus.WITHDRAWN: lambda: _("It has been taken down already. Please look at it once more."),
}


@explain.register
def _wrong_state(refusal: WrongState) -> str:
    return STANDS[refusal.standing]()


@explain.register
def _incomplete(_refusal: Incomplete) -> str:
    return _("Something is still missing before it can stand on the board. Please open it and fill in what is marked.")


@explain.register
def _unchecked(_refusal: UncheckedAllergens) -> str:
    return _("Please write the day on which you checked the allergens, today or earlier.")


@explain.register
def _stock_promised(_refusal: StockPromised) -> str:
    return _("More than that have been promised already. Please look at the requests first, or call the secretariat.")


@explain.register
def _pause_is_over(_refusal: PauseIsOver) -> str:
    return _("This day is over. Please write today or a later day, or leave it empty.")


@explain.register
def _too_many_photos(refusal: TooManyPhotos) -> str:
    if refusal.left <= 0:
        return _("There are five photos already. Please take one away first.")
    return ngettext(
        "There is room for %(num)d more photo. Please choose fewer.",
        "There is room for %(num)d more photos. Please choose fewer.",
        refusal.left,
    )


@explain.register
def _not_a_picture(_refusal: NotAPicture) -> str:
    return _("This file is not a photo that we can show. JPEG, PNG, WebP and the photos of phones (HEIC) are fine.")


@explain.register
def _too_heavy(_refusal: PictureTooHeavy) -> str:
    return _("This photo is too large. Please choose one of at most %(size)d MB.", size=LARGEST_FILE // 1024 // 1024)


@explain.register
def _too_large(_refusal: PictureTooLarge) -> str:
    return _("This photo has too many dots. Please take it with a smaller size.")


@explain.register
def _broken(_refusal: PictureBroken) -> str:
    return _("This photo cannot be opened; it may be damaged. Please choose another one.")


@explain.register
def _lonely(_refusal: LonelyWord) -> str:
    return _("Please write at least two words that mean the same.")
