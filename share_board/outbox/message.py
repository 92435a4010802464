"""From a row to the mail that leaves: addresses are made here, from the settings only."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from share_board import links, text
from share_board.clock import TOKYO
from share_board.i18n import gettext as _
from share_board.links import Purpose
from share_board.outbox.carriers import NotCarried
from share_board.outbox.letterhead import Letterhead
from share_board.outbox.models import Letter
from share_board.settings import Settings

PATHS = {
    Purpose.ANSWER: "/answer/", Purpose.FOLLOW: "/follow/", Purpose.INVITATION: "/invitation/",
    Purpose.PROPOSAL: "/proposal/",
}  # fmt: skip
_PLACE = re.compile(r"«(?:link:(?P<purpose>[a-z]+):(?P<public_id>[0-9a-z]+)|page:(?P<path>/[^»]*))»")


def with_addresses(body: str, settings: Settings) -> str:
    """The body with whole addresses in place of «link:purpose:public-id» and «page:/path»."""

    def address(place: re.Match[str]) -> str:
        if place["path"]:
            return f"{settings.base_url}{place['path']}"
        purpose = Purpose(place["purpose"])
        token = links.sign(purpose, place["public_id"], secret_key=settings.secret_key)
        return f"{settings.base_url}{PATHS[purpose]}{token}"

    return _PLACE.sub(address, body)


def linked(letter: Letter, purpose: Purpose) -> str | None:
    """The public id of what the letter opens by a link of this purpose."""
    return next((place["public_id"] for place in _PLACE.finditer(letter.body) if place["purpose"] == purpose), None)


def message_of(letter: Letter, network: Letterhead, settings: Settings) -> EmailMessage:
    """The letter as a mail to exactly one address. Raises a final NotCarried if no mail can be made of it."""
    address = text.email(letter.to_email)
    if address is None:
        raise NotCarried(_("This is not a mail address."), is_final=True)
    message = EmailMessage()
    try:
        name, sender = parseaddr(settings.mail_from)
        message["From"] = Address(name or network.board_name, addr_spec=sender)
        username, _at, domain = address.rpartition("@")
        message["To"] = Address(letter.to_name, username, domain)
        message["Subject"] = letter.subject
        if network.email:
            message["Reply-To"] = Address(network.secretariat_name, addr_spec=network.email)
        message["Date"] = format_datetime(letter.created_at.astimezone(TOKYO))
        message["Message-ID"] = f"<{letter.message_id}@{greeting(settings)}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(with_addresses(letter.body, settings), charset="utf-8", cte="base64")
    except (ValueError, UnicodeError) as problem:
        raise NotCarried(str(problem), is_final=True) from problem
    return message


def greeting(settings: Settings) -> str:
    """The host name by which other mail servers know this board."""
    return urlsplit(settings.base_url).hostname or "localhost"
