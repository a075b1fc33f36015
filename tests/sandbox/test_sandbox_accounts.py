"""Tokens and the AI API: who gets in, and what they are shown."""

from __future__ import annotations

import asyncio
import base64
import json
import ssl
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import trustme

from aicore_tray.sandbox.server import Sandbox
from aicore_tray.sandbox.tenants import Tenant, deployment
from tests.sandbox import payloads
from tests.sandbox.conftest import Client


async def test_basic_style_and_query_grant(client: Client) -> None:
    key = client.sandbox.service_key("demo")
    packed = base64.b64encode(f"{key['clientid']}:{key['clientsecret']}".encode()).decode()
    answer = await client.send(
        "POST", f"{client.sandbox.url}/oauth/token?grant_type=client_credentials",
        headers={"Authorization": f"Basic {packed}"},
    )  # fmt: skip
    assert answer.status == 200
    assert answer.json["token_type"] == "bearer"
    assert answer.json["expires_in"] == 43_199


async def test_wrong_secret(client: Client) -> None:
    form = {"grant_type": "client_credentials", "client_id": client.sandbox.service_key("demo")["clientid"]}
    answer = await client.api("/oauth/token", "POST", data={**form, "client_secret": "wrong"})
    assert answer.status == 401
    assert answer.json == {"error": "invalid_client", "error_description": "Bad credentials"}
    assert 'error="unauthorized"' in answer.headers["www-authenticate"]


async def test_refused_tokens_alternate_their_words(client: Client) -> None:
    client.sandbox.revoke_tokens()
    answers = [await client.api("/v2/lm/deployments") for _ in range(3)]
    assert [answer.status for answer in answers] == [401, 401, 401]
    assert answers[0].json["error"] == "Unauthorized"
    assert answers[1].text == "Authentication Failed. Issuer Is Invalid."
    assert answers[2].raw == b""


async def test_tokens_expire() -> None:
    async with Sandbox(token_lifetime=0.2) as sandbox, aiohttp.ClientSession() as session:
        client = Client(sandbox, session)
        await client.sign_in()
        await asyncio.sleep(0.25)
        answer = await client.post("gpt-4o", "chat/completions", payloads.chat())
        assert answer.status == 401
        assert answer.json["message"] == "Token expired"


async def test_mutual_tls() -> None:
    authority = trustme.CA()
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.verify_mode = ssl.CERT_REQUIRED
    authority.configure_trust(served)
    authority.issue_cert("127.0.0.1").configure_cert(served)
    with_certificate = ssl.create_default_context()
    authority.configure_trust(with_certificate)
    bare = ssl.create_default_context()
    authority.configure_trust(bare)
    authority.issue_cert("client@example.org").configure_cert(with_certificate)
    async with Sandbox(mutual_tls=served) as sandbox, aiohttp.ClientSession() as session:
        key = sandbox.x509_service_key("demo", "PEM", "KEY")
        assert "clientsecret" not in key
        form = {"grant_type": "client_credentials", "client_id": key["clientid"]}
        url = f"{key['certurl']}/oauth/token"
        async with session.post(url, data=form, ssl=with_certificate) as response:
            assert response.status == 200
        with pytest.raises(aiohttp.ClientError):
            await session.post(url, data=form, ssl=bare)
        async with session.post(f"{sandbox.url}/oauth/token", data=form) as response:
            assert response.status == 401


async def test_one_https_listener_serves_all() -> None:
    authority = trustme.CA()
    served, trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("127.0.0.1").configure_cert(served)
    authority.configure_trust(trusting)
    connector = aiohttp.TCPConnector(ssl=trusting)
    async with Sandbox(tls=served) as sandbox, aiohttp.ClientSession(connector=connector) as session:
        client = Client(sandbox, session)
        await client.sign_in()
        assert client.urls["gpt-4o"].startswith("https://127.0.0.1:")
        assert (await client.post("gpt-4o", "chat/completions", payloads.chat())).status == 200


async def test_runs_by_itself(tmp_path: Path) -> None:
    key_file = tmp_path / "key.json"
    arguments = (sys.executable, "-m", "aicore_tray.sandbox", "--key-file", str(key_file))
    running = await asyncio.create_subprocess_exec(*arguments, stdout=asyncio.subprocess.PIPE)
    assert running.stdout is not None
    line = (await running.stdout.readline()).decode()
    key = json.loads(key_file.read_text("utf-8"))
    assert line == f"Sandbox on {key['url']}\n"
    running.terminate()
    await running.communicate()


async def test_deployments_page_and_filter(client: Client) -> None:
    everything = (await client.api("/v2/lm/deployments")).json
    assert everything["count"] == 25
    pages: list[Any] = []
    for skip in range(0, 25, 5):
        page = (await client.api("/v2/lm/deployments", params={"$top": "5", "$skip": str(skip)})).json
        pages += page["resources"]
    assert pages == everything["resources"]
    pending = (await client.api("/v2/lm/deployments", params={"status": "PENDING"})).json["resources"]
    assert [("details" in one, one["deploymentUrl"]) for one in pending] == [(False, "")]
    claude = (await client.api("/v2/lm/deployments", params={"executableIds": "aws-bedrock,gcp-vertexai"})).json
    assert claude["count"] == 12
    running = [one for one in everything["resources"] if one["status"] == "RUNNING"]
    assert {"executableId" in one for one in running} == {True, False}
    spellings = {tuple(sorted(one["details"]["resources"])) for one in running}
    assert spellings >= {("backendDetails", "backend_details"), ("backend_details",)}


async def test_one_deployment_and_what_is_not_there(client: Client) -> None:
    one = (await client.api("/v2/lm/deployments?scenarioId=orchestration")).json["resources"][0]
    full = (await client.api(f"/v2/lm/deployments/{one['id']}")).json
    assert (full["executableId"], full["details"]["resources"]) == ("orchestration", {"backend_details": {}})
    missing = await client.api("/v2/lm/deployments/d0")
    assert missing.status == 404
    assert set(missing.json["error"]) == {"code", "message", "requestId", "target", "details"}


async def test_catalogue_is_as_patchy_as_the_real_one(client: Client) -> None:
    models = {one["model"]: one["versions"][0] for one in
              (await client.api("/v2/lm/scenarios/foundation-models/models")).json["resources"]}  # fmt: skip
    assert models["gpt-4o"]["cost"][0] == {"inputCost": "0.00201"}
    assert "cost" not in models["anthropic--claude-4.8-opus"]
    assert "contextLength" not in models["text-embedding-3-small"]


async def test_resource_groups() -> None:
    tenants = (
        Tenant(
            name="one", resource_groups=("default", "team"), deployments=(deployment("gpt-4o", resource_group="team"),)
        ),
        Tenant(name="two", admin=False, deployments=()),
    )
    async with Sandbox(tenants) as sandbox, aiohttp.ClientSession() as session:
        client = Client(sandbox, session)
        await client.sign_in("one", "team")
        url = client.urls["gpt-4o"]
        assert (await client.post("gpt-4o", "chat/completions", payloads.chat())).status == 200
        other = await client.send("POST", f"{url}/chat/completions", json=payloads.chat(),
                                  headers={"AI-Resource-Group": "default"})  # fmt: skip
        assert other.status == 404
        unknown = await client.api("/v2/lm/deployments", headers={"AI-Resource-Group": "nowhere"})
        assert unknown.status == 403
        del client.headers["AI-Resource-Group"]
        assert (await client.api("/v2/admin/resourceGroups")).json["count"] == 2
        assert (await client.api("/v2/lm/deployments")).status == 400
        assert (await client.send("POST", f"{url}/chat/completions", json=payloads.chat())).status == 400
        await client.sign_in("two")
        assert (await client.api("/v2/admin/resourceGroups")).status == 403
        assert (await client.send("POST", f"{url}/chat/completions", json=payloads.chat())).status == 404


async def test_a_deployment_starts_stops_and_goes() -> None:
    async with Sandbox(deployment_step=0.02) as sandbox, aiohttp.ClientSession() as session:
        client = Client(sandbox, session)
        await client.sign_in()
        wanted = {
            "name": "o3", "executableId": "azure-openai", "scenarioId": "foundation-models",
            "parameterBindings": [{"key": "modelName", "value": "o3"}, {"key": "modelVersion", "value": "latest"}],
        }  # fmt: skip
        made = await client.api("/v2/lm/configurations", "POST", json=wanted)
        assert made.status == 201
        begun = await client.api("/v2/lm/deployments", "POST", json={"configurationId": made.json["id"]})
        assert (begun.status, begun.json["status"]) == (202, "UNKNOWN")
        path = f"/v2/lm/deployments/{begun.json['id']}"
        await _until(client, path, "RUNNING")
        assert (await client.api(path, "DELETE")).status == 412
        assert (await client.api(path, "PATCH", json={"targetStatus": "STOPPED"})).status == 202
        await _until(client, path, "STOPPED")
        assert (await client.api(path, "DELETE")).status == 202
        assert (await client.api(path)).status == 404
        wanted["parameterBindings"] = [{"key": "modelName", "value": "o3"}, {"key": "modelVersion", "value": "7"}]
        wrong = (await client.api("/v2/lm/configurations", "POST", json=wanted)).json["id"]
        refused = await client.api("/v2/lm/deployments", "POST", json={"configurationId": wrong})
        assert refused.json["error"]["code"] == "01510003"


async def _until(client: Client, path: str, status: str) -> None:
    for _ in range(300):
        if (await client.api(path)).json["status"] == status:
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"The deployment never became {status}")


async def test_requests_are_recorded(client: Client) -> None:
    await client.post("gpt-4o", "chat/completions?api-version=2024-12-01-preview", payloads.chat("Hi"))
    record = client.sandbox.requests[-1]
    assert (record.method, record.tenant, record.status) == ("POST", "demo", 200)
    assert record.query == {"api-version": "2024-12-01-preview"}
    assert record.headers["ai-resource-group"] == "default"
    assert record.body == payloads.chat("Hi")
    over_http = (await client.api("/sandbox/requests")).json["requests"]
    assert over_http[-1]["path"] == record.path
    await client.api("/sandbox/requests", "DELETE")
    assert client.sandbox.requests == []


@pytest.mark.parametrize(
    ("model", "path"),
    [
        ("anthropic--claude-4.5-sonnet", "converse"),
        ("anthropic--claude-4.5-sonnet", "v1/messages/count_tokens"),
        ("gemini-2.5-flash", "models/gemini-2.5-flash:countTokens"),
        ("gemini-2.5-flash", "models/gemini-2.5-pro:generateContent"),
        ("amazon--nova-pro", "invoke"),
        ("amazon--titan-embed-text", "converse"),
        ("cohere--command-a-reasoning", "chat/completions"),
        ("gemini-embedding", "models/gemini-embedding:embedContent"),
        ("gpt-4o", "embeddings"),
        ("gpt-4o", "chat/completions/"),
        ("text-embedding-3-small", "chat/completions"),
    ],
)
async def test_sub_paths_are_an_allow_list(client: Client, model: str, path: str) -> None:
    answer = await client.post(model, path, {})
    assert answer.status == 400
    assert answer.json == {"error": "BadRequest", "message": f"Subpath '{path}' is not allowed for model '{model}'."}


async def test_orchestrations_first_version_is_no_more(client: Client) -> None:
    assert (await client.post("orchestration", "completion", {})).status == 404


@pytest.mark.parametrize(
    "body", [[], {}, {"messages": {}}, {"input": 5}, {"contents": "x"}, {"tools": 3, "input": "x"}]
)
async def test_nonsense_is_refused_too(client: Client, body: Any) -> None:
    paths = [
        ("anthropic--claude-4.5-sonnet", "invoke"),
        ("gpt-4o", "chat/completions"),
        ("gpt-5", "responses"),
        ("gemini-2.5-pro", "models/gemini-2.5-pro:generateContent"),
        ("text-embedding-3-small", "embeddings"),
        ("amazon--nova-pro", "converse"),
        ("amazon--titan-embed-text", "invoke"),
        ("gemini-embedding", "models/gemini-embedding:predict"),
        ("sonar-pro", "chat/completions"),
        ("cohere--command-a-reasoning", "v2/chat"),
    ]
    for model, path in paths:
        answer = await client.post(model, path, body)
        allowed = {200, 400} if body == {"input": 5} else {400}
        assert answer.status in allowed, (model, answer.text[:300])


async def test_wishes_for_higher_quotas(client: Client) -> None:
    path = "/v2/admin/quota/requests"
    asked = {"modelName": "gpt-5", "providerName": "azure-openai"}
    details = {"unit": "requestPerMinute", "limit": 900, "descriptors": asked}
    wish = {"resourceType": "model", "quotaDetails": details, "reason": "More people"}
    made = await client.api(path, "POST", json=wish)
    assert made.status == 202
    assert made.json["message"] == "The request has been submitted for approval."
    listed = (await client.api(path)).json
    assert [row["requestId"] for row in listed["resources"]] == [made.json["requestId"]]
    wrongs: dict[str, dict[str, Any]] = {"limit": {"quotaDetails": {**details, "limit": 0}}, "reason": {"reason": " "}}
    for name, wrong in wrongs.items():
        refused = await client.api(path, "POST", json={**wish, **wrong})
        assert refused.status == 400
        assert name in refused.json["error"]["message"]
