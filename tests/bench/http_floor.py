"""The floor of the server: a page of 25 rows through a small template, under gunicorn as the board uses it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask.typing import ResponseReturnValue

from tests.bench.client import Client
from tests.bench.measure import Latency, latency
from tests.bench.served import Served
from tests.post_office import free_port
from tests.program import wait_until_open

MANY = 400  # the clock of a process counts in hundredths
ROWS = [{"id": each, "name": f"研修室 {each:05d}", "capacity": 4 + each} for each in range(1, 26)]
PAGE = """<!doctype html><html lang="ja"><title>{{ title }}</title><h1>{{ title }}</h1>
<table>{% for row in rows %}<tr><td><a href="/{{ row.id }}">{{ row.name }}</a><td>{{ row.capacity }}</tr>
{% endfor %}</table></html>"""

app = Flask(__name__)
template = app.jinja_env.from_string(PAGE)


@app.get("/")
def page() -> ResponseReturnValue:
    return template.render(title="計測", rows=ROWS)


@app.get("/healthz")
def alive() -> ResponseReturnValue:
    return "ok"


@contextmanager
def _serving(workers: int) -> Iterator[Served]:
    port = free_port()
    order = [
        sys.executable, "-m", "gunicorn", "-w", str(workers), "-k", "gthread", "--threads", "8", "--log-level", "error",
        "-b", f"127.0.0.1:{port}", "tests.bench.http_floor:app",
    ]  # fmt: skip
    process = subprocess.Popen(order, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        wait_until_open(f"http://127.0.0.1:{port}", process)
        yield Served(port, 0, process.pid)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def of_server(*, workers: int, times: int) -> tuple[Latency, float]:
    """How long a page takes, and what a processor works for it, in milliseconds."""
    with _serving(workers) as opened:
        client = Client(opened.port)
        seen = latency(lambda _number: client.get("/"), times=times, most_s=5)
        before = opened.worked_ms
        for _ in range(MANY):
            client.get("/")
        return seen, (opened.worked_ms - before) / MANY
