"""The files of docs/install say one thing: what the service runs with, its commands run with."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

from bot.settings import Settings

DOCS = Path(__file__).parents[2] / "docs"
UNIT = (DOCS / "install" / "motcua.service").read_text(encoding="utf-8")
COMMAND = (DOCS / "install" / "motcua").read_text(encoding="utf-8")
SETTINGS = DOCS / "install" / "motcua.env"
STEPS = (DOCS / "install.md").read_text(encoding="utf-8")


def _unit(name: str) -> str:
    (value,) = re.findall(rf"^{name}=(.*)$", UNIT, re.M)
    return str(value)


def test_a_command_has_the_settings_the_folders_and_the_user_of_the_service() -> None:
    assert f". {_unit('EnvironmentFile')}\n" in COMMAND
    assert f"\n{_unit('Environment')}\n" in COMMAND
    assert f"--reuid={_unit('User')} --regid={_unit('Group')} " in COMMAND
    assert f"cd {_unit('WorkingDirectory')} " in COMMAND
    assert f"umask {_unit('UMask')} " in COMMAND
    program, file, only = _unit("ExecStart").split()
    assert only == "run"
    assert f"{program.removeprefix(_unit('WorkingDirectory') + '/')} {file} " in COMMAND
    assert os.access(DOCS / "install" / "motcua", os.X_OK)
    (home,) = re.findall(r"useradd .*--home-dir (\S+)", STEPS)
    assert f"\nexport HOME={home}\n" in COMMAND


def test_every_line_of_the_settings_is_one_that_there_is_and_a_shell_reads_them() -> None:
    names = re.findall(r"^#?(MOTCUA_\w+)=", SETTINGS.read_text(encoding="utf-8"), re.M)
    assert {name.removeprefix("MOTCUA_").lower() for name in names} <= set(Settings.model_fields)
    read = subprocess.run(
        ["/bin/sh", "-c", f"set -a; . {shlex.quote(str(SETTINGS))}; env"], capture_output=True, text=True, check=True
    )
    assert "MOTCUA_PUBLIC_URL=https://motcua.example.vn\n" in read.stdout


def test_the_service_may_write_where_the_steps_make_folders_and_where_backups_go() -> None:
    (made,) = re.findall(r"install -d -m 0700 -o motcua -g motcua (.*)$", STEPS, re.M)
    state = [f"/var/lib/{name}" for name in _unit("StateDirectory").split()]
    backups = _unit("ReadWritePaths").removeprefix("-")
    assert made.split() == [*state, backups]
    assert f"MOTCUA_BACKUP_DIR={backups}\n" in SETTINGS.read_text(encoding="utf-8")
