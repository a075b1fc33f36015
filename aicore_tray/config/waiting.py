"""Waits for the keyring with patience that ends: whoever has to unlock it may be away.

It is asked in a thread of its own that holds up neither the loop nor the end of the process.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

from aicore_tray.config.vault import VaultError
from aicore_tray.errors import AicoreTrayError

T = TypeVar("T")
VAULT_SECONDS = 5.0


async def in_time(call: Callable[[], T], seconds: float = VAULT_SECONDS) -> T:
    """Return what a call that may ask the keyring returns.

    Raises:
        AicoreTrayError: what the call raises; a VaultError where it does not come back in time.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: AicoreTrayError | None) -> None:
        if outcome.done():
            return
        if error is not None:
            outcome.set_exception(error)
        else:
            outcome.set_result(result)  # type: ignore[arg-type]  # without an error there is a result

    def run() -> None:
        result: T | None = None
        failure: AicoreTrayError | None = None
        try:
            result = call()
        except AicoreTrayError as error:
            failure = error
        except Exception as error:  # noqa: BLE001 - keyring backends raise whatever they like
            failure = VaultError(f"The vault cannot be used ({type(error).__name__})")
        with contextlib.suppress(RuntimeError):  # nobody waits any more
            loop.call_soon_threadsafe(settle, result, failure)

    threading.Thread(target=run, name="vault", daemon=True).start()
    try:
        return await asyncio.wait_for(outcome, seconds)
    except TimeoutError:
        raise VaultError(
            "The system's keyring does not answer", hint="Unlock it and try again", reason="locked"
        ) from None
