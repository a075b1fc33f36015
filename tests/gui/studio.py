"""Renders every window in made-up situations: `python -m tests.gui.studio DIR [NAME…]`; STUDIO_LANGUAGE=de in German.

Called by `tests.screenshots` once a scale. Nothing of this computer gets into a picture: the clock stands still, home,
keyring and network are not there, and no engine runs.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _HOME = tempfile.mkdtemp(prefix="studio-")
    os.environ |= {"HOME": _HOME, "USERPROFILE": _HOME, "XDG_CONFIG_HOME": f"{_HOME}/.config", "TZ": "UTC"}
    os.environ |= {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from aicore_tray.aicore.account import Account
from aicore_tray.config.imported import Imported
from aicore_tray.config.key_terms import KeyLimits
from aicore_tray.connect.registry import TOOLS
from aicore_tray.gui import theme
from aicore_tray.gui.language import ENGLISH, Language
from aicore_tray.gui.loop import EventLoop
from aicore_tray.gui.sheets.new_key import NewKeySheet
from aicore_tray.gui.snapshots import Kind, Snapshot, Trouble
from aicore_tray.gui.tray import Tray
from aicore_tray.gui.windows.about import About
from aicore_tray.gui.windows.main_window import MINIMUM
from tests.gui import scenes_chat, scenes_deploy, scenes_help, scenes_overview, scenes_requests, staged
from tests.gui.certificates import certificate
from tests.gui.scenes_connect import SCENES as CONNECT
from tests.gui.stage import POINTS, Play, Scene, Set, page, settle

# ---- first run


async def _first_run(on: Set, step: str = "") -> None:
    on.session.remembered.note(first_run=step)
    on.window.begin_first_run()
    await settle()


async def _bring(on: Set) -> None:
    await _first_run(on)
    on.window.first_run.bring.take(Imported(accounts=(_account("prod-eu10"),)))
    await settle()


async def _first_run_models(on: Set) -> None:
    await _first_run(on, "models")


async def _first_run_address(on: Set) -> None:
    await _first_run(on, "address")
    on.click("make-key")
    await settle()


def _account(name: str) -> Account:
    pem, key = certificate("aicore", staged.CERTIFICATE_ENDS) if name == "prod-eu10" else ("", "")
    return Account(name=name, key=staged.service_key(name, certificate=pem, private_key=key))


# ---- pages


async def _models(on: Set) -> None:
    on.models().table.selectRow(1)
    await settle()


async def _models_filter_empty(on: Set) -> None:
    on.models().filter.setText("llama")
    await settle()


async def _model_names(on: Set) -> None:
    on.models().table.selectRow(7)
    on.models().names.click()
    await settle()


async def _accounts(on: Set) -> None:
    found = on.accounts()
    await settle()
    found.test.click()
    await settle()


async def _accounts_adding(on: Set) -> None:
    on.accounts()
    on.window.mending.brought.emit(Imported(accounts=(_account("prod-eu10"),)), "")
    await settle()


async def _accounts_refusing(on: Set) -> None:
    on.accounts()
    await settle()
    on.window.mending.bring_text(
        '{"clientid": "sb-x", "verificationkey": "k", "xsappname": "x!t1", "url": "https://x"}'
    )
    await asyncio.sleep(0.1)


async def _accounts_remove(on: Set) -> None:
    on.accounts().remove.click()
    await settle()


async def _accounts_rename(on: Set) -> None:
    on.accounts().rename.click()
    await settle()


async def _keys(on: Set) -> None:
    on.keys().table.selectRow(2)
    await settle()


async def _keys_new(on: Set) -> None:
    on.keys().new.click()
    await settle()
    sheet = on.window.findChild(NewKeySheet)
    assert sheet is not None
    sheet.name.setText("Cherry Studio")
    sheet.terms.scope.set_current("some")
    sheet.terms.scope.changed.emit("some")
    assert sheet.terms.models is not None
    sheet.terms.models.item(1).setCheckState(Qt.CheckState.Checked)
    await settle()


async def _keys_shown(on: Set) -> None:
    on.keys()._made(
        "act-Vh2nR8sYkLw5cJqT0pXe7DbM4uZfQ1aG",
        "Cherry Studio",
        staged.NOW + 130 * 86_400,
        (),
        KeyLimits(units_per_day=5),
    )
    await settle()


async def _keys_change(on: Set) -> None:
    on.keys().table.selectRow(0)
    on.keys().change.click()
    await settle()


async def _keys_revoke(on: Set) -> None:
    on.keys().table.selectRow(2)
    on.keys().revoke.click()
    await settle()


def group(name: str) -> Play:
    async def play(on: Set) -> None:
        on.settings().show_group(name)
        await settle()

    return play


async def _settings_wrong(on: Set) -> None:
    found = on.settings()
    found.show_group("server")
    found.rows["port"].set_error("Port 3000 is taken by node (4711). It goes on at port 3001.")
    await settle()


async def _settings_own_proxy(on: Set) -> None:
    found = on.settings()
    found.show_group("network")
    await settle()


async def _settings_found(on: Set) -> None:
    on.settings().filter.setText("certificate")
    await settle()


async def _about(on: Set) -> None:
    About(on.window).open()
    await settle()


async def _no_tray(on: Set) -> None:
    on.window.show_tray(False)
    await settle()


async def _tray_menu(on: Set) -> None:
    tray = Tray(on.window)
    tray.update_from(on.bridge.snapshot)
    tray._update()
    tray.menu.setMinimumWidth(0)
    tray.menu.popup(QPoint(0, 0))
    on.menu = tray.menu
    await settle()
    # The studio's screen is narrower than any real one.
    tray.menu.resize(tray.menu.sizeHint())


async def _tray_tools(on: Set) -> None:
    tray = Tray(on.window)
    tray.note_tools("zsh", [(TOOLS["claude-code"], Path("/home/jane/src/billing"))])
    tray.update_from(on.bridge.snapshot)
    tray._update()
    tray.tools.launch.popup(QPoint(0, 0))
    on.menu = tray.tools.launch
    await settle()


# ---- situations


def _without_accounts() -> Snapshot:
    nothing = staged.trouble(Kind.NO_ACCOUNT)
    return replace(staged.fresh(), troubles=(nothing,))


def _refused() -> Snapshot:
    refused = staged.trouble(Kind.KEY_REFUSED, subject="dev-us10")
    changed = staged.with_account(staged.day(), "dev-us10", "refused", refused, token_until=None, deployments=0)
    return replace(changed, models=tuple(row for row in changed.models if row.account != "dev-us10"))


def _no_deployment() -> Snapshot:
    nothing = staged.trouble(Kind.NO_DEPLOYMENT, subject="dev-us10", others=("team-a",))
    changed = staged.with_account(staged.day(), "dev-us10", "problem", nothing, deployments=0)
    only = tuple(view for view in changed.accounts if view.name == "dev-us10")
    return replace(changed, models=(), accounts=only, recent=())


def failing(**values: Any) -> Callable[[], Snapshot]:
    return lambda: staged.with_trouble(
        staged.day(),
        replace(Trouble(kind=Kind.PORT_TAKEN), **values),
        failed=True,
    )


def _locked() -> Snapshot:
    locked = staged.trouble(Kind.KEYRING_LOCKED)
    changed = staged.day()
    views = tuple(
        replace(view, state="unreadable", trouble=locked, sign_in="", subaccount="", region="", api_host="",
                token_until=None, deployments=0)
        for view in changed.accounts
    )  # fmt: skip
    return replace(changed, accounts=views, models=(), troubles=(locked,))


def everywhere(kind: Kind) -> Callable[[], Snapshot]:
    """Return a picture in which the same thing stands in the way of all accounts."""

    def make() -> Snapshot:
        shared = staged.trouble(kind)
        found = staged.day()
        views = tuple(replace(view, state="problem", trouble=shared, token_until=None) for view in found.accounts)
        return replace(found, accounts=views, troubles=(shared,))

    return make


def _warned() -> Snapshot:
    line = (
        "The proxy listens on 0.0.0.0: everybody who reaches this computer and has an API key can use your company's "
        "models. Without HTTPS, keys and prompts pass for everybody to read: set tls = true."
    )
    return replace(staged.day(), troubles=(staged.trouble(Kind.WARNING, detail=line),))


def _ending() -> Snapshot:
    ending = staged.trouble(Kind.CERTIFICATE_ENDS, subject="prod-eu10", days=74)
    return staged.with_account(staged.day(), "prod-eu10", "ready", ending)


def _absent() -> Snapshot:
    return replace(staged.fresh(), troubles=(staged.trouble(Kind.KEYRING_ABSENT), staged.trouble(Kind.NO_ACCOUNT)))


def _own_proxy() -> Snapshot:
    found = staged.day()
    own = replace(found.settings, proxy="http://proxy.corp.example:8080", proxy_user="i012345", no_proxy=("*.corp",))
    return replace(found, settings=own)


SCENES: dict[str, Scene] = {
    **CONNECT,
    **scenes_overview.SCENES,
    "first-run": Scene(_first_run, staged.fresh),
    "first-run-checking": Scene(_bring, staged.fresh, staged.stages("resource groups")),
    "first-run-checked": Scene(_bring, staged.fresh, staged.stages()),
    "first-run-problem": Scene(_bring, staged.fresh, staged.stages("tls", staged.UNTRUSTED)),
    "first-run-models": Scene(_first_run_models),
    "first-run-address": Scene(_first_run_address),
    "first-run-no-keyring": Scene(_first_run, _absent),
    "models": Scene(_models),
    "models-filter-empty": Scene(_models_filter_empty),
    "model-names": Scene(_model_names),
    "accounts": Scene(_accounts, _ending, staged.stages()),
    "accounts-checking": Scene(_accounts, staged.day, staged.stages("resource groups")),
    "accounts-failed": Scene(_accounts, everywhere(Kind.UNTRUSTED), staged.stages("tls", staged.UNTRUSTED)),
    "accounts-adding": Scene(_accounts_adding, staged.day, staged.stages()),
    "accounts-adding-problem": Scene(_accounts_adding, staged.day, staged.stages("tls", staged.UNTRUSTED)),
    "accounts-wrong-file": Scene(_accounts_refusing),
    "accounts-remove": Scene(_accounts_remove),
    "accounts-rename": Scene(_accounts_rename),
    "api-keys": Scene(_keys),
    "api-keys-empty": Scene(page("keys"), staged.fresh),
    "api-keys-new": Scene(_keys_new),
    "api-keys-shown": Scene(_keys_shown),
    "api-keys-change": Scene(_keys_change),
    "api-keys-revoke": Scene(_keys_revoke),
    "settings-general": Scene(group("general")),
    "settings-server": Scene(group("server")),
    "settings-wrong": Scene(_settings_wrong),
    "settings-network": Scene(group("network")),
    "settings-own-proxy": Scene(_settings_own_proxy, _own_proxy),
    "settings-logging": Scene(group("logging")),
    "settings-limits": Scene(group("limits")),
    "settings-advanced": Scene(group("advanced")),
    "settings-found": Scene(_settings_found),
    "about": Scene(_about),
    "no-account": Scene(page("dashboard"), _without_accounts),
    "no-account-models": Scene(page("models"), _without_accounts),
    "no-account-accounts": Scene(page("accounts"), _without_accounts),
    "account-refused": Scene(page("accounts"), _refused),
    "no-deployment": Scene(page("models"), _no_deployment),
    "port-taken": Scene(page("dashboard"), failing(subject="node (4711)", port=3001, other_port=3002)),
    "port-ours": Scene(page("dashboard"), failing(kind=Kind.PORT_OURS, port=3001)),
    "port-reserved": Scene(page("dashboard"), failing(kind=Kind.PORT_RESERVED, port=3001, other_port=3102)),
    "keyring-locked": Scene(page("accounts"), _locked),
    "keyring-absent": Scene(page("accounts"), _absent),
    "offline": Scene(page("dashboard"), everywhere(Kind.OFFLINE)),
    "warning": Scene(page("dashboard"), _warned),
    "proxy-password": Scene(page("dashboard"), everywhere(Kind.PROXY_PASSWORD)),
    "untrusted": Scene(page("models"), everywhere(Kind.UNTRUSTED)),
    "no-tray": Scene(_no_tray),
    "narrow-models": Scene(_models, size=MINIMUM),
    "narrow-accounts": Scene(_accounts, _ending, staged.stages(), size=MINIMUM),
    "narrow-settings": Scene(group("network"), size=MINIMUM),
    "narrow-first-run": Scene(_bring, staged.fresh, staged.stages("tls", staged.UNTRUSTED), size=MINIMUM),
    "large-font-models": Scene(_models, points=POINTS * 1.5),
    "large-font-settings": Scene(group("network"), points=POINTS * 1.5),
    "large-font-accounts": Scene(_accounts, _ending, staged.stages(), points=POINTS * 1.5),
    "tray-menu": Scene(_tray_menu),
    "tray-menu-launch": Scene(_tray_tools),
    **scenes_chat.SCENES,
    **scenes_deploy.SCENES,
    **scenes_help.SCENES,
    **scenes_requests.SCENES,
}


def _leave_keys_about(home: Path) -> None:
    """Put two service keys where SAP's own tools keep theirs."""
    pem, key = certificate("aicore", staged.CERTIFICATE_ENDS)
    kept = staged.service_key("prod-eu10", certificate=pem, private_key=key).to_json()
    other = staged.service_key("dev-us10").to_json()
    folder = home / ".aicore"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(kept)
    (folder / "config_dev.json").write_text(other)


async def _shoot(app: QApplication, folder: Path, names: Sequence[str]) -> None:
    ratio = round(app.devicePixelRatio())
    suffix = "" if ratio == 1 else f"@{ratio}x"
    for name in names:
        scene = SCENES[name]
        for scheme, title in ((Qt.ColorScheme.Light, "light"), (Qt.ColorScheme.Dark, "dark")):
            font = app.font()
            font.setPointSizeF(scene.points)
            app.setFont(font)
            theme.install(app, scheme)
            with tempfile.TemporaryDirectory() as place:
                on = Set(Path(place), scene.snapshot(), scene.stages, scene.size, hints=scene.hints)
                await settle(2)
                await scene.play(on)
                on.picture().save(str(folder / f"{name}-{title}{suffix}.png"))
                await on.aclose()


def main(arguments: Sequence[str]) -> int:
    """Write the pictures into a folder, at the scale that Qt was started with."""
    if not arguments or arguments[0].startswith("-"):
        print("Usage: python -m tests.gui.studio DIR [NAME…]", file=sys.stderr)  # noqa: T201
        return 2
    folder, names = Path(arguments[0]), arguments[1:] or list(SCENES)
    if unknown := [name for name in names if name not in SCENES]:
        print(f"Unknown: {', '.join(unknown)}. There are: {', '.join(SCENES)}", file=sys.stderr)  # noqa: T201
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    staged.fix_the_clock()
    _leave_keys_about(Path.home())
    app = QApplication(["studio"])
    Language(app).use(os.environ.get("STUDIO_LANGUAGE", ENGLISH))
    with asyncio.Runner(loop_factory=lambda: EventLoop(app)) as runner:
        runner.run(_shoot(app, folder, names))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
