import type { JsonObject } from '../../../independent/json';
import type { Answer, AwsClient } from '../aws-client';
import type { Expected } from '../expected';

/** How the resources of one CloudFormation type are asked for by their own service. */
export interface Reader {
  /** The resource in the words of its template, a property left out where AWS has none; nothing when it is not there. */
  read(aws: AwsClient, resource: Expected): Promise<JsonObject | undefined>;
  /** What `names` calls this resource. */
  nameOf(resource: Expected): string;
  /** All that an account has of this type, whoever made it, without what AWS brings. */
  names(aws: AwsClient): Promise<string[]>;
}

/** The same object without what is undefined, empty or `false`: AWS answers defaults which a template leaves out. */
export function present(properties: Record<string, unknown>): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => !isNothing(value))) as JsonObject;
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Policies are answered as text or as objects, by service. */
export function document(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value;
}

/** Names that an answer lists. */
export function listed(answer: Answer, list: string, name: string): string[] {
  return (answer[list] as Answer[]).map((entry) => entry[name] as string);
}
