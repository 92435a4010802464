"""The sentences that people read when this room says no."""

from share_board.i18n import gettext as _
from share_board.members.actions.invitations import AlreadyMember, InvitationOver, InvitationUsed
from share_board.members.actions.organisations import NameTaken
from share_board.members.actions.people import LastAdministrator, WeakPassword, WrongPassword
from share_board.members.passwords import LONGEST, SHORTEST, Weakness
from share_board.web import explain


@explain.register
def _already_member(_refusal: AlreadyMember) -> str:
    return _("This person is registered in this role already.")


@explain.register
def _invitation_used(_refusal: InvitationUsed) -> str:
    return _("This invitation has been used already. You can simply sign in with your mail address.")


@explain.register
def _invitation_over(_refusal: InvitationOver) -> str:
    return _("The time of this invitation is over. Please call us: we will gladly send a new one.")


@explain.register
def _name_taken(_refusal: NameTaken) -> str:
    return _("There is one with this name already.")


@explain.register
def _last_administrator(_refusal: LastAdministrator) -> str:
    return _("This is the last administrator. Please make somebody else an administrator first.")


@explain.register
def _wrong_password(_refusal: WrongPassword) -> str:
    return _("This is not your password until now.")


@explain.register
def _weak_password(refusal: WeakPassword) -> str:
    match refusal.weakness:
        case Weakness.TOO_SHORT:
            return _("A password needs at least %(least)d characters.", least=SHORTEST)
        case Weakness.TOO_LONG:
            return _("A password has at most %(most)d characters.", most=LONGEST)
        case Weakness.COMMON:
            return _("Many people use this password, so it is tried first. Please choose another one.")
        case Weakness.OUR_WORD:
            return _("It holds your name, your address or the name of your place. Please choose something else.")
        case Weakness.REPEATED:
            return _("It holds too few different characters. Please choose another one.")
