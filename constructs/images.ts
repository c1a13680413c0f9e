import type { Declaration } from '../lib/spec/declared';

/** How a new image reaches the pods of a service. */
export class Images {
  /** By the tag of the environment, which moves: whoever restarts the Deployment rolls out what it leads to. */
  public static tag(): Images {
    return new Images({ type: 'Images', input: { kind: 'tag' } });
  }

  /**
   * By digest: an identity for releases sets the image of the Deployment, and no other than one of the service's own
   * repository. Every apply keeps it; `initial.yaml` brings the first one.
   */
  public static release(): Images {
    return new Images({ type: 'Images', input: { kind: 'release' } });
  }

  /** @internal */
  public readonly _declared: Declaration;

  private constructor(declaration: Declaration) {
    this._declared = declaration;
  }
}
