"""What is installed: the lock files are complete and name no place, and the wheel carries its templates and packs."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = {
    "requirements.lock": PROJECT["project"]["dependencies"],
    "requirements-dev.lock": [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]],
}


def locked(name: str) -> dict[str, str]:
    """Return {package: version} of a lock file; each has one version and at least one hash."""
    versions = {}
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip().replace("\\\n", ""))
    for entry in entries:
        requirement, *hashes = entry.split("--hash=")
        parsed = Requirement(requirement.strip())
        (version,) = parsed.specifier
        assert version.operator == "=="
        assert hashes
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}\s*", one) for one in hashes)
        assert parsed.name not in versions
        versions[canonicalize_name(parsed.name)] = version.version
    return versions


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_every_dependency_in_a_fitting_version(name: str) -> None:
    versions = locked(name)
    for dependency in map(Requirement, LOCKS[name]):
        version = versions.get(canonicalize_name(dependency.name), "none")
        assert version != "none", f"{dependency.name} is not in {name}: make it anew (CONTRIBUTING.md)"
        assert dependency.specifier.contains(version, prereleases=True), f"{dependency}: {version} in {name}"


def test_tests_run_with_the_versions_that_people_get() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


@pytest.mark.parametrize("name", LOCKS)
def test_lock_installs_behind_any_mirror(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|--index-url|--extra-index-url|--find-links|file:|@ ", text)


def test_quickjs_comes_from_the_package_with_wheels() -> None:
    versions = locked("requirements.lock")
    assert "quickjs-ng" in versions
    assert "quickjs" not in versions


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    command = [sys.executable, "-c", build, str(folder)]
    result = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    (path,) = folder.glob("studypress-*.whl")
    return zipfile.ZipFile(path)


def below(folder: str) -> set[str]:
    """Return the files under a folder of the repository, caches and hidden files aside."""
    place = ROOT / folder
    files = (path.relative_to(place) for path in place.rglob("*") if path.is_file())
    return {path.as_posix() for path in files if not any(part[0] in "._" for part in path.parts[:-1])}


def test_wheel_holds_templates_and_packs(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    templates = below("templates")
    assert templates
    assert {f"generator/_templates/{name}" for name in templates} <= names
    assert {f"generator/packs/{name}" for name in below("generator/packs")} <= names
    assert any(name.startswith("generator/cli") for name in names)


def test_wheel_holds_nothing_else_and_no_path_of_this_machine(wheel: zipfile.ZipFile) -> None:
    for name in wheel.namelist():
        assert name.startswith(("generator/", "studypress-"))
        assert "__pycache__" not in name
        assert str(ROOT).encode() not in wheel.read(name)


def test_wheel_brings_the_command(wheel: zipfile.ZipFile) -> None:
    (entry_points,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "studypress = generator.cli:main" in wheel.read(entry_points).decode()
