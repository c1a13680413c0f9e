import { X509Certificate } from 'node:crypto';
import { posix } from 'node:path';
import { ADMIN, isKeptByCluster } from './check';
import type { Check, Checks, Declared } from './check';
import { CA_VARIABLES, plainValues, preparedBy } from './database-variables';
import { keptNear, portOf } from './databases';
import type { Kept } from './databases';
import { asList, same } from './json';
import { podsOf, rulesOf } from './network-rules';
import { operatedIn } from './operated';
import { find, readWorld } from './world';
import type { Pod, World } from './world';

/** The text of a mounted file of a container, or why there is none. */
function mountedFile(world: World, pod: Pod, container: Record<string, any>, path: string): { readonly text?: string; readonly problem?: string } {
  const mount = asList<Record<string, any>>(container.volumeMounts).find(({ mountPath }) => mountPath === posix.dirname(path));
  const volume = asList<Record<string, any>>(pod.spec.volumes).find(({ name }) => name === mount?.name);
  if (mount === undefined || volume?.configMap === undefined || mount.subPath !== undefined) return { problem: `${path} is not mounted` };
  if (mount.readOnly !== true) return { problem: `${path} can be written` };
  const items = asList<{ key: string; path: string }>(volume.configMap.items);
  const key = volume.configMap.items === undefined ? posix.basename(path) : items.find((item) => item.path === posix.basename(path))?.key;
  const text = (find(world, pod, 'ConfigMap', volume.configMap.name)?.object.data as Record<string, string> | undefined)?.[key ?? ''];
  return text === undefined || volume.configMap.optional === true ? { problem: `${path} is in no ConfigMap` } : { text };
}

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n?/g;

/** Every certificate of a bundle, or nothing where a part of it is none. */
function certificatesOf(text: string): X509Certificate[] | undefined {
  if (text.replace(PEM, '').trim() !== '') return undefined;
  try {
    return [...text.matchAll(PEM)].map(([pem]) => new X509Certificate(pem));
  } catch {
    return undefined;
  }
}

/** Who signs for a cache of ElastiCache. */
const AMAZON = /CN=(Amazon Root CA [1-4]|Starfield Services Root Certificate Authority - G2)/;

/** The authority that signs for the server, of its own region; a bundle that the environment gives is taken at its word. */
function isItsAuthority(certificate: X509Certificate, kind: Kept, region: string, given: boolean): boolean {
  const right = kind === 'cache' ? AMAZON.test(certificate.subject) : given || certificate.subject.includes(`Amazon RDS ${region} Root CA`);
  return certificate.ca && right && new Date(certificate.validTo).getTime() > Date.now() && certificate.checkIssued(certificate);
}

function bundleProblems(world: World, declared: Declared, pod: Pod, kind: Kept, text: string): string[] {
  const { region = '', databaseCa } = declared.environments[pod.environment] ?? {};
  const certificates = certificatesOf(text);
  if (certificates === undefined || certificates.length === 0) return [`${CA_VARIABLES[kind]} leads to what is no bundle of certificates`];
  const given = kind === 'postgres' && databaseCa !== undefined;
  const instance = pod.workload.folder === ADMIN ? preparedBy(world, pod) : keptNear(world, pod.workload, kind);
  const [, algorithm] = /^rds-ca-(rsa2048|rsa4096|ecc384)-g1$/.exec(String(instance?.properties.CACertificateIdentifier)) ?? [];
  return [
    ...certificates.filter((certificate) => !isItsAuthority(certificate, kind, region, given)).map(({ subject }) => `${CA_VARIABLES[kind]} leads to ${subject.replace(/\n/g, ' ')}, which does not sign for ${region}`),
    ...(given && databaseCa!.trim() !== text.trim() ? [`${CA_VARIABLES[kind]} does not lead to the certificates of the environment`] : []),
    ...(kind === 'postgres' && !given && !certificates.some(({ subject }) => algorithm !== undefined && subject.includes(`Root CA ${algorithm.toUpperCase()} G1`)) ? [`${CA_VARIABLES[kind]} leads to no authority of the database`] : []),
  ];
}

/** The Secret with the authority that signs for what an operator runs, and the key that belongs to it, which no pod may have. */
function authorityOf(world: World, pod: Pod, kind: Kept): string | undefined {
  const operated = operatedIn(world, pod.workload, kind);
  return (kind === 'postgres' ? operated && `${operated.object.metadata.name}-ca` : operated?.object.spec.TLS?.secret?.secretName) as string | undefined;
}

/** In the cluster, the authority comes out of the operator's Secret by its one public key. */
function authorityProblems(world: World, pod: Pod, container: Record<string, any>, path: string, kind: Kept): string[] {
  const mount = asList<Record<string, any>>(container.volumeMounts).find(({ mountPath }) => mountPath === posix.dirname(path));
  const secret = asList<Record<string, any>>(pod.spec.volumes).find(({ name }) => name === mount?.name)?.secret as Record<string, any> | undefined;
  if (mount === undefined || secret === undefined || mount.subPath !== undefined) return [`${path} is not mounted`];
  const items = asList<Record<string, any>>(secret.items).map(({ key, path: file }) => `${key} as ${file}`);
  return [
    ...(mount.readOnly === true ? [] : [`${path} can be written`]),
    ...(secret.secretName !== undefined && secret.secretName === authorityOf(world, pod, kind) ? [] : [`${path} is of ${secret.secretName}, which does not sign for it`]),
    ...(same(items, [`ca.crt as ${posix.basename(path)}`]) && secret.optional !== true ? [] : [`${path} is ${items.join(', ') || 'all'} of ${secret.secretName}, not its authority alone`]),
  ];
}

/** A pod finds the certificates of its database and cache in a file that is mounted where its variable says. */
const certificates: Check = (output, declared) => {
  const world = readWorld(output);
  return world.pods.flatMap((pod) =>
    asList<Record<string, any>>(pod.spec.containers).flatMap((container) =>
      (['postgres', 'cache'] as const).flatMap((kind) => {
        const path = plainValues(world, pod, container)[CA_VARIABLES[kind]];
        const needs = pod.workload.folder === ADMIN ? kind === 'postgres' : declared.services[pod.workload.folder]?.[kind] === true;
        if (path === undefined) return needs ? [`${pod.at}: ${CA_VARIABLES[kind]} is missing`] : [];
        if (needs && isKeptByCluster(declared, pod.environment, kind)) return authorityProblems(world, pod, container, path, kind).map((problem) => `${pod.at}: ${CA_VARIABLES[kind]}: ${problem}`);
        const { text, problem } = mountedFile(world, pod, container, path);
        const problems = text === undefined ? [`${CA_VARIABLES[kind]}: ${problem}`] : bundleProblems(world, declared, pod, kind, text);
        return [...problems, ...(needs ? [] : [`${CA_VARIABLES[kind]} stands there without need`])].map((text_) => `${pod.at}: ${text_}`);
      })));
};

/** K8: pods reach the subnets of databases at the ports of what they have, and at no others. */
const databasePorts: Check = (output, declared) => {
  const world = readWorld(output);
  return world.pods.flatMap((pod) => {
    const subnets = (declared.environments[pod.environment]?.databaseSubnets ?? []).map(({ cidr }) => cidr);
    const kept = pod.workload.folder === ADMIN ? [preparedBy(world, pod)] : (['postgres', 'cache'] as const).map((kind) => keptNear(world, pod.workload, kind));
    const ports = kept.filter((one) => one !== undefined).map(portOf);
    const expected = subnets.flatMap((cidr) => ports.map((port) => `${cidr} ${port}/TCP`));
    const reached = rulesOf(world, 'egress').filter(({ policy }) => podsOf(world, policy).includes(pod)).flatMap(({ peers, ports: open }) =>
      peers.flatMap(({ ipBlock }) => (ipBlock !== undefined && subnets.includes(ipBlock.cidr) ? open.map(({ port, protocol }) => `${ipBlock.cidr} ${port}/${protocol}`) : [])));
    return [
      ...expected.filter((one) => !reached.includes(one)).map((one) => `${pod.at}: may not reach ${one}`),
      ...reached.filter((one) => !expected.includes(one)).map((one) => `${pod.at}: may reach ${one}`),
    ];
  });
};

export const databasePods: Checks = { certificates, databasePorts };
