import type { IdentitiesDescription } from '../../lib/plan/describe-identities';
import { bootstrapBoundary, executionPolicies, policyJson } from '../../lib/policy/execution';
import type { Deployed, ExecutionPolicy } from '../../lib/policy/execution';
import { CommandError } from '../command';
import type { Io, Result } from '../command';
import { failed, synthesize } from '../synthesis';

/** Writes the script of a bootstrap whose roles can do what the stacks of an environment need, and no more. */
export async function bootstrap([environment, ...rest]: readonly string[], io: Io): Promise<Result> {
  if (environment === undefined || rest.length > 0) throw new CommandError('which environment?', 'usage: dust environments bootstrap ENVIRONMENT');
  const report = await synthesize(io, { services: [], dryRun: true, validation: false });
  if (report.services === undefined) return failed(report);
  const { bootstraps, prefix, issuer } = report as unknown as IdentitiesDescription;
  const found = bootstraps.filter(({ environments }) => environments.includes(environment)).map((one) => planned({ ...one, prefix, issuer }));
  if (found.length > 0) return { exitCode: 0, json: { ok: true, bootstraps: found }, text: `${PROLOGUE}${found.map(script).join('\n')}` };
  throw new CommandError(`the fleet has no environment "${environment}"`, `environments: ${[...new Set(bootstraps.flatMap(({ environments }) => environments))].join(', ')}`);
}

/** A policy that is there already gets a new version; IAM keeps five. */
const PROLOGUE = `#!/bin/sh
set -eu
policy() { # ARN and name; the document on standard input
  document=$(cat)
  if aws iam get-policy --policy-arn "$1" > /dev/null 2>&1; then
    aws iam create-policy-version --policy-arn "$1" --policy-document "$document" --set-as-default
  else
    aws iam create-policy --policy-name "$2" --policy-document "$document"
  fi
}
`;

interface Planned {
  readonly account: string;
  readonly partition: string;
  readonly region: string;
  readonly environments: readonly string[];
  readonly policies: readonly { readonly name: string; readonly document: object }[];
  readonly command: string;
}

function planned(deployed: Deployed): Planned {
  const { account, region, partition, qualifier, environments } = deployed;
  const boundary = bootstrapBoundary(deployed);
  const execution = executionPolicies(deployed);
  const command = [
    `npx cdk bootstrap aws://${account}/${region}`, `--qualifier ${qualifier}`, `--toolkit-stack-name CDKToolkit-${qualifier}`,
    ...execution.map(({ name }) => `--cloudformation-execution-policies arn:${partition}:iam::${account}:policy/${name}`),
    `--custom-permissions-boundary ${boundary.name}`, '--apply-permissions-boundary-to-all-roles', '--deny-external-id', '--termination-protection', '--no-previous-parameters',
  ].join(' \\\n  ');
  const document = ({ name, statements }: ExecutionPolicy): Planned['policies'][number] => ({ name, document: policyJson(statements, partition) });
  return { account, partition, region, environments, policies: [boundary, ...execution].map(document), command };
}

/** Run by an administrator of the account, after somebody has read it. */
function script({ account, partition, region, environments, policies, command }: Planned): string {
  return [
    `# ${environments.join(', ')}: account ${account}, ${region}`,
    `[ "$(aws sts get-caller-identity --query Account --output text)" = ${account} ] || { echo "these credentials are of another account than ${account}" >&2; exit 1; }`,
    ...policies.map(({ name, document }) => `policy arn:${partition}:iam::${account}:policy/${name} ${name} <<'JSON'\n${JSON.stringify(document, undefined, 1)}\nJSON`),
    command,
    '',
  ].join('\n');
}
