"""How a function of a library is put under guard."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_guards: list["Guard"] = []


@dataclass(frozen=True)
class Guard:
    """Stands before the function `name` of `owner`, a class or a module.

    `keeper` is called in its place, with the function itself as the first argument.
    """

    owner: Any
    name: str
    keeper: Callable[..., Any]

    def install(self) -> None:
        """Put the guard in place; `__wrapped__` of what stands there is the library's function."""
        original = getattr(self.owner, self.name)

        @functools.wraps(original)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            return self.keeper(original, *args, **kwargs)

        setattr(self.owner, self.name, guarded)


def guards(owner: Any, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register the decorated function as the guard of the function `name` of `owner`."""

    def register(keeper: Callable[..., Any]) -> Callable[..., Any]:
        _guards.append(Guard(owner, name, keeper))
        return keeper

    return register


def install_all() -> None:
    """Install every guard that was registered."""
    for guard in _guards:
        guard.install()
