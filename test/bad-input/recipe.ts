import fc from 'fast-check';
import { DATABASE_CA } from '../properties/support/certificate';
import { Access, ClusterDns, ClusterProfile, Egress, Environment, GitHub, GitHubOidc, GitHubRepository, GitTag, Permission, Provider, Secret, TokenClaims, TrustClosure, Vpn } from 'dust-service';

/** A declaration before its factories are called, so that something else can be put anywhere into it. */
export type Recipe = Made | Junk | readonly Recipe[] | { readonly [key: string]: Recipe } | string | number | boolean;

/** What a factory is given. */
export class Made {
  public constructor(public readonly factory: (...parts: never[]) => unknown, public readonly parts: readonly Recipe[]) {}
}

/** Anything at all, in the place of a part. */
export class Junk {
  public constructor(public readonly value: unknown) {}

  /** How a counterexample is shown; some values throw when they are looked at. */
  public [fc.toStringMethod](): string {
    try {
      return fc.stringify(this.value);
    } catch {
      return 'something that cannot be read';
    }
  }
}

/** Where a part stands: keys of objects, indexes of lists and of what a factory is given. */
export type Place = readonly (string | number)[];

const made = (factory: (...parts: never[]) => unknown, ...parts: Recipe[]): Made => new Made(factory, parts);
const network = {
  vpcId: 'vpc-0123456789abcdef0',
  loadBalancerSubnets: [{ id: 'subnet-0123456789abcdef0', cidr: '10.0.0.0/24' }],
  databaseSubnets: [{ id: 'subnet-0123456789abcdef2', cidr: '10.0.2.0/24' }, { id: 'subnet-0123456789abcdef3', cidr: '10.0.3.0/24' }],
  endpointSubnets: [{ id: 'subnet-0123456789abcdef1', cidr: '10.0.1.0/24' }],
  awsAddressBlocks: [{ cidr: '52.219.0.0/16', reason: 'S3 behind a gateway' }],
};

const OBJECTS = ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:GetObjectVersion', 's3:ListMultipartUploadParts', 's3:PutObject'];
const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/x';

/** A service with all that AWS serves, made and there already. */
const STORE: Recipe = {
  owner: 'team',
  repository: made(GitHubRepository.of, 'acme/store'),
  environments: ['dev'],
  http: { port: 8000, access: made(Access.cluster) },
  postgres: { version: '17', instanceClass: 'db.t4g.medium', storage: '20Gi', existing: { dev: { secret: 'legacy/db', keyArn: KEY, database: 'app', port: 5432 } } },
  cache: { instanceClass: 'cache.t4g.small', existing: { dev: { secret: 'legacy/cache', keyArn: KEY, port: 6379 } } },
  buckets: { old: { existing: { dev: { name: 'legacy-old', keyArn: KEY } } } },
  secrets: [made(Secret.existing, 'OLD_KEY', { dev: { name: 'legacy/key', keyArn: KEY } })],
  permissions: [made(Permission.of, ['sqs:SendMessage'], ['arn:<partition>:sqs:<region>:<account>:orders-<environment>'], 'The queue of the shop')],
  overrides: { dev: { postgres: { instanceClass: 'db.r8g.xlarge', storage: '500Gi' }, cache: { instanceClass: 'cache.r7g.large' } } },
};

/** A fleet that uses every part of the interface, and has no issue. */
export const declaration: Recipe = {
  fleet: {
    prefix: 'acme',
    organizationId: 'o-0123456789',
    gitHub: made(GitHub.cloud, {
      audience: 'sts.amazonaws.com',
      claims: TokenClaims.EXTENDED,
      subjectClaimKeys: ['repo', 'job_workflow_ref', 'context'],
      workflows: ['acme/platform/.github/workflows/release.yml@refs/heads/main'],
      closures: [made(TrustClosure.protectionRules, 'Rules of the organization'), made(TrustClosure.reviewedWorkflows, 'Reviewed by the platform'), made(TrustClosure.runnerGroups, 'No runners of its own'), made(TrustClosure.keptNames, 'Names are kept')],
    }),
    repository: made(GitHubRepository.of, 'acme/fleet', {
      ownerId: '1', repositoryId: '2', branch: 'main', createdAfter: '2026-08-01', legacySubject: true, events: ['push'], selfHosted: true,
      tags: [made(GitTag.of, 'v1.0.0'), made(GitTag.startingWith, 'v', { reason: 'Releases are tagged' })], closures: [made(TrustClosure.runnerGroups, 'Runners of its own')],
    }),
    environments: [
      made(Environment.of, {
        name: 'dev',
        account: '111122223333',
        region: 'eu-central-1',
        partition: 'aws',
        protected: false,
        ephemeral: true,
        githubEnvironment: 'dev',
        qualifier: 'hnb659fds',
        cluster: {
          name: 'dev',
          profile: made(ClusterProfile.of, { kubernetesVersion: '1.34', autoMode: false, dns: made(ClusterDns.nodeLocal, '169.254.20.10/32'), tailscaleNamespace: 'tailscale', reloader: true, postgresClientImage: `registry.acme.example/psql:17@sha256:${'0'.repeat(64)}` }),
          namespaces: 'service',
          podSecurityGroupId: 'sg-0123456789abcdef0',
          externalSecretsRoleArn: 'arn:aws:iam::111122223333:role/external-secrets',
          kubectlProvider: { serviceToken: 'arn:aws:lambda:eu-central-1:111122223333:function:kubectl' },
        },
        network,
        ingress: { domain: 'dev.acme.example', certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/x', webAclArn: 'arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/x/y', vpn: made(Vpn.tailscale, { tags: ['tag:k8s'] }) },
        oidc: made(GitHubOidc.create),
        keyArn: 'arn:aws:kms:eu-central-1:111122223333:key/x',
        databaseCa: DATABASE_CA,
        permissions: [
          made(Permission.of, ['sqs:SendMessage'], ['arn:<partition>:sqs:<region>:<account>:orders-<environment>'], 'The queue of the shop'),
          made(Permission.of, ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads', ...OBJECTS], ['arn:aws:s3:::legacy-*'], 'It was there before'),
          made(Permission.of, ['kms:Decrypt', 'kms:GenerateDataKey'], [KEY], 'It was there before'),
          made(Permission.of, ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], ['arn:aws:secretsmanager:eu-central-1:111122223333:secret:legacy/*'], 'It was there before'),
        ],
        providers: [made(Provider.s3), made(Provider.secretsManager), made(Provider.rds), made(Provider.elastiCache)],
      }),
      made(Environment.production, {
        name: 'prod',
        account: '444455556666',
        region: 'eu-central-1',
        cluster: { name: 'prod', profile: made(ClusterProfile.of, { kubernetesVersion: '1.34' }) },
        network,
        ingress: { domain: 'acme.example', vpn: made(Vpn.internalLoadBalancer, { cidrs: ['10.9.0.0/16'] }) },
      }),
    ],
    registry: { account: '111122223333', region: 'eu-central-1', qualifier: 'hnb659fds', githubEnvironment: 'builds' },
  },
  services: [
    {
      name: 'billing',
      props: {
        owner: 'team',
        repository: made(GitHubRepository.of, 'acme/billing', { branch: 'main' }),
        dataClass: 'internal',
        environments: ['dev', 'prod'],
        http: {
          port: 8000,
          access: made(Access.internet, 'shop'),
          health: { liveness: '/livez', readiness: '/readyz' },
          writable: ['/var/cache/app'],
          command: ['run'],
          args: ['--fast'],
          replicas: 3,
          maxReplicas: 5,
          cpu: '250m',
          cpuLimit: '1',
          memory: '512Mi',
        },
        values: { LEVEL: 'info', MODE: 'x' },
        buckets: { scans: { access: 'read-only', retention: '7y' }, exports: {} },
        calls: ['ledger'],
        calledBy: ['ledger'],
        egress: [made(Egress.cidr, '203.0.113.0/24', { ports: [443], reason: 'the card processor' }), made(Egress.anywhere, { ports: [443], reason: 'web hooks of customers' })],
        overrides: { dev: { replicas: 2, cpu: '100m', values: { LEVEL: 'debug' } } },
      },
    },
    { name: 'ledger', props: { owner: 'team', repository: made(GitHubRepository.of, 'acme/ledger'), http: { port: 8000, access: made(Access.vpn) }, calls: ['billing'], secrets: [] } },
    { name: 'store', props: STORE },
    { name: 'mail', props: { owner: 'team', repository: made(GitHubRepository.of, 'acme/mail'), environments: ['dev'], http: { port: 8000, access: made(Access.cluster) }, secrets: [made(Secret.provided, 'KEY'), made(Secret.generated, 'SALT')] } },
  ],
};

/** Calls the factories, from the inside out. */
export function build(recipe: Recipe): unknown {
  if (recipe instanceof Junk) return recipe.value;
  if (recipe instanceof Made) return recipe.factory(...(recipe.parts.map(build) as never[]));
  if (Array.isArray(recipe)) return recipe.map(build);
  return typeof recipe === 'object' ? Object.fromEntries(Object.entries(recipe).map(([key, part]) => [key, build(part)])) : recipe;
}

/** Every place of a declaration, whatever stands there. */
export function placesOf(recipe: Recipe, at: Place = []): Place[] {
  if (typeof recipe !== 'object' || recipe instanceof Junk) return [at];
  const parts = recipe instanceof Made ? recipe.parts : recipe;
  return [at, ...Object.entries(parts).flatMap(([key, part]) => placesOf(part as Recipe, [...at, Array.isArray(parts) ? Number(key) : key]))];
}

/** The declaration with something else in one place; a key that is not there is added. */
export function replaced(recipe: Recipe, [key, ...rest]: Place, part: Recipe): Recipe {
  if (key === undefined) return part;
  if (recipe instanceof Made) return new Made(recipe.factory, replaced(recipe.parts, [key, ...rest], part) as readonly Recipe[]);
  if (Array.isArray(recipe)) return recipe.map((item: Recipe, index) => (index === key ? replaced(item, rest, part) : item));
  return { ...(recipe as object), [key]: replaced((recipe as Record<string, Recipe>)[key] ?? 0, rest, part) };
}
