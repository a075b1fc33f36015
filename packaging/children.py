"""Run first by the frozen programs: what they start (a browser, a file manager) must not load the libraries of ours."""

import os
import sys

if sys.platform == "linux":
    # The loader has read it already; only children would see it.
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)
