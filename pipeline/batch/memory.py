"""Memory of this process: how much it holds, and a limit beyond which it gets no more.

On Linux and other POSIX systems the kernel refuses address space beyond the limit, which Python meets as MemoryError.
Where the kernel has no such limit (Windows) or does not keep it (macOS), a thread looks at the resident size four times
a second and ends the process above the limit; the parent sees a worker that died.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

OVER_LIMIT = 77
"""Exit code of a worker that ended itself for its memory."""


def limit_memory(most: int) -> None:
    """Keep this process under `most` bytes; 0 for no limit."""
    if most <= 0:
        return
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        except (ValueError, OSError):
            pass
        else:
            if sys.platform == "linux":
                return
    limit_resident(most)


def limit_resident(most: int) -> None:
    """End this process within a quarter of a second of its holding more than `most` bytes, whatever addresses it has.

    For a process that reserves far more address space than it fills, which `limit_memory` would not let start.
    """
    threading.Thread(target=_watch, args=(most,), daemon=True).start()


def resident_bytes() -> int:
    """Give the memory that this process holds, in bytes; on macOS the most it has held; 0 where it cannot be known."""
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    if sys.platform == "win32":
        return _windows_resident()
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _watch(most: int) -> None:
    while True:
        if resident_bytes() > most:
            os._exit(OVER_LIMIT)
        time.sleep(0.25)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS of psapi.h."""

        _fields_ = [
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            ("PeakWorkingSetSize", ctypes.c_size_t),
            ("WorkingSetSize", ctypes.c_size_t),
            ("QuotaPeakPagedPoolUsage", ctypes.c_size_t),
            ("QuotaPagedPoolUsage", ctypes.c_size_t),
            ("QuotaPeakNonPagedPoolUsage", ctypes.c_size_t),
            ("QuotaNonPagedPoolUsage", ctypes.c_size_t),
            ("PagefileUsage", ctypes.c_size_t),
            ("PeakPagefileUsage", ctypes.c_size_t),
        ]

    def _windows_resident() -> int:
        counters = _Counters(cb=ctypes.sizeof(_Counters))
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.K32GetProcessMemoryInfo.argtypes = [wintypes.HANDLE, ctypes.POINTER(_Counters), wintypes.DWORD]
        known = kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb)
        return int(counters.WorkingSetSize) if known else 0
