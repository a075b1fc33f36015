"""What teams run: the image's own steps in a bare system, and what validators say of all that surrounds it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from aicore_tray.gateway.exposition import written
from aicore_tray.gateway.metrics import Metrics, Standing
from aicore_tray.sandbox.server import Sandbox, Tenant
from aicore_tray.usage.meter import Meter
from tests.desktop.test_desktop import free_port
from tests.installed.bare import BareSystem
from tests.installed.image import Builder, Image

pytestmark = pytest.mark.installed

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
CONTAINER = PACKAGING / "container"
KEY = "sk-team"
# As packages of this computer find registries; nothing of it stays in an image.
_NETWORK = re.compile(r"^(?:PIP_INDEX_URL|PIP_DEFAULT_TIMEOUT|(?:https?|no|all)_proxy)$", re.IGNORECASE)
_CA = Path("/etc/ssl/certs/ca-certificates.crt")


def run(*words: str | Path, folder: Path = ROOT) -> str:
    done = subprocess.run(
        [str(word) for word in words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


def documents(file: Path) -> list[Any]:
    return list(YAML(typ="safe").load_all(file.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """The image, built by its Dockerfile on a bare Debian with Python."""
    folder = tmp_path_factory.mktemp("image")
    base = BareSystem(folder / "base", "python3", "python3-venv", "ca-certificates")
    base.run("ln", "-s", "python3", "/usr/bin/python")
    network = {name: value for name, value in os.environ.items() if _NETWORK.match(name)}
    if _CA.exists():
        base.run("sh", "-c", "cat > /tmp/authorities.pem", stdin=_CA)
        network |= {"PIP_CERT": "/tmp/authorities.pem", "SSL_CERT_FILE": "/tmp/authorities.pem"}
    stages = folder / "stages"
    stages.mkdir()
    return Builder(base, ROOT, stages, network).build(CONTAINER / "Dockerfile")


async def test_the_image_serves_with_nothing_but_its_environment(image: Image) -> None:
    """As its own user, with the variables of the proxy before it; asked by its own health check, ended by SIGTERM."""
    port = free_port()
    async with Sandbox((Tenant(name="team"),)) as sandbox:
        key = sandbox.service_key("team")
        env = {
            "SAP_CLIENT_ID": key["clientid"], "SAP_CLIENT_SECRET": key["clientsecret"], "SAP_AUTH_URL": key["url"],
            "SAP_AI_API_URL": key["serviceurls"]["AI_API_URL"], "API_KEYS": KEY, "PORT": str(port),
        }  # fmt: skip
        words = image.inside(*image.entry, *image.command, env=env)
        process = await in_thread(subprocess.Popen, words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            line = await in_thread(process.stdout.readline)
            assert line == f"Listening on http://0.0.0.0:{port}\n" or line.startswith("Listening on http://127.0.0.1")
            health = await in_thread(subprocess.run, image.inside(*image.health), capture_output=True, text=True)
            assert (health.returncode, health.stdout) == (0, "ok\n"), health.stderr
            answer = await in_thread(ask, port)
            assert answer["choices"][0]["message"]["content"]
            owner = int(run("stat", "-c", "%u", f"/proc/{process.pid}"))
            assert owner == int(image.user.partition(":")[0]) != 0
            os.kill(process.pid, signal.SIGTERM)
            assert await in_thread(process.wait, 20) == 0
        finally:
            process.kill()
            process.communicate()
    gone = await in_thread(subprocess.run, image.inside(*image.health), capture_output=True)
    assert gone.returncode == 1


async def in_thread(function: Any, *given: Any, **named: Any) -> Any:
    return await asyncio.to_thread(function, *given, **named)


def ask(port: int) -> Any:
    body = {"model": "gpt-5", "messages": [{"role": "user", "content": "Hello"}]}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/v1/chat/completions", data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"},
    )  # fmt: skip
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(request, timeout=30) as answer:
        return json.load(answer)


def test_the_image_holds_no_window_and_can_use_a_database(image: Image) -> None:
    code = (
        "import importlib.util as u, psycopg, sqlalchemy; print([n for n in ('PySide6', 'qasync') if u.find_spec(n)])"
    )
    shown = subprocess.run(image.inside("python", "-c", code), capture_output=True, text=True, check=True).stdout
    assert shown == "[]\n"
    find = image.inside("find", "/opt", "/usr", "-writable", "-not", "-type", "l")
    assert subprocess.run(find, capture_output=True, text=True, check=True).stdout == ""


def test_the_compose_file_is_one() -> None:
    run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", CONTAINER / "compose.yaml")
    (compose,) = documents(CONTAINER / "compose.yaml")
    service = compose["services"]["aicore-tray"]
    assert (CONTAINER / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
    asked = set(re.findall(r"\$\{(\w+)", (CONTAINER / "compose.yaml").read_text(encoding="utf-8")))
    given = set(re.findall(r"^(\w+)=", (CONTAINER / "env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert asked <= given
    for each in compose["services"].values():
        for volume in each.get("volumes", []):
            name = volume.partition(":")[0]
            assert name in compose["volumes"] or (CONTAINER / name).exists(), volume


def test_prometheus_takes_its_files() -> None:
    run("promtool", "check", "config", "--syntax-only", CONTAINER / "prometheus.yml")
    run("promtool", "check", "rules", CONTAINER / "alerts.yml")
    run("promtool", "test", "rules", CONTAINER / "alerts-test.yml", folder=CONTAINER)


def test_alerts_and_dashboard_ask_for_what_there_is() -> None:
    dashboard = json.loads((CONTAINER / "grafana" / "dashboard.json").read_text(encoding="utf-8"))
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    (alerts,) = documents(CONTAINER / "alerts.yml")
    asked += [rule["expr"] for rule in alerts["groups"][0]["rules"]]
    names = set(re.findall(r"\b(?:aicore_tray|gen_ai)_\w+", " ".join(asked)))
    assert len(names) > 8
    told = written(Metrics(meter := Meter(), Standing), meter, Standing(), "")[0].decode()
    known = {re.sub(r"_total$", "", name) for name in re.findall(r"^# TYPE (\S+)", told, re.MULTILINE)}
    assert {re.sub(r"_(?:total|bucket|sum|count)$", "", name) for name in names} <= known


def test_what_grafana_is_given_is_yaml() -> None:
    for file in (CONTAINER / "grafana" / "provisioning").rglob("*.yml"):
        assert documents(file)[0]["apiVersion"] == 1


def test_the_systemd_unit_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (PACKAGING / "systemd" / "aicore-tray.service").read_text(encoding="utf-8")
    # The program is not installed here; anything that is there stands for it.
    unit = tmp_path / "aicore-tray.service"
    unit.write_text(text.replace("/usr/bin/aicore-tray", "/bin/true"))
    assert "/bin/true serve" in unit.read_text()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert run("systemd-analyze", "verify", "--user", unit) == ""


@pytest.mark.parametrize("file", sorted((PACKAGING / "kyma").glob("*.yaml")), ids=lambda file: file.name)
def test_manifests_for_kyma(file: Path) -> None:
    import kubernetes_validate

    for each in documents(file):
        if each["apiVersion"].startswith("gateway.kyma-project.io"):
            assert each["spec"]["service"] == {"name": "aicore-tray", "port": 3001}
        else:
            kubernetes_validate.validate(each, "1.30", strict=True)


def test_the_deployment_is_no_ones_and_is_looked_after() -> None:
    (deployment,) = documents(PACKAGING / "kyma" / "deployment.yaml")
    pod = deployment["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert not container["securityContext"]["allowPrivilegeEscalation"]
    assert {"livenessProbe", "readinessProbe", "startupProbe"} <= container.keys()


def test_the_cloud_foundry_manifest_starts_the_proxy() -> None:
    (manifest,) = documents(PACKAGING / "cloudfoundry" / "manifest.yml")
    (app,) = manifest["applications"]
    assert app["health-check-http-endpoint"] == "/health"
    assert app["env"]["AICORE_TRAY_CONTAINER"]
