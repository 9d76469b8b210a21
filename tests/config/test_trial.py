"""Does the demo say what is in its way, and keep its secrets to itself?"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config import trial
from config.binaries import Unavailable
from config.restarting import Ended


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(trial, "FOLDER", folder)
    return folder


def test_a_taken_port_is_a_sentence(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert trial.main(["--port", str(port)]) == 1
    said = f"Port {port} is taken. Choose another: ./run demo --port {port + 1}\n"
    assert capsys.readouterr().err == said
    assert list(here.iterdir()) == []


def test_a_port_out_of_range_is_a_sentence() -> None:
    with pytest.raises(Unavailable, match="from 1 to 65535"):
        trial.require_port(70000)


def test_secrets_are_drawn_once_and_only_the_owner_reads_them(here: Path) -> None:
    drawn = trial.kept_secrets(here / "env")
    assert trial.kept_secrets(here / "env") == drawn
    assert len(bytes.fromhex(drawn["NUMBER_KEY"])) == 32
    assert (here / "env").stat().st_mode & 0o777 == 0o600


def test_a_secret_that_is_new_in_this_version_is_added(here: Path) -> None:
    (here / "env").write_text("SECRET_KEY=old\n")
    kept = trial.kept_secrets(here / "env")
    assert kept["SECRET_KEY"] == "old"
    assert set(kept) == set(trial.SECRETS)


def test_what_the_environment_sets_has_the_last_word(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "mine")
    assert trial.own_environment()["SECRET_KEY"] == "mine"


def test_one_server_named_of_two_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL")
    with pytest.raises(Unavailable, match="Only DATABASE_URL is set"):
        trial.named_in_environment()


def test_fresh_deletes_what_the_demo_made_and_nothing_else(here: Path) -> None:
    trial.prepare(fresh=False)
    (here / "env").touch()
    (here / "thesis.txt").touch()
    trial.prepare(fresh=True)
    assert {path.name for path in here.iterdir()} == {"log", "timetable", "thesis.txt"}


def test_a_process_that_ends_is_named_with_its_last_words(here: Path) -> None:
    trial.prepare(fresh=False)
    with trial.process("web", ["this_module_is_not_there"], dict(os.environ)) as web:
        web.running.wait()
        with pytest.raises(Ended, match=r"`web` has ended by itself[^$]*No module named"):
            trial.look_after([web], None)


def test_a_process_that_was_killed_is_started_again_and_named(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trial.prepare(fresh=False)
    with trial.process("web", ["http.server", "0"], dict(os.environ)) as web:
        first = web.running
        first.kill()
        first.wait()
        trial.look_after([web], None)
        assert web.running.pid != first.pid and web.running.poll() is None
    assert "`web` had ended by itself and was started again" in capsys.readouterr().out


def test_a_process_ends_with_its_block(here: Path) -> None:
    trial.prepare(fresh=False)
    with contextlib.suppress(KeyboardInterrupt), trial.process("web", ["http.server", "0"], {}) as web:
        raise KeyboardInterrupt
    assert web.running.returncode is not None


def test_static_files_are_collected_again_when_one_is_younger(here: Path) -> None:
    assert not trial.static_files_are_current(here)
    (here / "staticfiles.json").touch()
    assert trial.static_files_are_current(here)
    os.utime(here / "staticfiles.json", (0, 0))
    assert not trial.static_files_are_current(here)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_either_signal_ends_a_demo_that_a_script_started_in_its_background(ending: signal.Signals) -> None:
    waiting = "trial.run = lambda *_, **__: print(flush=True) or time.sleep(60)"
    code = f"import time; from config import trial; {waiting}; raise SystemExit(trial.main([]))"
    running = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )
    assert running.stdout is not None and running.stdout.readline() == b"\n"
    running.send_signal(ending)
    assert running.wait(10) == 0
    assert b"The demo has ended" in running.stdout.read()


def test_a_first_page_is_waited_for_as_long_as_the_processes_live(here: Path) -> None:
    trial.prepare(fresh=False)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}/"
        failing = "import time; time.sleep(1); raise SystemExit(3)"
        with (
            trial.process("web", ["timeit", "-n1", "-r1", failing], dict(os.environ)) as web,
            pytest.raises(Ended, match="`web` has ended by itself"),
        ):
            trial.await_page(address, [web])
