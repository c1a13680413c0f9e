import { asObject, statementsOf, textOf } from './accepts';
import type { Json, TrustDocument } from './accepts';
import { Unresolved } from '../templates/json';

/** What makes a trust of GitHub hard to read or easy to get wrong, whoever it lets in today. */
export interface Fault {
  readonly problem: string;
  readonly fix: string;
}

/**
 * The form in which a trust of GitHub is safe: one statement, the provider by its name, the audience and the subject among the
 * claims, everything compared by `StringEquals`, and no wildcard but at the end of a tag behind literal text, by `StringLike`.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
export function shapeFaults(document: TrustDocument): Fault[] {
  const statements = statementsOf(document);
  return [
    ...(statements.length === 1 ? [] : [{ problem: `has ${statements.length} statements, of which each lets somebody in by itself`, fix: 'put all conditions into one statement' }]),
    ...statements.flatMap(statementFaults),
  ];
}

function statementFaults({ Effect, Principal, NotPrincipal, NotAction, Action, Condition }: Json): Fault[] {
  const { StringEquals, StringLike, ...others } = asObject(Condition);
  const [exact, patterns] = [Object.entries(asObject(StringEquals)), Object.entries(asObject(StringLike))];
  return [
    ...(Effect === 'Allow' ? [] : [{ problem: `has the effect ${JSON.stringify(Effect)}`, fix: 'allow what is declared, and nothing else' }]),
    ...(NotPrincipal === undefined && NotAction === undefined ? [] : [{ problem: 'says whom or what it does not mean', fix: 'name the provider in Principal, and the action in Action' }]),
    ...(providerOf(Principal) === undefined ? [{ problem: 'does not name one provider of OIDC', fix: 'write the ARN of the provider as Federated' }] : []),
    ...(String(Action) === 'sts:AssumeRoleWithWebIdentity' ? [] : [{ problem: `allows ${String(Action)}`, fix: 'allow sts:AssumeRoleWithWebIdentity alone' }]),
    ...Object.keys(others).map((operator) => ({ problem: `compares by ${operator}`, fix: 'compare by StringEquals alone' })),
    ...['aud', 'sub'].filter((claim) => ![...exact, ...patterns].some(([key]) => key.toLowerCase().endsWith(`:${claim}`))).map((claim) => ({ problem: `does not look at ${claim}`, fix: `add the claim ${claim} to StringEquals` })),
    ...exact.flatMap(([key, value]) => claimFaults(key, value)),
    ...patterns.flatMap(([key, value]) => patternFaults(key, value)),
  ];
}

/** Only tags may be a pattern, and only behind literal text. */
function patternFaults(key: string, value: unknown): Fault[] {
  const values = (Array.isArray(value) ? value : [value]).map(textOf);
  const isTags = (text: string | undefined): boolean => text !== undefined && /^[^*?$]*(?::ref:refs\/tags\/[^*?$:]+\*)?$/.test(text);
  if (key.toLowerCase().endsWith(':sub') && values.every(isTags) && values.some((text) => text!.endsWith('*'))) return [];
  return [{ problem: `compares ${key} by StringLike`, fix: 'compare by StringEquals alone, or declare tags by GitTag.startingWith()' }];
}

/** A wildcard under StringEquals is a letter that no token has, so that the role is dead, and somebody will mend it by StringLike. */
function claimFaults(key: string, value: unknown): Fault[] {
  const values = (Array.isArray(value) ? value : [value]).map(textOf);
  return [
    ...(values.includes(undefined) ? [{ problem: `compares ${key} with what nobody knows before the deployment`, fix: 'write the value itself' }] : []),
    ...values.filter((text) => key.toLowerCase().endsWith(':sub') && /:pull_request(?::|$)/.test(text ?? '')).map(() => ({ problem: 'admits pull requests', fix: 'take them out: what a pull request runs is reviewed by nobody' })),
    ...values.filter((text) => text !== undefined && /[*?]|\$\{/.test(text)).map((text) => ({ problem: `compares ${key} with ${JSON.stringify(text)}, which holds a wildcard or a variable`, fix: 'write one literal value' })),
  ];
}

function providerOf(principal: unknown): string | undefined {
  const { Federated, ...others } = asObject(principal);
  if (Object.keys(others).length > 0) return undefined;
  // A stack without a literal place knows its account and partition only when it is deployed.
  const text = Federated instanceof Unresolved ? Federated.text.replace('${AWS::Partition}', 'aws').replace('${AWS::AccountId}', '000000000000') : textOf(Federated);
  return text !== undefined && /^arn:[a-z-]+:iam::[0-9]{12}:oidc-provider\/[^*?$]+$/.test(text) ? text : undefined;
}
