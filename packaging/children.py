"""Run first by the frozen programs: what they start must not take over what PyInstaller made for them alone.

A browser or a file manager must not load our libraries. And a program of ours that is started from one of ours, in a
terminal say, has to look for its libraries by itself: PyInstaller would take it for a part of the first one.
"""

import os
import sys

if sys.platform == "linux":
    # The loader has read it already; only children would see it.
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)
for name in [each for each in os.environ if each.startswith("_PYI_")]:
    del os.environ[name]
