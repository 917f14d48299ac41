"""Make the virtual environment .venv and install a requirements file into it.

Run by the Makefile with the Python of the system, so it uses the standard library only. It does
nothing when that file was installed before and has not changed since.
"""

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


def checksum() -> str:
    """Return what tells one state of the requirements, on one version of Python, from another."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(ROOT.glob("requirements*.txt")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def install(requirements: str) -> None:
    """Install the file `requirements`; a second process waits for the first.

    Raises:
        CalledProcessError: the environment cannot be made, or pip fails.
    """
    VENV.mkdir(exist_ok=True)
    with (VENV / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = VENV / f"{requirements}.installed"
        wanted = checksum()
        if stamp.exists() and stamp.read_text() == wanted and PYTHON.exists():
            return
        sys.stdout.write(f"== Installing {requirements} into .venv (a minute or two at first)\n")
        sys.stdout.flush()
        # Again over one that is there: it may be half made, or of another version of Python.
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        pip: list[str | Path] = [
            PYTHON,
            "-m",
            "pip",
            "--disable-pip-version-check",
            "--no-input",
            "install",
        ]
        subprocess.run([*pip, "--quiet", "--requirement", ROOT / requirements], check=True)
        stamp.write_text(wanted)


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        sys.exit("Install Python 3.11 or newer, or name it: make PYTHON=python3.12 …")
    try:
        install(sys.argv[1])
    except subprocess.CalledProcessError as error:
        sys.exit(f"The environment could not be made: see above ({error.cmd[2]} failed).")
