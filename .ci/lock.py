"""Write the lock files: every package at one version, with the hashes of all its files.

    make lock                        # keeps the versions that still fit
    make lock LOCK_ARGS=--upgrade    # the newest that fit

Each lock is whole in itself and works on Python 3.11 and newer, on Linux, macOS and Windows. None
names an index. ``test.txt`` is resolved first and the others are held to its versions, so that one
environment can serve them all; but for ``lowest.txt``, the lowest versions that are allowed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = Path(".ci/locks")
UV = "uv>=0.9,<1"


def main() -> int:
    arguments = sys.argv[1:]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        # The build backend is locked too: `pip install -e .` then fetches nothing.
        backend = Path(folder, "build-system.txt")
        backend.write_text("\n".join(project["build-system"]["requires"]), encoding="utf-8")
        tools = Path(folder, "tools.txt")
        tools.write_text(UV, encoding="utf-8")
        sources = ["pyproject.toml", str(backend)]
        alike = ["--constraint", str(LOCKS / "test.txt")]
        write("test", [*sources, "--extra=test", "--extra=dev", *arguments])
        # By itself: the lowest of each package that pyproject.toml names, with the newest of what these need.
        write("lowest", [*sources, "--extra=test", "--resolution=lowest-direct", *arguments])
        write("notebooks", [*sources, "--extra=notebooks", *alike, *arguments])
        write("benchmarks", [*sources, "--extra=benchmarks", *alike, *arguments])
        write("run", [*sources, *alike, *arguments])
        write("server", [*sources, "--extra=server", *alike, *arguments])
        write("tools", [str(tools), *arguments])
    return 0


def write(name: str, arguments: list[str]) -> None:
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-config"]
    command += ["--universal", "--python-version=3.11", "--generate-hashes", "--no-annotate"]
    command += ["--custom-compile-command=make lock", f"--output-file={LOCKS / name}.txt"]
    subprocess.run([*command, *arguments], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    print(f"{LOCKS / name}.txt")


if __name__ == "__main__":
    sys.exit(main())
