import { join } from 'node:path';
import { namespacesFleet } from '../../examples/namespaces/main';
import { readOutput, temporaryFolder, withValidation } from '../support/synthesize';

const folder = temporaryFolder();
withValidation(true, () => namespacesFleet(join(folder, 'cdk.out'), join(folder, 'manifests')).synth());
const output = readOutput(folder);
const resources = output.templates.get('lab-lab-sandbox')!.Resources;

describe('an environment that names a kubectl provider', () => {
  test('gets its namespace from the deployment, the same object as in the foundation without what policies believe', () => {
    const { Type, Properties } = resources.Namespace!;
    expect(Type).toBe('Custom::AWSCDK-EKS-KubernetesResource');
    const [foundation] = output.manifests.get('lab/sandbox/foundation.yaml')!;
    const { annotations = {} } = foundation!.metadata;
    const kept = Object.entries(annotations).filter(([key]) => !key.startsWith('dust-service/'));
    expect(kept.length).toBeLessThan(Object.keys(annotations).length);
    expect(JSON.parse(Properties.Manifest)).toEqual([{ ...foundation, metadata: { ...foundation!.metadata, annotations: Object.fromEntries(kept) } }]);
    expect(foundation!.metadata.labels!['pod-security.kubernetes.io/enforce-version']).toBe('v1.35');
  });

  test('keeps the namespace when the stack goes and when the resource would be replaced', () => {
    expect(resources.Namespace).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('prints the ARN of the provider with the partition of the stack', () => {
    expect(resources.Namespace!.Properties.ServiceToken).toEqual({ 'Fn::Sub': 'arn:${AWS::Partition}:lambda:eu-central-1:111122223333:function:lab-kubectl-provider' });
  });

  test('orders what names the namespace behind it', () => {
    expect([resources.PodRole!.DependsOn, resources.PodIdentity!.DependsOn].flat()).toEqual(['Namespace', 'Namespace']);
  });

  test('has no other custom resource and no function', () => {
    const types = [...output.templates.values()].flatMap((template) => Object.values(template.Resources).map(({ Type }) => Type));
    expect(types.filter((type) => type.startsWith('Custom::') || type.startsWith('AWS::Lambda'))).toEqual(['Custom::AWSCDK-EKS-KubernetesResource']);
  });
});
