"""Calls AWS by boto3: one request a line on standard input, one answer a line on standard output, until the input ends.

{"service": "s3", "operation": "get_bucket_tagging", "parameters": {"Bucket": "b"}}
is answered by {"result": …} or {"error": {"code": …, "message": …}}. Account and endpoint come from the environment, as for
every client of AWS. Dates are answered as text, and so is the content of an object.
"""
import json
import sys
from functools import cache

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.response import StreamingBody

# An emulator that fails shall be seen to fail.
CONFIG = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})


@cache
def client(service):
    return boto3.client(service, config=CONFIG)


def as_json(value):
    return value.read().decode() if isinstance(value, StreamingBody) else str(value)


def call(service, operation, parameters):
    api = client(service)
    if api.can_paginate(operation):
        answer = api.get_paginator(operation).paginate(**parameters).build_full_result()
    else:
        answer = getattr(api, operation)(**parameters)
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def answer(request):
    try:
        return {"result": call(request["service"], request["operation"], request["parameters"])}
    except ClientError as error:
        return {"error": {"code": error.response["Error"]["Code"], "message": str(error)}}
    except Exception as error:  # whatever it is, whoever asked has to hear it
        return {"error": {"code": type(error).__name__, "message": str(error)}}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line)), default=as_json), flush=True)
