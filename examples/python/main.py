# The example of the README, in Python.
from dust_service import (
    Access,
    BucketProps,
    ClusterProfile,
    ClusterProps,
    DustApp,
    DustService,
    Environment,
    GitHubOidc,
    GitHubRepository,
    HttpProps,
    IngressProps,
    NetworkProps,
    RegistryProps,
    SubnetProps,
    Vpn,
)

profile = ClusterProfile.of(kubernetes_version="1.34")

app = DustApp(
    prefix="acme",
    organization_id="o-a1b2c3d4e5",
    repository=GitHubRepository.of("acme/fleet", owner_id="1234", repository_id="5678"),
    registry=RegistryProps(account="111122223333", region="eu-central-1"),
    environments=[
        Environment.production(
            name="prod",
            account="444455556666",
            region="eu-central-1",
            oidc=GitHubOidc.create(),
            cluster=ClusterProps(name="prod", profile=profile),
            network=NetworkProps(
                vpc_id="vpc-0a1b2c3d4e5f60718",
                load_balancer_subnets=[SubnetProps(id="subnet-0a1b2c3d4e5f60718", cidr="10.0.0.0/24")],
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
    buckets={"scans": BucketProps()},
)

app.synth()
# #endregion
