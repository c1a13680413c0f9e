import type { Answer } from './aws-client';
import type { Account } from './emulator';
import type { JsonObject } from '../../independent/json';
import { resolve } from '../../independent/resolve';
import type { Printed, Stack } from '../../independent/world';

/** A resource as its template says that it is, every reference resolved to what the deployed stack has. */
export interface Expected {
  readonly type: string;
  /** `stack/LogicalId`, for messages. */
  readonly at: string;
  readonly stack: Stack;
  readonly properties: JsonObject;
  readonly printed: Printed;
  /** What AWS chose itself, for types that have no name. */
  readonly physicalId?: string;
}

/** Types without a name. Only CloudFormation can say which of them belongs to a stack; what it is like is asked of its own service. */
const NAMELESS: ReadonlySet<string> = new Set(['AWS::EC2::SecurityGroup', 'AWS::KMS::Key']);

/** The resources of deployed stacks. */
export async function expectedOf(stacks: readonly Stack[], account: (id: string) => Promise<Account>): Promise<Expected[]> {
  const found: Expected[] = [];
  for (const stack of stacks) found.push(...await expectedOfStack(stack, await account(stack.account)));
  return found;
}

async function expectedOfStack(stack: Stack, { aws }: Account): Promise<Expected[]> {
  const { StackResources: deployed } = await aws.call('cloudformation', 'describe_stack_resources', { StackName: stack.stackName });
  const nameless = (deployed as Answer[]).filter(({ ResourceType }) => NAMELESS.has(ResourceType));
  const ids = new Map(nameless.map(({ LogicalResourceId, PhysicalResourceId }): [string, string] => [LogicalResourceId, PhysicalResourceId]));
  return stack.printed.map((printed) => expected(printed, ids));
}

function expected(printed: Printed, ids: ReadonlyMap<string, string>): Expected {
  const { type, at, stack, id } = printed;
  const physicalId = ids.get(id);
  const properties = withIds(printed.properties as JsonObject, stack, ids);
  return { type, at, stack, properties, printed, ...(physicalId === undefined ? {} : { physicalId }) };
}

/** The resolver writes a word of its own where only AWS knows the id. */
function withIds(properties: JsonObject, stack: Stack, ids: ReadonlyMap<string, string>): JsonObject {
  let text = JSON.stringify(properties);
  for (const [logical, physical] of ids) text = text.replaceAll(String(resolve({ Ref: logical }, stack)), physical);
  return JSON.parse(text) as JsonObject;
}
