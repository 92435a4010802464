"""What a page costs besides time: statements, and bytes over the wire."""

import re
from functools import partial
from pathlib import Path
from typing import Final

from share_board.app import create_app
from share_board.database import Database
from share_board.settings import Settings
from tests.bench.client import Client
from tests.bench.inside import Inside
from tests.bench.workloads import Board, Task
from tests.statements import counted

ASSET: Final = re.compile(r'(?:href|src)="(/static/[^"#]+)')
APART: Final = "/fonts/"


def statements(database: Database, url: str, folder: Path, board: Board, task: Task) -> int:
    """How many statements one more of the task sends; who asks and what it costs the first time does not count."""
    app = create_app(Settings(folder, url, "a key", "http://127.0.0.1", upload_folder=folder / "uploads"), database)
    client = Inside(app.test_client())
    if task.form:
        client.sign_in()
        client.read_token(client.get(task.form))
    do = partial(task.do, board, client)
    do(0)
    with counted(database) as seen:
        do(1)
    return len(seen)


def weight(client: Client, path: str) -> str:
    """A first visit, fonts aside: how many answers, how many kB."""
    page = client.get(path)
    addresses = sorted({found for found in ASSET.findall(page) if APART not in found})
    sent = []
    for address in (path, *addresses):
        client.get(address, encoding="br, gzip")
        sent.append(client.sent)
    return f"{len(sent)} requests, {sum(sent) / 1000:.0f} kB"
