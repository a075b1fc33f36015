"""Who vouches for a host: a public authority, or a company that reads what is sent."""

from __future__ import annotations

# What the organisations of public authorities are called, in lower case, as far as SAP and its clouds use them or may.
_PUBLIC = (
    "actalis", "amazon", "apple", "asseco", "baltimore", "bundesdruckerei", "buypass", "certigna", "certum", "comodo",
    "cybertrust", "d-trust", "deutsche telekom security", "digicert", "dtrust", "entrust", "geotrust", "globalsign",
    "godaddy", "google trust", "harica", "hellenic academic", "identrust", "internet security research group",
    "let's encrypt", "microsoft corporation", "network solutions", "quovadis", "rapidssl", "sectigo", "ssl corp",
    "starfield", "swisssign", "t-systems", "telekom security", "telia", "thawte", "trustwave", "usertrust", "verisign",
    "wisekey", "zerossl", "sap se",
)  # fmt: skip


def issuer_of(certificate: bytes) -> str:
    """Return the organisation that issued a certificate (DER), else its common name; "" where it cannot be read."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    try:
        issuer = x509.load_der_x509_certificate(certificate).issuer
    except ValueError:
        return ""
    for name in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        if found := issuer.get_attributes_for_oid(name):
            return str(found[0].value)
    return ""


def is_public(issuer: str) -> bool:
    """Tell whether an issuer is a public authority: of any other one this computer was told to trust it."""
    name = issuer.lower().replace("’", "'")
    return any(name.startswith(public) for public in _PUBLIC)
