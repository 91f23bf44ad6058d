"""The script ./studypress on machines made of stubs: what it looks for, installs, says and runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
STUBS = Path(__file__).resolve().parent / "bootstrap" / "bin"
BASICS = ("cat", "cksum", "dirname", "env", "ln", "mkdir", "readlink", "rm", "sh", "sleep", "test", "tr")
PRESENT = ("apt-cache", "chromium", "fc-list", "id", "pdftotext", "python3", "qpdf", "uname")
LIBRARIES = "libpango-1.0\nlibharfbuzz-subset\n"


class Machine:
    """A computer that has only what a test gives it, with a repository in a folder whose name hurts."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.bin = home / "bin"
        self.tools = shutil.copytree(STUBS, home / "tools")
        self.repository = home / "it's a $HOME; press"
        self.user: int | None = None
        self.bin.mkdir()
        self.repository.mkdir()
        for name in BASICS:
            tool = shutil.which(name)
            assert tool is not None, f"{name} is missing here"
            (self.bin / name).symlink_to(tool)
        self.add(*PRESENT)
        shutil.copy(ROOT / "studypress", self.repository)
        (self.repository / "requirements.lock").write_text("one==1\n")
        (self.repository / "requirements-dev.lock").write_text("one==1\ntwo==2\n")

    @property
    def venv(self) -> Path:
        return self.repository / ".venv"

    @property
    def log(self) -> list[str]:
        """What the stubs were asked to do, with this machine's own folders shortened."""
        text = (self.home / "log").read_text() if (self.home / "log").exists() else ""
        return text.replace(str(self.repository), "REPO").replace(str(self.tools), "TOOLS").splitlines()

    def add(self, *tools: str) -> None:
        for name in tools:
            (self.bin / name).symlink_to(self.tools / name)

    def add_manager(self, name: str) -> None:
        (self.bin / name).symlink_to(self.tools / "manager")

    def remove(self, *tools: str) -> None:
        for name in tools:
            (self.bin / name).unlink()

    def flag(self, name: str, text: str = "") -> None:
        (self.home / name).write_text(text)

    def bare(self) -> None:
        """Take away everything that a package manager would have to bring."""
        self.flag("missing-libraries", LIBRARIES)
        self.flag("no-font")
        self.remove("pdftotext", "qpdf", "chromium")

    def run(
        self, *arguments: str, script: str = "", cwd: Path | None = None, stdin: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        basic = {"PATH": str(self.bin), "HOME": str(self.home), "MACHINE": str(self.home), "TOOLS": str(self.tools)}
        return subprocess.run(
            [script or str(self.repository / "studypress"), *arguments],
            env=basic | {"REAL_PYTHON": sys.executable} | environment,
            cwd=cwd or self.home,
            input=stdin,
            user=self.user,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def student() -> Iterator[Machine]:
    """A machine whose repository belongs to somebody else and can't be written."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        made = Machine(home)
        (home / "own").mkdir()
        if os.geteuid() == 0:
            made.user = 65534
            os.chown(home / "own", 65534, 65534)
        (home / "log").touch()
        for place, mode in ((home, 0o755), (home / "log", 0o666), (made.repository, 0o555)):
            place.chmod(mode)
        yield made
        made.repository.chmod(0o755)


PIP = (
    "pip -I -m pip --quiet --disable-pip-version-check --no-input install --no-user --no-deps --require-hashes -r REPO/"
)


# ---- the way it goes ----------------------------------------------------------------------------------------------


def test_first_run_makes_the_environment_and_runs_the_command(machine: Machine) -> None:
    result = machine.run("quiz", "--seed", "a b")
    assert result.returncode == 0, result.stderr
    assert machine.log == [
        "venv -I -m venv REPO/.venv",
        PIP + "requirements.lock",
        "run -P -m generator quiz --seed a b",
    ]
    assert "requirements.lock" in result.stderr


def test_setup_leaves_standard_output_and_input_to_the_command(machine: Machine) -> None:
    machine.bare()
    machine.add_manager("apt-get")
    result = machine.run("bank", "--json", stdin="the command's own input\n")
    assert result.stdout.splitlines()[-1] == "the command's own input"
    assert result.stdout.startswith("folder ")
    assert not [line for line in machine.log if "asked" in line]


def test_the_command_sees_the_working_directory_and_imports_from_the_repository(machine: Machine) -> None:
    project = machine.home / "my project"
    (project / "generator").mkdir(parents=True)
    result = machine.run("build", cwd=project, PYTHONPATH="/mine")
    assert result.stdout.splitlines()[:2] == [f"folder {project}", f"path {machine.repository}:/mine"]
    assert machine.log[-1] == "run -P -m generator build"


def test_second_run_asks_nothing_of_the_machine(machine: Machine) -> None:
    machine.run("build")
    before = machine.log
    machine.remove("fc-list", "apt-cache", "python3", "id", "tr", "rm", "mkdir", "env")
    result = machine.run("build")
    assert (result.returncode, result.stderr) == (0, "")
    assert machine.log == [*before, before[-1]]


def test_it_is_found_through_links_and_on_the_path(machine: Machine) -> None:
    links = machine.home / "links"
    links.mkdir()
    (links / "one").symlink_to("two")
    (links / "two").symlink_to("../it's a $HOME; press/studypress")
    assert machine.run("a", script=str(links / "one")).returncode == 0
    (machine.bin / "studypress").symlink_to(machine.repository / "studypress")
    assert machine.run("studypress", "c", script="sh", cwd=machine.repository).returncode == 0
    assert machine.run("-c", "studypress d", script="sh").returncode == 0
    assert [line.split()[-1] for line in machine.log if line.startswith("run")] == ["a", "c", "d"]


# ---- when it is done again ----------------------------------------------------------------------------------------


def installs(machine: Machine) -> list[str]:
    return [line for line in machine.log if line.startswith(("venv", "pip"))]


def test_an_interrupted_setup_is_made_anew(machine: Machine) -> None:
    machine.flag("offline")
    failed = machine.run("build")
    assert failed.returncode == 69
    assert "network" in failed.stderr
    (machine.home / "offline").unlink()
    (machine.venv / "half").touch()
    assert machine.run("build").returncode == 0
    assert not (machine.venv / "half").exists()


def test_a_changed_lock_is_installed_in_a_new_environment(machine: Machine) -> None:
    machine.run("build")
    (machine.venv / "old").touch()
    (machine.repository / "requirements.lock").write_text("one==2\n")
    assert machine.run("build").returncode == 0
    assert len(installs(machine)) == 4
    assert not (machine.venv / "old").exists()


def test_an_environment_whose_python_has_gone_is_made_anew(machine: Machine) -> None:
    machine.run("build")
    (machine.venv / "bin" / "python").unlink()
    (machine.venv / "bin" / "python").symlink_to("/nowhere/python3.11")
    assert machine.run("build").returncode == 0
    assert len(installs(machine)) == 4


def test_tests_add_to_the_environment_and_building_is_content_with_it(machine: Machine) -> None:
    machine.run("build")
    machine.run("test", "-x")
    machine.run("build")
    assert installs(machine) == ["venv -I -m venv REPO/.venv", PIP + "requirements.lock", PIP + "requirements-dev.lock"]


def test_two_first_runs_at_once_set_up_once(machine: Machine) -> None:
    machine.flag("slow")
    with ThreadPoolExecutor() as pool:
        results = list(pool.map(machine.run, ("a", "b", "c")))
    assert [result.returncode for result in results] == [0, 0, 0]
    assert installs(machine) == ["venv -I -m venv REPO/.venv", PIP + "requirements.lock"]
    assert any("waiting for another setup" in result.stderr for result in results)


# ---- package managers ---------------------------------------------------------------------------------------------

APT = "apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=600 "
APT_LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk"
DNF_LIBRARIES = "pango harfbuzz fontconfig google-noto-sans-cjk-fonts google-noto-serif-cjk-fonts"
BREW_LIBRARIES = "pango harfbuzz fontconfig fontconfig font-noto-sans-cjk-sc font-noto-serif-cjk-sc"
MANAGERS = [
    ("apt-get", "Linux", APT, APT_LIBRARIES, "poppler-utils qpdf chromium"),
    ("dnf", "Linux", "dnf install -y ", DNF_LIBRARIES, "poppler-utils qpdf chromium"),
    (
        "pacman",
        "Linux",
        "pacman -S --needed --noconfirm ",
        "pango harfbuzz fontconfig noto-fonts-cjk",
        "poppler qpdf chromium",
    ),
    ("brew", "Darwin", "brew install ", BREW_LIBRARIES, "poppler qpdf google-chrome"),
]


@pytest.mark.parametrize(("manager", "system", "install", "libraries", "tools"), MANAGERS)
def test_each_manager_brings_what_is_missing(
    machine: Machine, manager: str, system: str, install: str, libraries: str, tools: str
) -> None:
    machine.bare()
    machine.add_manager(manager)
    machine.flag("uname", system)
    machine.flag("uid", "501" if manager == "brew" else "0")
    result = machine.run("test", "-x")
    assert result.returncode == 0, result.stderr
    assert install + libraries + " " + tools in machine.log
    assert f"studypress: installing with {manager}: {libraries} {tools}" in result.stderr
    assert machine.log.count("apt-get update -q") == (manager == "apt-get")


@pytest.mark.parametrize(("manager", "system", "install", "libraries", "tools"), MANAGERS)
def test_building_does_not_need_the_tools_of_the_tests(
    machine: Machine, manager: str, system: str, install: str, libraries: str, tools: str
) -> None:
    machine.bare()
    machine.add_manager(manager)
    machine.flag("uname", system)
    machine.flag("uid", "501" if manager == "brew" else "0")
    assert machine.run("build").returncode == 0
    assert install + libraries in machine.log
    assert tools.rsplit(maxsplit=1)[-1] not in " ".join(machine.log)


def test_only_what_is_missing_is_installed(machine: Machine) -> None:
    machine.add_manager("apt-get")
    machine.flag("no-font")
    machine.remove("qpdf")
    machine.run("test", "-x")
    assert APT + "fontconfig fonts-noto-cjk qpdf" in machine.log


def test_ubuntu_calls_the_browser_by_another_name(machine: Machine) -> None:
    machine.add_manager("apt-get")
    machine.flag("ubuntu")
    machine.remove("chromium")
    machine.run("test", "-x")
    assert APT + "chromium-browser" in machine.log


def test_debian_without_the_venv_package(machine: Machine) -> None:
    machine.add_manager("apt-get")
    machine.flag("no-ensurepip")
    machine.flag("no-pip")
    machine.run("build")
    assert APT + "python3-venv" in machine.log


def test_a_pip_outside_installs_where_venv_has_none(machine: Machine) -> None:
    machine.flag("no-ensurepip")
    assert machine.run("build").returncode == 0
    assert machine.log[:2] == [
        "venv -I -m venv --without-pip REPO/.venv",
        PIP.replace("-I -m pip", "-m pip --python REPO/.venv/bin/python") + "requirements.lock",
    ]


def test_an_ordinary_user_installs_through_sudo(machine: Machine) -> None:
    machine.bare()
    machine.add_manager("apt-get")
    machine.add("sudo")
    machine.flag("uid", "1000")
    assert machine.run("build").returncode == 0
    assert "sudo -n apt-get update -q" in machine.log
    assert f"sudo -n env DEBIAN_FRONTEND=noninteractive {APT}{APT_LIBRARIES}" in machine.log


@pytest.mark.parametrize("tools", [(), ("sudo",)], ids=["no sudo", "not allowed to"])
def test_without_rights_it_says_what_an_administrator_runs(machine: Machine, tools: tuple[str, ...]) -> None:
    machine.bare()
    machine.add_manager("apt-get")
    machine.add(*tools)
    machine.flag("no-rights")
    machine.flag("uid", "1000")
    result = machine.run("build")
    assert result.returncode == 69
    assert f"  sudo apt-get install -y --no-install-recommends {APT_LIBRARIES}\n" in result.stderr
    assert "libpango-1.0 libharfbuzz-subset" in result.stderr
    assert machine.log == []
    assert machine.run("build", STUDYPRESS_SYSTEM="skip").returncode == 0


def test_without_rights_it_goes_on_when_nothing_is_missing(machine: Machine) -> None:
    machine.flag("uid", "1000")
    assert machine.run("build").returncode == 0


def test_homebrew_refuses_root(machine: Machine) -> None:
    machine.bare()
    machine.add_manager("brew")
    machine.flag("uname", "Darwin 24.0")
    result = machine.run("build")
    assert result.returncode == 69
    assert f"  brew install {BREW_LIBRARIES}\n" in result.stderr


def test_a_manager_that_fails_is_named_with_what_is_still_missing(machine: Machine) -> None:
    machine.bare()
    machine.add_manager("dnf")
    machine.flag("broken-manager")
    result = machine.run("build")
    assert result.returncode == 69
    assert "dnf did not bring everything" in result.stderr
    assert (
        "Pango 1.44 or newer and HarfBuzz with its subsetter; not found: libpango-1.0 libharfbuzz-subset"
        in result.stderr
    )


# ---- where no package manager fits --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("uname", "advice"),
    [
        ("Linux 6.1", "None of the package managers apt-get, dnf, pacman and brew is here."),
        ("Linux 5.15.90-Microsoft-standard-WSL2", "In WSL install them inside the Linux system"),
        ("MINGW64_NT-10.0 3.4", "On Windows run Studypress in WSL"),
        ("Darwin 24.0", f"brew install {BREW_LIBRARIES}"),
    ],
)
def test_what_to_install_by_hand(machine: Machine, uname: str, advice: str) -> None:
    machine.bare()
    machine.flag("uname", uname)
    result = machine.run("test")
    assert result.returncode == 69
    assert advice in result.stderr
    for need in ("Pango", "HarfBuzz", "Noto Sans CJK SC", "pdftotext", "qpdf", "Chromium"):
        assert need in result.stderr
    assert machine.log == []


def test_homebrews_libraries_are_shown_to_python(machine: Machine) -> None:
    machine.flag("uname", "Darwin 24.0")
    lines = machine.run("build", DYLD_FALLBACK_LIBRARY_PATH="/mine").stdout.splitlines()
    assert lines[2].startswith("libraries /mine:")
    assert "/usr/local/lib" in lines[2]


# ---- Python and uv ------------------------------------------------------------------------------------------------


def test_a_newer_python_under_another_name_is_found(machine: Machine) -> None:
    machine.remove("python3")
    (machine.bin / "python3").symlink_to("/bin/false")
    (machine.bin / "python3.12").symlink_to(machine.tools / "python3")
    assert machine.run("build").returncode == 0


@pytest.mark.parametrize(
    ("manager", "advice"),
    [("apt-get", "sudo apt-get install python3.13 python3.13-venv"), ("", "python.org")],
)
def test_too_old_a_python_is_named_with_what_to_install(machine: Machine, manager: str, advice: str) -> None:
    machine.flag("old-python")
    if manager:
        machine.add_manager(manager)
    result = machine.run("build")
    assert result.returncode == 69
    assert "Python 3.11 or newer is needed, and here is Python 3.9.2" in result.stderr
    assert advice in result.stderr
    assert machine.log == []


@pytest.mark.parametrize(
    ("manager", "packages"), [("dnf", "dnf install -y python3.12"), ("pacman", "pacman -S --needed --noconfirm python")]
)
def test_managers_with_a_newer_python_bring_it(machine: Machine, manager: str, packages: str) -> None:
    machine.flag("old-python")
    machine.add_manager(manager)
    assert machine.run("build").returncode == 0
    assert machine.log[0] == packages


def test_apt_brings_python_where_there_is_none(machine: Machine) -> None:
    machine.remove("python3")
    machine.add_manager("apt-get")
    assert machine.run("build").returncode == 0
    assert machine.log[1] == APT + "python3 python3-venv"


def test_uv_brings_a_python_of_its_own(machine: Machine) -> None:
    machine.flag("old-python")
    machine.add("uv")
    assert machine.run("build").returncode == 0
    assert machine.log[0] == "uv python install 3.13"


def test_uv_is_used_where_it_is(machine: Machine) -> None:
    machine.add("uv")
    assert machine.run("build").returncode == 0
    install = (
        "uv pip install --quiet --python REPO/.venv/bin/python --no-deps --require-hashes -r REPO/requirements.lock"
    )
    assert machine.log[:2] == ["uv venv --quiet --python TOOLS/python3 REPO/.venv", install]


def test_pip_takes_over_where_uv_fails(machine: Machine) -> None:
    machine.add("uv")
    machine.flag("uv-broken")
    result = machine.run("build")
    assert result.returncode == 0
    assert "uv could not" in result.stderr
    assert PIP + "requirements.lock" in machine.log


# ---- where the environment goes -----------------------------------------------------------------------------------


def test_where_the_repository_cannot_be_written_the_cache_holds_the_environment(student: Machine) -> None:
    own = student.home / "own"
    for cache, environment in (
        (own / ".cache", {"HOME": str(own)}),
        (own / "elsewhere", {"HOME": str(own), "XDG_CACHE_HOME": str(own / "elsewhere")}),
    ):
        result = student.run("build", **environment)
        assert result.returncode == 0, result.stderr
        assert list((cache / "studypress").glob("venv-*/requirements.lock.done"))
    assert not student.venv.exists()


def test_the_cache_of_macos(student: Machine) -> None:
    student.flag("uname", "Darwin 24.0")
    assert student.run("build", HOME=str(student.home / "own")).returncode == 0
    assert (student.home / "own" / "Library" / "Caches" / "studypress").is_dir()


def test_an_environment_that_somebody_else_made_is_used(student: Machine) -> None:
    student.repository.chmod(0o755)
    somebody, student.user = student.user, None
    assert student.run("build").returncode == 0
    student.user = somebody
    student.repository.chmod(0o555)
    student.venv.chmod(0o555)
    assert student.run("build", HOME=str(student.home / "own")).returncode == 0
    assert len(installs(student)) == 2
    student.venv.chmod(0o755)


def test_without_a_home_it_says_what_to_set(student: Machine) -> None:
    result = student.run("build", HOME="")
    assert result.returncode == 69
    assert "STUDYPRESS_VENV" in result.stderr


def test_the_environment_can_be_put_elsewhere(machine: Machine) -> None:
    assert machine.run("build", STUDYPRESS_VENV="my env/x").returncode == 0
    assert (machine.home / "my env" / "x" / "requirements.lock.done").exists()
    assert not machine.venv.exists()


def test_a_path_that_python_cannot_work_in_is_refused(machine: Machine) -> None:
    bad = machine.home / "a:b"
    machine.repository.rename(bad)
    result = machine.run("build", script=str(bad / "studypress"))
    assert result.returncode == 69
    assert "':'" in result.stderr


# ---- ./studypress test --------------------------------------------------------------------------------------------

STEPS = [
    "run -m ruff check .",
    "run -m ruff format --check .",
    "run -m mypy",
    "run -c from importlinter.cli import lint_imports_command as lint; lint()",
    "run -m pytest -n auto --cov",
]


def test_ci_runs_every_check_and_ends_with_the_tests(machine: Machine) -> None:
    (machine.repository / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", machine.repository / ".ci")
    bash = shutil.which("bash")
    assert bash is not None, "bash is missing here"
    result = machine.run(str(machine.repository / ".ci" / "run"), script=bash, CI="true")
    assert result.returncode == 0, result.stderr
    assert machine.log[-5:] == STEPS
    assert f"folder {machine.repository}" in result.stdout


@pytest.mark.parametrize(
    ("failing", "name"), [("-m mypy", "mypy"), ("-m ruff check", "ruff check"), ("--cov", "pytest")]
)
def test_a_failed_check_is_named_and_the_others_still_run(machine: Machine, failing: str, name: str) -> None:
    machine.flag("failing", failing)
    result = machine.run("test")
    assert result.returncode == 1
    assert result.stderr.endswith(f"studypress: failed: {name}\n")
    assert machine.log[-5:] == STEPS


def test_arguments_go_to_pytest_alone(machine: Machine) -> None:
    result = machine.run("test", "tests/test_a.py", "-k", "b or c")
    assert machine.log[-1] == "run -m pytest tests/test_a.py -k b or c"
    assert not [line for line in machine.log if "ruff" in line]
    assert f"folder {machine.repository}" in result.stdout
