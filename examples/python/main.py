# The example of the README, in Python.
from dust_service import (
    Access,
    BucketProps,
    CacheProps,
    ClusterProfile,
    ClusterProps,
    DustApp,
    DustService,
    Environment,
    GitHub,
    GitHubRepository,
    HttpProps,
    IngressProps,
    NetworkProps,
    PostgresProps,
    RegistryProps,
    Secret,
    SubnetProps,
    TrustClosure,
    Vpn,
)

profile = ClusterProfile.of(
    kubernetes_version="1.34",
    postgres_client_image="111122223333.dkr.ecr.eu-central-1.amazonaws.com/psql@sha256:9f2b1c6d0a7e4835b6c1d2e3f4a5968778695a4b3c2d1e0f9a8b7c6d5e4f3021",
)

app = DustApp(
    prefix="acme",
    organization_id="o-a1b2c3d4e5",
    repository=GitHubRepository.of("acme/fleet", owner_id="1234", repository_id="5678"),
    git_hub=GitHub.cloud(
        closures=[
            TrustClosure.protection_rules("Branches and environments of the organization have required reviews by a ruleset"),
            TrustClosure.reviewed_workflows("The platform team owns .github/workflows in every repository by CODEOWNERS"),
            TrustClosure.runner_groups("The organization has no self-hosted runners"),
        ],
    ),
    registry=RegistryProps(account="111122223333", region="eu-central-1"),
    environments=[
        Environment.production(
            name="prod",
            account="444455556666",
            region="eu-central-1",
            cluster=ClusterProps(
                name="prod",
                profile=profile,
                pod_security_group_id="sg-0a1b2c3d4e5f60718",
                external_secrets_role_arn="arn:aws:iam::444455556666:role/external-secrets",
            ),
            network=NetworkProps(
                vpc_id="vpc-0a1b2c3d4e5f60718",
                load_balancer_subnets=[SubnetProps(id="subnet-0a1b2c3d4e5f60718", cidr="10.0.0.0/24")],
                database_subnets=[
                    SubnetProps(id="subnet-0a1b2c3d4e5f6071a", cidr="10.0.16.0/24"),
                    SubnetProps(id="subnet-0a1b2c3d4e5f6071b", cidr="10.0.17.0/24"),
                ],
                endpoint_subnets=[SubnetProps(id="subnet-0a1b2c3d4e5f60719", cidr="10.0.8.0/26")],
            ),
            ingress=IngressProps(domain="acme.example", vpn=Vpn.internal_load_balancer(cidrs=["10.200.0.0/16"])),
        ),
    ],
)

# #region service
DustService(
    app,
    "catalog",
    owner="core-services",
    repository=GitHubRepository.of("acme/catalog", owner_id="1234", repository_id="9012"),
    http=HttpProps(port=8000, access=Access.internet()),
    postgres=PostgresProps(),
    buckets={"scans": BucketProps()},
    cache=CacheProps(),
    secrets=[Secret.provided("STRIPE_API_KEY"), Secret.generated("JWT_KEY")],
)

app.synth()
# #endregion
