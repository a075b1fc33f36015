"""Service keys in every shape that people paste, and the sentences that name what is no service key."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from aicore_tray.aicore.service_key import ServiceKey, parse_service_key, service_key_from_environment
from aicore_tray.errors import ServiceKeyError

SECRET = "s3cret$Value+/=%"
KEY: dict[str, Any] = {
    "clientid": "sb-1111!b1|aicore!b540",
    "clientsecret": SECRET,
    "url": "https://sub.authentication.eu10.hana.ondemand.com",
    "identityzone": "sub",
    "appname": "1111!b1|aicore!b540",
    "serviceurls": {"AI_API_URL": "https://api.ai.prod.example"},
}
PEM = "-----BEGIN CERTIFICATE-----\nQUJD\nREVG\n-----END CERTIFICATE-----\n"
RSA = "-----BEGIN RSA PRIVATE KEY-----\nR0hJ\n-----END RSA PRIVATE KEY-----\n"
X509: dict[str, Any] = {
    **{name: value for name, value in KEY.items() if name != "clientsecret"},
    "certificate": PEM,
    "key": RSA,
    "certurl": "https://sub.authentication.cert.eu10.hana.ondemand.com",
}
FLAT = {
    "AICORE_CLIENT_ID": KEY["clientid"],
    "AICORE_CLIENT_SECRET": SECRET,
    "AICORE_AUTH_URL": f"{KEY['url']}/oauth/token",
    "AICORE_BASE_URL": "https://api.ai.prod.example/v2",
}
TEXT = json.dumps(KEY, indent=2)


@pytest.mark.parametrize(
    "given",
    [
        TEXT,
        KEY,
        f"\ufeff\n  {TEXT}  \n",
        f"```json\n{TEXT}\n```",
        f"Getting key mine for service instance ai as me...\n\n{TEXT}\n",
        TEXT.replace('"', "”"),
        TEXT.strip()[1:-1].strip(),
        json.dumps(TEXT),
        base64.b64encode(TEXT.encode()).decode(),
        {"credentials": KEY},
        {"label": "aicore", "credentials": KEY},
        [{"label": "aicore", "credentials": KEY}],
        {"VCAP_SERVICES": {"xsuaa": [{"credentials": {}}], "aicore": [{"label": "aicore", "credentials": KEY}]}},
        {"aicore": [{"credentials": {}, "label": "other"}, {"label": "aicore", "credentials": KEY}]},
        {**KEY, "serviceurls": json.dumps(KEY["serviceurls"])},
        {"identityzone": "sub", **FLAT},
        {**KEY, "url": f"{KEY['url']}/oauth/token/", "serviceurls": {"AI_API_URL": "https://api.ai.prod.example/v2//"}},
        {**KEY, "url": " sub.authentication.eu10.hana.ondemand.com/ "},
        {**KEY, "serviceurls": {"AI_API_URL": "https://api.ai.prod.example/v2/lm/deployments"}},
    ],
)
def test_every_shape_is_the_same_key(given: str | Mapping[str, object]) -> None:
    key = parse_service_key(given)
    assert key == ServiceKey(
        client_id="sb-1111!b1|aicore!b540",
        client_secret=SECRET,
        auth_url="https://sub.authentication.eu10.hana.ondemand.com",
        api_url="https://api.ai.prod.example",
        identity_zone="sub",
    )
    assert key.token_url == "https://sub.authentication.eu10.hana.ondemand.com/oauth/token"


@pytest.mark.parametrize(
    "pem", [PEM, PEM.replace("\n", "\\n"), PEM.replace("\n", " "), PEM.replace("\n", "\r\n"), PEM * 2]
)
def test_pem_gets_its_line_breaks_back(pem: str) -> None:
    key = parse_service_key({**X509, "certificate": pem})
    assert key.certificate in (PEM, PEM * 2)
    assert key.private_key == RSA
    assert key.token_url == "https://sub.authentication.cert.eu10.hana.ondemand.com/oauth/token"


def test_secrets_stay_out_of_repr_and_fingerprint() -> None:
    secret, other = parse_service_key(KEY), parse_service_key({**KEY, "clientsecret": "another"})
    assert SECRET not in repr(secret)
    assert "PRIVATE" not in repr(parse_service_key(X509))
    assert secret.fingerprint == other.fingerprint
    assert secret != other


def test_certificate_expiry() -> None:
    moment = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)
    issued = trustme.CA().issue_cert("client", not_after=moment)
    chain = issued.cert_chain_pems[0].bytes().decode()
    key = parse_service_key({**X509, "certificate": chain, "key": issued.private_key_pem.bytes().decode()})
    assert key.certificate_expiry() == moment
    assert parse_service_key(KEY).certificate_expiry() is None
    assert parse_service_key(X509).certificate_expiry() is None


def without(fields: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in names}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("", "The service key is empty"),
        ("```json\n```", "The service key is empty"),
        ("hello", "The service key is no JSON"),
        (TEXT[:120], "ends early, in line 4: only a part"),
        (TEXT[:-2], "ends early, in line 9: only a part"),
        (TEXT[:-1], "ends early, in line 9: only a part"),
        (TEXT[60:], "does not start with {: the beginning of the JSON was not copied"),
        (TEXT.replace(",", ",,", 1), "is not valid JSON: line 2, column"),
        ("/home/me/Downloads/key.json", "is the path of a file"),
        ("C:\\Users\\me\\key.json", "is the path of a file"),
        ("https://api.ai.prod.example/v2", "is the path of a file or an address"),
        (PEM, "is a certificate or private key alone"),
        ("12", "is a number, not a JSON object"),
        ("[]", "is a list of 0 entries, not one service key"),
        ({"xsappname": "a!t1", "clientid": "x", "clientsecret": SECRET, "url": "https://a", "verificationkey": "k"},
         "is the key of an XSUAA instance (Authorization and Trust Management), not a service key of SAP AI Core"),
        ({"Name": "d", "Type": "HTTP", "URL": "https://a", "Authentication": "OAuth2ClientCredentials"},
         "is a BTP destination, not a service key"),
        ({"clientId": "x", "clientSecret": SECRET, "tokenServiceURL": "https://a"}, "is a BTP destination"),
        ({"uaa": {"clientid": "x", "clientsecret": SECRET}, "url": "https://a"}, "is the key of another service"),
        ({"type": "service_account", "private_key": "x"}, "is a Google service account"),
        ({"subAccounts": {}}, "is the configuration of another proxy"),
        ({}, "incomplete: clientid, clientsecret (or certificate and key), url, serviceurls.AI_API_URL missing"),
        (without(KEY, "serviceurls"), "incomplete: serviceurls.AI_API_URL missing"),
        (without(KEY, "clientsecret"), "incomplete: clientsecret (or certificate and key) missing"),
        (without(X509, "key"), "incomplete: key missing"),
        (without(X509, "certurl"), "incomplete: certurl missing"),
        (without(FLAT, "AICORE_BASE_URL"), "incomplete: AICORE_BASE_URL missing"),
        ({**KEY, "clientid": 5}, "In the service key clientid is not a text"),
        ({**KEY, "clientsecret": "<your secret>"}, "clientsecret (or certificate and key) still holds a placeholder"),
        ({**KEY, "url": "http://sub.example"}, "In the service key url does not start with https://"),
        ({**KEY, "url": "https://"}, "In the service key url is no valid URL"),
        ({**KEY, "url": "https://me:s3cret@host"}, "In the service key url holds a user name"),
        ({**KEY, "url": "https://api.ai.prod.x", "serviceurls": {"AI_API_URL": KEY["url"]}}, "two URLs are exchanged"),
        ({**X509, "certificate": "QUJD"}, "In the service key certificate is no PEM text"),
    ],
)  # fmt: skip
def test_what_is_no_service_key_is_named(given: str | Mapping[str, object], sentence: str) -> None:
    with pytest.raises(ServiceKeyError) as caught:
        parse_service_key(given)
    assert sentence.removeprefix("clientsecret (or certificate and key) ") in caught.value.user_message
    assert caught.value.hint
    assert SECRET not in caught.value.line()
    assert not caught.value.user_message.endswith(".")


@pytest.mark.parametrize("host", ["localhost:3100", "127.0.0.1:3100/demo", "[::1]:3100", "sap.localhost"])
def test_plain_http_on_loopback(host: str) -> None:
    assert parse_service_key({**KEY, "url": f"http://{host}"}).auth_url == f"http://{host}"


@given(st.text())
def test_any_text_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ServiceKeyError):
        parse_service_key(text)


@given(st.integers(min_value=1, max_value=len(TEXT) - 1))
def test_every_cut_is_noticed(length: int) -> None:
    with pytest.raises(ServiceKeyError) as caught:
        parse_service_key(TEXT[:length])
    assert SECRET not in caught.value.line()


def test_environment_sources_in_their_order(tmp_path: Path) -> None:
    folder = tmp_path / ".aicore"
    folder.mkdir()
    vcap = {"VCAP_SERVICES": json.dumps({"aicore": [{"credentials": {**KEY, "clientid": "vcap"}}]})}
    assert service_key_from_environment({}, home=tmp_path) is None

    found = service_key_from_environment({**vcap, "AICORE_RESOURCE_GROUP": "team"}, home=tmp_path)
    assert found is not None
    assert (found[0].client_id, found[1], found[2]) == ("vcap", "team", "VCAP_SERVICES")

    (folder / "config.json").write_text(
        json.dumps({**FLAT, "AICORE_CLIENT_ID": "file", "AICORE_RESOURCE_GROUP": "of-file"})
    )
    found = service_key_from_environment(vcap, home=tmp_path)
    assert found is not None
    assert (found[0].client_id, found[1]) == ("file", "of-file")
    assert str(folder / "config.json") in found[2]

    (folder / "config_work.json").write_text(json.dumps(KEY))
    found = service_key_from_environment({**vcap, "AICORE_PROFILE": "work"}, home=tmp_path)
    assert found is not None
    assert (found[0].client_id, found[1]) == (KEY["clientid"], "default")

    single = {**vcap, **FLAT, "AICORE_CLIENT_ID": "single"}
    found = service_key_from_environment(single, home=tmp_path)
    assert found is not None
    assert found[0].client_id == "single"

    found = service_key_from_environment({**single, "AICORE_SERVICE_KEY": TEXT}, home=tmp_path)
    assert found is not None
    assert found[0].client_id == KEY["clientid"]


def test_environment_names_certificate_files(tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text(PEM)
    (tmp_path / "key.pem").write_text(RSA)
    env = {
        **without(FLAT, "AICORE_CLIENT_SECRET"),
        "AICORE_CERT_URL": X509["certurl"],
        "AICORE_CERT_FILE_PATH": str(tmp_path / "cert.pem"),
        "AICORE_KEY_FILE_PATH": str(tmp_path / "key.pem"),
    }
    found = service_key_from_environment(env, home=tmp_path)
    assert found is not None
    assert (found[0].certificate, found[0].private_key, found[0].cert_url) == (PEM, RSA, X509["certurl"])
    with pytest.raises(ServiceKeyError, match="AICORE_KEY_FILE_PATH names"):
        service_key_from_environment({**env, "AICORE_KEY_FILE_PATH": str(tmp_path / "no.pem")}, home=tmp_path)


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({"AICORE_SERVICE_KEY": "{"}, "The AICORE_SERVICE_KEY ends early"),
        ({"AICORE_CLIENT_ID": "x"}, "AICORE_CLIENT_SECRET (or AICORE_CERT_STR and AICORE_KEY_STR), AICORE_AUTH_URL"),
        ({"AICORE_PROFILE": "gone"}, "config_gone.json does not exist"),
        ({"AICORE_CONFIG": "/nowhere/at/all.json"}, "/nowhere/at/all.json does not exist"),
    ],
)
def test_unusable_environment(env: dict[str, str], sentence: str, tmp_path: Path) -> None:
    with pytest.raises(ServiceKeyError) as caught:
        service_key_from_environment(env, home=tmp_path)
    assert sentence in caught.value.user_message
