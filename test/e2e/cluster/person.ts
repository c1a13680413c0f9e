import type { Client } from './client';

/** What the example declares as `Secret.provided`, by service. */
export const PROVIDED: Readonly<Record<string, string>> = { catalog: 'STRIPE_API_KEY', identity: 'OIDC_CLIENT_SECRET', notifications: 'SMTP_PASSWORD' };

/** The Secret of such a variable. */
export function handedSecret(service: string): string {
  return `${service}-secret-${PROVIDED[service]!.toLowerCase().replaceAll('_', '-')}`;
}

/**
 * Does what a person does with `dust secrets set` for every secret that no controller brings from elsewhere; `secrets.test.ts`
 * has the command itself do it, and it comes to the same.
 */
export function fillByHand(admin: Client): void {
  const objects = admin.list('externalsecrets,namespaces');
  const brought = objects.filter(({ kind }) => kind === 'ExternalSecret').map(({ metadata, spec }) => `${metadata.namespace}/${spec.target.name}`);
  const services = Object.keys(PROVIDED).filter((service) => objects.some(({ kind, metadata }) => kind === 'Namespace' && metadata.name === service) && !brought.includes(`${service}/${handedSecret(service)}`));
  if (services.length === 0) return;
  const items = services.map((service) => handed(service, `made up for ${service}`));
  admin.must(['apply', '--server-side', '--field-manager=dust', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}

function handed(service: string, value: string): object {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: handedSecret(service), namespace: service }, type: 'Opaque', stringData: { [PROVIDED[service]!]: value } };
}
