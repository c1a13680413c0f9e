import { CfnResource, Stack, Stage, Token } from 'aws-cdk-lib';
import type { NestedStack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { partitionOf } from '../../lib/spec/aws';
import type { FinalResource, StackFacts } from '../../lib/templates/final-resource';
import type { Json } from '../../lib/templates/json';

/**
 * The resources of one stage that somebody judges, as they will stand in its templates: after Aspects and with every
 * override. Only these are resolved, since resolving is what a synthesis spends most of its time on.
 *
 * @param fleetStacks stacks that hold something of a fleet
 */
export function finalResources(stage: IConstruct, types: ReadonlySet<string>, fleetStacks: ReadonlySet<Stack>): FinalResource[] {
  const facts = new Map<Stack, StackFacts>();
  return resourcesBelow(stage).filter((resource) => types.has(typeOf(resource))).flatMap((resource) => {
    const stack = Stack.of(resource);
    if (!facts.has(stack)) facts.set(stack, factsOf(stack, fleetStacks));
    return finalResource(resource, stack, facts.get(stack)!);
  });
}

/** Resources of nested stages belong to another synthesis, which comes earlier. */
function resourcesBelow(construct: IConstruct): CfnResource[] {
  const children = construct.node.children.filter((child) => !Stage.isStage(child)).flatMap(resourcesBelow);
  return CfnResource.isCfnResource(construct) ? [construct, ...children] : children;
}

/** What the CDK renders into a template, and does not declare. */
interface Rendered {
  readonly rawOverrides?: { readonly Type?: unknown };
  _toCloudFormation(): { readonly Resources?: Readonly<Record<string, unknown>> };
}

/** An override may change even the type. */
function typeOf(resource: CfnResource): string {
  const { rawOverrides } = resource as unknown as Rendered;
  return typeof rawOverrides?.Type === 'string' ? rawOverrides.Type : resource.cfnResourceType;
}

function finalResource(resource: CfnResource, stack: Stack, facts: StackFacts): FinalResource[] {
  const { Resources = {} } = stack.resolve((resource as unknown as Rendered)._toCloudFormation()) as ReturnType<Rendered['_toCloudFormation']>;
  return Object.entries(Resources).map(([logicalId, definition]) => {
    const { Type, Properties } = definition as { readonly Type: string; readonly Properties?: Json };
    return { place: placeOf(resource), stack: facts, logicalId, type: Type, properties: Properties ?? {} };
  });
}

/** The path of what a person made: an L2 construct keeps its resource in a child. */
function placeOf({ node }: CfnResource): string {
  return node.path.replace(/\/(?:Resource|Default)$/, '');
}

function factsOf(stack: Stack, fleetStacks: ReadonlySet<Stack>): StackFacts {
  const literal = (value: string): string | undefined => (Token.isUnresolved(value) ? undefined : value);
  const region = literal(stack.region);
  return {
    name: literal(stack.stackName) ?? stack.node.path,
    account: literal(stack.account),
    region,
    partition: region === undefined ? undefined : partitionOf(region),
    ofFleet: fleetStacks.has(outermost(stack)),
  };
}

function outermost(stack: Stack): Stack {
  const parent = (stack as NestedStack).nestedStackParent;
  return parent === undefined ? stack : outermost(parent);
}
