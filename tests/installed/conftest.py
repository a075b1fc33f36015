"""What was built, given to the tests; packaging/dev.py package builds it and names the folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_VARIABLE = "AICORE_TRAY_BUILT"


@pytest.fixture(scope="session")
def built() -> Path:
    """Return the folder with all that packaging/build.py made."""
    named = os.environ.get(_VARIABLE)
    assert named, f"{_VARIABLE} names no folder; packaging/dev.py package builds one"
    return Path(named)
