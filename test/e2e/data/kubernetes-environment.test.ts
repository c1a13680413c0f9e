import { containerOf, expand, Sources } from './kubernetes-environment';
import type { KubernetesObject } from '../../support/synthesize';

type Json = Record<string, unknown>;

/** A workload with one container, and the cluster's sources: `config`, `more` and the Secret `login`. */
function resolved(container: Json, volumes: Json[] = []): ReturnType<typeof containerOf> {
  const sources = new Sources();
  sources.add('ConfigMap', 'shop', 'config', { A: 'a', B: 'b', C: '$(A)' });
  sources.add('ConfigMap', 'shop', 'more', { 'B': 'more', 'with space': 'kept', 'a=b': 'left out' });
  sources.add('Secret', 'shop', 'login', { password: '$(A) $$', user: 'me' });
  sources.add('Secret', 'elsewhere', 'other', { key: 'of another namespace' });
  sources.lacks('Secret', 'shop', 'late', 'nobody has filled it');
  const spec = { template: { spec: { containers: [{ name: 'app', ...container }], volumes } } };
  return containerOf({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'app', namespace: 'shop' }, spec } as KubernetesObject, 'app', sources);
}

const CONFIG = { configMapRef: { name: 'config' } };
const MORE = { configMapRef: { name: 'more' } };
const secretKey = (name: string, key: string, optional?: boolean): Json => ({ secretKeyRef: { name, key, ...(optional === undefined ? {} : { optional }) } });

describe('variables', () => {
  test.each<[string, Json, Json]>([
    ['of a whole source are taken as they are', { envFrom: [CONFIG] }, { A: 'a', B: 'b', C: '$(A)' }],
    ['of a later source win, and impossible names are left out', { envFrom: [CONFIG, MORE] }, { 'A': 'a', 'B': 'more', 'C': '$(A)', 'with space': 'kept' }],
    ['have a prefix', { envFrom: [{ prefix: 'X_', secretRef: { name: 'login' } }] }, { X_password: '$(A) $$', X_user: 'me' }],
    ['of their own win over a source, wherever they stand', { env: [{ name: 'B', value: 'own' }], envFrom: [CONFIG] }, { A: 'a', B: 'own', C: '$(A)' }],
    ['that are named twice have the last value', { env: [{ name: 'B', value: '1' }, { name: 'B', value: '$(B)2' }] }, { B: '12' }],
    ['see those before them, and those of sources', { env: [{ name: 'X', value: '$(A)$(Y)' }, { name: 'Y', value: '$(X)' }], envFrom: [CONFIG] }, { A: 'a', B: 'b', C: '$(A)', X: 'a$(Y)', Y: 'a$(Y)' }],
    ['of a Secret are not expanded, but seen', { env: [{ name: 'P', valueFrom: secretKey('login', 'password') }, { name: 'U', value: 'p=$(P)' }] }, { P: '$(A) $$', U: 'p=$(A) $$' }],
    ['without a value are empty', { env: [{ name: 'E' }] }, { E: '' }],
    ['may be missing where they are optional', { env: [{ name: 'P', valueFrom: secretKey('login', 'none', true) }, { name: 'Q', valueFrom: secretKey('none', 'none', true) }], envFrom: [{ secretRef: { name: 'none', optional: true } }] }, {}],
  ])('%s', (_, container, variables) => expect(resolved(container).variables).toEqual(variables));

  test.each([
    ['$(A)', 'a'], ['$$(A)', '$(A)'], ['$$$(A)', '$a'], ['$(none) $A ${A} $(', '$(none) $A ${A} $('], ['$$', '$'], ['$(toString)', '$(toString)'],
  ])('%s becomes %s', (text, value) => expect(expand(text, { A: 'a' })).toBe(value));

  test('are expanded in the command', () => expect(resolved({ command: ['run', '$(A)'], args: ['$$(A)'], envFrom: [CONFIG] }).command).toEqual(['run', 'a', '$(A)']));
});

test('files are those of the volumes that are mounted', () => {
  const items = [{ key: 'A', path: 'deep/a.txt' }];
  const volumes = [
    { name: 'some', configMap: { name: 'config', items } }, { name: 'all', secret: { secretName: 'login' } }, { name: 'empty', emptyDir: {} },
    { name: 'both', projected: { sources: [{ configMap: { name: 'config', items } }, { secret: { name: 'login', items: [{ key: 'user', path: 'user' }] } }] } },
    { name: 'late', secret: { secretName: 'late', optional: true } },
  ];
  const mounts = volumes.map(({ name }) => ({ name, mountPath: `/${name}` }));
  const { files } = resolved({ volumeMounts: mounts }, [...volumes, { name: 'unused', secret: { secretName: 'nobody' } }]);
  expect(Object.fromEntries(files)).toEqual({ '/some/deep/a.txt': 'a', '/all/password': '$(A) $$', '/all/user': 'me', '/both/deep/a.txt': 'a', '/both/user': 'me' });
});

const mount = [{ name: 'v', mountPath: '/v' }];

test.each<[string, Json, Json[], string]>([
  ['a Secret', { env: [{ name: 'P', valueFrom: secretKey('none', 'key') }] }, [], 'Deployment shop/app, container app: P: Secret shop/none is not there'],
  ['a Secret that waits', { env: [{ name: 'P', valueFrom: secretKey('late', 'key') }] }, [], 'P: Secret shop/late is not there: nobody has filled it'],
  ['a Secret of another namespace', { env: [{ name: 'P', valueFrom: secretKey('other', 'key') }] }, [], 'Secret shop/other is not there'],
  ['a key', { env: [{ name: 'P', valueFrom: secretKey('login', 'pasword') }] }, [], 'P: Secret shop/login has no key pasword, only password, user'],
  ['a whole source', { envFrom: [{ configMapRef: { name: 'none' } }] }, [], 'ConfigMap shop/none is not there'],
  ['a mounted source', { volumeMounts: mount }, [{ name: 'v', configMap: { name: 'none' } }], 'volume v: ConfigMap shop/none is not there'],
  ['a mounted key', { volumeMounts: mount }, [{ name: 'v', configMap: { name: 'config', items: [{ key: 'ca', path: 'ca' }] } }], 'volume v: ConfigMap shop/config has no key ca, only A, B, C'],
  ['a volume', { volumeMounts: mount }, [], 'there is no volume v to mount on /v'],
])('%s that is missing is an error', (_, container, volumes, message) => expect(() => resolved(container, volumes)).toThrow(message));

test.each<[string, Json, Json[], string]>([
  ['a field', { env: [{ name: 'P', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] }, [], 'P: comes from fieldRef, which is not known here'],
  ['a driver', { volumeMounts: mount }, [{ name: 'v', csi: {} }], 'volume v: is a csi, which is not known here'],
  ['a part of a volume', { volumeMounts: [{ ...mount[0], subPath: 'x' }] }, [{ name: 'v', emptyDir: {} }], 'subPath'],
])('%s is not left out unseen', (_, container, volumes, message) => expect(() => resolved(container, volumes)).toThrow(message));
