"""Takes out of a text whatever could be a secret or tell who its owner is; rather too much than too little."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

GONE = "[redacted]"
_SHORTEST_SECRET = 4
_SHORTEST_NAME = 3
# These say nothing of anybody, and are words of their own.
_NOBODY = frozenset(
    {"root", "user", "admin", "administrator", "localhost", "home", "app", "runner", "ubuntu", "debian"}
)

_NAMES_OF_IT = (
    r"[\w.-]*(?:secret|passw|pwd|passphrase|token|api[-_]?key|authori[sz]ation|cookie|credential|private[-_]?key|"
    r"access[-_]?key|certificate|client[-_]?id|verification[-_]?key|signature|bearer)[\w.-]*|key"
)
_PEM = re.compile(r"-----BEGIN[^-]*-----[\s\S]*?(?:-----END[^-]*-----|\Z)")
# The rest of the line: a header's value has spaces in it.
_HEADER = re.compile(r"(?i)\b((?:proxy-)?authorization|(?:set-)?cookie)\b([\"']?\s*[:=]\s*)[^\r\n]*")
_QUOTED = re.compile(rf"(?i)\b({_NAMES_OF_IT})(\\?[\"']?\s*[:=]\s*\\?)([\"'])(?:\\.|(?!\3).)*(?:\3|$)")
_PLAIN = re.compile(rf"(?i)\b({_NAMES_OF_IT})(\\?[\"']?\s*[:=]\s*)(?![\"'])[^\s,;}}\])]+")
_SCHEME = re.compile(r"(?i)\b(bearer|basic|digest|negotiate|ntlm)\s+[\w+/=.~:-]{6,}")
_URL = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)([^\s\"'<>]*)")
_USER_AT_HOST = re.compile(r"(?<![\w/])[^\s/@:\"'<>]+:[^\s/@\"'<>]+@(?=[\w\[])")
_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_CLIENT = re.compile(r"\bsb-[^\s\"',;]+|[\w-]+![bt]\d+(?:\|[^\s\"',;]+)?")
_LOCAL_KEY = re.compile(r"\b(?:act|sk|pk|xox[a-z]|gh[a-z])[-_][\w-]{8,}")
_JWT = re.compile(r"\beyJ[\w-]{6,}(?:\.[\w-]*){0,2}")
_SAP_SECRET = re.compile(r"[0-9a-fA-F-]{8,}\$[\w+/=-]{8,}")
# As long as no word is, and with letters and digits in it; ids of requests alone may stay.
_LONG = re.compile(
    r"(?<![\w+])(?=[\w+=-]*\d)(?=[\w+=-]*[A-Za-z])[\w+=-]{28,}"
    r"|(?<![\w/~.])(?=[\w+/]*\d)(?=[\w+/]*[a-z])(?=[\w+/]*[A-Z])[A-Za-z0-9+][A-Za-z0-9+/]{39,}=*"
)
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{32}")
_SAP_HOST = re.compile(r"(?i)\b[\w.-]+\.(?:hana\.ondemand\.com|hanacloud\.ondemand\.com|sap\.hana\.cloud)\b")
_REGION = re.compile(r"(?i)\b(?:eu|us|ap|jp|br|ca|cn|sa|ch|ae|in|il|kr|au)(?:\d{2}|-[a-z]+-\d)\b")
_HOMES = re.compile(r"(?i)((?:/home/|/users/|[a-z]:\\+users\\+|[a-z]:/users/))[^/\\\s\"':,;]+")


class Redactor:
    """Cleans texts.

    Args:
        secrets: values that must not be seen in whichever form they stand: keys, passwords, certificates.
        home: becomes `~`.
        user: the user's name.
        host: the computer's name.
    """

    def __init__(self, secrets: Iterable[str] = (), *, home: Path | str = "", user: str = "", host: str = "") -> None:
        self._known = _pieces(secrets)
        places = {str(home), str(home).replace("\\", "/"), str(home).replace("\\", "\\\\")} if str(home) else set()
        self._homes = sorted((place for place in places if len(place) > 1), key=len, reverse=True)
        names = {(user, "[user]"), (host, "[computer]"), (host.partition(".")[0], "[computer]")}
        self._names = [
            (re.compile(rf"(?i)(?<![\w-]){re.escape(name)}(?![\w-])"), put)
            for name, put in sorted(names, key=lambda pair: -len(pair[0]))
            if len(name) >= _SHORTEST_NAME and name.lower() not in _NOBODY
        ]

    def clean(self, text: str) -> str:
        """Return the text without secrets, names and places."""
        for secret in self._known:
            text = text.replace(secret, GONE)
        for home in self._homes:
            text = text.replace(home, "~")
        text = _PEM.sub("[certificate or key]", text)
        text = _HEADER.sub(rf"\1\2{GONE}", text)
        text = _QUOTED.sub(rf"\1\2\3{GONE}\3", text)
        text = _PLAIN.sub(rf"\1\2{GONE}", text)
        text = _SCHEME.sub(rf"\1 {GONE}", text)
        text = _URL.sub(_bare_url, text)
        text = _USER_AT_HOST.sub(f"{GONE}@", text)
        text = _MAIL.sub("[e-mail]", text)
        for pattern in (_CLIENT, _LOCAL_KEY, _JWT, _SAP_SECRET):
            text = pattern.sub(GONE, text)
        text = _LONG.sub(lambda found: found[0] if _UUID.fullmatch(found[0]) else GONE, text)
        text = _SAP_HOST.sub(_region_alone, text)
        text = _HOMES.sub(r"\1[user]", text)
        for pattern, put in self._names:
            text = pattern.sub(put, text)
        return text


def _pieces(secrets: Iterable[str]) -> tuple[str, ...]:
    """Return each secret as it may stand in a text: whole, as JSON writes it, and line by line."""
    found: set[str] = set()
    for secret in secrets:
        stripped = secret.strip()
        if len(stripped) < _SHORTEST_SECRET:
            continue
        found |= {stripped, stripped.replace("\r\n", "\n").replace("\n", "\\n")}
        if "\n" in stripped:
            found |= {line.strip() for line in stripped.splitlines() if len(line.strip()) >= 16}
    return tuple(sorted(found, key=len, reverse=True))


def _bare_url(found: re.Match[str]) -> str:
    """Return a URL without user, password, query and fragment."""
    scheme, rest = found[1], found[2]
    for mark in ("?", "#"):
        rest, cut, _ = rest.partition(mark)
        if cut:
            rest += f"{mark}{GONE}"
            break
    place, slash, path = rest.partition("/")
    return f"{scheme}{place.rpartition('@')[2]}{slash}{path}"


def _region_alone(found: re.Match[str]) -> str:
    regions = _REGION.findall(found[0])
    return f"[SAP, {regions[-1].lower()}]" if regions else "[SAP]"
