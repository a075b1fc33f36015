"""Makes what people download on macOS of PyInstaller's bundle: a .dmg, signed and notarised where that can be done.

Without a certificate the bundle is signed for this computer alone (ad hoc) and the image says so in its name: macOS
then asks its user to allow it in the system settings. Nothing here runs on another system; here it was never run.
"""

from __future__ import annotations

import os
import platform
import shutil
from pathlib import Path

from workplace import ROOT, StepError, quietly, say

HERE = ROOT / "packaging" / "macos"
BUNDLE = "AI Core Tray.app"
# What the workflow gives of its secrets: the certificate's name in the keychain, and a profile that notarytool stored.
IDENTITY, PROFILE = "MACOS_SIGNING_IDENTITY", "MACOS_NOTARY_PROFILE"
_TRIES = 3


def make(folder: Path, version: str, out: Path) -> list[Path]:
    """Make all of it in `out`; returns what is downloaded."""
    bundle = folder.parent / BUNDLE
    if not bundle.is_dir():
        raise StepError(f"PyInstaller made no {BUNDLE}")
    identity, profile = os.environ.get(IDENTITY, ""), os.environ.get(PROFILE, "")
    _sign(bundle, identity)
    unsigned = "" if identity and profile else "-unsigned"
    image = out / f"aicore-tray-{version}-macos-{platform.machine()}{unsigned}.dmg"
    _make_image(bundle, image, out / "work" / "image")
    if identity:
        quietly(f"sign {image.name}", ["codesign", "--sign", identity, "--timestamp", image])
    if identity and profile:
        _notarise(image, profile)
        quietly(
            "ask Gatekeeper", ["spctl", "--assess", "--type", "open", "--context", "context:primary-signature", image]
        )
    else:
        say(f"- {image.name} is NOT notarised: {IDENTITY} and {PROFILE} are not both there")
    return [image]


def _sign(bundle: Path, identity: str) -> None:
    """Sign from the inside out: what lies in the bundle before the bundle itself."""
    options = ["--force", "--sign", identity or "-"]
    if identity:
        options += ["--options", "runtime", "--timestamp", "--entitlements", str(HERE / "entitlements.plist")]
    inner = [file for file in sorted(bundle.rglob("*")) if file.is_file() and not file.is_symlink() and _is_code(file)]
    for start in range(0, len(inner), 50):
        quietly("sign the libraries", ["codesign", *options, *inner[start : start + 50]])
    quietly(f"sign {bundle.name}", ["codesign", *options, bundle])
    quietly("look at the signature", ["codesign", "--verify", "--deep", "--strict", bundle])


def _is_code(file: Path) -> bool:
    with file.open("rb") as opened:
        # Mach-O: thin of either order, or fat.
        return opened.read(4) in (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


def _make_image(bundle: Path, image: Path, stage: Path) -> None:
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    shutil.copytree(bundle, stage / bundle.name, symlinks=True)
    (stage / "Applications").symlink_to("/Applications")
    command: list[str | Path] = ["hdiutil", "create", "-volname", "AI Core Tray", "-srcfolder", stage, "-fs", "HFS+"]
    quietly(f"make {image.name}", [*command, "-format", "UDZO", "-ov", image])


def _notarise(image: Path, profile: str) -> None:
    """Have Apple look at the image; its service fails by itself now and then."""
    for attempt in range(1, _TRIES + 1):
        try:
            command: list[str | Path] = [
                "xcrun",
                "notarytool",
                "submit",
                image,
                "--keychain-profile",
                profile,
                "--wait",
            ]
            quietly(f"have {image.name} notarised, try {attempt}", command)
            break
        except StepError:
            if attempt == _TRIES:
                raise
    quietly("staple the ticket", ["xcrun", "stapler", "staple", image])
