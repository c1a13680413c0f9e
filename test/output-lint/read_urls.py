"""Prints what Python's libraries read from URLs of databases and caches: for each what every library found, as JSON."""

import json
import ssl
import sys
from unittest.mock import patch
from urllib.parse import parse_qsl, unquote, urlsplit

import asyncpg.connect_utils
import psycopg.conninfo
import redis
import sqlalchemy


def by_urllib(url):
    parts = urlsplit(url)
    found = {"user": unquote(parts.username), "password": unquote(parts.password), "host": parts.hostname, "port": parts.port}
    database = unquote(parts.path.removeprefix("/"))
    if parts.scheme == "rediss":
        return {**found, "database": int(database), "tls": True}
    return {**found, "database": database, **dict(parse_qsl(parts.query, strict_parsing=True))}


def by_psycopg(url):
    """The parser is libpq's own."""
    found = psycopg.conninfo.conninfo_to_dict(url)
    return {"database": found.pop("dbname"), "port": int(found.pop("port")), **found}


def by_asyncpg(url):
    """It opens the file of certificates while it parses, and after it a list of revoked ones, if there is one."""
    arguments = ("host", "port", "user", "password", "passfile", "database", "ssl", "service", "servicefile", "server_settings",
                 "target_session_attrs", "krbsrvname", "gsslib")
    with patch.object(ssl.SSLContext, "load_verify_locations", create=True) as load:
        [(host, port)], found = asyncpg.connect_utils._parse_connect_dsn_and_args(dsn=url, direct_tls=False, **dict.fromkeys(arguments))
    return {
        "user": found.user, "password": found.password, "host": host, "port": port, "database": found.database,
        "sslmode": found.sslmode.name.replace("_", "-"), "sslrootcert": str(load.call_args_list[0].kwargs["cafile"]),
    }


def by_sqlalchemy(url):
    found = sqlalchemy.make_url(url)
    return {
        "user": found.username, "password": found.password, "host": found.host, "port": found.port, "database": found.database,
        **found.query,
    }


def by_redis(url):
    pool = redis.ConnectionPool.from_url(url)
    found = pool.connection_kwargs
    return {
        "user": found.get("username"), "password": found["password"], "host": found["host"], "port": found["port"],
        "database": found["db"], "tls": pool.connection_class is redis.SSLConnection,
    }


READERS = {
    "postgresql": {"urllib": by_urllib, "psycopg": by_psycopg, "asyncpg": by_asyncpg, "SQLAlchemy": by_sqlalchemy},
    "rediss": {"urllib": by_urllib, "redis-py": by_redis},
}


def read(reader, url):
    try:
        return {"found": reader(url)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def read_by_all(url):
    return {name: read(reader, url) for name, reader in READERS.get(url.partition(":")[0], {}).items()}


json.dump([read_by_all(url) for url in json.load(sys.stdin)], sys.stdout)
