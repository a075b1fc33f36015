"""The entry point of both executables: arguments choose a command, no arguments open the app."""

from __future__ import annotations

import sys

from aicore_tray.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
