import type { Declaration } from '../lib/spec/declared';

/** Something in AWS that the requests of a service do not cover, such as a queue of another team. */
export class Permission {
  /**
   * Actions on resources, and why. In an ARN, `<partition>`, `<region>`, `<account>` and `<environment>` stand for those of
   * each environment.
   *
   * @param actions exact actions, such as `sqs:SendMessage`
   * @param resources ARNs, such as `arn:<partition>:sqs:<region>:<account>:orders-<environment>`, or `*` for actions that know no resources
   * @param reason why, in 8 to 500 characters; the review and the evidence show it
   */
  public static of(actions: string[], resources: string[], reason: string): Permission {
    return new Permission({ type: 'Permission', input: { actions, resources, reason } });
  }

  /** @internal */
  public readonly _declared: Declaration;

  private constructor(declaration: Declaration) {
    this._declared = declaration;
  }
}
