"""What an installation decides: read once from the environment, prefix SHARE_BOARD_."""

import os
import secrets
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "share_board" / "static"
PREFIX = "SHARE_BOARD_"
OURS = (sys.executable, "-P", "-m")  # a module of ours, whatever lies in the folder where somebody stands


@dataclass(frozen=True)
class Settings:
    """`database_url` is an SQLAlchemy URL; `mail_url` is smtp://user:password@host:port, smtps://… or folder:///path."""

    instance: Path
    database_url: str
    secret_key: str
    base_url: str = "http://127.0.0.1:8000"
    mail_url: str = ""
    mail_from: str = "share-board@localhost"
    upload_folder: Path = Path()
    proxies: int = 0
    is_demo: bool = False

    @property
    def hosts(self) -> list[str]:
        """The names by which it may be called: its own; at home also localhost."""
        name = urlsplit(self.base_url).hostname or ""
        return ["127.0.0.1", "localhost"] if name in {"127.0.0.1", "localhost"} else [name]

    @property
    def is_secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def environment(self) -> dict[str, str]:
        """The variables from which another process of ours reads the same settings."""
        is_usual = self.upload_folder == self.instance / "uploads"
        said = {
            "INSTANCE": self.instance,
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": self.secret_key,
            "BASE_URL": self.base_url,
            "MAIL_URL": self.mail_url,
            "MAIL_FROM": self.mail_from,
            "UPLOAD_URL": "" if is_usual else urlunsplit(("file", "", str(self.upload_folder), "", "")),
            "PROXIES": self.proxies,
            "DEMO": int(self.is_demo),
        }
        return {f"{PREFIX}{name}": str(value) for name, value in said.items()}

    def with_(self, **changes: object) -> "Settings":
        return replace(self, **changes)  # type: ignore[arg-type]


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this machine; what is not said is placed in the instance folder."""
    instance = Path(environ.get(f"{PREFIX}INSTANCE", ROOT / "instance"))
    uploads = environ.get(f"{PREFIX}UPLOAD_URL", "")
    return Settings(
        instance=instance,
        database_url=environ.get(f"{PREFIX}DATABASE_URL", f"sqlite:///{instance / 'share-board.db'}"),
        secret_key=environ.get(f"{PREFIX}SECRET_KEY") or _kept_secret(instance / "secret-key"),
        base_url=environ.get(f"{PREFIX}BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
        mail_url=environ.get(f"{PREFIX}MAIL_URL", ""),
        mail_from=environ.get(f"{PREFIX}MAIL_FROM", "share-board@localhost"),
        upload_folder=Path(urlsplit(uploads).path).absolute() if uploads else instance / "uploads",
        proxies=int(environ.get(f"{PREFIX}PROXIES", "0")),
        is_demo=environ.get(f"{PREFIX}DEMO", "") == "1",
    )


def _kept_secret(path: Path) -> str:
    """A secret of this machine's own, made at the first start and kept with mode 0600.

    Several processes may start at once: each writes a file of its own, the first to give it the name wins, and all
    read what has the name. So nobody ever reads half a secret, not even after the power failed.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        own = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(own, path)
        own.unlink()
    return path.read_text()
