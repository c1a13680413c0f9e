import { environmentProps } from './build-fleet';
import { richFleet } from './rich-fleet';
import { Access, ClusterDns, ClusterProfile, Egress, Environment, GitHubRepository, Permission, Secret, Vpn } from 'dust-service';

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
];

function environmentWith(changes: object): Environment {
  return Environment.of({ ...environmentProps({ ...richFleet.environments[0]!, name: 'extra', cluster: 'extra' }, 'aws'), ...changes });
}
