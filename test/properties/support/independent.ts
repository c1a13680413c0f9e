import { controllerArn } from './build-fleet';
import { environmentsOf } from './fleet-model';
import type { FleetModel } from './fleet-model';
import type { Fleet } from './synthesized';
import type { Declared } from '../../independent/check';
import type { KubernetesObject, Output } from '../../support/synthesize';

/** A fleet as the evaluator of the example reads it, from what a mutation may have changed. */
export function outputFrom({ stacks, objects, files }: Fleet): Output {
  const manifests = new Map<string, KubernetesObject[]>();
  for (const { file, object } of objects) manifests.set(file, [...(manifests.get(file) ?? []), object]);
  return { folder: '', files: new Map(files), templates: new Map(stacks.map(({ name, template }) => [name, template])), manifests } as unknown as Output;
}

/** What a model declares about accounts, clusters and secrets; what the checks of other things ask for is left out. */
export function declaredFrom({ prefix, partition, environments, services }: FleetModel): Declared {
  const places = environments.map((environment) => {
    const { name, account, region, cluster, sharedCluster, ownKey, externalSecrets } = environment;
    const given = ownKey ? { keyArn: `arn:${partition}:kms:${region}:${account}:key/0a1b2c3d-0000-4000-8000-0123456789ab` } : {};
    return [name, { account, region, cluster, sharedCluster, ...given, ...(externalSecrets ? { externalSecretsRoleArn: controllerArn(environment, partition) } : {}) }] as const;
  });
  const declared = services.map((service) =>
    [service.name, { environments: environmentsOf({ environments } as FleetModel, service).map(({ name }) => name), secrets: service.secrets ?? {} }] as const);
  return { prefix, environments: Object.fromEntries(places), services: Object.fromEntries(declared) } as unknown as Declared;
}
