import type { FleetModel, RepositoryModel } from './fleet-model';
import { environmentsOf } from './fleet-model';
import type { Declared } from '../../independent/check';

function subjectOf({ slug, ids }: RepositoryModel): string {
  const [owner, name] = slug.split('/');
  return ids === undefined ? `repo:${slug}` : `repo:${owner}@${ids.owner}/${name}@${ids.repository}`;
}

/** What a fleet declares of repositories, environments and images, as the evaluator of the example reads it; of data it says nothing. */
export function declaredTrust(model: FleetModel): Declared {
  const environments = model.environments.map((environment) => [environment.name, {
    account: environment.account, region: environment.region, cluster: environment.cluster, protected: environment.protected, githubEnvironment: environment.githubEnvironment ?? environment.name,
  }]);
  const services = model.services.map((service) => [service.name, {
    subject: subjectOf(service.repository), branch: service.repository.branch ?? 'main', environments: environmentsOf(model, service).map(({ name }) => name),
  }]);
  const declared = {
    prefix: model.prefix, organizationId: 'o-0123456789', fleetSubject: subjectOf(model.repository), registry: model.registry,
    environments: Object.fromEntries(environments), services: Object.fromEntries(services),
  };
  return declared as unknown as Declared;
}
