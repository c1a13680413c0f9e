"""Starts moto with what our stacks cannot be deployed, changed or deleted without. Arguments: those of moto_server.

moto's CloudFormation cannot create a key that has tags, gives its KMS a policy that it cannot read, forgets a key that
changes, and neither changes nor deletes a managed policy, so that deleting a stack fails at the first role with one. It
takes no subnet group of a database by its name, gives groups of parameters names of its own, and forgets both a database
and such a group as soon as they change, so that nothing deletes them. The corrections below do what CloudFormation does,
by moto's own KMS, IAM and RDS. Each one first makes sure that moto still lacks it: a newer moto that brings its own stops
here.

The variable NETWORKS, a list in JSON, says which networks there are from the start: environments name them, and no stack
makes them. moto lets nobody choose the id of one, so they are made here.
"""
import json
import logging
import os
import re
import sys
from types import SimpleNamespace
from unittest.mock import patch

# moto's own settings, and credentials that somebody works with, have no place here; both are read while it is loaded.
for name in [name for name in os.environ if name.startswith(("AWS_", "MOTO_"))]:
    del os.environ[name]

from moto.ec2.models import ec2_backends  # noqa: E402
from moto.iam.models import ManagedPolicy, iam_backends  # noqa: E402
from moto.kms.models import Key, kms_backends  # noqa: E402
from moto.rds.models import DBInstance, DBParameterGroup, rds_backends  # noqa: E402
from moto.server import main  # noqa: E402
from moto.utilities.utils import get_partition  # noqa: E402

create_key = Key.create_from_cloudformation_json
create_instance = DBInstance.create_from_cloudformation_json
create_parameters = DBParameterGroup.create_from_cloudformation_json


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


def create_instance_of_template(cls, resource_name, cloudformation_json, account_id, region_name, **more):
    properties = cloudformation_json["Properties"]
    group = SimpleNamespace(name=properties["DBSubnetGroupName"])
    resource = {**cloudformation_json, "Properties": {**properties, "DBSubnetGroupName": group}}
    return create_instance(resource_name, resource, account_id, region_name, **more)


def create_parameters_of_template(cls, resource_name, cloudformation_json, account_id, region_name, **more):
    name = cloudformation_json["Properties"]["DBParameterGroupName"]
    group = create_parameters(name, cloudformation_json, account_id, region_name, **more)
    # What a Ref is.
    group.physical_resource_id = group.name
    return group


def update_tags(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
    original_resource.tags = cloudformation_json["Properties"]["Tags"]
    return original_resource


def lacks_subnet_groups_by_name():
    try:
        create_instance("probe", {"Properties": {"DBSubnetGroupName": "probe"}}, "000000000000", "us-east-1")
    except AttributeError:
        return True
    except Exception:  # whatever moto has to say about a group that is not there, it has looked for its name
        return False
    return False


def lacks_names_of_parameters():
    account, region = "000000000000", "us-east-1"
    probe = {"Description": "probe", "Family": "postgres17", "DBParameterGroupName": "probe"}
    try:
        return not hasattr(create_parameters("other", {"Properties": probe}, account, region), "physical_resource_id")
    finally:
        rds_backends[account][region].reset()


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
    (DBInstance, "create_from_cloudformation_json", create_instance_of_template, lacks_subnet_groups_by_name),
    (DBInstance, "update_from_cloudformation_json", update_tags, lacks(DBInstance, "update_from_cloudformation_json")),
    (DBParameterGroup, "create_from_cloudformation_json", create_parameters_of_template, lacks_names_of_parameters),
    (DBParameterGroup, "update_from_cloudformation_json", update_tags, lacks(DBParameterGroup, "update_from_cloudformation_json")),
]


def correct():
    for model, method, correction, is_needed in CORRECTIONS:
        if not is_needed():
            sys.exit(f"moto has its own {model.__name__}.{method} by now: remove {correction.__name__} from emulator.py")
        setattr(model, method, classmethod(correction))


def make_network(account, region, vpc, subnets, groups):
    """A VPC, its subnets and groups of pods, each under an id that was chosen beforehand."""
    ec2 = ec2_backends[account][region]
    with patch("moto.ec2.models.vpcs.random_vpc_id", return_value=vpc):
        ec2.create_vpc("10.0.0.0/16")
    for index, subnet in enumerate(subnets):
        with patch("moto.ec2.models.subnets.random_subnet_id", return_value=subnet):
            ec2.create_subnet(vpc, f"10.0.{index}.0/24", availability_zone=region + "abc"[index % 3])
    for group in groups:
        with patch("moto.ec2.models.security_groups.random_security_group_id", return_value=group):
            ec2.create_security_group(f"pods-{group}", "Pods of a cluster", vpc)


if __name__ == "__main__":
    correct()
    for network in json.loads(os.environ.get("NETWORKS", "[]")):
        make_network(**network)
    # Answers that a client understands are no news; the log shall hold what a person looks for after a failure.
    logging.getLogger("werkzeug").addFilter(lambda record: not re.search(r'" [1-4]\d\d -', record.getMessage()))
    main()
