"""What must come from the operating system: Pango and a font for the PDF, a browser for the browser tests.

    python -m dev.system demo     Pango and a font
    python -m dev.system tests    the same, Chromium and what drives it

Missing things are installed with apt when that is allowed; else one sentence names the packages.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from dev.services import RUN

# The names WeasyPrint looks for, on Linux and on macOS, and the Debian package that has it.
LIBRARIES = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
}
# What Playwright's own node asks for; an empty Debian lacks it.
LIBRARIES_OF_TESTS = {} if sys.platform == "darwin" else {"libatomic1": ("libatomic.so.1",)}
FONT_PACKAGE = "fonts-noto-core"
FONTS = ("NotoSans-Regular.ttf", "DejaVuSans.ttf", "NotoSans[wdth,wght].ttf", "NotoSans[wght].ttf")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
# The shell without windows first: it needs a third of the time of the whole browser.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def loads(names: Iterable[str]) -> bool:
    folders = ("", "/opt/homebrew/lib/", "/usr/local/lib/") if sys.platform == "darwin" else ("",)
    for name in (folder + name for folder in folders for name in names):
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def has_font() -> bool:
    """Whether a font with wide coverage is here; macOS comes with them."""
    if sys.platform == "darwin":
        return True
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    return any(next(folder.rglob(font), None) for folder in folders if folder.is_dir() for font in FONTS)


def missing_packages(*, for_tests: bool = False) -> list[str]:
    """The Debian names of what the PDF needs, or the tests too, and is not here."""
    needed = {**LIBRARIES, **(LIBRARIES_OF_TESTS if for_tests else {})}
    missing = [package for package, names in needed.items() if not loads(names)]
    return missing if has_font() else [*missing, FONT_PACKAGE]


def apt_prefix() -> list[str] | None:
    """How apt may be run without asking anyone, or None."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def apt_install(packages: list[str], log: Path) -> bool:
    prefix = apt_prefix()
    if prefix is None:
        return False
    print(f"Installing with apt: {' '.join(packages)} …", flush=True)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-q"]
    apt += ["-o", "Acquire::Retries=5", "-o", "DPkg::Lock::Timeout=300"]
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        # An index that is partly out of reach may still do; the install decides.
        for words in (["update"], ["install", "--no-install-recommends", *packages]):
            done = subprocess.run(
                [*apt, *words], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, check=False
            )
    return done.returncode == 0


def ensure_libraries(log: Path, *, for_tests: bool = False) -> str | None:
    """None when the PDF can be made, or the tests run too; else one sentence that names the packages."""
    missing = missing_packages(for_tests=for_tests)
    if missing and apt_install(missing, log):
        missing = missing_packages(for_tests=for_tests)
    if not missing:
        return None
    hint = "" if apt_prefix() is None else f" (apt could not; see {log})"
    return f"Klik needs these system packages{hint}: {' '.join(missing)}; install them and run this again."


def chromium() -> str | None:
    """The path of a Chromium that starts: the system's, else Playwright's own, else None."""
    candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, BROWSERS), playwright_chromium()]
    for path in filter(None, candidates):
        try:
            # Ubuntu's chromium-browser is a note that says to install a snap: so let it prove itself.
            done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return path
    return None


def playwright_chromium() -> str | None:
    question = "from playwright.sync_api import sync_playwright as p\nwith p() as q: print(q.chromium.executable_path)"
    answer = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=False)
    path = Path(answer.stdout.strip())
    return str(path) if answer.returncode == 0 and path.is_file() else None


def is_debian() -> bool:
    release = Path("/etc/os-release")
    return release.is_file() and "\nID=debian\n" in f"\n{release.read_text()}\n"


def ensure_chromium(log: Path) -> str | None:
    """None when the browser tests can run; else one sentence that names the package."""
    if chromium():
        return None
    if is_debian() and apt_install(["chromium-headless-shell"], log) and chromium():
        return None
    print("Downloading Playwright's Chromium …", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if apt_prefix() is not None:
        command.append("--with-deps")
    with log.open("a") as output:
        subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, check=False
        )
    if chromium():
        return None
    return f"The browser tests need Chromium: install the package chromium-headless-shell (or chromium) and run this again (see {log})."


def main() -> int:
    log = RUN / "log" / "system.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    for_tests = sys.argv[1:] == ["tests"]
    problem = ensure_libraries(log, for_tests=for_tests)
    if problem is None and for_tests:
        problem = ensure_chromium(log)
    if problem:
        print(problem, file=sys.stderr)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main())
