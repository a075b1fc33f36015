"""The certificate of the local listener: the user's own, or one that we make with an authority of this machine."""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import ssl
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp

from aicore_tray.errors import AicoreTrayError
from aicore_tray.system.files import write_whole

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.x509 import Certificate, CertificateBuilder, GeneralName, KeyUsage, Name

_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
_VALID = dt.timedelta(days=365)
_RENEW = dt.timedelta(days=30)
_AUTHORITY_VALID = dt.timedelta(days=3650)
# Clocks of containers and virtual machines may be late.
_SKEW = dt.timedelta(hours=1)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def fingerprint(file: Path) -> aiohttp.Fingerprint:
    """Return what pins a connection to the first certificate of a PEM file; it may be issued for another name.

    Raises:
        OSError: the file cannot be read.
        ValueError: there is no certificate in it.
    """
    text = file.read_text(encoding="ascii", errors="replace")
    first = text[text.index(_BEGIN) : text.index(_END) + len(_END)]
    return aiohttp.Fingerprint(hashlib.sha256(ssl.PEM_cert_to_DER_cert(first)).digest())


class LocalCertificates:
    """Keeps an authority and a certificate for this machine's names in a folder, every file with mode 0600.

    All calls block; make them in a worker thread.
    """

    def __init__(self, folder: Path, *, clock: Callable[[], dt.datetime] = _now) -> None:
        self._folder = folder
        self._clock = clock

    @property
    def authority(self) -> Path:
        """The PEM file that clients have to trust."""
        return self._folder / "ca.pem"

    def certificate(self, names: Iterable[str]) -> Path:
        """Return a PEM file of certificate and key for these names and the local ones; made or renewed as needed.

        Raises:
            OSError: the folder cannot be written.
        """
        wanted = tuple(dict.fromkeys((*LOCAL_NAMES, *names)))
        authority = self._authority()
        file = self._folder / "server.pem"
        if not self._is_good(file, authority[0], wanted):
            write_whole(file, self._made(authority, wanted))
        return file

    def _authority(self) -> tuple[Certificate, EllipticCurvePrivateKey]:
        """Return the authority; one that can no longer sign for a year, or cannot be read, is made anew."""
        from cryptography import x509
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        key_file = self._folder / "ca.key"
        try:
            key = load_pem_private_key(key_file.read_bytes(), None)
            found = x509.load_pem_x509_certificate(self.authority.read_bytes())
            lasts = found.not_valid_after_utc > self._clock() + _VALID
            if lasts and isinstance(key, ec.EllipticCurvePrivateKey) and found.public_key() == key.public_key():
                return found, key
        except (FileNotFoundError, ValueError, TypeError):
            pass
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name(f"AI Core Tray on this machine ({self._clock():%Y-%m-%d})")
        made = self._signed(
            self._builder(name, name, key, _AUTHORITY_VALID)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(key_cert_sign=True), critical=True),
            key,
            key,
        )
        write_whole(key_file, _pem_key(key))
        write_whole(self.authority, _pem(made))
        return made, key

    def _is_good(self, file: Path, authority: Certificate, names: tuple[str, ...]) -> bool:
        from cryptography import x509
        from cryptography.exceptions import InvalidSignature

        try:
            found = x509.load_pem_x509_certificate(file.read_bytes())
            found.verify_directly_issued_by(authority)
            extension = found.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        except (FileNotFoundError, ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
            return False
        return list(extension.value) == _san(names) and found.not_valid_after_utc > self._clock() + _RENEW

    def _made(self, authority: tuple[Certificate, EllipticCurvePrivateKey], names: tuple[str, ...]) -> bytes:
        from cryptography import x509
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.x509.oid import ExtendedKeyUsageOID

        key = ec.generate_private_key(ec.SECP256R1())
        made = self._signed(
            self._builder(_name("AI Core Tray"), authority[0].subject, key, _VALID)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectAlternativeName(_san(names)), critical=False),
            key,
            authority[1],
        )
        return _pem(made) + _pem(authority[0]) + _pem_key(key)

    def _builder(
        self, subject: Name, issuer: Name, key: EllipticCurvePrivateKey, valid: dt.timedelta
    ) -> CertificateBuilder:
        from cryptography import x509

        now = self._clock()
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _SKEW)
            .not_valid_after(now + valid)
        )

    @staticmethod
    def _signed(
        builder: CertificateBuilder, key: EllipticCurvePrivateKey, signer: EllipticCurvePrivateKey
    ) -> Certificate:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes

        return (
            builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
            .sign(signer, hashes.SHA256())
        )


def load_certificate(context: ssl.SSLContext, certificate: Path, key: Path | None) -> None:
    """Let a listener's context show a certificate from the next connection on.

    Raises:
        AicoreTrayError: the files cannot be used.
    """
    try:
        # An empty password keeps OpenSSL from asking for one on the terminal.
        context.load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        reason = getattr(error, "strerror", None) or getattr(error, "reason", None) or type(error).__name__
        files = f"{certificate} and {key}" if key is not None else str(certificate)
        raise AicoreTrayError(
            f"HTTPS is not possible with {files}: {reason}",
            hint="tls_certificate and tls_key are PEM files, the key without a password",
        ) from error


def _san(names: Iterable[str]) -> list[GeneralName]:
    from cryptography import x509

    made: list[GeneralName] = []
    for name in names:
        try:
            made.append(x509.IPAddress(ipaddress.ip_address(name)))
        except ValueError:
            made.append(x509.DNSName(name.encode("idna").decode()))
    return made


def _name(text: str) -> Name:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(*, digital_signature: bool = False, key_cert_sign: bool = False) -> KeyUsage:
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        crl_sign=key_cert_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(certificate: Certificate) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.PEM)


def _pem_key(key: EllipticCurvePrivateKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
