import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { printImageRepository } from './image-repository';
import { printRole } from './role';
import { stackProps } from './stack-props';
import type { BuildsPlan } from '../../lib/plan/fleet-plan';

/** The builds registry of one service: the repository that its builds push to, and the role that pushes. */
export class BuildsStack extends Stack {
  public constructor(scope: Construct, id: string, plan: BuildsPlan) {
    super(scope, id, stackProps(plan, `Images of ${plan.tags['dust:service']}`));
    const { account, tags } = plan;
    const repository = printImageRepository(this, 'ImageRepository', plan.repository, { account, tags, kmsKey: plan.repository.keyAlias! });
    printRole(this, 'PublishRole', plan.publish, { account, tags, names: [repository] });
  }
}
