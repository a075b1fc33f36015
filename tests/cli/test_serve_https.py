"""HTTPS: a certificate that we make, or one that is given; who trusts it, and what our own commands do."""

from __future__ import annotations

import asyncio
import signal
import ssl
import stat
import sys
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest
import trustme

from aicore_tray.sandbox.server import Sandbox
from tests.cli.configs import toml
from tests.cli.processes import Serving, command, serving

ENV = {"API_KEYS": "mine", "AICORE_TRAY_KEY": "mine"}


async def models(url: str, trusted: Path | str, host: str = "") -> int:
    """Return the status of /v1/models as a client sees it that trusts one authority."""
    context = ssl.create_default_context(cafile=trusted)
    headers = {"x-api-key": "mine"}
    async with aiohttp.ClientSession() as session:
        server = {"server_hostname": host} if host else {}
        async with session.get(f"{url}/v1/models", headers=headers, ssl=context, **server) as answer:  # type: ignore[arg-type]
            return answer.status


async def test_a_certificate_of_ours(tmp_path: Path, sandbox: Sandbox) -> None:
    config = toml(tmp_path, sandbox, more='tls = true\nallowed_hosts = ["proxy.internal"]')
    folder = tmp_path / "home" / "data" / "tls"
    async with serving(tmp_path / "home", "--config", config, env=ENV) as proxy:
        assert proxy.url.startswith("https://127.0.0.1:")
        await proxy.wait_for_error("Clients have to trust the authority in", str(folder / "ca.pem"))
        assert await models(proxy.url, folder / "ca.pem") == 200
        assert await models(proxy.url, folder / "ca.pem", "proxy.internal") == 200
        assert await models(f"https://localhost:{urlsplit(proxy.url).port}", folder / "ca.pem") == 200
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await models(proxy.url, folder / "ca.pem", "elsewhere.internal")
        ended = await command("models", "--data-dir", tmp_path / "home", env=ENV)
        assert (ended.code, ended.err) == (0, "")
        assert "gpt-4.1" in ended.out
        if sys.platform != "win32":
            assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in folder.iterdir())
    before = (folder / "server.pem").read_bytes()
    async with serving(tmp_path / "home", "--config", config, env=ENV) as proxy:
        assert await models(proxy.url, folder / "ca.pem") == 200
        assert (folder / "server.pem").read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGHUP")
async def test_a_certificate_of_theirs(tmp_path: Path, sandbox: Sandbox) -> None:
    """It is replaced without a new listener, HTTPS ends at the same port, and a wrong file changes nothing."""
    theirs = trustme.CA()
    theirs.cert_pem.write_to_path(tmp_path / "ca.pem")

    def issue(name: str) -> None:
        made = theirs.issue_cert(name)
        made.private_key_pem.write_to_path(tmp_path / "key.pem")
        made.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")

    issue("one.internal")
    more = 'allowed_hosts = ["one.internal", "two.internal"]\n'
    tls = 'tls_certificate = "cert.pem"\ntls_key = "key.pem"\n'
    config = toml(tmp_path, sandbox, more=more + tls)
    async with serving(tmp_path / "home", "--config", config, env=ENV) as proxy:
        assert proxy.err == ""
        assert await models(proxy.url, tmp_path / "ca.pem", "one.internal") == 200
        assert (await command("models", "--data-dir", tmp_path / "home", env=ENV)).code == 0
        issue("two.internal")
        await again(proxy, "the configuration was read again")
        assert await models(proxy.url, tmp_path / "ca.pem", "two.internal") == 200
        (tmp_path / "cert.pem").write_text("nonsense")
        await again(proxy, "HTTPS is not possible with", "cert.pem")
        assert await models(proxy.url, tmp_path / "ca.pem", "two.internal") == 200
        toml(tmp_path, sandbox, more=more)
        proxy.process.send_signal(signal.SIGHUP)
        assert proxy.process.stdout is not None
        line = await asyncio.wait_for(proxy.process.stdout.readline(), 10)
        proxy.url = proxy.url.replace("https:", "http:")
        assert line.decode() == f"Listening on {proxy.url}\n"
        assert (await proxy.get("/v1/models", "mine"))[0] == 200


async def again(proxy: Serving, *said: str) -> None:
    proxy.process.send_signal(signal.SIGHUP)
    await proxy.wait_for_error(*said)


async def test_files_that_cannot_be_used(tmp_path: Path, sandbox: Sandbox) -> None:
    config = toml(tmp_path, sandbox, more='tls_key = "key.pem"')
    ended = await command("serve", "--config", config, "--data-dir", tmp_path / "home", "--port", "0", env=ENV)
    assert (ended.code, len(ended.errors)) == (2, 1)
    assert "tls_key: needs tls_certificate beside it" in ended.err
    toml(tmp_path, sandbox, more='tls_certificate = "missing.pem"')
    ended = await command("serve", "--config", config, "--data-dir", tmp_path / "home", "--port", "0", env=ENV)
    assert (ended.code, len(ended.errors)) == (1, 1)
    assert "HTTPS is not possible with" in ended.err
    assert "missing.pem: No such file or directory" in ended.err
