import { join } from 'node:path';
import { adopting } from '../../examples/adopting/main';
import { readOutput, temporaryFolder } from '../support/synthesize';

const folder = temporaryFolder();
adopting(join(folder, 'cdk.out')).synth();
const { templates } = readOutput(folder);
const { Resources } = templates.get('dust-prod-ledger')!;
const statements = (id: string): any[] => Resources[id]!.Properties.PolicyDocument.Statement;

describe('what is there already', () => {
  test('is neither made nor changed', () => {
    const types = Object.values(Resources).map(({ Type }) => Type);
    expect(types.filter((type) => /RDS|S3|SecretsManager|Backup|Logs/.test(type))).toEqual([]);
  });

  test('is granted to the pods as if it were made, with what the declaration asks for beside it', () => {
    const resources = statements('PodRolePolicy').flatMap(({ Resource }) => Resource.map((one: { 'Fn::Sub': string }) => one['Fn::Sub']));
    expect(resources).toEqual([
      'arn:${AWS::Partition}:s3:::finance-invoices',
      'arn:${AWS::Partition}:s3:::finance-invoices/*',
      'arn:${AWS::Partition}:sqs:us-east-1:444455556666:payments-prod',
    ]);
  });

  test('is read by the namespace\'s store by its own name', () => {
    expect(statements('SecretsRolePolicy')).toEqual([expect.objectContaining({ Resource: [{ 'Fn::Sub': 'arn:${AWS::Partition}:secretsmanager:us-east-1:444455556666:secret:finance/ledger-db-??????' }] })]);
  });

  test('lies inside the boundary of all roles, which lists what the environment permits', () => {
    const { PolicyDocument } = templates.get('dust-prod')!.Resources.Boundary!.Properties;
    expect(PolicyDocument.Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(expect.arrayContaining(['Permitted1', 'Permitted2', 'Permitted3', 'Permitted4']));
  });
});

test('manifests look the same as with a database of our own', () => {
  const { manifests } = readOutput(join(folder, 'cdk.out'));
  const objects = [...manifests].filter(([path]) => path.startsWith('prod/ledger/')).flatMap(([, found]) => found);
  const config = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'ledger-config')!;
  expect(config.data).toMatchObject({ PGPORT: '5432', PGDATABASE: 'ledger', PGSSLMODE: 'verify-full', PGSSLROOTCERT: '/etc/dust/postgres/ca.pem', BUCKET_INVOICES: 'finance-invoices' });
  const external = objects.find(({ kind }) => kind === 'ExternalSecret')!;
  expect(external.spec.data.map(({ remoteRef }: any) => remoteRef)).toEqual(['host', 'username', 'password'].map((property) => ({ key: 'finance/ledger-db', property })));
  expect([...manifests.keys()].some((path) => path.includes('dust-admin'))).toBe(false);
});
