"""The memory a process may take, kept by the system: past it the engine ends the process at once.

Address space is what can be limited (``RLIMIT_AS``), on Linux; elsewhere there is no such limit, and the
limits on time and size have to do.
"""

from __future__ import annotations

import os
import sys


def limit_growth(extra: int) -> int:
    """Let this process grow by ``extra`` bytes of address space and no more; 0 lifts the limit.

    Returns the size it has now, in bytes; 0 where the system does not say.
    """
    size = address_space()
    if sys.platform != "win32" and size:
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        soft = hard if not extra else size + extra
        if hard != resource.RLIM_INFINITY:
            soft = min(soft, hard) if soft != resource.RLIM_INFINITY else hard
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        # A process that is ended on purpose leaves no core file of its size behind.
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    return size


def address_space() -> int:
    """Bytes of address space this process has; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as numbers:
            pages = int(numbers.read().split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
