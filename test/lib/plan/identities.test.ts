import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fleet } from '../../../examples/dust/fleet';
import { services } from '../../../examples/dust/services';
import type { IdentitiesDescription } from '../../../lib/plan/describe-identities';
import { synthesize, temporaryFolder } from '../../support/synthesize';

const file = join(temporaryFolder(), 'report.json');
const { templates } = synthesize(fleet, (app) => { for (const declare of services) declare(app); }, { context: { 'dust:report': file } });
const described = JSON.parse(readFileSync(file, 'utf8')) as IdentitiesDescription;

/** Every role of the templates that a token of GitHub can get, with the subjects that it accepts. */
const printed = [...templates].flatMap(([stack, { Resources }]) => Object.values(Resources).flatMap(({ Type, Properties }) => {
  if (Type !== 'AWS::IAM::Role') return [];
  const statements = (Properties.AssumeRolePolicyDocument as { Statement: Record<string, any>[] }).Statement.filter(({ Principal }) => Principal.Federated !== undefined);
  return statements.map(({ Condition }) => ({ stack, role: Properties.RoleName as string, subjects: [Condition.StringEquals['token.actions.githubusercontent.com:sub']].flat() as string[] }));
}));

test('describes every role of the templates that trusts GitHub, and no other', () => {
  const sorted = (roles: readonly { role: string }[]): unknown[] => [...roles].sort((a, b) => (a.role < b.role ? -1 : 1));
  expect(printed.length).toBeGreaterThan(60);
  expect(sorted(described.identities.map(({ stack, role, subjects }) => ({ stack, role, subjects })))).toEqual(sorted(printed));
});

test('says where a role is trusted from, and what that rests on', () => {
  const find = (role: string): unknown => described.identities.find((one) => one.role === role);
  expect(find('dust-builds-web-publish')).toEqual({
    role: 'dust-builds-web-publish', stack: 'dust-builds-web', account: '111122223333', region: 'us-east-1', environment: 'builds', protected: false, capability: 'publish',
    repository: 'dust-identity/web', ids: { owner: '8675309', repository: '1002' }, from: { branch: 'main' }, branch: 'main',
    subjects: ['repo:dust-identity@8675309/web@1002:ref:refs/heads/main'], restsOnRules: false,
  });
  expect(find('dust-prod-web-promote')).toMatchObject({ environment: 'prod', protected: true, capability: 'promote', from: { gitHubEnvironment: 'prod' }, restsOnRules: true });
  expect(described).toMatchObject({ issuer: 'token.actions.githubusercontent.com', audience: 'sts.amazonaws.com' });
});

test('names each bootstrap once, with the environments that are deployed through it', () => {
  const here = { region: 'us-east-1', partition: 'aws', mixed: false };
  expect(described.bootstraps).toEqual([
    { ...here, account: '111122223333', qualifier: 'dustbuilds', environments: ['builds'], clusters: [] },
    { ...here, account: '444455556666', qualifier: 'dustprod', environments: ['prod'], clusters: ['foundry-prod'] },
    { ...here, account: '111122223333', qualifier: 'dustdev', environments: ['dev'], clusters: ['workshop-dev'] },
    { ...here, account: '111122223333', qualifier: 'duststag', environments: ['staging'], clusters: ['workshop-staging'] },
  ]);
});
