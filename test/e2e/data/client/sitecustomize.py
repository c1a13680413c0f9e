"""Python loads this before any program: it answers for names what a table says, and no others, so that nothing leaves here.

The table is JSON in ADDRESSES: `host:port` to `[address, port]`; a host that begins with a star stands for any label.
libpq has a resolver of its own and reads PGHOSTADDR. Addresses that are already numbers are what they are.
"""
import ipaddress
import json
import os
import socket

TABLE = json.loads(os.environ.pop("ADDRESSES"))
getaddrinfo = socket.getaddrinfo


def is_number(host):
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False


def by_table(host, port, *more, **named):
    host = host.decode() if isinstance(host, bytes) else host
    if is_number(host):
        return getaddrinfo(host, port, *more, **named)
    found = TABLE.get(f"{host}:{port}") or TABLE.get(f"*.{host.partition('.')[2]}:{port}")
    if found is None:
        raise socket.gaierror(socket.EAI_NONAME, f"nobody plays {host}:{port}")
    return getaddrinfo(found[0], found[1], *more, **named)


socket.getaddrinfo = by_table
