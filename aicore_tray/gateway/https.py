"""HTTPS on the local listener: one context, whose certificate is replaced while it listens."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Iterator
from pathlib import Path

from aicore_tray.config.settings import Settings
from aicore_tray.errors import AicoreTrayError
from aicore_tray.system.certificates import LocalCertificates, load_certificate


class Https:
    """Keeps the listener's TLS context.

    Attributes:
        certificate: the PEM file of the certificate that is shown; None without HTTPS.
        authority: the PEM file that clients have to trust, where we made the certificate.
    """

    def __init__(self, folder: Path) -> None:
        self._local = LocalCertificates(folder)
        self._context: ssl.SSLContext | None = None
        self.certificate: Path | None = None
        self.authority: Path | None = None

    def context(self, settings: Settings) -> ssl.SSLContext | None:
        """Return the context with the certificate that is right now, made or renewed as needed; None for plain HTTP.

        It blocks. It is the same object every time, so that a listener shows a new certificate at once.

        Raises:
            AicoreTrayError: the certificate cannot be used or made; the one before is still shown.
        """
        if not settings.https:
            self.certificate = self.authority = None
            return None
        key, authority = settings.tls_key, None
        if settings.tls_certificate is not None:
            certificate = settings.tls_certificate
        else:
            certificate, authority = self._made(settings), self._local.authority
        # A context that is in use must not be left with half of a wrong pair.
        load_certificate(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), certificate, key)
        self._context = self._context or ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        load_certificate(self._context, certificate, key)
        self.certificate, self.authority = certificate, authority
        return self._context

    def _made(self, settings: Settings) -> Path:
        try:
            return self._local.certificate(_names(settings))
        except (OSError, ValueError) as error:
            raise AicoreTrayError(
                f"A certificate for HTTPS cannot be made: {error}", hint="Check allowed_hosts and the data folder"
            ) from error


def _names(settings: Settings) -> Iterator[str]:
    """Yield the names beside the local ones under which the proxy may be called."""
    yield from settings.allowed_hosts
    try:
        address = ipaddress.ip_address(settings.host)
    except ValueError:
        return
    if not address.is_unspecified:
        yield settings.host
