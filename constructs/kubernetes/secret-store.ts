import type { ChartObject } from './service-chart';
import type { ServicePlan } from '../../lib/plan/fleet-plan';

/**
 * The namespace's own store: the controller assumes its role, which reads this service's secrets and no other's.
 * @see https://external-secrets.io/latest/provider/aws-secrets-manager/
 */
export function secretStoreObjects({ secretStore, environment }: Pick<ServicePlan, 'secretStore' | 'environment'>): ChartObject[] {
  if (secretStore === undefined) return [];
  const manifest = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata: { name: secretStore.name },
    spec: { provider: { aws: { service: 'SecretsManager', region: environment.region, role: secretStore.roleArn } } },
  };
  return [{ id: 'secret-store', manifest }];
}
