import { fleet } from '../../../examples/dust/fleet';
import { auditArchive } from '../../../examples/dust/services/audit-archive';
import { metricsGateway } from '../../../examples/dust/services/metrics-gateway';
import { notifications } from '../../../examples/dust/services/notifications';
import { synthesize } from '../../support/synthesize';
import type { Output } from '../../support/synthesize';
import type { DustApp, DustServiceProps } from 'dust-service';
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
    buckets: { fingerprints: {} },
    calledBy: ['audit-archive', 'metrics-gateway'],
    overrides: { prod: { replicas: 4, maxReplicas: 12, cpu: '2', memory: '4Gi' } },
  },
};

const FIXED: Readonly<Record<string, (app: DustApp) => void>> = { 'audit-archive': auditArchive, 'metrics-gateway': metricsGateway, notifications };

export interface Variation {
  /** Changes the services of `CHANGEABLE`. */
  readonly change?: (props: DustServiceProps, name: string) => DustServiceProps;
  /** Services that the fleet does not have any more. */
  readonly without?: readonly string[];
}

/** The example fleet with other services. */
export function variedFleet({ change = (props) => props, without = [] }: Variation = {}): Output {
  const stays = ([name]: [string, unknown]): boolean => !without.includes(name);
  return synthesize(fleet, (app) => {
    for (const [name, props] of Object.entries(CHANGEABLE).filter(stays)) new DustService(app, name, change(withoutCallers(props, without), name));
    for (const [, declare] of Object.entries(FIXED).filter(stays)) declare(app);
  });
}

function withoutCallers({ calledBy, ...props }: DustServiceProps, gone: readonly string[]): DustServiceProps {
  return calledBy === undefined ? props : { ...props, calledBy: calledBy.filter((name) => !gone.includes(name)) };
}
