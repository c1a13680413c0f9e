import { environmentProps } from './build-fleet';
import { richFleet } from './rich-fleet';
import { Access, ClusterDns, ClusterProfile, Egress, Environment, GitHubRepository, Permission, Provider, Secret, Vpn } from 'dust-service';

type Factory = (first: never, second: never) => unknown;

/** Every factory of the public API, with the property that takes what it makes. */
export const FACTORIES: readonly (readonly [place: string, make: Factory])[] = [
  ['access', (first) => Access.internet(first)],
  ['access', (first) => Access.vpn(first)],
  ['repository', (first, second) => GitHubRepository.of(first, second)],
  ['egress', (first, second) => [Egress.cidr(first, second)]],
  ['egress', (first) => [Egress.anywhere(first)]],
  ['secrets', (first) => [Secret.provided(first)]],
  ['secrets', (first) => [Secret.generated(first)]],
  ['secrets', (first, second) => [Secret.existing(first, second)]],
  ['secrets', (first) => [Secret.existing('BANK_KEY', { dev: first, prod: { name: 'legacy/prod/bank' } })]],
  ['permissions', (first, second) => [Permission.of(first, second, 'It was there before')]],
  ['permissions', (first, second) => [Permission.of(['sqs:SendMessage'], [first], second)]],
  ['postgres', (first) => first],
  ['postgres', (first, second) => ({ existing: { dev: { secret: first, database: second } } })],
  ['cache', (first) => first],
  ['cache', (first, second) => ({ existing: { dev: { secret: first, port: second } } })],
  ['buckets', (first, second) => ({ scans: { existing: { dev: { name: first, keyArn: second } } } })],
  ['environments', (first) => environmentWith({ databaseCa: first })],
  ['environments', (first, second) => environmentWith({ permissions: [Permission.of(first, second, 'It was there before')] })],
  ['environments', (first, second) => environmentWith({ network: { vpcId: 'vpc-0123456789abcdef0', databaseSubnets: [{ id: first, cidr: second }] } })],
  ['environments', (first) => environmentWith({ cluster: { name: 'x', profile: ClusterProfile.of({ kubernetesVersion: '1.34', postgresClientImage: first }) } })],
  ['environments', (first) => Environment.of(first)],
  ['environments', (first) => Environment.development(first)],
  ['environments', (first) => Environment.production(first)],
  ['environments', (first) => environmentWith({ ingress: { domain: 'x.example', vpn: Vpn.internalLoadBalancer(first) } })],
  ['environments', (first) => environmentWith({ ingress: { domain: 'x.example', vpn: Vpn.tailscale(first) } })],
  ['environments', (first) => environmentWith({ cluster: { name: 'x', profile: ClusterProfile.of(first) } })],
  ['environments', (first) => environmentWith({ cluster: { name: 'x', profile: ClusterProfile.of({ kubernetesVersion: '1.34', dns: ClusterDns.nodeLocal(first) }) } })],
  ['environments', (first) => environmentWith({ cluster: { name: 'x', profile: ClusterProfile.of({ kubernetesVersion: '1.34', dns: ClusterDns.addressBlock(first) }) } })],
  ['environments', (first) => environmentWith({ providers: [first] })],
  ['environments', (first) => environmentWith({ providers: [Provider.cloudNativePg(first)] })],
  ['environments', (first) => environmentWith({ providers: [Provider.cloudNativePg({ objectStore: first })] })],
  ['environments', (first) => environmentWith({ providers: [Provider.seaweedFs(first)] })],
  ['environments', (first) => environmentWith({ providers: [Provider.seaweedFs({ storage: first })] })],
  ['environments', (first, second) => profileWith({ cloudNativePg: { images: { 17: first }, namespace: second } })],
  ['environments', (first, second) => profileWith({ cloudNativePg: { images: first }, seaweedFs: { image: second } })],
  ['environments', (first, second) => profileWith({ redisOperator: first, certificateIssuer: { name: second } })],
  ['environments', (first, second) => profileWith({ prometheus: { labels: first }, apiServerCidrs: second })],
  ['environments', (first, second) => profileWith({ storageClass: first, certificateIssuer: { name: 'ca', kind: second } })],
];

function profileWith(changes: object): Environment {
  return environmentWith({ cluster: { name: 'x', profile: ClusterProfile.of({ kubernetesVersion: '1.34', ...changes }) } });
}

function environmentWith(changes: object): Environment {
  return Environment.of({ ...environmentProps({ ...richFleet.environments[0]!, name: 'extra', cluster: 'extra' }, 'aws'), ...changes });
}
