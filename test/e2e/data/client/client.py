"""A service as any would be written: it reads nothing but its environment, and what that names.

It migrates and uses its database, its buckets and its cache, each in every way that its variables offer, and prints what it
did as JSON. The first refusal ends it: the JSON then says at what, and the exit code is 1.
"""
import json
import os
import sys
import uuid

import boto3
import psycopg
import redis
from botocore.config import Config

TOKEN = uuid.uuid4().hex


def use_database(connection):
    row = uuid.uuid4().hex
    connection.execute("CREATE TABLE IF NOT EXISTS visits (token text NOT NULL, row text PRIMARY KEY)")
    connection.execute("INSERT INTO visits (token, row) VALUES (%s, %s)", (TOKEN, row))
    [found] = connection.execute("SELECT token FROM visits WHERE row = %s", (row,)).fetchone()
    assert found == TOKEN, "another row was read than was written"
    found = connection.info
    return {"host": found.host, "port": found.port, "user": found.user, "tls": bool(connection.pgconn.ssl_in_use), "row": row}


def database_by_variables():
    with psycopg.connect("", autocommit=True) as connection:
        return use_database(connection)


def database_by_url():
    """What libpq does not find in the URL it takes from the variables, so they are gone before."""
    for name in ("PGHOST", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD", "PGSSLMODE", "PGSSLROOTCERT"):
        del os.environ[name]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        return use_database(connection)


def use_bucket(name):
    """The endpoint and the credentials boto3 finds by itself. Servers that are not Amazon's know no other checksums."""
    path_style = {"true": True, "false": False}[os.environ["S3_FORCE_PATH_STYLE"]]
    config = Config(
        s3={"addressing_style": "path" if path_style else "virtual"}, retries={"total_max_attempts": 1},
        request_checksum_calculation="when_required", response_checksum_validation="when_required",
    )
    s3 = boto3.client("s3", region_name=os.environ["AWS_REGION"], config=config)
    bucket, key = os.environ[name], f"visits/{TOKEN}"
    s3.put_object(Bucket=bucket, Key=key, Body=TOKEN.encode())
    assert s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode() == TOKEN, "another object was read than was written"
    s3.put_object(Bucket=bucket, Key=f"{key}-gone", Body=b"")
    s3.delete_object(Bucket=bucket, Key=f"{key}-gone")
    keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket, Prefix=key).get("Contents", [])]
    assert keys == [key], f"there are {keys}, and should be {key} alone"
    return {"endpoint": s3.meta.endpoint_url, "bucket": bucket, "key": key}


def use_cache(connection):
    key = f"visits:{uuid.uuid4().hex}"
    connection.set(key, TOKEN, ex=600)
    assert connection.get(key).decode() == TOKEN, "another value was read than was written"
    found = connection.connection_pool.connection_kwargs
    tls = connection.connection_pool.connection_class is redis.SSLConnection
    return {"host": found["host"], "port": int(found["port"]), "tls": tls, "key": key}


def cache_by_variables():
    tls = {"true": True, "false": False}[os.environ["REDIS_TLS"]]
    trust = {"ssl": True, "ssl_ca_certs": os.environ["REDIS_CA_FILE"]} if tls else {}
    return use_cache(redis.Redis(os.environ["REDIS_HOST"], int(os.environ["REDIS_PORT"]), password=os.environ["REDIS_PASSWORD"], **trust))


def cache_by_url():
    trust = {"ssl_ca_certs": os.environ["REDIS_CA_FILE"]} if os.environ["REDIS_URL"].startswith("rediss:") else {}
    return use_cache(redis.Redis.from_url(os.environ["REDIS_URL"], **trust))


def steps():
    """A service that asks for a database or a cache has some of its variables, and then needs all of them."""
    if any(name.startswith(("PG", "DATABASE_")) for name in os.environ):
        yield "database by variables", database_by_variables
        yield "database by URL", database_by_url
    for name in sorted(os.environ):
        if name.startswith("BUCKET_"):
            yield name, lambda: use_bucket(name)
    if any(name.startswith("REDIS_") for name in os.environ):
        yield "cache by variables", cache_by_variables
        yield "cache by URL", cache_by_url


def main():
    done = {}
    for name, step in steps():
        try:
            done[name] = step()
        except Exception as error:  # whatever it is, whoever runs this has to read it
            print(json.dumps({"token": TOKEN, "done": done, "failed": name, "error": f"{type(error).__name__}: {error}"}))
            sys.exit(1)
    print(json.dumps({"token": TOKEN, "done": done}))


main()
