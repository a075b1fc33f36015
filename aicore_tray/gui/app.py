"""The application: tray and window around a session, opened and ended in the right order."""

from __future__ import annotations

import asyncio
import importlib
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QSessionManager
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from aicore_tray.connect.registry import TOOLS
from aicore_tray.connect.tool import Recipe
from aicore_tray.engine import DRAIN_SECONDS
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.application import Application
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.chat.desk import ChatDesk
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.help.book import HOME
from aicore_tray.gui.language import Language
from aicore_tray.gui.notifications import Notifications
from aicore_tray.gui.session import Session
from aicore_tray.gui.single_instance import SingleInstance
from aicore_tray.gui.snapshots import ProxyState, Trouble
from aicore_tray.gui.starting import Start, Starting
from aicore_tray.gui.tool_menus import snippet_of
from aicore_tray.gui.tool_states import LAUNCH
from aicore_tray.gui.tray import Tray
from aicore_tray.system import garbage
from aicore_tray.system.autostart import autostart_for
from aicore_tray.system.signals import on_end

if TYPE_CHECKING:
    from aicore_tray.gui.windows.chat_window import ChatWindow
    from aicore_tray.gui.windows.help_window import HelpWindow
    from aicore_tray.gui.windows.main_window import MainWindow

_log = logging.getLogger(__name__)
_WINDOWS = ("windows.main_window", "windows.chat_window", "windows.help_window", "windows.about", "diagnosing")
_READ_SECONDS = 0.1
_TRAY_LOOK_MS = 1000
_TRAY_LOOKS = 60
_TIDY_MS = 5000


class App(QObject):
    """Tray, window and session of one run.

    Args:
        starting: what was there before; its icon, its language and what was asked of it are taken over.
    """

    def __init__(
        self,
        app: QApplication,
        session: Session,
        instance: SingleInstance,
        start: Start,
        starting: Starting | None = None,
    ) -> None:
        super().__init__()
        self._app = app
        self._start = start
        self._quit = asyncio.Event()
        self._ending = False
        self._told_url = ""
        self.session = session
        self._asked = starting is not None and starting.wants_window
        self.language = starting.language if starting is not None else Language(app)
        self.language.use(session.settings.language)
        self.bridge = Bridge(session, self)
        self.commands = Commands(session)
        self.desk = ChatDesk(self.bridge, parent=self)
        self.window: MainWindow | None = None
        self.chat: ChatWindow | None = None
        self.guide: HelpWindow | None = None
        self.tray, self.notifications = self._make_tray(starting.hand_over() if starting is not None else None)
        self._looks = _TRAY_LOOKS
        self._looking = QTimer(self, interval=_TRAY_LOOK_MS)
        self._looking.timeout.connect(self._look_for_tray)
        self._tidying = QTimer(self, interval=_TIDY_MS)
        self._tidying.timeout.connect(self._tidy)
        self._connect(instance)

    def _connect(self, instance: SingleInstance) -> None:
        instance.asked.connect(self.show_window)
        self.bridge.changed.connect(self._changed)
        self.bridge.failed.connect(self._failed)
        self._app.commitDataRequest.connect(self._log_out)
        if isinstance(self._app, Application):
            self._app.on_quit, self._app.on_activate = self.quit, self._activated

    def _make_tray(self, icon: QSystemTrayIcon | None = None) -> tuple[Tray, Notifications]:
        tray, bridge = Tray(self, icon), self.bridge
        notifications = Notifications(tray.icon, self)
        tray.wants_page.connect(self.show_page)
        tray.toggled_window.connect(self._toggle_window)
        tray.wants_proxy.connect(
            lambda on: bridge.run(self.session.start_proxy() if on else self.session.stop_proxy(), "toggle")
        )
        tray.wants_copy.connect(lambda: self.show_copied())
        tray.wants_quit.connect(self.quit)
        tray.wants_account.connect(lambda name, on: bridge.run(self.commands.enable_account(name, on), "account"))
        tray.wants_tier.connect(lambda tier, model: bridge.run(self.commands.set_tier(tier, model), "tier"))
        tray.wants_trouble.connect(self._mend)
        tray.wants_import.connect(self._import)
        tray.wants_logs.connect(self._open_logs)
        tray.wants_about.connect(self._about)
        tray.wants_release.connect(self._show_release)
        tray.wants_help.connect(lambda: self.show_help(HOME))
        tray.wants_chat.connect(self.show_chat)
        tray.wants_diagnostics.connect(self._copy_diagnostics)
        tray.tools.wants_setup.connect(self._copy_setup)
        tray.tools.wants_page.connect(self._show_tool)
        tray.tools.wants_shell.connect(self._use_shell)
        tray.tools.wants_launch.connect(self._launch)
        notifications.clicked.connect(self.show_page)
        return tray, notifications

    def _speak(self, language: str) -> None:
        """Speak a language: what is shown in another one is made anew, where it was and as it was."""
        if self._ending or not self.language.use(language):
            return
        old_tray, old_notifications = self.tray, self.notifications
        self.tray, self.notifications = self._make_tray()
        self.tray.update_from(self.bridge.snapshot)
        if old_tray.is_available():
            self.tray.show()
        for old in (old_tray, old_notifications):
            old.deleteLater()
        old_tray.hide()
        if (old_window := self.window) is not None:
            seen = old_window.isVisible()
            old_window.remember()
            old_window.closed.disconnect(self._closed)
            old_window.hide()
            self.window = None
            window = self._make_window()
            window.go_on_from(old_window)
            if seen:
                window.come_up()
            old_window.deleteLater()
        if (old_chat := self.chat) is not None:
            seen = old_chat.isVisible()
            old_chat.hide()
            self.chat = None
            if seen:
                chat = self._make_chat()
                chat.view.go_on_from(old_chat.view)
                chat.come_up()
            old_chat.deleteLater()
        if (guide := self.guide) is not None:
            seen, topic = guide.isVisible(), guide.current
            guide.hide()
            guide.deleteLater()
            self.guide = None
            if seen:
                self.show_help(topic)

    # ---- life

    def _tidy(self) -> None:
        if self.bridge.rests:
            garbage.tidy()

    async def run(self) -> None:
        """Open everything, wait until the user quits, close everything."""
        on_end(self.quit)
        self._look_for_tray()
        garbage.settle()
        garbage.promise_to_tidy()
        self._tidying.start()
        if not self.tray.is_available():
            self._looking.start()
        first_time = self.session.is_first_time()
        if self._asked or (not self._start.background and (first_time or not self._may_hide())):
            window = self._make_window()
            if first_time:
                window.begin_first_run()
            window.come_up()
        self.bridge.run(self.session.open(), "open")
        self.bridge.run(_read_windows(), "read windows")
        # An app that was moved would not start at the next login.
        self.bridge.run(asyncio.to_thread(autostart_for().repair), "repair autostart", failed=_note)
        try:
            await self._quit.wait()
        finally:
            await self._close()

    def _may_hide(self) -> bool:
        return self.session.settings.start_hidden and self.tray.is_available()

    async def _close(self) -> None:
        self._ending = True
        self._looking.stop()
        self.tray.update_from(self.session.snapshot())
        self.tray.set_quitting(True)
        if self.window is not None:
            self.window.remember()
            self.window.hide()
        for other in (self.chat, self.guide):
            if other is not None:
                other.hide()
        await self.bridge.aclose()
        # The menu goes on to tell how many requests are waited for.
        self.session.subscribe(lambda: self.tray.update_from(self.session.snapshot()))
        await self.session.aclose(DRAIN_SECONDS)
        self.tray.hide()
        for window in (self.window, self.chat, self.guide):
            if window is not None:
                window.deleteLater()
        if isinstance(self._app, Application):
            self._app.on_quit = self._app.on_activate = None

    def quit(self) -> None:
        """End the app after running requests; asked again, end it at once."""
        if self._quit.is_set():
            self.session.hurry()
        self._quit.set()

    def _log_out(self, manager: QSessionManager) -> None:
        manager.setRestartHint(QSessionManager.RestartHint.RestartNever)
        self.quit()

    def _activated(self) -> None:
        if sys.platform == "darwin" and self.window is None:
            self.show_window()

    # ---- the window

    def _make_window(self) -> MainWindow:
        if self.window is None:
            from aicore_tray.gui.windows.main_window import MainWindow

            self.window = MainWindow(self.bridge, self.commands, self.desk)
            self.window.closed.connect(self._closed)
            self.window.wants_quit.connect(self.quit)
            self.window.wants_help.connect(self.show_help)
            self.window.show_tray(self.tray.is_available())
            garbage.settle()
        return self.window

    def show_window(self) -> None:
        """Open the window, wherever it was."""
        if not self._ending:
            self._make_window().come_up()

    def show_page(self, key: str) -> None:
        """Open the window at a page."""
        if self._ending:
            return
        window = self._make_window()
        window.show_page(key)
        window.come_up()

    def _toggle_window(self) -> None:
        if self.window is not None and self.window.isVisible() and self.window.isActiveWindow():
            self.window.close()
        else:
            self.show_window()

    def _closed(self) -> None:
        """The window was closed: without a tray, or where the user wants it so, that ends the app."""
        if self._ending:
            return
        if not self.tray.is_available() or not self.session.settings.keep_running:
            self.quit()
            return
        if not self.session.remembered.memory.told_closing:
            self.session.remembered.note(told_closing=True)
            self.notifications.closed_to_tray()

    def _about(self) -> None:
        from aicore_tray.gui.windows.about import About

        window = self._make_window()
        window.come_up()
        settings = self.bridge.snapshot.settings
        about = About(window, self.bridge.snapshot.release, off=self.session.updates.off(settings))
        about.wants_help.connect(self.show_help)
        about.open_once()

    def _show_release(self) -> None:
        if (release := self.bridge.snapshot.release) is not None:
            QDesktopServices.openUrl(QUrl(release.page))

    def show_help(self, topic: str) -> None:
        """Open the guide at one of its pages."""
        if self._ending:
            return
        if self.guide is None:
            from aicore_tray.gui.windows.help_window import HelpWindow

            self.guide = HelpWindow(self.bridge)
            self.guide.wants_place.connect(self._show_place)
            garbage.settle()
        self.guide.show_topic(topic)
        self.guide.come_up()

    def _show_place(self, place: str) -> None:
        self.show_window()
        if self.window is not None:
            self.window.show_place(place)

    def show_chat(self) -> None:
        """Open the chat in a window of its own."""
        if not self._ending:
            self._make_chat().come_up()

    def _make_chat(self) -> ChatWindow:
        if self.chat is None:
            from aicore_tray.gui.windows.chat_window import ChatWindow

            self.chat = ChatWindow(self.bridge, self.desk)
            self.chat.view.wants_models.connect(lambda: self.show_page("models"))
            self.chat.view.brought_key.connect(self._bring_key)
            self.chat.wants_help.connect(self.show_help)
            garbage.settle()
        return self.chat

    def _bring_key(self, file: Path) -> None:
        """Read a service key that was dropped on the chat's own window; the main one goes on with it."""
        self.show_window()
        if self.window is not None:
            self.window.mending.bring_file(file)

    # ---- tools

    def _copy_setup(self, name: str) -> None:
        """Copy what a tool needs, with the API key that it gets."""
        tool, connecting = TOOLS[name], self.commands.connecting

        def copied(recipes: tuple[Recipe, ...]) -> None:
            recipe = next(each for each in recipes if each.key == snippet_of(tool))
            self._app.clipboard().setText("\n\n".join(snippet.text for snippet in recipe.snippets))
            connecting.waiting(tool)
            self.notifications.copied(self.tr("The setup for {tool}").format(tool=tool.name))

        self.bridge.run(connecting.recipes(tool, self.bridge.snapshot), "copy a setup", done=copied)

    def _show_tool(self, name: str) -> None:
        self.show_page("connect")
        if self.window is not None:
            self.window.connect_page.show_tool(name)

    def _use_shell(self, shell: str) -> None:
        self.commands.connecting.use_shell(shell)
        self._note_tools()

    def _launch(self, name: str, folder: str) -> None:
        """Launch a tool in a folder, which the user chooses in the window where none is named."""
        if folder:
            launching = self.commands.connecting.launch(TOOLS[name], Path(folder), self.bridge.snapshot)
            self.bridge.run(launching, "launch", done=lambda _: self._note_tools())
            return
        self._show_tool(name)
        if self.window is not None:
            self.window.connect_page.panel.show_way(LAUNCH)
            self.window.connect_page.panel.choose_folder(then_launch=True)

    def _note_tools(self) -> None:
        connecting = self.commands.connecting
        self.tray.note_tools(connecting.shell.id, connecting.launched)
        self.tray.refresh()

    def _copy_diagnostics(self) -> None:
        from aicore_tray.gui.diagnosing import diagnostics_text

        self.bridge.run(diagnostics_text(self.bridge), "copy diagnostics", done=self._diagnostics_copied)

    def _diagnostics_copied(self, text: str) -> None:
        self._app.clipboard().setText(text)
        self.notifications.copied(self.tr("The diagnostics, without any secret"))

    def _mend(self, trouble: Trouble) -> None:
        self.show_window()
        if self.window is not None:
            self.window.show_trouble(trouble)

    def _import(self) -> None:
        self.show_page("accounts")
        if self.window is not None:
            self.window.mending.choose_key()

    def show_copied(self) -> None:
        """Copy the address and say so."""
        if url := self.bridge.snapshot.proxy.url:
            self._app.clipboard().setText(url)
            self.notifications.copied(url)

    def _open_logs(self) -> None:
        folder = self.session.paths.logs
        folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    # ---- the tray, which may come later than we

    def _look_for_tray(self) -> None:
        available = self.tray.is_available()
        if available:
            self.tray.show()
            self._looking.stop()
        else:
            self._looks -= 1
            if self._looks <= 0:
                self._looking.stop()
            # Nothing else shows that it runs.
            if self._start.background and self._looks == 0:
                self.show_window()
        if self.window is not None:
            self.window.show_tray(available)

    # ---- news

    def _changed(self, snapshot: object) -> None:
        now = self.bridge.snapshot
        self._speak(now.settings.language)
        connecting = self.commands.connecting
        self.tray.note_tools(connecting.shell.id, connecting.launched)
        self.tray.update_from(now)
        self.notifications.look_at(now, seen=self.window is not None and self.window.isActiveWindow())
        if now.proxy.state is ProxyState.RUNNING and now.proxy.url != self._told_url:
            self._told_url = now.proxy.url
            self._start.listening(self.session)
        elif self._told_url and now.proxy.state in (ProxyState.OFF, ProxyState.FAILED, ProxyState.ELSEWHERE):
            self._told_url = ""
            self._start.ended()

    def _failed(self, error: AicoreTrayError) -> None:
        self.tray.refresh()
        if self.window is not None and self.window.isVisible():
            self.window.show_error(error)
        else:
            self.notifications.failed(error)


async def _read_windows() -> None:
    """Read what windows are made of once the tray is there: it does not wait for them, and they come up at once."""
    for name in _WINDOWS:
        await asyncio.sleep(_READ_SECONDS)
        importlib.import_module(f"aicore_tray.gui.{name}")


def _note(error: AicoreTrayError) -> None:
    _log.info("Start at login could not be looked after: %s", error.line())
