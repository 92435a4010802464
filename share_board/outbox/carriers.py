"""How letters leave the house: by SMTP, or as files in a folder for trying things out."""

import ipaddress
import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from share_board.i18n import gettext as _

TIMEOUT_S = 30
PERMANENT = 500
GOING_DOWN = 421  # the server closes; it is not about this letter
PORTS = {"smtp": 25, "smtps": 465}


class NotCarried(Exception):  # noqa: N818 - an answer of the way, not an error of ours
    """The letter did not leave. `is_final`: no later try would help. `is_for_all`: the way itself is closed."""

    def __init__(self, why: str, *, is_final: bool = False, is_for_all: bool = False) -> None:
        super().__init__(why)
        self.why, self.is_final, self.is_for_all = why, is_final, is_for_all


class Carrier(Protocol):
    """Takes one letter to the one address that stands on it; raises NotCarried."""

    def carry(self, message: EmailMessage, *, name: str) -> None:
        """`name` is the letter's own: taking it a second time leaves one letter, where the way can tell."""

    def close(self) -> None:
        """Nothing more to carry for now."""


@contextmanager
def carrier(mail_url: str, *, greeting: str) -> Iterator[Carrier]:
    """The way that the settings name; `greeting` is the host name we introduce ourselves with."""
    url = urlsplit(mail_url)
    if url.scheme == "folder":
        way: Carrier = Folder(Path(unquote(url.path)))
    elif url.scheme in PORTS:
        way = Smtp(url, greeting)
    else:
        raise NotCarried(_("MAIL_URL must begin with smtp://, smtps:// or folder:///."), is_for_all=True)
    try:
        yield way
    finally:
        way.close()


class Folder:
    """One .eml file for each letter; the same letter is the same file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def carry(self, message: EmailMessage, *, name: str) -> None:
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            half = self._path / f".{name}.half"
            with half.open("wb") as file:
                file.write(message.as_bytes(policy=SMTP))
                file.flush()
                os.fsync(file.fileno())
            half.replace(self._path / f"{name}.eml")
        except OSError as problem:
            raise NotCarried(str(problem), is_for_all=True) from problem

    def close(self) -> None:
        """Files need no goodbye."""


class Smtp:
    """One connection for a whole round of letters; encrypted where the server can, never a password in the clear."""

    def __init__(self, url: SplitResult, greeting: str) -> None:
        self._url = url
        self._greeting = greeting
        self._connection: smtplib.SMTP | None = None

    def carry(self, message: EmailMessage, *, name: str) -> None:  # noqa: ARG002 - the Message-ID says it
        sender, to = (message[header].addresses[0].addr_spec for header in ("From", "To"))
        content = message.as_bytes(policy=SMTP)
        try:
            if self._connection is None:
                self._connection = self._connect()
            self._connection.sendmail(sender, [to], content)
        except smtplib.SMTPRecipientsRefused as refused:
            raise self._refused(*refused.recipients[to]) from refused
        except smtplib.SMTPDataError as refused:
            raise self._refused(refused.smtp_code, refused.smtp_error) from refused
        except (smtplib.SMTPException, OSError) as problem:
            self.close()
            raise NotCarried(str(problem) or type(problem).__name__, is_for_all=True) from problem

    def _refused(self, code: int, said: bytes | str) -> NotCarried:
        why = f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
        if code == GOING_DOWN:
            self.close()
        return NotCarried(why, is_final=code >= PERMANENT, is_for_all=code == GOING_DOWN)

    def _connect(self) -> smtplib.SMTP:
        url, host = self._url, self._url.hostname or ""
        port = url.port or PORTS[url.scheme]
        if url.scheme == "smtps":
            trust = ssl.create_default_context()
            made: smtplib.SMTP = smtplib.SMTP_SSL(host, port, self._greeting, timeout=TIMEOUT_S, context=trust)
        else:
            made = smtplib.SMTP(host, port, self._greeting, timeout=TIMEOUT_S)
        try:
            self._introduce(made, host)
        except BaseException:
            made.close()
            raise
        return made

    def _introduce(self, made: smtplib.SMTP, host: str) -> None:
        made.ehlo()
        is_encrypted = self._url.scheme == "smtps"
        if not is_encrypted and made.has_extn("starttls"):
            made.starttls(context=ssl.create_default_context())
            made.ehlo()
            is_encrypted = True
        if self._url.username:
            if not is_encrypted and not _is_this_machine(host):
                raise NotCarried(_("The mail server offers no encryption: the password is not sent."), is_for_all=True)
            made.login(unquote(self._url.username), unquote(self._url.password or ""))

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
