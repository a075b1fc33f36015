"""The formats whose texts are changed a value at a time, by name."""

from __future__ import annotations

from collections.abc import Mapping

from aicore_tray.connect.edits import Editing
from aicore_tray.connect.json_text import JSON
from aicore_tray.connect.setup import Format
from aicore_tray.connect.toml_text import TOML

EDITING: Mapping[Format, Editing] = {"json": JSON, "toml": TOML}
