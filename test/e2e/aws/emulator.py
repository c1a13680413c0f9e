"""Starts moto with what our stacks cannot be deployed, changed or deleted without. Arguments: those of moto_server.

moto's CloudFormation cannot create a key that has tags, gives its KMS a policy that it cannot read, forgets a key that
changes, and neither changes nor deletes a managed policy, so that deleting a stack fails at the first role with one. The
corrections below do what CloudFormation does, by moto's own KMS and IAM. Each one first makes sure that moto still lacks
it: a newer moto that brings its own stops here.
"""
import json
import logging
import os
import re
import sys

# moto's own settings, and credentials that somebody works with, have no place here; both are read while it is loaded.
for name in [name for name in os.environ if name.startswith(("AWS_", "MOTO_"))]:
    del os.environ[name]

from moto.iam.models import ManagedPolicy, iam_backends  # noqa: E402
from moto.kms.models import Key, kms_backends  # noqa: E402
from moto.server import main  # noqa: E402
from moto.utilities.utils import get_partition  # noqa: E402

create_key = Key.create_from_cloudformation_json


def as_kms_takes_it(resource):
    properties = resource["Properties"]
    tags = [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in properties.get("Tags", [])]
    return {**resource, "Properties": {**properties, "Tags": tags, "KeyPolicy": json.dumps(properties["KeyPolicy"])}}


def create_key_of_template(cls, resource_name, cloudformation_json, account_id, region_name, **more):
    return create_key(resource_name, as_kms_takes_it(cloudformation_json), account_id, region_name, **more)


def update_key(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
    properties = as_kms_takes_it(cloudformation_json)["Properties"]
    tagger = kms_backends[account_id][region_name].tagger
    tagger.delete_all_tags_for_resource(original_resource.id)
    tagger.tag_resource(original_resource.id, properties["Tags"])
    original_resource.policy = properties["KeyPolicy"]
    original_resource.description = properties.get("Description", "")
    original_resource.key_rotation_status = properties.get("EnableKeyRotation", False)
    return original_resource


def roles_of(policy, backend):
    return {name for name in (role.name for role in backend.get_roles()) if policy.arn in backend.get_role(name).managed_policies}


def update_policy(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
    backend = iam_backends[account_id][get_partition(region_name)]
    properties = cloudformation_json["Properties"]
    before, after = roles_of(original_resource, backend), set(properties.get("Roles", []))
    backend.create_policy_version(original_resource.arn, json.dumps(properties["PolicyDocument"]), True)
    for role in before - after:
        backend.detach_role_policy(original_resource.arn, role)
    for role in after - before:
        backend.attach_role_policy(original_resource.arn, role)
    return original_resource


def delete_policy(cls, resource_name, cloudformation_json, account_id, region_name):
    backend = iam_backends[account_id][get_partition(region_name)]
    for role in roles_of(backend.get_policy(resource_name), backend):
        backend.detach_role_policy(resource_name, role)
    backend.delete_policy(resource_name)


def lacks_keys_of_templates():
    account, region = "000000000000", "us-east-1"
    probe = {"KeyPolicy": {"Statement": []}, "Tags": []}
    reads_no_policy = not isinstance(create_key("probe", {"Properties": probe}, account, region).policy, str)
    try:
        create_key("probe", {"Properties": {**probe, "Tags": [{"Key": "a", "Value": "b"}]}}, account, region)
    except KeyError:
        return reads_no_policy
    finally:
        kms_backends[account][region].reset()
    return False


def lacks(model, method):
    return lambda: hasattr(getattr(model, method), "__isabstractmethod__")


CORRECTIONS = [
    (Key, "create_from_cloudformation_json", create_key_of_template, lacks_keys_of_templates),
    (Key, "update_from_cloudformation_json", update_key, lacks(Key, "update_from_cloudformation_json")),
    (ManagedPolicy, "update_from_cloudformation_json", update_policy, lacks(ManagedPolicy, "update_from_cloudformation_json")),
    (ManagedPolicy, "delete_from_cloudformation_json", delete_policy, lacks(ManagedPolicy, "delete_from_cloudformation_json")),
]


def correct():
    for model, method, correction, is_needed in CORRECTIONS:
        if not is_needed():
            sys.exit(f"moto has its own {model.__name__}.{method} by now: remove {correction.__name__} from emulator.py")
        setattr(model, method, classmethod(correction))


if __name__ == "__main__":
    correct()
    # Answers that a client understands are no news; the log shall hold what a person looks for after a failure.
    logging.getLogger("werkzeug").addFilter(lambda record: not re.search(r'" [1-4]\d\d -', record.getMessage()))
    main()
