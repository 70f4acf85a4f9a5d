"""The real process as a child, and the sandbox it talks to in a thread of ours.

Both live by one drill clock: the process keeps its own in the database, the sandbox takes it over.
The program is read once and each process forked from there: a journey of many mornings does not
wait for imports.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot.cli import main
from bot.clock import DrillClock
from bot.sandbox.cast import assemble
from bot.sandbox.server import create_app, serve
from storage.database import Database
from storage.kept import recall
from tests.office import clock as instant
from tests.sandbox_client import LIU

ROOT = Path(__file__).parents[2]
SPEED = 600.0
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.journeys.real_process"])


class Town(threading.Thread):
    """The sandbox with its cast, served from a loop of its own."""

    def __init__(self, opening: datetime) -> None:
        super().__init__(daemon=True)
        self.clock = DrillClock(opening, SPEED, datetime.now(UTC))
        self.world = assemble(self.clock.now)
        self.ready = threading.Event()
        self.address = ""

    def run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self.loop, self.stopped = asyncio.get_running_loop(), asyncio.Event()
        async with serve(create_app(self.world, clock=self.clock)) as port:
            self.address = f"http://127.0.0.1:{port}"
            self.ready.set()
            await self.stopped.wait()

    def wait_until(self, clock: str, deadline: float = 30) -> None:
        """Sleep until the drill shows `2024-03-04 16:30` in Qianjiang."""
        ahead = (instant(clock) - self.clock.now()).total_seconds() / SPEED
        assert ahead < deadline, f"{clock} is {ahead:.0f} real seconds away"
        time.sleep(max(ahead, 0))


@contextlib.contextmanager
def town(opening: str) -> Iterator[Town]:
    place = Town(instant(opening))
    place.start()
    assert place.ready.wait(10)
    yield place
    place.loop.call_soon_threadsafe(place.stopped.set)
    place.join(timeout=10)
    assert not place.is_alive()


class RealProcess:
    """`python -m bot` with one database: its commands, its process, its accidents."""

    def __init__(self, place: Town, folder: Path, opening: str) -> None:
        self.place = place
        self.folder = folder
        self.database = f"sqlite:///{folder / 'office.db'}"
        self.opening = opening
        self.started = self.cut_short = self.killed = 0
        self._process: ForkServerProcess | None = None
        self._turn = threading.Lock()

    def command(self, *words: str) -> str:
        """Run a command to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder, env=self._environment(), check=True, capture_output=True, timeout=60,
        )  # fmt: skip
        return done.stdout.decode().strip()

    def open(self, clock: str) -> None:
        """Start the process with its drill at that hour, and set the sandbox to the same."""
        self.opening = clock
        self._start()
        held = _kept_drill(self.database, instant(clock))
        self.place.clock.start = datetime.fromisoformat(held["start"])
        self.place.clock.anchor = datetime.fromisoformat(held["anchor"])

    def close(self) -> None:
        """Ask the process to stop, as an administrator would, once it is wholly there."""
        with self._turn:
            assert self._process is not None
            for _ in range(400):
                if self.log().count("duban runs") + self.cut_short == self.started:
                    break
                time.sleep(0.05)
            self._process.terminate()
            self._process.join(timeout=20)
            assert self._process.exitcode == 0, self.log()

    def kill_at(self, clock: datetime) -> threading.Timer:
        """Cut the power at that hour of the drill and start again at once."""
        ahead = (clock - self.place.clock.now()).total_seconds() / SPEED
        accident = threading.Timer(max(ahead, 0), self._kill_and_restart)
        accident.start()
        return accident

    def log(self) -> str:
        """Return what the process said."""
        return (self.folder / "office.log").read_text()

    def end(self) -> None:
        """Leave nothing running, and let no accident start it again."""
        with self._turn:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.join(timeout=10)

    def _kill_and_restart(self) -> None:
        with self._turn:
            if self._process is None:
                return
            self._process.kill()
            self._process.join(timeout=10)
            self.killed += 1
            self.cut_short = self.started - self.log().count("duban runs")
            self._start()

    def _start(self) -> None:
        self.started += 1
        self._process = FORKS.Process(target=_run, args=(self.folder, self._environment()))
        self._process.start()

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "TELEGRAM_BOT_TOKEN": self.place.world.token,
            "TELEGRAM_API_BASE_URL": self.place.address,
            "DATABASE_URL": self.database,
            "ADMIN_IDS": str(LIU),
            "DUBAN_DRILL_START": instant(self.opening).isoformat(),
            "DUBAN_DRILL_SPEED": str(SPEED),
        }


def _run(folder: Path, environment: dict[str, str]) -> None:
    """Be `python -m bot run` in a folder; what it says goes to the office's log."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    with (folder / "office.log").open("ab") as log:
        os.dup2(log.fileno(), sys.stdout.fileno())
        os.dup2(log.fileno(), sys.stderr.fileno())
    sys.argv = ["duban", "run"]
    main()


def _kept_drill(url: str, opening: datetime) -> dict[str, str]:
    """Wait for the process to note that its drill began at `opening`; return what it noted."""
    db = Database(url)
    try:
        for _ in range(400):
            held = db.read_now(recall, "drill")
            if held and datetime.fromisoformat(held["start"]) == opening:
                return {name: held[name] for name in ("start", "anchor")}
            time.sleep(0.05)
    finally:
        db.close()
    raise TimeoutError("the process never began its drill")
