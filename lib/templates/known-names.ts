import type { FinalResource, StackFacts } from './final-resource';
import type { Json } from './json';
import { resolveValue } from './resolve';
import type { Lookup } from './resolve';

/** What references to the resources of one stack become, as far as the resources have literal names. */
export function lookupIn(resources: readonly FinalResource[]): Lookup {
  const byId = new Map(resources.map((resource) => [resource.logicalId, resource]));
  return (logicalId, attribute) => {
    const resource = byId.get(logicalId);
    return resource === undefined ? undefined : REFERENCES[resource.type]?.(resource, attribute);
  };
}

/** An identity provider, and the one that older constructs of the CDK make. */
export const PROVIDER_TYPES: readonly string[] = ['AWS::IAM::OIDCProvider', 'Custom::AWSCDKOpenIdConnectProvider'];

type Reference = (resource: FinalResource, attribute: string | undefined) => string | undefined;

/** By type: what `Ref` and the attribute `Arn` become. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/introduction.html */
const REFERENCES: Readonly<Record<string, Reference>> = {
  'AWS::IAM::Role': named('role', 'RoleName'),
  'AWS::IAM::User': named('user', 'UserName'),
  'AWS::IAM::Group': named('group', 'GroupName'),
  'AWS::IAM::ManagedPolicy': (resource, attribute) => {
    const name = text(resource, 'ManagedPolicyName');
    return name !== undefined && (attribute === undefined || attribute === 'PolicyArn') ? arnOf(resource, `policy${path(resource)}${name}`) : undefined;
  },
  ...Object.fromEntries(PROVIDER_TYPES.map((type) => [type, oidcProvider])),
};

function oidcProvider(resource: FinalResource, attribute: string | undefined): string | undefined {
  const url = text(resource, 'Url');
  return url !== undefined && (attribute === undefined || attribute === 'Arn') ? arnOf(resource, `oidc-provider/${url.replace(/^https:\/\//, '')}`) : undefined;
}

function named(kind: string, key: string): Reference {
  return (resource, attribute) => {
    const name = text(resource, key);
    if (name === undefined || attribute === undefined) return name;
    return attribute === 'Arn' ? arnOf(resource, `${kind}${path(resource)}${name}`) : undefined;
  };
}

function text({ properties, stack }: FinalResource, key: string): string | undefined {
  const value = resolveValue(properties[key], stack);
  return typeof value === 'string' ? value : undefined;
}

function path(resource: FinalResource): string {
  return text(resource, 'Path') ?? '/';
}

function arnOf({ stack: { partition, account } }: FinalResource, rest: string): string | undefined {
  return partition === undefined || account === undefined ? undefined : `arn:${partition}:iam::${account}:${rest}`;
}

/** Every resource with the functions of CloudFormation resolved. */
export function resolved(resources: readonly FinalResource[]): readonly FinalResource[] {
  const byStack = new Map<StackFacts, FinalResource[]>();
  for (const resource of resources) byStack.set(resource.stack, [...(byStack.get(resource.stack) ?? []), resource]);
  return [...byStack].flatMap(([stack, all]) => {
    const lookup = lookupIn(all);
    return all.map((resource) => ({ ...resource, properties: resolveValue(resource.properties, stack, lookup) as Json }));
  });
}
