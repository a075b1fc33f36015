"""Certificates of this machine: renewed in time, under the authority that clients trust already."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cryptography import x509

from aicore_tray.system.certificates import LocalCertificates


def test_renewal(tmp_path: Path) -> None:
    """Thirty days before its end the certificate is made anew; its authority stays as long as it can sign."""
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

    def at(days: int, *names: str) -> tuple[bytes, bytes]:
        local = LocalCertificates(tmp_path, clock=lambda: start + dt.timedelta(days=days))
        return local.certificate(names).read_bytes(), local.authority.read_bytes()

    first = at(0, "proxy.internal")
    assert at(334, "proxy.internal") == first
    renewed = at(336, "proxy.internal")
    assert renewed[0] != first[0]
    assert renewed[1] == first[1]
    found = x509.load_pem_x509_certificate(renewed[0])
    assert found.not_valid_after_utc == start + dt.timedelta(days=336 + 365)
    assert at(336)[0] != renewed[0], "other names need another certificate"
    late = at(3300)
    assert late[1] != first[1]
    (tmp_path / "ca.key").write_text("damaged")
    assert at(3300)[1] != late[1]


def test_names_and_addresses(tmp_path: Path) -> None:
    local = LocalCertificates(tmp_path)
    found = x509.load_pem_x509_certificate(local.certificate(["bücher.internal", "10.0.0.7"]).read_bytes())
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost", "xn--bcher-kva.internal"]
    assert [str(each) for each in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1", "::1", "10.0.0.7"]
