"""Guards on third-party code, each with a test that fails when it is no longer needed."""


def install() -> None:
    """Install all guards."""
