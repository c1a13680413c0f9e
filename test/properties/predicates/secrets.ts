import { permissions } from '../../independent/permissions';
import { secretReaders } from '../../independent/secret-readers';
import { secretStores } from '../../independent/secret-stores';
import { secretVariables } from '../../independent/secret-variables';
import { secrets } from '../../independent/secrets';
import { resourceIn } from '../support/cloudformation';
import { declaredFrom, outputFrom } from '../support/independent';
import type { Invariant, MutableFleet } from '../support/invariant';
import { objectIn } from '../support/kubernetes';

const CHECKS = { ...secrets, ...secretReaders, ...secretStores, ...secretVariables, boundary: permissions.boundariesAdmitPermissions! };

export const ownSecrets: Invariant = {
  number: 10,
  title: 'secrets are kept, read, fetched and found by their own service alone',
  predicate: (fleet) => {
    const [output, declared] = [outputFrom(fleet), declaredFrom(fleet.model)];
    return Object.values(CHECKS).flatMap((check) => check(output, declared));
  },
  mutations: [
    { title: 'a secret has a value', apply: (fleet) => { resourceIn(fleet, 'archive/prod', 'SecretSmtpPassword').Properties.SecretString = 'x'; } },
    { title: 'a secret has the key of AWS', apply: (fleet) => delete resourceIn(fleet, 'archive/prod', 'SecretSmtpPassword').Properties.KmsKeyId },
    { title: 'a secret is missing', apply: (fleet) => { resourceIn(fleet, 'archive/prod', 'SecretSmtpPassword').Type = 'AWS::KMS::Alias'; } },
    { title: 'a store reads every secret of its environment', apply: (fleet) => { readable(fleet).Resource = [{ 'Fn::Sub': 'arn:${AWS::Partition}:secretsmanager:eu-central-1:444455556666:secret:rich/prod/*' }]; } },
    { title: 'a store reads nothing', apply: (fleet) => { readable(fleet).Resource = []; } },
    { title: 'the boundary knows no secrets', apply: (fleet) => { resourceIn(fleet, 'Platform/prod', 'Boundary').Properties.PolicyDocument.Statement.splice(4, 1); } },
    { title: 'everybody takes the role of a store', apply: (fleet) => { resourceIn(fleet, 'archive/prod', 'SecretsRole').Properties.AssumeRolePolicyDocument.Statement[0].Principal = '*'; } },
    { title: 'a store takes another role', apply: (fleet) => { objectIn(fleet, 'prod', 'archive', 'SecretStore').spec.provider.aws.role += 'x'; } },
    { title: 'a store of a shared cluster stands in another namespace', apply: (fleet) => { objectIn(fleet, 'dev', 'archive', 'SecretStore').metadata.namespace = 'archive'; } },
    { title: 'the secret of another environment is fetched', apply: (fleet) => { objectIn(fleet, 'dev', 'archive', 'ExternalSecret').spec.data[0].remoteRef.key = 'rich/staging/archive/SMTP_PASSWORD'; } },
    { title: 'a secret is fetched under another key', apply: (fleet) => { objectIn(fleet, 'prod', 'archive', 'ExternalSecret').spec.data[0].secretKey = 'x'; } },
    { title: 'a pod does without a secret', apply: (fleet) => { objectIn(fleet, 'prod', 'archive', 'Deployment').spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef.optional = true; } },
  ],
};

/** The statement about secrets of the role of a store. */
function readable(fleet: MutableFleet): any {
  return resourceIn(fleet, 'archive/prod', 'SecretsRolePolicy').Properties.PolicyDocument.Statement[0];
}
