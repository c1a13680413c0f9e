import { App, Stack, Stage } from 'aws-cdk-lib';
import { Access, DustService, GitHubRepository, type DustServiceProps, type FleetProps } from 'dust-service';

/** A service that each of the hosts below declares. */
export const billing: Omit<DustServiceProps, 'fleet'> = {
  owner: 'payments',
  repository: GitHubRepository.of('dust-identity/billing', { ownerId: '8675309', repositoryId: '3001' }),
  http: { port: 8000, access: Access.cluster() },
  buckets: { invoices: {} },
};

/** In an App of the CDK: the stacks are its children, the manifests lie in its assembly. */
export function inApp(fleet: FleetProps, outdir: string): App {
  // #region app
  const app = new App({ outdir });
  new DustService(app, 'billing', { ...billing, fleet });
  // #endregion
  return app;
}

/** In a Stage, for example one of CDK Pipelines. */
export function inStage(fleet: FleetProps, outdir: string): App {
  const app = new App({ outdir });
  // #region stage
  const stage = new Stage(app, 'Release');
  new DustService(stage, 'billing', { ...billing, fleet });
  // #endregion
  return app;
}

/** In a Stack that exists already, for one environment of the same account and region. */
export function inStack(fleet: FleetProps, outdir: string): App {
  const app = new App({ outdir });
  // #region stack
  const stack = new Stack(app, 'Payments', { env: { account: '444455556666', region: 'us-east-1' } });
  new DustService(stack, 'billing', { ...billing, environments: ['prod'], fleet });
  // #endregion
  return app;
}
