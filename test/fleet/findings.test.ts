import { exampleDeclared } from './declared';
import { jobImages, scriptsReadTheirVariables } from '../independent/admin';
import { conditionsCanHold } from '../independent/key-criteria';
import { copy, properties, resource, statements } from '../independent/mutate';
import { boundariesComeAfterWhatTheyName } from '../independent/ordering';
import { exampleOutput } from '../support/example';
import type { Output } from '../support/synthesize';

const output = exampleOutput();

/** What was found when the evaluator first saw databases; all of it is mended. */
describe('what was found once', () => {
  // resources.md, K4: by digest or environment tag, pulled always. It holds the master's password.
  test('jobs of dust-admin run a pinned image that is always pulled', () => expect(jobImages(output, exampleDeclared)).toEqual([]));

  // design.md, sections 4 and 7: the job creates the role of the application.
  test('the script of a job reads what the job is given', () => expect(scriptsReadTheirVariables(output, exampleDeclared)).toEqual([]));

  // resources.md, A6 and A9: KMS knows kms:GrantIsForAWSResource in CreateGrant, ListGrants and RevokeGrant alone; under it, DescribeKey and RetireGrant are never allowed.
  test('every allowed action can meet its condition', () => expect(conditionsCanHold(output, exampleDeclared)).toEqual([]));

  // resources.md, A14: the boundary names the vault of its stack and neither refers to it nor waits for it.
  test('a boundary comes after what it names', () => expect(boundariesComeAfterWhatTheyName(output, exampleDeclared)).toEqual([]));
});

/** A copy of the example in which all of it is mended. */
function mended(): Output {
  const changed = copy(output);
  for (const objects of changed.manifests.values()) {
    for (const { kind, spec, data } of objects) {
      if (kind === 'Job') Object.assign(spec.template.spec.containers[0], { image: `111122223333.dkr.ecr.us-east-1.amazonaws.com/platform/postgres-client@sha256:${'ab'.repeat(32)}`, imagePullPolicy: 'Always' });
      if (kind === 'ConfigMap' && data['roles.sh'] !== undefined) data['roles.sh'] = '"$APPLICATION_OWNER" "$APPLICATION_USER" "$APPLICATION_PASSWORD"';
    }
  }
  for (const environment of ['dev', 'staging', 'prod']) resource(changed, `dust-${environment}`, 'Boundary').DependsOn = ['BackupVault'];
  for (const [stackName, { Resources }] of changed.templates) {
    for (const [id, { Type }] of Object.entries(Resources)) if (['AWS::KMS::Key', 'AWS::IAM::ManagedPolicy'].includes(Type)) withoutDeadRights(changed, stackName, id);
  }
  return changed;
}

function withoutDeadRights(changed: Output, stackName: string, id: string): void {
  if ((properties(changed, stackName, id).KeyPolicy ?? properties(changed, stackName, id).PolicyDocument) === undefined) return;
  for (const statement of statements(changed, stackName, id)) {
    if (statement.Condition?.Bool?.['kms:GrantIsForAWSResource'] !== undefined) statement.Action = ['kms:CreateGrant'];
  }
}

test.each(Object.entries({ jobImages, scriptsReadTheirVariables, conditionsCanHold, boundariesComeAfterWhatTheyName }))('%s is met by a mended copy', (_, check) => {
  expect(check(mended(), exampleDeclared)).toEqual([]);
});
