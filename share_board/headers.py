"""The headers that every answer carries, a page or a static file."""

from collections.abc import Callable, MutableMapping

from share_board.settings import Settings

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
HTTPS_HEADERS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


def of(settings: Settings) -> dict[str, str]:
    """Those of this board: once it is read by HTTPS, never by anything else."""
    return HEADERS | (HTTPS_HEADERS if settings.is_secure else {})


def of_files(settings: Settings) -> Callable[[MutableMapping[str, str], str, str], None]:
    """The same headers on static files; a sprite or a font is never a page."""

    def add(headers: MutableMapping[str, str], _path: str, _url: str) -> None:
        for name, value in of(settings).items():
            headers[name] = value

    return add
