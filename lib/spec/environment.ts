import type * as v from 'valibot';
import {
  judgeAccount, judgeArn, judgeClusterName, judgeKubernetesVersion, judgeQualifier, judgeRegion, judgeResourceId,
} from './aws';
import { judgeCertificates } from './certificates';
import { HEAD } from './declared';
import { judgeGitHubEnvironment } from './git';
import { judgeImage } from './image';
import { judgeEnvironmentName, judgeNamespace } from './names';
import { judgeCidr, judgeDomain } from './network';
import { operators } from './operators';
import { permissionSchema } from './permission';
import { reason } from './reason';
import { patternRule } from './rules';
import { boolean, carried, declared, declaredVariant, list, oneOf, optional, struct, text } from './schema';
import type { ProviderContract } from '../providers/contract';

/** A range of addresses that traffic may go to, and why. */
export const addressBlock = struct({ cidr: text(judgeCidr), reason });

const subnet = struct({ id: text(judgeResourceId('subnet')), cidr: text(judgeCidr) });

const dns = declaredVariant('ClusterDns', 'ClusterDns.pods()', {
  pods: {},
  nodeLocal: { [HEAD]: text(judgeCidr) },
  addressBlock: { [HEAD]: text(judgeCidr) },
});

const profile = declared('ClusterProfile', "ClusterProfile.of({ kubernetesVersion: '1.34' })", {
  kubernetesVersion: text(judgeKubernetesVersion),
  autoMode: optional(boolean(), false),
  dns: optional(dns),
  tailscaleNamespace: optional(text(judgeNamespace), 'tailscale'),
  reloader: optional(boolean(), true),
  postgresClientImage: optional(text(judgeImage)),
  ...operators,
});

const kubectlProvider = struct({
  serviceToken: text(judgeArn('lambda', /^function:[\w-]{1,140}$/, 'function:NAME')),
});

const cluster = struct({
  name: text(judgeClusterName),
  profile,
  namespaces: optional(oneOf(['service', 'service-and-environment']), 'service'),
  kubectlProvider: optional(kubectlProvider),
  podSecurityGroupId: optional(text(judgeResourceId('sg'))),
  externalSecretsRoleArn: optional(text(judgeArn('iam', /^role\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/, 'role/NAME'))),
});

const network = struct({
  vpcId: text(judgeResourceId('vpc')),
  loadBalancerSubnets: optional(list(subnet), []),
  databaseSubnets: optional(list(subnet), []),
  endpointSubnets: optional(list(subnet), []),
  awsAddressBlocks: optional(list(addressBlock), []),
});

const tag = patternRule({
  code: 'DUST1061',
  pattern: /^tag:[a-zA-Z][a-zA-Z0-9-]{0,60}$/,
  problem: 'is not a tag of the tailnet',
  allowed: '"tag:" and a name of letters, digits and hyphens',
  fix: 'write a tag such as "tag:k8s"',
  meant: (typed) => `tag:${typed.trim().replace(/^tag:/, '').replace(/[\s_]+/g, '-')}`,
});

const vpn = declaredVariant('Vpn', 'Vpn.tailscale()', {
  tailscale: { tags: optional(list(text(tag))) },
  internalLoadBalancer: { cidrs: list(text(judgeCidr)) },
});

const ingress = struct({
  domain: text(judgeDomain),
  certificateArn: optional(text(judgeArn('acm', /^certificate\//, 'certificate/ID'))),
  webAclArn: optional(text(judgeArn('wafv2', /^regional\/webacl\//, 'regional/webacl/NAME/ID'))),
  vpn: optional(vpn),
});

const oidc = declaredVariant('GitHubOidc', 'GitHubOidc.existing()', { existing: {}, create: {} });

export const environmentSchema = declared('Environment', 'Environment.production({ … })', {
  name: text(judgeEnvironmentName),
  account: text(judgeAccount),
  region: text(judgeRegion),
  partition: optional(text(patternRule({
    code: 'DUST1052', pattern: /^aws(?:-[a-z]+)*$/, problem: 'is not a partition', allowed: '"aws", "aws-us-gov" or "aws-cn"', fix: 'leave it out; it follows from the region',
  }))),
  protected: optional(boolean(), false),
  ephemeral: optional(boolean(), false),
  githubEnvironment: optional(text(judgeGitHubEnvironment)),
  qualifier: optional(text(judgeQualifier), 'hnb659fds'),
  cluster,
  network,
  ingress,
  oidc: optional(oidc),
  keyArn: optional(text(judgeArn('kms', /^key\//, 'key/ID'))),
  databaseCa: optional(text(judgeCertificates)),
  permissions: optional(list(permissionSchema), []),
  providers: list(carried<ProviderContract>('Provider.s3()')),
});

/** An environment as it was declared, checked, with its defaults. */
export type EnvironmentSpec = v.InferOutput<typeof environmentSchema> & {
  readonly partition: string;
  readonly githubEnvironment: string;
};

export { oidc };
