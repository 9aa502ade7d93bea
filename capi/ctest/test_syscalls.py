"""
Every system call that a job makes on a file fails once, with each error that it may have; and the process is killed at
each of them. filejobs.c has the jobs, and knows what they may leave behind.
"""

import errno
import signal
import subprocess

import pytest
import strace
from filejobs import Soak, results

JOBS = [
    "create",
    "promote",
    "wave64",
    "create_fd",
    "append",
    "update",
    "edit",
    "repair",
    "copy",
    "copy_rifx",
    "read",
    "read_fd",
    "map",
    "fill_hole",
    "scan",
]

# What a call may fail with. EINTR is no failure where it is tried again.
ERRORS = {
    "openat": ["EINTR", "EIO", "EMFILE", "ENOSPC"],
    "read": ["EINTR", "EIO", "EAGAIN"],
    "pread64": ["EINTR", "EIO", "EAGAIN"],
    "write": ["EINTR", "EIO", "ENOSPC", "EPIPE"],
    "pwrite64": ["EINTR", "EIO", "ENOSPC"],
    "copy_file_range": ["EINTR", "EIO", "ENOSPC", "EXDEV", "ENOSYS"],
    "sendfile": ["EINTR", "EIO"],
    "splice": ["EINTR", "EIO"],
    "lseek": ["EIO"],
    "fstat": ["EIO", "ENOMEM"],
    "newfstatat": ["EIO", "EACCES"],
    "fcntl": ["EMFILE"],
    "ftruncate": ["EINTR", "EIO"],
    "fchmod": ["EIO"],
    "fsync": ["EINTR", "EIO", "ENOSPC"],
    "msync": ["EIO"],
    "mmap": ["ENOMEM", "ENODEV"],
    "munmap": ["ENOMEM"],
    "renameat": ["EIO", "ENOSPC"],
    "unlinkat": ["EIO"],
    "close": ["EIO", "ENOSPC"],
}

# The jobs that open a file themselves, and close it.
WITH_FILE = ("create_fd", "read_fd")

# What may go wrong without harm: there is another way to the same end. newfstatat looks for a folder of the new name,
# which renameat itself would refuse; and for a regular file, which writing to raises no signals that are to be held.
SPARE = {"fstat", "newfstatat", "lseek", "copy_file_range", "sendfile", "splice", "fcntl"}


class Tracer:
    """Runs jobs under strace."""

    def __init__(self, program, folder, log, keeper):
        self.command, self.environment = strace.command()
        self.program, self.folder, self.path, self.keeper = program, folder, log, keeper

    def run(self, job, *options, **more):
        """Prepares a job's files and runs it."""
        self.keeper.ask("prepare")
        self.path.write_text("")
        return subprocess.run(
            [*self.command, "-y", "-o", str(self.path), *options, str(self.program), job],
            cwd=self.folder,
            env={**self.environment, **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def log(self):
        return self.path.read_text(encoding="utf-8", errors="replace")

    def calls(self, job):
        """Returns the system calls that a job makes on its files, as (name, number)."""
        done = self.run(job)
        assert done.returncode == 0, done.stderr
        found = [(call, number) for call, number, _ in strace.traced(self.log(), self.folder)]
        if job in WITH_FILE:
            found = [(call, number) for call, number in found if call not in ("openat", "close")]
        assert len(found) > 5, "no system calls were seen"
        return found

    def hit(self):
        """Returns the calls on the job's files that were made to fail in the last run."""
        return strace.hit(self.log(), self.folder)


@pytest.fixture
def tracer(jobs, tmp_path, tmp_path_factory, keeper):
    return Tracer(jobs, tmp_path, tmp_path_factory.mktemp("log") / "log", keeper)


def inject(call, number, what):
    return ["-e", f"trace={call},mmap,munmap,msync", "-e", f"inject={call}:{what}:when={number}"]


def errors_of(call, number):
    """EINTR, and one of the others in turn."""
    names = ERRORS.get(call, [])
    others = [name for name in names if name != "EINTR"]
    return [name for name in names if name == "EINTR" or name == others[number % len(others)]]


@pytest.mark.parametrize("job", JOBS)
def test_each_system_call_fails_once(job, tracer, keeper):
    tried = missed = 0
    for call, number in tracer.calls(job):
        for name in errors_of(call, number):
            leak = {"FILEJOBS_LEAKS": "1"} if call == "close" else {}
            done = tracer.run(job, *inject(call, number, f"error={name}"), **leak)
            hit = tracer.hit()
            if not hit:
                missed += 1  # the runtime or the linker made other calls than before
                continue
            tried += 1
            where = f"{job}, number {number}: {hit[0]}\n{done.stdout}"
            assert done.returncode == 0, f"{where}{done.stderr}"
            failures, safe, ended = results(done.stdout)
            assert ended, where
            if name == "EINTR":
                assert failures == [], where
            elif failures == []:
                assert call in SPARE, f"nobody was told: {where}"
            else:
                status, number_of_error = failures[0]
                assert -500 < status <= -400, where
                assert number_of_error == getattr(errno, name), where
            keeper.ask(f"check {job} {len(failures)} {safe} {int(call == 'unlinkat')}", where)
    assert tried > 5 * missed


CHANGING = ("write", "pwrite64", "copy_file_range", "ftruncate", "fsync", "renameat", "unlinkat", "close")


@pytest.mark.parametrize("job", [job for job in JOBS if job not in ("read", "map", "fill_hole", "scan", *WITH_FILE)])
def test_the_process_is_killed_at_each_system_call(job, tracer, keeper):
    for call, number in tracer.calls(job):
        if call not in CHANGING:
            continue
        done = tracer.run(job, *inject(call, number, "signal=SIGKILL"))
        where = f"{job}: killed at {call} number {number}"
        assert done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL), f"{where}: {done.returncode}\n{done.stderr}"
        _, safe, ended = results(done.stdout)
        assert not ended, where
        keeper.ask(f"check {job} 1 {safe} 1", where)


@pytest.mark.soak
def test_system_calls_fail_at_random(tracer, keeper):
    soak = Soak(turns=30, fixed_seed=5)
    # A close that never comes to the system leaves a file open, and what the runtime asks for memory has to be given.
    found = {
        job: [(call, number) for call, number in tracer.calls(job) if call in ERRORS and call not in ("close", "mmap")]
        for job in JOBS
    }
    for _ in soak:
        job = soak.random.choice(JOBS)
        options = []
        for call, number in dict(soak.random.sample(found[job], min(3, len(found[job])))).items():
            name = soak.random.choice(ERRORS[call])
            step = soak.random.choice(["", "+2", "+7"]) if name == "EINTR" else ""
            options += ["-e", f"inject={call}:error={name}:when={number}{step}"]
        done = tracer.run(job, *options)
        where = f"{options}\n{done.stdout}"
        assert done.returncode == 0, f"{where}{done.stderr}"
        failures, safe, _ = results(done.stdout)
        keeper.ask(f"check {job} {len(failures)} {safe} 1", where)
    soak.report(f"system calls: {soak.count} jobs with up to three faults each; none crashed or lost what was safe")


# ---- Disks that are full


FULL = [job for job in JOBS if not job.startswith(("read", "scan"))]


def narrow(command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return int(done.stdout.split()[-1])


def test_a_disk_is_full_after_each_page(jobs, tmp_path):
    """A small file system in memory, which nobody else sees."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f"mount -t tmpfs -o size=600k tmpfs '{disk}' && cd '{disk}'"
    for unshare in (["unshare", "-m"], ["unshare", "-Urm"]):
        if subprocess.run([*unshare, "sh", "-c", mount], capture_output=True).returncode == 0:
            break
    else:
        pytest.skip("mounting is needed: root, or user namespaces")
    failing = {job: narrow([*unshare, "sh", "-c", f"{mount} && exec '{jobs}' full {job}"], tmp_path) for job in FULL}
    in_place = {"update", "repair", "map"}  # which take no more than there is
    assert {job for job, count in failing.items() if count == 0} == in_place


@pytest.mark.parametrize("job", [job for job in FULL if job not in ("map", "fill_hole")])
def test_files_may_not_be_larger(jobs, tmp_path, job):
    """RLIMIT_FSIZE: a host that ignores SIGXFSZ gets an error. To others the signal is the end, by its default."""
    assert narrow([jobs, "limit", job], tmp_path) > 0
