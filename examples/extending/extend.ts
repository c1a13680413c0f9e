import { Aspects, CfnResource, Tags, type IAspect } from 'aws-cdk-lib';
import { ApiObject, JsonPatch } from 'cdk8s';
import { Capability, Cpu, Deployment, SeccompProfileType } from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import type { DustService } from 'dust-service';

/** Every AWS resource is an ordinary child: overrides, tags and aspects reach it. */
export function changeResources(service: DustService): void {
  // #region resources
  const bucket = service.resources('prod').node.findChild('BucketFingerprints') as CfnResource;
  bucket.addPropertyOverride('IntelligentTieringConfigurations', [
    { Id: 'cold', Status: 'Enabled', Tierings: [{ AccessTier: 'ARCHIVE_ACCESS', Days: 180 }] },
  ]);
  Tags.of(service).add('cost-center', '4711');
  // #endregion
}

/** Counts what it sees; any Aspect works. */
export class CountBuckets implements IAspect {
  public count = 0;

  public visit(node: IConstruct): void {
    if (CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::S3::Bucket') this.count++;
  }
}

export function countBuckets(service: DustService): CountBuckets {
  const counter = new CountBuckets();
  Aspects.of(service).add(counter);
  return counter;
}

/** Every manifest object is an ordinary cdk8s object under a documented id. */
export function changeManifests(service: DustService): void {
  // #region manifests
  const deployment = ApiObject.of(service.chart('prod').node.findChild('deployment'));
  deployment.addJsonPatch(JsonPatch.add('/spec/template/spec/priorityClassName', 'business-critical'));
  // #endregion
}

/** Objects of cdk8s-plus stand beside ours, in the same namespace, in the same files. */
export function addWorker(service: DustService): void {
  // #region cdk8s-plus
  new Deployment(service.chart('prod'), 'reindex', {
    metadata: { name: 'reindex' },
    replicas: 1,
    containers: [{
      image: '444455556666.dkr.ecr.us-east-1.amazonaws.com/dust/matching:env-prod',
      args: ['reindex'],
      securityContext: { capabilities: { drop: [Capability.ALL] }, seccompProfile: { type: SeccompProfileType.RUNTIME_DEFAULT } },
      resources: { cpu: { request: Cpu.millis(100), limit: Cpu.millis(500) } },
    }],
  });
  // #endregion
}
