"""What the desktop's tests share."""

from tests.real_tools import tools

__all__ = ["tools"]
