"""The errors that people see: one sentence that says what is wrong, one hint that says how to mend it."""

from __future__ import annotations


class AicoreTrayError(Exception):
    """Base of every error that is meant for a person's eyes; holds no secret and no stack.

    Attributes:
        user_message: one sentence, without a full stop, that says what went wrong.
        hint: what the person can do about it, or "" where nothing helps.
    """

    def __init__(self, user_message: str, *, hint: str = "") -> None:
        super().__init__(user_message)
        self.user_message = user_message
        self.hint = hint

    def line(self) -> str:
        """Return the message and its hint as the one line that a terminal prints."""
        return f"{self.user_message}. {self.hint}" if self.hint else self.user_message


class ConfigurationError(AicoreTrayError):
    """A configuration that cannot be used; every problem is told, not only the first.

    Attributes:
        problems: one line a problem: file, key, what is wrong, how to mend it.
    """

    def __init__(self, problems: list[str] | tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


class ServiceKeyError(AicoreTrayError):
    """A text that was given as a service key and is none, or is only half of one."""


class AuthError(AicoreTrayError):
    """No token could be had for an account: wrong secret, unreachable host, expired certificate."""


class AccountError(AicoreTrayError):
    """An account that cannot be used as it is: missing resource group, no right, unreachable API.

    Attributes:
        status: the HTTP status that SAP answered with, or None when no answer came.
    """

    def __init__(self, user_message: str, *, hint: str = "", status: int | None = None) -> None:
        super().__init__(user_message, hint=hint)
        self.status = status
