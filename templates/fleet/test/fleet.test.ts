import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { DustApp } from 'dust-service';
import { fleet } from '../fleet';
import { services } from '../services';

const folder = mkdtempSync(join(tmpdir(), 'fleet-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const app = new DustApp({ ...fleet, outdir: join(folder, 'cdk.out'), manifestsDirectory: join(folder, 'manifests') });
const declared = services.map((declare) => declare(app));
const { stacksRecursively: stacks } = app.synth();

test('every service has a stack and manifests in an environment', () => {
  for (const { node: { id } } of declared) {
    const environments = stacks.map(({ hierarchicalId }) => hierarchicalId.split('/')).filter(([name, place]) => name === id && place !== 'builds');
    assert.notEqual(environments.length, 0, id);
    for (const [, environment = ''] of environments) assert.ok(existsSync(join(folder, 'manifests', environment, id, 'kustomization.yaml')), `${id} in ${environment}`);
  }
});

test('a role that GitHub assumes trusts one repository, by a branch or an environment of it', () => {
  const resources = stacks.flatMap(({ template }) => Object.values((template as Template).Resources));
  const trusts = resources.flatMap(({ Type, Properties }) => (Type === 'AWS::IAM::Role' ? Properties.AssumeRolePolicyDocument.Statement : []));
  const byGitHub = trusts.filter(({ Action }) => [Action].flat().includes('sts:AssumeRoleWithWebIdentity'));
  assert.notEqual(byGitHub.length, 0);
  for (const { Condition } of byGitHub) assert.match(Condition?.StringEquals?.['token.actions.githubusercontent.com:sub'] ?? 'anybody', SUBJECT);
});

const SUBJECT = /^repo:[^*]+:(?:ref:refs\/heads\/|environment:)[^*]+$/;

interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: { readonly AssumeRolePolicyDocument: { readonly Statement: readonly Statement[] } } }>;
}

interface Statement {
  readonly Action: string | readonly string[];
  readonly Condition?: Record<string, Record<string, string>>;
}
