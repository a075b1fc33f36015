"""Python's search for garbage in cycles, held to what has changed since the start."""

from __future__ import annotations

import gc

# A request makes some hundred objects that are soon gone; they are no reason to look after every seventh of it.
# Of those that last, such as what tables show, so many are looked through at once in a millisecond.
_YOUNG = 1_000
_YOUNG_SEARCHES = 90
# Where quiet moments are used, all that came since the last one is looked through there, and not in the midst of work:
# after a long conversation came, that takes some ten milliseconds.
_TIDIED_SEARCHES = 450
_SOME, _MANY = 30, 10


def hold() -> None:
    """Search for nothing until `settle` or `release`: while a program starts, all that it makes is there to stay."""
    gc.disable()


def release() -> None:
    """Search again, as Python does by itself."""
    gc.enable()


def settle() -> None:
    """Take what there is now, modules, tables and windows, for permanent; call it when something lasting was made.

    A full search then takes a millisecond or two in place of a hundred, for which every stream would have to wait. What
    was garbage by then stays; it is little.
    """
    gc.freeze()
    gc.set_threshold(_YOUNG, max(_YOUNG_SEARCHES, gc.get_threshold()[1]), 10)
    gc.enable()


def promise_to_tidy() -> None:
    """Leave alone for longer what is older than the youngest: `tidy` will be called whenever nothing else is to do."""
    gc.set_threshold(_YOUNG, _TIDIED_SEARCHES, 10)


def tidy() -> None:
    """Look through what came since the last time, if that is more than a little."""
    _, young, older = gc.get_count()
    if young >= _SOME:
        gc.collect(2 if older >= _MANY else 1)
