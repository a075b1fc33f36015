"""The app's life without Qt: one engine over all changes of configuration, started, stopped and looked at."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from aicore_tray.aicore.catalogue import Catalogue
from aicore_tray.aicore.landscape import Landscape
from aicore_tray.config.configuration import Configuration, load_configuration
from aicore_tray.config.key_store import digest, fixed_keys, new_key
from aicore_tray.config.settings import Settings
from aicore_tray.config.settings_file import WrongSetting, load_settings
from aicore_tray.config.vault import VaultError
from aicore_tray.config.waiting import in_time
from aicore_tray.engine import Engine
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gateway.journal import BodyText, RequestDetail
from aicore_tray.gateway.server import PortInUseError
from aicore_tray.gui.feed import MOST, RequestFeed
from aicore_tray.gui.remembered import FILE, Remembered
from aicore_tray.gui.snapshots import KeyView, Kind, ModelView, ProxyState, ProxyView, Snapshot, Trouble
from aicore_tray.gui.tool_lights import ToolLights
from aicore_tray.gui.views import account_views, budget_troubles, model_views, running_views, troubles, would_be
from aicore_tray.system import ports
from aicore_tray.system.paths import Paths
from aicore_tray.tasks import TaskGroup
from aicore_tray.updates import Updates
from aicore_tray.usage.export import Format, pages_of, save
from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.statistics import Counting, Sums

_log = logging.getLogger(__name__)

# So long the accounts of a locked keyring hold up those that need none; the question itself stays open.
KEYRING_SECONDS = 3.0
UNLOCK_SECONDS = 300.0
FIRST_RUN_DONE = "done"
CHAT = "Chat"
RECENT = 12
_MODELS_SECONDS = 0.9
Dress = Callable[[Configuration], Configuration]


class Session:
    """The proxy as the app runs it; every method is called on the loop's thread.

    Args:
        paths: where settings, data and logs lie.
        arguments: settings from the command line.
        dress: adds to each configuration that is read what is not in the settings, as the demo does.
        clock: tells when it is midnight.

    Attributes:
        remembered: what outlives the app beside the settings.
        configuration: the one in force; None before the first was read.
        chat_key: the chat's own API key, made anew for each run and kept nowhere; its requests are booked as `Chat`.
        lights: which tools have talked to the proxy.
        feed: the requests that have ended in this run.
        updates: what is known of newer releases.
    """

    def __init__(
        self,
        paths: Paths,
        *,
        arguments: Mapping[str, Any] | None = None,
        dress: Dress = lambda configuration: configuration,
        demo: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.paths = paths
        self.demo = demo
        self.remembered = Remembered(paths.data / FILE)
        self.lights = ToolLights(self.remembered.memory.tool_keys)
        self.feed = RequestFeed()
        self.configuration: Configuration | None = None
        self.updates = Updates(paths.updates_file, lambda: self.configuration)
        self.chat_key = new_key()
        self._arguments = dict(arguments or {})
        self._dress = dress
        self._engine: Engine | None = None
        self._opened = False
        self._bad_models: Mapping[str, Mapping[str, Any]] = {}
        self._state = ProxyState.STARTING
        self._since: float | None = None
        self._trouble: Trouble | None = None
        self._settings_trouble: Trouble | None = None
        # What does not work as configured and stops nothing, until the user has taken note of it.
        self._warnings: list[str] = []
        self._clock = clock
        self._counting = Counting(clock)
        self._tasks = TaskGroup("session")
        self._listeners: list[Callable[[], None]] = []
        self._toggling = asyncio.Lock()
        self._checked: dict[str, Trouble | None] = {}
        self._models: tuple[ModelView, ...] = ()
        self._models_of: tuple[Landscape, Configuration] | None = None
        self._models_until = 0.0

    # ---- looking

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each change, until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def tell(self) -> None:
        """Let everybody look again."""
        for listener in tuple(self._listeners):
            listener()

    @property
    def engine(self) -> Engine:
        """The engine.

        Raises:
            AicoreTrayError: it is not there yet.
        """
        if self._engine is None:
            raise AicoreTrayError("AI Core Tray is still starting", hint="Try again in a moment.")
        return self._engine

    @property
    def settings(self) -> Settings:
        """The settings in force; before the first configuration was read, those of the file."""
        if self.configuration is not None:
            return self.configuration.settings
        return load_settings(self.paths.settings_file, arguments=self._arguments, wrong=[])

    def snapshot(self) -> Snapshot:
        """Return what is so now."""
        statistics = self._counting.look()
        configuration, engine = self.configuration, self._engine
        if configuration is None or engine is None:
            return Snapshot(proxy=ProxyView(state=self._state), troubles=self._own_troubles(), demo=self.demo)
        accounts = account_views(configuration, engine, statistics.today.by_account)
        return Snapshot(
            proxy=ProxyView(
                state=self._state,
                url=engine.url or would_be(configuration.settings),
                in_flight=engine.meter.in_flight,
                since=self._since,
            ),
            accounts=accounts,
            models=self._model_views(configuration, engine),
            keys=self._keys(engine, statistics.today.by_key),
            settings=configuration.settings,
            today=statistics.today.total,
            statistics=statistics,
            running=running_views(engine),
            recent=tuple(islice(reversed(engine.meter.recent), RECENT)),
            tools=self.lights.views,
            troubles=(
                *self._own_troubles(),
                *troubles(configuration, accounts, engine.landscape),
                *budget_troubles(configuration.settings, engine.units_of_month()),
            ),
            loaded=True,
            looked_at=engine.landscape.refreshed_at,
            demo=self.demo,
            authority=str(engine.authority or "") if engine.listening else "",
            catalogue=engine.landscape.offered,
            jobs=engine.deploying.jobs,
            units_of_month=engine.units_of_month(),
            release=self.updates.release,
        )

    def _model_views(self, configuration: Configuration, engine: Engine) -> tuple[ModelView, ...]:
        # As many rows as there are deployments: but for their seconds of rest they are what the landscape made them.
        known, now = self._models_of, time.monotonic()
        same = known is not None and known[0] is engine.landscape and known[1] is configuration
        if not same or now >= self._models_until:
            self._models, self._models_of = model_views(engine), (engine.landscape, configuration)
            self._models_until = now + _MODELS_SECONDS
        return self._models

    def _own_troubles(self) -> tuple[Trouble, ...]:
        known = (self._trouble, self._settings_trouble)
        warnings = (Trouble(kind=Kind.WARNING, detail=line) for line in self._warnings)
        return (*(trouble for trouble in known if trouble is not None), *warnings)

    def _warn(self, line: str) -> None:
        if line not in self._warnings:
            self._warnings.append(line)
            self.tell()

    def dismiss(self, line: str) -> None:
        """Show a warning no more; the log keeps it."""
        if line in self._warnings:
            self._warnings.remove(line)
            self.tell()

    def _keys(self, engine: Engine, counts: Mapping[str, Sums]) -> tuple[KeyView, ...]:
        fixed = {key.sha256 for key in self.configuration.keys} if self.configuration is not None else set()
        own = digest(self.chat_key)
        return tuple(
            KeyView(
                key=key,
                requests_today=counts[key.name].requests if key.name in counts else 0,
                stored=key.sha256 not in fixed,
                used=tuple(engine.used(key).items()) if key.limits else (),
            )
            for key in engine.keys.list()
            if key.sha256 != own
        )

    # ---- life

    def is_first_time(self) -> bool:
        """Tell whether first run is to be shown: it never came to its end, and no account is set up."""
        if self.remembered.memory.first_run == FIRST_RUN_DONE:
            return False
        wrong: list[WrongSetting] = []
        settings = load_settings(self.paths.settings_file, arguments=self._arguments, wrong=wrong)
        # A file that is no TOML may well name accounts.
        return not settings.accounts and all(each.name for each in wrong)

    async def open(self) -> None:
        """Read the configuration, open the engine, and listen if the proxy was on when the app was last used."""
        configuration = await self._first_configuration()
        self._engine = Engine(configuration, self.paths, on_problem=lambda *_: self.tell(), on_warning=self._warn)
        self.configuration = configuration
        if not self.demo:
            self._tasks.spawn(self.updates.watch(self.tell), name="look for a new version")
        if not await self._open_engine():
            return
        if self.remembered.memory.proxy_on:
            await self.start_proxy()
        else:
            self._state = ProxyState.OFF
            self.tell()

    async def _open_engine(self) -> bool:
        """Open the engine unless it is; what stands in the way becomes a trouble. Tells whether it is open now."""
        if self._opened:
            return True
        engine = self.engine
        try:
            await engine.open()
        except AicoreTrayError as error:
            self._state = ProxyState.FAILED
            self._trouble = Trouble(kind=Kind.CANNOT_START, detail=error.user_message, hint=error.hint)
            self.tell()
            return False
        self._opened = True
        engine.discovery.subscribe(lambda _: self.tell())
        engine.meter.subscribe(self.feed.add)
        engine.meter.subscribe(self._ended)
        engine.meter.on_change = self.tell
        engine.deploying.on_change = self.tell
        engine.tell_refused(self._refused)
        await self._read_books()
        return True

    async def _first_configuration(self) -> Configuration:
        """Return the configuration; without the accounts of a keyring that waits for its owner."""
        whole = self._tasks.spawn(in_time(self._read, UNLOCK_SECONDS), name="read configuration")
        done, _ = await asyncio.wait([whole], timeout=KEYRING_SECONDS)
        if done:
            return whole.result()
        self._tasks.spawn(self._take_when_read(whole), name="await keyring")
        return await asyncio.to_thread(self._read, locked=True)

    async def _take_when_read(self, whole: asyncio.Task[Configuration]) -> None:
        try:
            configuration = await whole
        except AicoreTrayError as error:
            _log.warning("%s", error.line())
            return
        await self._apply(configuration)

    def _read(self, *, locked: bool = False) -> Configuration:
        """Read the configuration; it blocks, and a keyring may ask its owner.

        Args:
            locked: take the keyring for locked, without asking it.
        """
        configuration = load_configuration(self.paths, arguments=self._arguments, tolerant=True, vault_locked=locked)
        with_chat = replace(configuration, keys=(*configuration.keys, *fixed_keys([self.chat_key], source=CHAT)))
        return self._dress(self._with_models(with_chat))

    def _with_models(self, configuration: Configuration) -> Configuration:
        """Go without facts about models that cannot be used; those that are only now set are refused later."""
        models, bad = configuration.settings.models, self._bad_models
        self._bad_models = {}
        if not models or (self.configuration is not None and models != bad):
            return configuration
        try:
            Catalogue.load(models)
        except AicoreTrayError as error:
            self._bad_models = models
            return replace(
                configuration,
                settings=replace(configuration.settings, models={}),
                wrong_settings=(*configuration.wrong_settings, WrongSetting("models", error.line())),
            )
        return configuration

    def release(self, name: str) -> Callable[[], None]:
        """Let the settings file decide from now on what the command line had decided: its user says otherwise.

        Returns:
            What takes that back.
        """
        before = self._arguments
        self._arguments = {key: value for key, value in before.items() if key != name}

        def hold() -> None:
            self._arguments = before

        return hold

    async def reload(self, *, seconds: float = UNLOCK_SECONDS) -> None:
        """Read the configuration again and go on with it.

        Raises:
            AicoreTrayError: it cannot be used; what was in force stays.
        """
        try:
            configuration = await in_time(self._read, seconds)
        except VaultError:
            configuration = await asyncio.to_thread(self._read, locked=True)
        await self._apply(configuration)

    async def _apply(self, configuration: Configuration) -> None:
        before = self.configuration
        self.configuration = configuration
        try:
            await self.engine.apply(configuration)
        except AicoreTrayError:
            self.configuration = before
            raise
        finally:
            # The rooms have taken it over one by one.
            self._models_of = None
            self.tell()

    async def aclose(self, grace: float) -> None:
        """Let running requests finish for up to `grace` seconds, write the books, let go of all."""
        await self._tasks.aclose()
        if self._engine is not None:
            self._state = ProxyState.STOPPING
            self.tell()
            await self._engine.aclose(grace)

    def hurry(self) -> None:
        """Wait no longer for running requests."""
        if self._engine is not None:
            self._engine.hurry()

    # ---- the toggle

    async def start_proxy(self) -> None:
        """Listen; what stands in the way becomes a trouble with a way out."""
        async with self._toggling:
            engine = self.engine
            self.remembered.note(proxy_on=True)
            if engine.listening:
                return
            self._state, self._trouble = ProxyState.STARTING, None
            self.tell()
            if not await self._open_engine():
                return
            try:
                await engine.listen()
            except PortInUseError as error:
                self._trouble = await self._port_trouble(error)
            except AicoreTrayError as error:
                self._trouble = Trouble(kind=Kind.CANNOT_START, detail=error.user_message, hint=error.hint)
            self._state = ProxyState.FAILED if self._trouble is not None else ProxyState.RUNNING
            self._since = time.time() if self._trouble is None else None
            self.tell()

    async def stop_proxy(self) -> None:
        """Stop accepting; requests that run may finish."""
        async with self._toggling:
            self.remembered.note(proxy_on=False)
            self._trouble = None
            if self.engine.listening:
                self._state = ProxyState.STOPPING
                self.tell()
                await self.engine.stop_listening()
            self._state, self._since = ProxyState.OFF, None
            self.tell()

    async def _port_trouble(self, error: PortInUseError) -> Trouble:
        host, port = self.settings.host, error.port
        holder = await ports.holder_of(host, port)
        kind = {
            "ours": Kind.PORT_OURS,
            "reserved": Kind.PORT_RESERVED,
            "forbidden": Kind.PORT_FORBIDDEN,
        }.get(holder.kind if error.reason == "taken" else error.reason, Kind.PORT_TAKEN)
        who = f"{holder.program} ({holder.pid})" if holder.program and holder.pid else holder.program
        try:
            other = await ports.next_free_port(host, port + 1 if port >= 1024 else 3001)
        except AicoreTrayError:
            other = 0
        return Trouble(kind=kind, subject=who, port=port, other_port=other, detail=error.user_message, hint=error.hint)

    async def look_again(self) -> None:
        """Look at all accounts now."""
        await self.engine.discovery.refresh()
        self.tell()

    def leave_to_other(self) -> None:
        """Let the AI Core Tray that holds the port serve it."""
        self._state, self._trouble = ProxyState.ELSEWHERE, None
        self.tell()

    # ---- books

    async def _read_books(self) -> None:
        try:
            self._counting.take(await asyncio.to_thread(self.engine.books.read_books, self._clock()))
            self.lights.take(await asyncio.to_thread(self.engine.books.last_answers))
        except (AicoreTrayError, OSError) as error:
            _log.warning("The statistics cannot be read: %s", error)

    # ---- requests

    def detail(self, request_id: str) -> RequestDetail | None:
        """Return what is known of a request beside its entry in the books; None for one of an earlier run."""
        return self._engine.journal.look(request_id) if self._engine is not None else None

    async def body(self, request_id: str, *, answer: bool = False) -> BodyText | None:
        """Return a captured body, None where there is none.

        Args:
            answer: the one that was sent to the client.
        """
        return await asyncio.to_thread(self.engine.journal.body, request_id, answer=answer)

    async def earlier_requests(self) -> list[RequestRecord]:
        """Return the requests that the books hold, the newest first, as many as are shown.

        Raises:
            AicoreTrayError: the books cannot be read.
        """
        return await asyncio.to_thread(self.engine.books.last_requests, MOST)

    async def save_requests(self, file: Path, form: Format, rows: Sequence[RequestRecord] | None) -> None:
        """Write single requests into a file, for a spreadsheet or another program.

        Args:
            rows: those that are meant, None for all that the books hold.

        Raises:
            AicoreTrayError: the books cannot be read, or the file not be written.
        """
        engine = self.engine

        def write() -> None:
            pages = engine.books.single_requests() if rows is None else pages_of(rows)
            save(file, pages, form, engine.money())

        await asyncio.to_thread(write)

    def _refused(self, client: str) -> None:
        if self.lights.refuse(client):
            self.tell()

    def _ended(self, record: RequestRecord) -> None:
        self._counting.add(record)
        self.lights.add(record)
        self.tell()
