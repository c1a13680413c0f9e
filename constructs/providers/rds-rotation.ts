import { Stack } from 'aws-cdk-lib';
import { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import type { CfnSecret, CfnSecretTargetAttachment } from 'aws-cdk-lib/aws-secretsmanager';
import type { BuildHost } from './build-host';
import { PORT } from './rds-binding';
import type { PostgresBinding } from './rds-binding';
import { cfnTags } from '../aws/cfn';

/** Writes the function of AWS, its role and its log group into the template while it is deployed. */
const TRANSFORM = 'AWS::SecretsManager-2024-09-16';
const HTTPS = 443;

/** The function's own group: it reaches the database and the endpoints of AWS, and nothing reaches it. */
export function printRotationGroup({ aws, plan }: BuildHost): CfnSecurityGroup {
  const { service, environment: { name, network }, tags } = plan;
  const to = (cidrIp: string, port: number, description: string): CfnSecurityGroup.EgressProperty => ({
    cidrIp, ipProtocol: 'tcp', fromPort: port, toPort: port, description,
  });
  return new CfnSecurityGroup(aws, 'PostgresRotationSecurityGroup', {
    groupDescription: `Rotation of the database password of ${service} in ${name}`,
    vpcId: network.vpcId,
    securityGroupEgress: [
      ...network.databaseSubnets.map(({ cidr }) => to(cidr, PORT, 'The database')),
      ...network.endpointSubnets.map(({ cidr }) => to(cidr, HTTPS, 'Secrets Manager')),
    ],
    tags: cfnTags(tags),
  });
}

/** What the schedule refers to; the function finds the master by the ARN in the application's secret. */
export interface Rotated {
  readonly master: CfnSecret;
  /** The function compares where both secrets say the database is. */
  readonly attachedMaster: CfnSecretTargetAttachment;
  readonly application: CfnSecretTargetAttachment;
  readonly group: CfnSecurityGroup;
  readonly days: number;
}

/**
 * Alternates between two logins, so that pods work with the old password until they were restarted with the new one.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/getting-started.html#rotation-strategy
 */
export function printRotation({ aws, plan, keyArn }: BuildHost, { rotationFunction }: PostgresBinding, rotated: Rotated): void {
  const { master, attachedMaster, application, group, days } = rotated;
  Stack.of(aws).addTransform(TRANSFORM);
  const rotation = new CfnRotationSchedule(aws, 'PostgresRotation', {
    // The attachment has the secret's own ARN, and exists when the secret says where the database is.
    secretId: application.ref,
    rotationRules: { automaticallyAfterDays: days },
    rotateImmediatelyOnUpdate: false,
    hostedRotationLambda: {
      rotationType: 'PostgreSQLMultiUser',
      rotationLambdaName: rotationFunction,
      superuserSecretArn: master.ref,
      ...(keyArn === undefined ? {} : { kmsKeyArn: keyArn, superuserSecretKmsKeyArn: keyArn }),
      excludeCharacters: PUNCTUATION,
      vpcSubnetIds: plan.environment.network.databaseSubnets.map(({ id }) => id).join(','),
      vpcSecurityGroupIds: group.attrGroupId,
    },
  });
  rotation.addResourceDependency(attachedMaster);
}

/** As in the first password: whatever reads it needs no quoting. */
const PUNCTUATION = ' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
