"""A home without configuration, and a way to write some."""

from pathlib import Path

import pytest

from ksclient import config
from ksclient.config import places


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home, and below it the current directory and that of the site."""
    for name in ("work", "site", "shared"):
        tmp_path.joinpath(name).mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setattr(places, "SITE", tmp_path / "site")
    return tmp_path


@pytest.fixture
def environ(home):
    return {"HOME": str(home), "XDG_CONFIG_DIRS": str(home / "shared")}


@pytest.fixture
def write(home):
    """Write a file that only its owner can read; below the current directory without a path."""

    def write(text: str, name: str = "clouds.yaml") -> Path:
        path = home / "work" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o600)
        return path

    return write


@pytest.fixture
def load(environ):
    """`config.load` with this environment, and what is added to it."""

    def load(cloud=None, env=None, **overrides):
        return config.load(cloud, overrides=overrides, environ={**environ, **(env or {})})

    return load


@pytest.fixture
def error(load):
    """The error of `load`."""

    def error(*args, **kwargs):
        with pytest.raises(config.ConfigError) as caught:
            load(*args, **kwargs)
        return caught.value

    return error
