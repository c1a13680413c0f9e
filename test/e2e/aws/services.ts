import { fleet } from '../../../examples/dust/fleet';
import { services } from '../../../examples/dust/services';
import { synthesize } from '../../support/synthesize';
import type { Output } from '../../support/synthesize';
import type { DustServiceProps } from 'dust-service';
import { Access, DataClass, DustService, GitHubRepository } from 'dust-service';

/** Two of the example's services, written down once more so that a test can change them; the tests hold them against the example. */
export const CHANGEABLE: Readonly<Record<string, DustServiceProps>> = {
  web: {
    owner: 'frontend',
    repository: GitHubRepository.of('dust-identity/web', { ownerId: '8675309', repositoryId: '1002' }),
    dataClass: DataClass.PUBLIC,
    http: { port: 8080, access: Access.internet('app'), writable: ['/var/cache/nginx', '/var/run/nginx'], maxReplicas: 6 },
  },
  matching: {
    owner: 'matching',
    repository: GitHubRepository.of('dust-identity/matching', { ownerId: '8675309', repositoryId: '1003' }),
    dataClass: DataClass.RESTRICTED,
    http: { port: 8000, access: Access.cluster(), cpu: '500m', memory: '1Gi' },
    postgres: {},
    buckets: { fingerprints: {} },
    calledBy: ['audit-archive', 'enrollment', 'metrics-gateway'],
    overrides: { prod: { replicas: 4, maxReplicas: 12, cpu: '2', memory: '4Gi', postgres: { instanceClass: 'db.r8g.xlarge', storage: '500Gi' } } },
  },
};

export interface Variation {
  /** Changes the services of `CHANGEABLE`. */
  readonly change?: (props: DustServiceProps, name: string) => DustServiceProps;
  /** Services that the fleet does not have any more. */
  readonly without?: readonly string[];
}

/** The example fleet with other services. */
export function variedFleet({ change = (props) => props, without = [] }: Variation = {}): Output {
  return synthesize(fleet, (app) => {
    for (const declare of services) {
      const name = serviceName(declare.name);
      const changeable = CHANGEABLE[name];
      if (without.includes(name)) continue;
      if (changeable === undefined) declare(app);
      else new DustService(app, name, change(withoutCallers(changeable, without), name));
    }
  });
}

/** `metricsGateway` declares `metrics-gateway`. */
function serviceName(declare: string): string {
  return declare.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function withoutCallers({ calledBy, ...props }: DustServiceProps, gone: readonly string[]): DustServiceProps {
  return calledBy === undefined ? props : { ...props, calledBy: calledBy.filter((name) => !gone.includes(name)) };
}
