"""What `docker-compose.yml` and its companions say: hardened services, and files that their programs take."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from pydantic import ValidationError

from models.settings import ROOT, settings

BASE, REPLICAS, SERVICE = "docker-compose.yml", "docker-compose.replicas.yml", "deploy/service.yml"


def services(file: str) -> dict[str, Any]:
    """Give the services of a file, with what they extend."""
    found = yaml.safe_load((ROOT / file).read_text())["services"]
    return {
        name: (services(SERVICE)[said["extends"]["service"]] if "extends" in said else {}) | said
        for name, said in found.items()
    }


WHOLE = {**services(REPLICAS), **services(BASE)}


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_a_service_may_do_no_more_than_it_must(name: str) -> None:
    service = WHOLE[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert not {"cap_add", "privileged"} & set(service)
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"]
    for limit in ("cpus", "mem_limit", "pids_limit"):
        assert service[limit], limit
    for place in service.get("tmpfs", ()):
        assert "size=" in place
    # Nothing but the machine itself reaches a port: what faces the internet is a proxy with TLS.
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


def test_an_instance_has_time_to_stop() -> None:
    for name in ("api", "api2"):
        said = {**services(SERVICE)["api"]["environment"], **WHOLE[name].get("environment", {})}
        drain, stop = float(said["ENTENTE_DRAIN"]), float(said["ENTENTE_STOP"])
        assert drain > 3
        assert float(WHOLE[name]["stop_grace_period"].removesuffix("s")) > drain + stop + 10


def test_nobody_is_root() -> None:
    assert "\nUSER entente\n" in (ROOT / "Dockerfile").read_text()
    # That of etcd is of the image that is named from outside.
    assert {name for name, said in WHOLE.items() if "build" not in said and "user" not in said} == {"etcd"}


def test_no_password_is_in_an_environment() -> None:
    for service in WHOLE.values():
        for name, value in service.get("environment", {}).items():
            assert name.endswith("_FILE") or "PASSWORD" not in name
            assert "@" not in value


def test_compose_takes_the_files(tmp_path: Path) -> None:
    tools = [["docker", "compose"], ["docker-compose"]]
    works = (
        tool
        for tool in tools
        if shutil.which(tool[0]) and not subprocess.run([*tool, "version"], capture_output=True).returncode  # noqa: S603
    )
    if not (tool := next(works, None)):
        pytest.skip("Docker Compose is not here")
    environment = os.environ | {"PATRONI_IMAGE": "patroni", "ETCD_IMAGE": "etcd"}
    for files in ([BASE], [BASE, REPLICAS]):
        names = [part for file in files for part in ("-f", file)]
        done = subprocess.run([*tool, *names, "config"], cwd=ROOT, env=environment, capture_output=True, text=True)  # noqa: S603
        assert done.returncode == 0, done.stderr
        found = yaml.safe_load(done.stdout)["services"]
        assert set(found) == set().union(*(services(file) for file in files))
        assert all(said["read_only"] for said in found.values())


def test_haproxy_takes_its_file() -> None:
    if not (tool := shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin")):
        pytest.skip("HAProxy is not here")
    done = subprocess.run([tool, "-c", "-f", str(ROOT / "deploy" / "haproxy.cfg")], capture_output=True, text=True)  # noqa: S603
    assert done.returncode == 0, done.stderr


def test_haproxy_asks_who_knows() -> None:
    parts = (ROOT / "deploy" / "haproxy.cfg").read_text().split("\n\n")
    said = {part.split()[1]: part for part in (p[p.find("\nlisten") + 1 :] for p in parts) if part.startswith("listen")}
    assert "OPTIONS /primary" in said["primary"]
    assert "on-marked-down shutdown-sessions" in said["primary"]
    assert "OPTIONS /replica?lag=" in said["replicas"]
    assert "GET /readyz" in next(part for part in parts if part.startswith("backend api"))
    patroni = yaml.safe_load((ROOT / "deploy" / "patroni.yml").read_text())["bootstrap"]["dcs"]
    assert patroni["synchronous_mode"] is True
    assert patroni["failsafe_mode"] is True


def test_settings_come_from_files_of_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "database_url").write_text("postgresql://entente:secret@db/entente\n")
    (tmp_path / "entente_port").write_text("8123")
    (tmp_path / "another").write_text("of somebody else")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("ENTENTE_PORT", raising=False)
    monkeypatch.setenv("ENTENTE_SECRETS", str(tmp_path))
    settings.cache_clear()
    assert settings().database_url == "postgresql://entente:secret@db/entente"
    assert settings().port == 8123
    # The environment goes first.
    monkeypatch.setenv("ENTENTE_PORT", "8124")
    settings.cache_clear()
    assert settings().port == 8124
    monkeypatch.setenv("ENTENTE_SECRETS", str(tmp_path / "none"))
    settings.cache_clear()
    with pytest.raises(ValidationError, match="there is no such folder"):
        settings()
    settings.cache_clear()
