import { fleet } from '../../../examples/dust/fleet';
import { services } from '../../../examples/dust/services';
import { synthesize } from '../../support/synthesize';
import type { Output } from '../../support/synthesize';
import type { DustApp, DustServiceProps } from 'dust-service';
import { Access, DataClass, DustService, Egress, GitHubRepository, Secret } from 'dust-service';

const OWNER_ID = '8675309';

/** Services of the example, written down once more so that a test can change them; the tests hold them against the example. */
const DECLARED: Readonly<Record<string, DustServiceProps>> = {
  web: {
    owner: 'frontend',
    repository: GitHubRepository.of('dust-identity/web', { ownerId: OWNER_ID, repositoryId: '1002' }),
    dataClass: DataClass.PUBLIC,
    http: { port: 8080, access: Access.internet('app'), writable: ['/var/cache/nginx', '/var/run/nginx'], maxReplicas: 6 },
  },
  matching: {
    owner: 'matching',
    repository: GitHubRepository.of('dust-identity/matching', { ownerId: OWNER_ID, repositoryId: '1003' }),
    dataClass: DataClass.RESTRICTED,
    http: { port: 8000, access: Access.cluster(), cpu: '500m', memory: '1Gi' },
    postgres: {},
    buckets: { fingerprints: {} },
    calledBy: ['audit-archive', 'enrollment', 'metrics-gateway'],
    overrides: { prod: { replicas: 4, maxReplicas: 12, cpu: '2', memory: '4Gi', postgres: { instanceClass: 'db.r8g.xlarge', storage: '500Gi' } } },
  },
  identity: {
    owner: 'core-services',
    repository: GitHubRepository.of('dust-identity/identity', { ownerId: OWNER_ID, repositoryId: '1006' }),
    dataClass: DataClass.CONFIDENTIAL,
    http: { port: 8000, access: Access.internet(), maxReplicas: 8 },
    postgres: {},
    cache: {},
    secrets: [Secret.provided('OIDC_CLIENT_SECRET'), Secret.generated('SESSION_KEY')],
  },
  catalog: {
    owner: 'core-services',
    repository: GitHubRepository.of('dust-identity/catalog', { ownerId: OWNER_ID, repositoryId: '1007' }),
    http: { port: 8000, access: Access.internet() },
    postgres: {},
    buckets: { scans: {} },
    cache: {},
    secrets: [Secret.provided('STRIPE_API_KEY')],
    egress: [Egress.anywhere({ ports: [443], reason: 'The payment provider has no fixed addresses' })],
  },
  notifications: {
    owner: 'core-services',
    repository: GitHubRepository.of('dust-identity/notifications', { ownerId: OWNER_ID, repositoryId: '1009' }),
    http: { port: 8000, access: Access.cluster() },
    cache: {},
    secrets: [Secret.provided('SMTP_PASSWORD'), Secret.generated('WEBHOOK_SIGNING_KEY')],
  },
};

/** Services that the tests change. */
export const CHANGEABLE = ['web', 'matching'];

/**
 * Services that are deployed without the cache that they declare: moto has no caches, and refuses the attribute by which the
 * address of one gets into its secret. What their templates say of caches is shown by test/independent/cache-criteria.ts.
 */
export const WITHOUT_CACHE = Object.keys(DECLARED).filter((name) => DECLARED[name]!.cache !== undefined).sort();

export interface Variation {
  /** Changes the services of `CHANGEABLE`. */
  readonly change?: (props: DustServiceProps, name: string) => DustServiceProps;
  /** Services that the fleet does not have any more. */
  readonly without?: readonly string[];
  /** Leaves the caches as they are declared, which cannot be deployed. */
  readonly caches?: boolean;
}

/** The example fleet as it can be deployed here, with other services. */
export function variedFleet({ change = (props) => props, without = [], caches = false }: Variation = {}): Output {
  return synthesize(fleet, (app) => {
    for (const declare of services) {
      const name = serviceName(declare.name);
      if (without.includes(name)) continue;
      const declared = DECLARED[name];
      if (declared === undefined) declare(app);
      else declareVaried(app, name, withoutCallers(caches ? declared : withoutCache(declared), without), change);
    }
  });
}

function declareVaried(app: DustApp, name: string, props: DustServiceProps, change: Required<Variation>['change']): void {
  new DustService(app, name, CHANGEABLE.includes(name) ? change(props, name) : props);
}

/** `metricsGateway` declares `metrics-gateway`. */
function serviceName(declare: string): string {
  return declare.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function withoutCache({ cache: _, ...props }: DustServiceProps): DustServiceProps {
  return props;
}

function withoutCallers({ calledBy, ...props }: DustServiceProps, gone: readonly string[]): DustServiceProps {
  return calledBy === undefined ? props : { ...props, calledBy: calledBy.filter((name) => !gone.includes(name)) };
}
