"""A real mail server for tests: takes letters on a port of this machine, or does not, as it is told."""

import email
import socket
from asyncio import Transport
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

OK = "250 OK"
DIE = "die"


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class PostOffice:
    """`refused` are answers to addresses, `data` is the answer to a whole letter; DIE takes it and hangs up instead.

    `on_letter` is called when a letter has arrived, before that is answered.
    """

    letters: list[EmailMessage]
    on_letter: Callable[[], None]

    def __init__(self, **options: Any) -> None:
        self.letters = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.refused: dict[str, str] = {}
        self.data = OK
        self.on_letter = lambda: None
        self.was_encrypted: list[bool] = []
        self.logins: list[tuple[bytes, bytes]] = []
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self._controller = Controller(
            self, hostname="127.0.0.1", port=self.port, authenticator=self._authenticate, **options
        )

    def _authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.logins.append((given.login, given.password))
        return AuthResult(success=True)

    async def handle_RCPT(  # noqa: N802 - named by the server
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.refused.get(address, OK)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(server.transport, Transport)
        if self.data in {OK, DIE}:
            assert isinstance(envelope.content, bytes)
            self.letters.append(email.message_from_bytes(envelope.content, policy=default))
            self.envelopes.append((envelope.mail_from or "", envelope.rcpt_tos))
            self.was_encrypted.append(server.transport.get_extra_info("sslcontext") is not None)
            self.on_letter()
        if self.data == DIE:
            server.transport.abort()
        return self.data

    @property
    def message_ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.letters]

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()
