"""Whether what a query says next is denied: "without", "no", and how far they reach."""

from dataclasses import dataclass


@dataclass
class Negation:
    """A negation, from where it begins to where it ends.

    It denies one thing, and those joined to that by "and" or "or". It `is_fresh` as long as
    nothing has come after it but words of need; `follows_wish` says that it came right after a
    wish, which it denies if nothing else comes: "Supermarkt brauche ich nicht".
    """

    is_on: bool = False
    is_fresh: bool = False
    follows_wish: bool = False
    _has_denied: bool = False

    def begin(self, *, follows_wish: bool) -> None:
        """Begin to deny what comes."""
        self.is_on = self.is_fresh = True
        self.follows_wish = follows_wish
        self._has_denied = False

    def end(self) -> None:
        """Deny nothing any more."""
        self.is_on = self.is_fresh = False

    def go_on(self) -> None:
        """Deny one more thing: "and" or "or" was read."""
        self._has_denied = False
        self.is_fresh = False

    def denies(self, *, is_fact: bool) -> bool:
        """Return whether what is read now is denied, a fact or a mere word.

        After a fact it ends, after a word it goes on: "no big supermarket".
        """
        self.is_fresh = False
        if self.is_on and self._has_denied:
            self.end()
        if self.is_on and is_fact:
            self._has_denied = True
        return self.is_on

    @property
    def denies_what_was_before(self) -> bool:
        """Whether it can only mean the wish before it."""
        return self.is_on and self.is_fresh and self.follows_wish
