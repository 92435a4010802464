"""The command with which an installation begins: init."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock, text
from share_board.cli.opened import opened
from share_board.doors import Viewer
from share_board.i18n import gettext as _

if TYPE_CHECKING:
    from share_board.members.models import Invitation


def _line(limit: int) -> Callable[[str], str]:
    """A line that fits its column, cleaned like anything that people type."""

    def read(typed: str) -> str:
        try:
            cleaned = text.clean_line(typed, limit)
        except text.UnfitText as unfit:
            raise click.BadParameter(_("Please write at most %(limit)d letters.", limit=limit)) from unfit
        if not cleaned:
            raise click.BadParameter(_("Please fill this in."))
        return cleaned

    return read


def _email(typed: str) -> str:
    address = text.email(typed)
    if address is None:
        raise click.BadParameter(_("This is not a mail address."))
    return address


@click.command(help=_("Begin: make the database, the settings of the network, and invite the first secretary."))
@click.option("--board-name", prompt=_("Name of the board"), type=_line(80), help=_("Name of the board"))
@click.option("--name", prompt=_("Name of the network"), type=_line(120), help=_("Name of the network"))
@click.option(
    "--secretariat-name", prompt=_("Name of the secretariat"), type=_line(120), help=_("Name of the secretariat")
)
@click.option("--phone", prompt=_("Phone of the secretariat"), type=_line(40), help=_("Phone of the secretariat"))
@click.option(
    "--phone-hours",
    prompt=_("Hours of the phone"),
    default="平日 9:00〜17:00",
    type=_line(80),
    help=_("Hours of the phone"),
)
@click.option(
    "--email", prompt=_("Mail address of the secretariat"), type=_email, help=_("Mail address of the secretariat")
)
@click.option(
    "--secretary-name", prompt=_("Name of the first secretary"), type=_line(80), help=_("Name of the first secretary")
)
@click.option(
    "--secretary-email",
    prompt=_("Mail address of the first secretary"),
    type=_email,
    help=_("Mail address of the first secretary"),
)
def init(secretary_name: str, secretary_email: str, **network: str) -> None:
    from share_board import migrations
    from share_board.members.models import Network
    from share_board.outbox.message import with_addresses
    from share_board.outbox.wording import link
    from share_board.resources import allergens, word_actions

    at = clock.now()
    with opened() as (settings, database):
        migrations.upgrade(database)
        with database.writing() as session:
            if _has_secretary(session):
                raise click.ClickException(_("This board has begun already: the secretariat invites further people."))
            if session.get(Network, 1) is None:
                session.add(Network(id=1, **network))
            allergens.seed(session)
            word_actions.seed(session)
            session.flush()
            invitation = _invite(session, secretary_name, secretary_email, at)
        click.echo(
            _(
                "The board has its settings. This link makes the first secretary, who is the administrator as well; "
                "it can be used once, for three days:"
            )
        )
        click.echo(with_addresses(link("invitation", invitation.public_id), settings))
        click.echo(_("Next: share-board serve, and beside it: share-board worker"))


def _has_secretary(session: Session) -> bool:
    from share_board.members.models import Membership, Role

    office = select(Membership.id).where(Membership.role.in_({Role.SECRETARIAT, Role.ADMINISTRATOR}))
    return session.scalars(office.limit(1)).first() is not None


def _invite(session: Session, name: str, email: str, at: datetime) -> "Invitation":
    """By the person themself, since there is nobody else yet; until it is accepted the account may do nothing."""
    from share_board.members.actions import invitations
    from share_board.members.models import Role, User

    user = session.scalars(select(User).where(User.email == email)).one_or_none()
    if user is None:
        user = User(name=name, email=email, created_at=at)
        session.add(user)
        session.flush()
    by = Viewer(user_id=user.id, name=name, role=Role.ADMINISTRATOR, today=clock.day_of(at))
    return invitations.invite(session, invitations.InvitationDraft(name, email, Role.SECRETARIAT), by=by, at=at)
