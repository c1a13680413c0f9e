import type { FinalResource, StackFacts } from '../../../lib/templates/final-resource';

export const STACK: StackFacts = { name: 'dust-prod-billing', account: '444455556666', region: 'eu-central-1', partition: 'aws', ofFleet: true };

/** A resource of a template, by its logical id. */
export function resource(logicalId: string, type: string, properties: Record<string, unknown>, stack: StackFacts = STACK): FinalResource {
  return { place: `billing/prod/${logicalId}`, stack, logicalId, type, properties };
}

export function role(properties: Record<string, unknown>, logicalId = 'Role'): FinalResource {
  return resource(logicalId, 'AWS::IAM::Role', { AssumeRolePolicyDocument: document('sts:AssumeRole'), ...properties });
}

export function document(action: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, ...changes }] };
}

/** A document that has exactly so many characters without white space. */
export function documentOf(characters: number, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const empty = document('s3:GetObject', { Sid: '', ...changes });
  return document('s3:GetObject', { Sid: 'x'.repeat(characters - JSON.stringify(empty).length), ...changes });
}
