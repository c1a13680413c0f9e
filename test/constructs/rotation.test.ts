import { fleet } from '../../examples/dust/fleet';
import { serviceProps } from '../support/fleets';
import { synthesize } from '../support/synthesize';
import { DustService } from 'dust-service';

/** In production alone: development has its databases in the cluster. */
const output = (postgres: object) => synthesize(fleet, (app) => void new DustService(app, 'ledger', serviceProps({ postgres: {}, overrides: { prod: { postgres } } })));
const withRotation = output({ rotation: '30d' });
const template = withRotation.templates.get('dust-prod-ledger')! as any;
const resources = template.Resources as Record<string, any>;

describe('rotation of the application\'s password', () => {
  test('alternates between two logins by the function that AWS hosts, inside the network', () => {
    expect(template.Transform).toBe('AWS::SecretsManager-2024-09-16');
    expect(resources.PostgresRotation.Properties).toMatchObject({
      SecretId: { Ref: 'PostgresApplicationAttachment' },
      RotationRules: { AutomaticallyAfterDays: 30 },
      HostedRotationLambda: { RotationType: 'PostgreSQLMultiUser', SuperuserSecretArn: { Ref: 'PostgresMaster' }, VpcSecurityGroupIds: { 'Fn::GetAtt': ['PostgresRotationSecurityGroup', 'GroupId'] } },
    });
  });

  test('is admitted to the database, and reaches nothing but it and the endpoints', () => {
    const ingress = resources.PostgresSecurityGroup.Properties.SecurityGroupIngress as any[];
    expect(ingress.map(({ SourceSecurityGroupId, FromPort }) => [SourceSecurityGroupId, FromPort])).toEqual([['sg-0b9a8c7d6e5f40312', 5433], [{ 'Fn::GetAtt': ['PostgresRotationSecurityGroup', 'GroupId'] }, 5433]]);
    const egress = resources.PostgresRotationSecurityGroup.Properties.SecurityGroupEgress as any[];
    expect(egress.map(({ CidrIp, FromPort, ToPort }) => [CidrIp, FromPort, ToPort])).toEqual([
      ['10.40.16.0/24', 5433, 5433], ['10.40.17.0/24', 5433, 5433], ['10.40.18.0/24', 5433, 5433], ['10.40.8.0/26', 443, 443], ['10.40.8.64/26', 443, 443],
    ]);
  });

  test('finds the second login prepared, so that it creates objects as the owner', () => {
    const job = withRotation.manifests.get('prod/dust-admin/dust-admin.yaml')!.find(({ kind }) => kind === 'Job')!;
    expect(job.spec.template.spec.containers[0].env).toContainEqual({ name: 'APPLICATION_CLONE', value: 'app_ledger_clone' });
  });

  test('may come later without another password: the secret is made alike with and without it', () => {
    const without = output({}).templates.get('dust-prod-ledger')! as any;
    expect(without.Resources.PostgresApplication).toEqual(resources.PostgresApplication);
    expect(without.Transform).toBeUndefined();
    expect(Object.keys(resources).filter((id) => !(id in without.Resources)).sort()).toEqual(['PostgresRotation', 'PostgresRotationSecurityGroup']);
  });
});
