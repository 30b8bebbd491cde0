"""A server process that lost its parent ends: nobody else would stop it, and it holds the port.

The parent starts a worker anew when that dies; when the parent itself is killed outright (SIGKILL, out of
memory), a supervisor that starts the service anew would find the port taken by the orphan.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from threading import Thread

_EVERY_SECONDS = 0.5
_log = logging.getLogger(__name__)


def end_with_parent(grace_seconds: float) -> None:
    """Watch the parent of this process, and once it is gone end: by SIGTERM, so that running requests are
    answered, after ``grace_seconds`` at once.

    Only where a process that loses its parent is given another (POSIX).
    """
    if os.name == "posix":
        watch = Thread(target=_watch, args=(os.getppid(), grace_seconds), name="parent", daemon=True)
        watch.start()


def _watch(parent: int, grace_seconds: float) -> None:
    while os.getppid() == parent:
        time.sleep(_EVERY_SECONDS)
    _log.error("the parent process is gone; ending")
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace_seconds)
    os._exit(1)
