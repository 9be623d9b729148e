"""A network of one's own, with nothing in it but this machine: what is started in it reaches nobody outside."""

from __future__ import annotations

import ctypes
import fcntl
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager

NEW_NETWORK = 0x40000000
"""CLONE_NEWNET in <sched.h>."""
SET_FLAGS, IS_UP = 0x8914, 0x1
"""SIOCSIFFLAGS in <linux/sockios.h> and IFF_UP in <linux/if.h>."""
MINE = "/proc/thread-self/ns/net"


@contextmanager
def apart() -> Iterator[bool]:
    """Connections that this thread makes, and programs that it starts, are in a network that has only a loopback.

    Gives False where the machine does not allow it (it takes root), or knows no such thing: all is then as before.
    """
    system = ctypes.CDLL(None, use_errno=True)
    if not hasattr(system, "unshare"):
        yield False
        return
    with open(MINE, "rb") as before:  # noqa: PTH123  not a path that leads anywhere: a way back
        if system.unshare(NEW_NETWORK):
            yield False
            return
        try:
            _raise_loopback()
            yield True
        finally:
            system.setns(before.fileno(), NEW_NETWORK)


def _raise_loopback() -> None:
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", b"lo", IS_UP))
