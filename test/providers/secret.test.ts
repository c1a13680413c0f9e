import { contextIn, requestOf, serve } from './served';
import { workloadViolations } from './workload';
import { clusterSecrets } from '../../constructs/providers/cluster-secrets';
import { secretsManager } from '../../constructs/providers/secrets-manager';
import type { SecretRequest } from '../../lib/requests/secret';
import { Secret } from 'dust-service';

const provided = requestOf('secret', [Secret.provided('API_KEY')]) as SecretRequest;
const generated = requestOf('secret', [Secret.generated('API_KEY')]) as SecretRequest;

describe('provider secretsManager', () => {
  test('refuses an environment without the role of External Secrets', () => {
    const { environment, ...rest } = contextIn();
    const { externalSecretsRoleArn: _none, ...cluster } = environment.cluster;
    expect(secretsManager.check(provided, { ...rest, environment: { ...environment, cluster } }).map(({ code }) => code)).toEqual(['DUST2021']);
  });

  test('names a secret by prefix, environment, service and variable', () => {
    expect(secretsManager.bind(provided, contextIn()).stored).toEqual([{ name: 'acme/dev/catalog/API_KEY', byHand: true, keyArn: '${Key.Arn}' }]);
  });
});

describe('provider clusterSecrets', () => {
  test('hands over what a person provides, and nothing of AWS', () => {
    const { handed, secrets, stored, applied } = clusterSecrets.bind(provided, contextIn());
    expect(handed).toEqual([secrets.API_KEY]);
    expect({ stored, applied }).toEqual({ stored: [], applied: [] });
  });

  test('makes what is generated, once', () => {
    const { handed, applied } = clusterSecrets.bind(generated, contextIn());
    expect(handed).toEqual([]);
    expect(applied.map(({ kind }) => kind)).toEqual(['Password']);
  });

  test('calls both by one name, so that either can become the other', () => {
    expect(clusterSecrets.bind(provided, contextIn()).secrets).toEqual(clusterSecrets.bind(generated, contextIn()).secrets);
  });

  // As keys of a template, the first is lost on the way through cdk8s, and the second makes it throw.
  test.each(['__proto__', 'constructor'])('refuses to generate a secret called %s', (name) => {
    expect(serve(clusterSecrets as never, { secrets: [Secret.generated(name)] })).toMatchObject({ refused: expect.arrayContaining([expect.stringMatching(/^it is refused: DUST2028 catalog\.secrets\[0\] .*cannot be generated/)]) as unknown });
  });

  test.each(['toString', 'hasOwnProperty', 'valueOf'])('makes a secret called %s', (name) => {
    const served = serve(clusterSecrets as never, { secrets: [Secret.generated(name)] });
    expect('refused' in served ? served : workloadViolations(served)).toEqual([]);
  });
});
