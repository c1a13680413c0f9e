import { failed } from './check';
import type { Check, Checks } from './check';
import { expectedVariables } from './database-variables';
import { capabilityOf, grantsOf, roleArn } from './iam';
import { asList, same, valuesOf } from './json';
import { byHand } from './secret-makers';
import { isGenerated } from './secret-stores';
import { externalSecretsIn, fetchedBy, generatorsOf, targetOf, templateProblems, textsOf } from './secret-templates';
import { containersOf, find, ofKind, readWorld, serviceStack } from './world';
import type { Placed, Pod } from './world';

type Fields = Record<string, any>;

/** Layers in which what is made up may stand: a service's data, or all of a namespace of the platform. */
function isData({ layer, folder }: Placed): boolean {
  return layer === 'data.yaml' || layer === `${folder}.yaml`;
}

/** Whatever is said beside these would be made otherwise than once. */
const SAID = ['dataFrom', 'refreshPolicy', 'target'];

/** A secret that is made up in the cluster is made once, from one generator of its own, and neither an edit nor an end of its object changes it. */
const generatedSecrets: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'ExternalSecret').filter(isGenerated).flatMap((placed) => {
    const { spec, apiVersion } = placed.object;
    const [generator, ...others] = generatorsOf(placed);
    const target = (spec.target ?? {}) as Fields;
    const takers = ofKind(world, 'ExternalSecret').filter((other) => other.environment === placed.environment && other.namespace === placed.namespace && generatorsOf(other).some(({ name }) => name === generator?.name));
    return [
      ...failed(placed.at, {
        'is of another version': apiVersion === 'external-secrets.io/v1',
        'is not data': isData(placed),
        'fetches something as well': fetchedBy(placed).length === 0 && spec.secretStoreRef === undefined && asList(spec.dataFrom).length === 1,
        [`says ${Object.keys(spec as Fields).filter((key) => !SAID.includes(key)).join(', ')}`]: Object.keys(spec as Fields).every((key) => SAID.includes(key)),
        'takes no password that is generated near it': others.length === 0 && generator?.kind === 'Password' && find(world, placed, 'Password', generator.name)?.object.apiVersion === generator.apiVersion,
        'shares its password': takers.length === 1,
        'is made again': spec.refreshPolicy === 'CreatedOnce',
        'can be changed': target.immutable === true,
        'goes with its object': target.creationPolicy === 'Orphan' && [undefined, 'Retain'].includes(target.deletionPolicy),
        'shares its Secret': externalSecretsIn(world, placed).filter((other) => targetOf(other) === targetOf(placed)).length === 1,
        'has a key that is none': Object.keys(textsOf(placed)).every((key) => /^[-._a-zA-Z0-9]{1,253}$/.test(key)),
      }),
      ...templateProblems(placed),
    ];
  });
};

/** Letters and digits alone, so that no program reads one as something else, and enough of them that nobody tries them all. */
const generatedPasswords: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'Password').flatMap((placed) => {
    const { length, symbols, digits, noUpper, allowRepeat, encoding, secretKeys } = placed.object.spec;
    return failed(placed.at, {
      'is of another version': placed.object.apiVersion === 'generators.external-secrets.io/v1alpha1',
      'is too short': Number(length) >= 32,
      'has characters that a URL or a file takes amiss': symbols === 0 && encoding === undefined,
      'is made of too few characters': noUpper !== true && allowRepeat === true && digits > 0 && digits <= length / 2,
      'is not called password': secretKeys === undefined,
      'is taken by nobody': ofKind(world, 'ExternalSecret').some((other) => other.environment === placed.environment && other.namespace === placed.namespace && generatorsOf(other).some(({ name }) => name === placed.object.metadata.name)),
    });
  });
};

/** Keys whose value is a secret by their very name. */
const SECRET_KEY = /password|passwd|secret|token|_key$|secretkey|private/i;
const PLACEHOLDER = /\{\{[^}]*\}\}/;

/** A word of JSON or the password of a URL; a name and an address are none. */
function literalIn(key: string, text: string): boolean {
  const inUrl = /^[a-z]+:\/\/[^:/@]*:([^@]*)@/.exec(text)?.[1];
  if (inUrl !== undefined) return !PLACEHOLDER.test(inUrl);
  const inside = text.startsWith('{') && !text.startsWith('{{') ? valuesOf({ nested: text.replace(/\{\{[^}]*\}\}/g, '<made>') }) : [];
  return (SECRET_KEY.test(key) && !PLACEHOLDER.test(text)) || inside.some(({ path, text: value }) => SECRET_KEY.test(path.at(-1)!) && value !== '<made>');
}

/** No password is written down: not in a template of a Secret, not in the environment of a container. */
const noLiteralSecrets: Check = (output) => {
  const world = readWorld(output);
  const templates = ofKind(world, 'ExternalSecret').flatMap((placed) => Object.entries(textsOf(placed)).filter(([key, text]) => literalIn(key, text)).map(([key]) => `${placed.at}: ${key} is written down`));
  const variables = world.pods.flatMap((pod) => containersOf(pod).flatMap(({ env }) => asList<Fields>(env).filter(({ name, value }) => value !== undefined && literalIn(String(name), String(value))).map(({ name }) => `${pod.at}: ${name} is written down`)));
  const inline = world.objects.filter(({ object }) => ['Cluster', 'Redis', 'Seaweed', 'S3Credentials', 'S3Identity'].includes(object.kind)).flatMap(({ at, object }) =>
    valuesOf(object.spec).filter(({ path }) => /^(password|accessKey|secretKey|secretAccessKey|token)$/i.test(path.at(-1)!)).map(({ path }) => `${at}: ${path.join('.')} is written down`));
  return [...templates, ...variables, ...inline];
};

function filesOf({ spec }: Pod): Fields[] {
  return asList<Fields>(spec.volumes).flatMap((volume) => [volume.secret, ...asList<Fields>(volume.projected?.sources).map(({ secret }) => secret as Fields | undefined)]).filter((secret) => secret !== undefined) as Fields[];
}

/** A Secret is mounted key by key, and never a key that signs or proves who somebody is. */
const secretFiles: Check = (output) =>
  readWorld(output).pods.flatMap((pod) => filesOf(pod).flatMap((secret) => {
    const name = String(secret.secretName ?? secret.name);
    const keys = asList<Fields>(secret.items).map(({ key }) => String(key));
    return failed(pod.at, {
      [`mounts all of ${name}`]: keys.length > 0,
      [`mounts a private key of ${name}`]: !keys.some((key) => /\.key$|private/i.test(key)),
      [`may start without ${name}`]: secret.optional === undefined || secret.optional === false,
    });
  }));

/** A person fills one Secret for each secret that was declared so, by a name of its own that begins with the service's. */
const secretsByHand: Check = (output, declared) => {
  const world = readWorld(output);
  return world.pods.flatMap((pod) => {
    const expected = expectedVariables(world, declared, pod);
    const taken = containersOf(pod).flatMap(({ env }) => asList<Fields>(env)).filter(({ name }) => expected[name] === byHand(name)).map(({ name, valueFrom }) => ({ name: String(name), secret: String(valueFrom?.secretKeyRef?.name) }));
    return taken.flatMap(({ name, secret }) => failed(`${pod.at}: ${name}`, {
      [`is in ${secret}, which is no name of a Secret`]: /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(secret),
      [`is in ${secret}, where something else is`]: taken.filter((other) => other.secret === secret).length === 1,
      [`is in ${secret}, which is not called after its service`]: secret.startsWith(`${pod.workload.folder.slice(0, 20)}`),
    }));
  });
};

/** Keys of a store in variables hide the role of the pod from the SDK, so such a role may do nothing. */
const keysHideNoRole: Check = (output) => {
  const world = readWorld(output);
  return world.pods.filter((pod) => hasKeys(pod)).flatMap((pod) => {
    const roles = serviceStack(world, pod.environment, pod.workload.folder)?.printed.filter((printed) => printed.type === 'AWS::IAM::Role' && capabilityOf(printed) === 'pod') ?? [];
    return grantsOf(world).filter(({ role }) => roles.some((own) => roleArn(own) === roleArn(role))).map(({ statement }) => `${pod.at}: has keys of a store, which hide its role to ${statement.actions.join(', ')}`);
  });
};

function hasKeys(pod: Pod): boolean {
  return containersOf(pod).some(({ env }) => asList<Fields>(env).some(({ name }) => name === 'AWS_ACCESS_KEY_ID'));
}

/** Both halves of a key pair come out of one Secret. */
const keyPairs: Check = (output) =>
  readWorld(output).pods.flatMap((pod) => containersOf(pod).flatMap(({ env }) => {
    const sources = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map((variable) => asList<Fields>(env).find(({ name }) => name === variable)?.valueFrom?.secretKeyRef?.name as string | undefined);
    return same(sources[0], sources[1]) ? [] : [`${pod.at}: has a key pair of ${sources.join(' and ')}`];
  }));

export const clusterSecrets: Checks = { generatedSecrets, generatedPasswords, noLiteralSecrets, secretFiles, secretsByHand, keysHideNoRole, keyPairs };
