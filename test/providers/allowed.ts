import type { Place, Served } from './served';
import { glob } from '../independent/iam';
import type { KubernetesObject } from '../support/synthesize';

/** What somebody may do, in the words of S3 and with the resource as `bucket` or `bucket/key`. */
interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/**
 * Whether the pods of a service may do something to a bucket, or to an object `bucket/key`. Whatever is printed is evaluated:
 * documents of IAM that hang on the role of the pods, and the store's own policies that hang on the keys of the pods.
 */
export function allowed(served: Served, place: Place, action: string, resource: string): boolean {
  return grantsOf(served, place).some((grant) => grant.actions.some((pattern) => glob(pattern, action)) && grant.resources.some((pattern) => glob(pattern, resource)));
}

/** Every action that a place has on anything, for what no probe would think of. */
export function actionsOf(served: Served, place: Place): string[] {
  return [...new Set(grantsOf(served, place).flatMap(({ actions }) => actions))].sort();
}

function grantsOf(served: Served, place: Place): Grant[] {
  return [...ofRole(place), ...ofKeys(served, place)];
}

const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] => (value === undefined ? [] : [value].flat() as T[]);

/** The policies of the role that Pod Identity gives the service account of the pods. */
function ofRole({ template: { Resources }, plan }: Place): Grant[] {
  const all = Object.entries(Resources);
  const association = all.find(([, { Type, Properties }]) => Type === 'AWS::EKS::PodIdentityAssociation' && Properties.Namespace === plan.namespace)?.[1];
  const role = association?.Properties.RoleArn['Fn::GetAtt'][0] as string;
  return all.filter(([, { Type, Properties }]) => Type === 'AWS::IAM::ManagedPolicy' && listOf<any>(Properties.Roles).some(({ Ref }) => Ref === role))
    .flatMap(([, { Properties }]) => listOf<any>(Properties.PolicyDocument.Statement))
    .filter(({ Effect, Action }) => Effect === 'Allow' && listOf<string>(Action).some((action) => action.startsWith('s3:') || action.startsWith('*')))
    .map(({ Action, Resource }) => ({ actions: listOf<string>(Action), resources: listOf<any>(Resource).map((one) => bucketOf(String(one?.['Fn::Sub'] ?? one))) }));
}

/** `arn:${AWS::Partition}:s3:::bucket/key` is `bucket/key`. */
function bucketOf(arn: string): string {
  return arn.replace(/^arn:[^:]*(?:::[^:]*)?:s3:::/, '');
}

/** The policies of the identity whose keys the pods have, wherever in the cluster they stand. */
function ofKeys({ output }: Served, place: Place): Grant[] {
  const everything = [...output.manifests.values()].flat().filter(({ kind }) => kind !== 'Kustomization');
  const inNamespace = (namespace: string, kind: string): KubernetesObject[] => everything.filter((one) => one.kind === kind && one.metadata.namespace === namespace);
  const identityAt = (namespace: string, name: string): string | undefined => inNamespace(namespace, 'S3Identity').find(({ metadata }) => metadata.name === name)?.spec.name as string | undefined;
  const own = inNamespace(place.plan.namespace, 'S3Credentials').map(({ spec }) => identityAt(place.plan.namespace, spec.identityRef.name));
  return everything.filter(({ kind }) => kind === 'S3PolicyBinding').flatMap(({ metadata: { namespace = '' }, spec }) => {
    const isOwn = spec.subjects.some(({ name }: any) => own.includes(identityAt(namespace, name)));
    const policies = isOwn ? inNamespace(namespace, 'S3Policy').filter(({ metadata }) => metadata.name === spec.policyRef.name) : [];
    return policies.flatMap((policy) => policy.spec.statements.filter(({ effect }: any) => effect === 'Allow').map(({ actions, resources }: any): Grant => ({ actions, resources })));
  });
}
