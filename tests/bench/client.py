"""One browser of the measurements: keeps its connection, its cookies and the token of the form it has read."""

import http.client
import re
from http.cookies import SimpleCookie
from typing import Final, NamedTuple
from urllib.parse import urlencode

from share_board.seeding.board import PASSWORD, SECRETARY

TOKEN: Final = re.compile(r'name="csrf_token"[^>]*?value="([^"]+)"|value="([^"]+)"[^>]*?name="csrf_token"')
OK, SEE_OTHER = 200, 303


class UnexpectedError(AssertionError):
    """The board answered something else: what was measured would be worth nothing."""


class Said(NamedTuple):
    """What the board answered."""

    status: int
    content: bytes
    location: str


class Client:
    """Asks the board at `port`; every answer is read whole."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.sent = 0

    def get(self, path: str, *, expect: int = OK, encoding: str = "identity") -> str:
        return self._ask("GET", path, None, expect, encoding)

    def post(self, path: str, fields: dict[str, str], *, expect: int = SEE_OTHER) -> str:
        """Send a form with the token read last; the address it leads to."""
        return self._ask("POST", path, fields, expect, "identity")

    def press(self, path: str, fields: dict[str, str]) -> str:
        """The same as from a page that was just opened: what it is told for the next page does not pile up unread."""
        as_opened = dict(self.cookies)
        leads_to = self.post(path, fields)
        self.cookies = as_opened
        return leads_to

    def close(self) -> None:
        self._connection.close()

    def read_token(self, page: str) -> None:
        found = TOKEN.search(page)
        if found is None:
            raise UnexpectedError("no form")
        self.token = found[1] or found[2]

    def sign_in(self, email: str = SECRETARY.email) -> None:
        self.read_token(self.get("/login"))
        self.post("/login", {"email": email, "password": PASSWORD})

    def say(self, method: str, path: str, fields: dict[str, str] | None = None, encoding: str = "identity") -> Said:
        """One question, whatever comes of it; `fields` are sent with the token read last."""
        headers = {"Accept-Encoding": encoding, "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if fields is not None:
            body = urlencode({"csrf_token": self.token, **fields})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        return Said(answer.status, content, answer.headers.get("Location", ""))

    def _ask(self, method: str, path: str, fields: dict[str, str] | None, expect: int, encoding: str) -> str:
        said = self.say(method, path, fields, encoding)
        if said.status != expect:
            raise UnexpectedError(f"{method} {path}: {said.status} {said.content[:2000].decode(errors='replace')}")
        self.sent = len(said.content)
        if expect == SEE_OTHER:
            return said.location
        return said.content.decode() if encoding == "identity" else ""
