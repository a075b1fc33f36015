"""The app's own copy of a local API key, in the vault: our commands call the proxy with it.

A keyring may wait for somebody to unlock it, so it is asked in a thread of its own that holds up neither the loop nor
the end of the process.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from aicore_tray.config.vault import OWN_KEY, Vault, VaultError, key_source
from aicore_tray.errors import AicoreTrayError
from aicore_tray.system.paths import Paths

T = TypeVar("T")
VAULT_SECONDS = 5.0


async def read_own_key(paths: Paths, key_file: Path | None) -> str | None:
    """Return the key, None where there is none.

    Raises:
        VaultError: the vault does not open, or not in time.
    """
    return await in_time(lambda: Vault(paths.vault_file, key_source(key_file)).get(OWN_KEY))


async def keep_own_key(paths: Paths, key_file: Path | None, key: str) -> None:
    """Store the key.

    Raises:
        VaultError: the vault does not open, or not in time.
    """
    await in_time(lambda: Vault(paths.vault_file, key_source(key_file)).set(OWN_KEY, key))


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
        raise VaultError("The system's keyring does not answer", hint="Unlock it and try again") from None
