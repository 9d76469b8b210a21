"""Do hostile files stop the site? `./run bench hostile` sends them all, through every door, to a running one.

Web with its keeper, workers, timetable, PostgreSQL and Valkey run as an installation has them. Four people at
once send the files of tests/hostile.py; meanwhile somebody else opens the log-in page, their worklist and a
record, over and over. A kind of files has its turn after the other, so that the memory of each is seen.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import psycopg2

from bench.doors import MULTIPART, Door, Told, Visitor, looked_for, of_page, of_programs, whole
from bench.outages import province
from bench.processes import Watch
from bench.web import free_port, web
from config.binaries import Unavailable
from config.embedded import Servers, dies_with_parent
from tests.hostile import ALL, HEAD, harms

AT_ONCE = 4
# Of the doors that are alike (a file is looked at and kept, whatever for) each gets every so manieth file.
SHARE = 8
QUIET = 120  # seconds in which the workers must have done with a kind of files
# What a reader may address, by documents/quarantine and documents/incoming/streams.
MOST_ADDRESSED = 1024 * 2**20
LARGE: dict[str, Callable[[], bytes]] = {
    "one_line.csv": lambda: b"a" * 100_000_000,
    "one_cell.csv": lambda: HEAD.encode() + b'"' + b"a" * 50_000_000 + b'"',
    "all_commas.csv": lambda: b"," * 100_000_000,
    "one_text.json": lambda: b'[{"a":"' + b"a" * 15_000_000 + b'"}]',
    "deep.json": lambda: b"[" * 15_000_000,
    "zeros.csv": lambda: bytes(50_000_000),
}
# Where a name ends up on a disk, on a page and in a header.
NAMED = (
    *(
        "..\\..\\evil.csv",
        "../../evil.csv",
        "/etc/cron.d/evil.csv",
        "CON.csv",
        "a.csv.exe",
        "a.php.csv",
        ".csv",
    ),
    *("\u202egnp.csv", "\ufeff\u200b.csv", "绒" * 200 + ".csv", "a%00.csv", "a;rm -rf ~.csv", "<script>.csv"),
)
# Whoever plays the province's programs has all roles that a program can have there.
EVERY_ROLE = """
    UPDATE accounts_apitoken t SET roles = r.roles FROM (
        SELECT m.organisation_id, array_agg(DISTINCT role)::varchar[] AS roles
        FROM accounts_membership m, unnest(m.roles) role GROUP BY 1
    ) r WHERE r.organisation_id = t.organisation_id
"""
# One person for each set of roles in each kind of organisation.
PEOPLE = """
    SELECT min(u.username) FROM accounts_user u
    JOIN accounts_membership m ON m.user_id = u.id JOIN accounts_organisation o ON o.id = m.organisation_id
    WHERE u.is_active AND u.password NOT LIKE '!%%' AND m.left_on IS NULL GROUP BY o.kind, o.level, m.roles
"""
# A scheme that still takes listings: the province's stories have gone beyond that. Its number is printed.
DRAFT = """
from datetime import timedelta
from django.utils import timezone
from casework.flow import Refused
from monitoring.plans.models.plans import WorkPlan
from demo import founding
from sampling.schemes.actions.schemes import open_scheme
now, people = timezone.now(), founding.province().people
said = dict(title="Listings", scope="All", method="targeted", staffing="Two", buyers=[people["buyer"].user])
days = dict(starts_on=now.date(), ends_on=now.date() + timedelta(30))
for plan in WorkPlan.objects.filter(state="executing"):
    try:
        made = open_scheme(plan=plan, by=people["organiser"], now=now, **said, **days)
    except Refused:
        continue
    print("drawn up:", made.number)
    break
"""
WORKED = """
    SELECT coalesce(i.name, o.name), extract(epoch FROM b.done_at - b.sent_at), b.tries
    FROM casework_outbox b
    LEFT JOIN monitoring_intake i
        ON b.payload->>'kind' = 'monitoring.intake' AND i.id = (b.payload->>'job')::bigint
    LEFT JOIN sampling_offerfile o
        ON b.payload->>'kind' = 'sampling.offerfile' AND o.id = (b.payload->>'job')::bigint
    WHERE b.task = 'casework.job' AND b.id > %s
"""


class Sent(NamedTuple):
    """A file and what became of it at a door."""

    kind: str
    name: str
    door: Door
    told: Told


@dataclass
class Kind:
    """What is said of a kind of files. Times in seconds, memory in megabytes."""

    kind: str
    files: int
    sent: int = 0
    slowest: float = 0
    slowest_file: str = ""
    worker: float = 0
    web: int = 0
    workers: int = 0
    reader: int = 0
    statuses: dict[str, int] = field(default_factory=dict)


class Other(threading.Thread):
    """Somebody else, who only reads. took: seconds of each answer; failed: those that were none."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.visitor, self.stranger = Visitor(port, "organiser").log_in(), Visitor(port, "")
        found = [link for link in self.visitor.page("/schemes/").split('"') if link.startswith("/schemes/SC")]
        self.asked = [
            (self.stranger, "/login/"),
            (self.visitor, "/"),
            *((self.visitor, one) for one in found[:1]),
        ]
        self.took: list[float] = []
        self.failed, self.goes_home = Counter[str](), False

    def run(self) -> None:
        while not self.goes_home:
            for visitor, path in self.asked:
                began = time.monotonic()
                try:
                    status = str(visitor.ask("GET", path)[0])
                except OSError:
                    status = "none"
                self.took.append(time.monotonic() - began)
                if status != "200":
                    self.failed[f"{status} {path}"] += 1
            time.sleep(0.05)


def kinds() -> dict[str, dict[str, Callable[[], bytes]]]:
    """Files by kind: those of lists as they are kept, all others by their endings."""
    found: dict[str, dict[str, Callable[[], bytes]]] = {}
    for named, make in ALL.items():
        kind, _slash, name = named.rpartition("/")
        found.setdefault(kind or f"*.{name.rpartition('.')[2]}", {})[name] = make
    found["names"] = dict.fromkeys(NAMED, lambda: HEAD.encode())
    found["large"] = LARGE
    return found


def drawn_up(environment: dict[str, str]) -> str:
    """The number of a draft of a scheme."""
    command = [sys.executable, "manage.py", "shell", "-c", DRAFT]
    done = subprocess.run(command, env=os.environ | environment, stdout=subprocess.PIPE, check=True)  # noqa: S603
    return done.stdout.decode().rpartition("drawn up: ")[2].strip()


def doors(port: int, names: list[str], scheme: str) -> list[Door]:
    """One of each: the first person who finds it goes through it. scheme: one that takes listings."""
    by_all = Counter[str]()

    def of(name: str) -> list[Door]:
        return list(looked_for(Visitor(port, name).log_in(), by_all))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = [door for each in pool.map(of, names) for door in each]
    organiser, collector = (Visitor(port, name).log_in() for name in ("organiser", "collector"))
    listed = [door for door in of_page(organiser, f"/schemes/{scheme}/import/") if door.lists]
    found = [*whole(collector), *listed, *of_programs(port), *found]
    return list({(door.name, door.way): door for door in reversed(found)}.values())[::-1]


def meant(kind: str, name: str, doors: list[Door], every: bool) -> Iterator[Door]:
    """The doors through which a file is sent."""
    turn = sum(name.encode())
    for number, door in enumerate(doors):
        if not door.takes(name) or (
            kind == "large" and (not door.lists or door.way not in ("form", MULTIPART))
        ):
            continue
        special = door.lists or door.name.startswith(("/signals/new/ kept", "/uploads/"))
        if every or special or (turn + number) % SHARE == 0:
            yield door


def sent(
    kind: str, files: dict[str, Callable[[], bytes]], doors: list[Door], every: bool, port: int
) -> list[Sent]:
    """Every file of a kind, by four people at once."""
    visitors: dict[tuple[int, str], Visitor] = {}

    def send(name: str, content: bytes, door: Door) -> Sent:
        key = (threading.get_ident(), door.who)
        if key not in visitors:
            visitors[key] = Visitor(port, door.who).log_in()
        return Sent(kind, name, door, visitors[key].send(door, name, content))

    answers = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for name, make in files.items():
            content = make()
            asked = [pool.submit(send, name, content, door) for door in meant(kind, name, doors, every)]
            answers += [one.result() for one in asked]
    return answers


def judged(answers: list[Sent]) -> list[str]:
    """What must not be: an error of ours, no answer, a file taken that harms whoever opens it."""
    wrong = []
    for kind, name, door, told in answers:
        if told.status == 0 or (told.status >= 500 and told.status != 507):
            wrong.append(f"{told.status or 'no answer'}: {kind} {name} at {door.name} ({door.way})")
        elif told.taken and not door.lists and harms(name if kind.startswith("*") else f"{kind}/{name}"):
            wrong.append(f"taken: {name} at {door.name} ({door.way})")
    return wrong


@contextmanager
def running(environment: dict[str, str], folder: Path) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """The worker and the timetable, as docker-compose.yml has them."""
    commands = {
        "worker": ["worker", "--concurrency", "2", "--loglevel", "warning"],
        "timetable": ["beat", "--loglevel", "warning", "--pidfile=", "--schedule", str(folder / "timetable")],
    }
    with ExitStack() as stack:
        begun = {}
        for name, command in commands.items():
            log = stack.enter_context((folder / f"{name}.log").open("wb"))
            begun[name] = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "celery", "--app", "config", *command],
                env=os.environ | environment,
                stdout=log,
                stderr=log,
                preexec_fn=dies_with_parent(signal.SIGTERM),
            )
            stack.callback(begun[name].wait)
            stack.callback(begun[name].terminate)
        yield begun


class Measured:
    """A run. database: asks as the owner."""

    def __init__(self, servers: Servers, port: int, watch: Watch, *, every: bool) -> None:
        self.servers, self.port, self.watch, self.every = servers, port, watch, every
        self.kinds: list[Kind] = []
        self.wrong: list[str] = []

    def asked(self, question: str, *given: Any) -> list[tuple[Any, ...]]:
        owner = self.servers.as_owner["DATABASE_OWNER_URL"]
        with closing(psycopg2.connect(owner)) as connection, connection, connection.cursor() as cursor:
            cursor.execute(question, given)
            return list(cursor.fetchall()) if cursor.description else []

    def names(self) -> list[str]:
        return [name for (name,) in self.asked(PEOPLE)]

    def measure(self, kind: str, files: dict[str, Callable[[], bytes]], found: list[Door]) -> Kind:
        self.watch.begin()
        [(before,)] = self.asked("SELECT coalesce(max(id), 0) FROM casework_outbox")
        answers = sent(kind, files, found, self.every, self.port)
        worked = self.worked(before)
        peak = self.watch.peaks()
        slowest = max(answers, key=lambda one: one.told.took)
        self.wrong += judged(answers)
        said = Kind(
            kind,
            files=len(files),
            sent=len(answers),
            slowest=slowest.told.took,
            slowest_file=f"{slowest.name} at {slowest.door.name}",
            worker=max((seconds for _name, seconds, _tries in worked), default=0),
            web=peak["web"] >> 20,
            workers=peak["worker"] >> 20,
            reader=peak["reader"] >> 20,
            statuses=dict(sorted(Counter(str(one.told.status or "none") for one in answers).items())),
        )
        self.kinds.append(said)
        return said

    def worked(self, before: int) -> list[tuple[str, float, int]]:
        """What the workers did with files of this kind, once they have done with all."""
        until = time.monotonic() + QUIET
        while True:
            rows = self.asked(WORKED, before)
            waiting = [name for name, seconds, _tries in rows if seconds is None]
            if not waiting:
                return [(name, float(seconds), tries) for name, seconds, tries in rows]
            if time.monotonic() > until:
                self.wrong.append(f"the workers have not done with {', '.join(waiting)}")
                return [(name, float(seconds), tries) for name, seconds, tries in rows if seconds is not None]
            time.sleep(0.2)


def raised(log: str) -> list[str]:
    """What the web server could not help, with where: its tracebacks."""
    return [found[:6_000] for found in log.split("Traceback (most recent call last)")[1:]]


def line(of: Kind) -> str:
    statuses = ", ".join(f"{number} × {status}" for status, number in of.statuses.items())
    return (
        f"{of.kind:<10} {of.files:>5} {of.sent:>6} {of.slowest:>8.2f} {of.worker:>8.1f} "
        f"{of.web:>6} {of.workers:>7} {of.reader:>7}  {statuses}; slowest: {of.slowest_file}"
    )


HEADING = "kind       files   sent   answer   worker    web  worker  reader  (seconds; megabytes at most)"


def run(options: argparse.Namespace, say: Callable[[str], object]) -> tuple[list[str], dict[str, Any]]:
    """(what must not be, the figures)"""
    with province(options.on, KEPT_QUOTA=str(100 << 30), API_RATE="100000/min") as (servers, environment):
        port = free_port()
        with (
            web(port, environment, "--processes", "2", log=servers.folder / "web.log") as keeper,
            running(environment, servers.folder) as begun,
            Watch(web=keeper.pid, worker=begun["worker"].pid) as watch,
        ):
            measured = Measured(servers, port, watch, every=options.every)
            measured.asked(EVERY_ROLE)
            found = doors(port, measured.names(), drawn_up(environment))
            ways = Counter(door.way for door in found)
            say(f"{len(found)} doors: {', '.join(f'{number} {way}' for way, number in ways.items())}")
            other, serving = Other(port), watch.serving()
            other.start()
            say(HEADING)
            for kind, files in kinds().items():
                if not options.only or kind in options.only:
                    say(line(measured.measure(kind, files, found)))
            other.goes_home = True
            other.join()
            wrong = [*measured.wrong, *watch.wrong(MOST_ADDRESSED)]
            wrong += [f"web process {number} was started again" for number in serving - watch.serving()]
            wrong += [f"the second client: {number} × {what}" for what, number in other.failed.items()]
            log = (servers.folder / "worker.log").read_text(errors="replace")
            wrong += ["a worker was killed"] if "WorkerLost" in log or "signal 9" in log else []
            wrong += raised((servers.folder / "web.log").read_text(errors="replace"))
            say(f"second client: {len(other.took)} answers, slowest {max(other.took):.2f} s, "
                f"{sum(other.failed.values())} failed")  # fmt: skip
    figures = {
        "doors": [door.name for door in found],
        "kinds": [asdict(one) for one in measured.kinds],
        "other": {"answers": len(other.took), "slowest": max(other.took), "failed": dict(other.failed)},
        "wrong": wrong,
    }
    return wrong, figures


def main(arguments: list[str]) -> int:
    """Prints a line for each kind; 1 where something is that must not be."""
    parser = argparse.ArgumentParser(prog="./run bench hostile", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=kinds(), help="these kinds alone")
    parser.add_argument("--every", action="store_true", help="every file through every door that takes it")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.add_argument("--on", metavar="FOLDER", help="where all its data lie")
    options = parser.parse_args(arguments)

    def say(text: str) -> None:
        if not options.json:
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()

    try:
        wrong, figures = run(options, say)
    except Unavailable as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    except subprocess.CalledProcessError as failed:
        return failed.returncode
    if options.json:
        sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    for one in wrong:
        say(one)
    return 1 if wrong else 0
