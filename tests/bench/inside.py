"""The client of the measurements without a server between, so that its statements can be counted."""

from flask.testing import FlaskClient

from tests.bench.client import SEE_OTHER, Client, UnexpectedError


class Inside(Client):
    """Asks the application in this process."""

    def __init__(self, asked: FlaskClient) -> None:
        super().__init__(0)
        self._asked = asked

    def _ask(self, method: str, path: str, fields: dict[str, str] | None, expect: int, encoding: str) -> str:
        data = None if fields is None else {"csrf_token": self.token, **fields}
        answer = self._asked.open(path, method=method, data=data, base_url="http://127.0.0.1")
        if answer.status_code != expect:
            raise UnexpectedError(f"{method} {path}: {answer.status_code} ({encoding})")
        return answer.headers.get("Location", "") if expect == SEE_OTHER else answer.text
