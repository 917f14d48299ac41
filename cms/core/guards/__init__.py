"""Guards on third-party code, each with a test that fails when it is no longer needed."""

from cms.core.guards.guard import install_all


def install() -> None:
    """Install all guards."""
    from cms.core.guards import aliases, changes, publication, translation  # noqa: F401

    install_all()
