import { diagnosis } from './diagnosis';
import { kubectlProgram } from '../../tools/kubernetes';
import { run } from '../../tools/run';
import type { Ended } from '../../tools/run';

/** Somebody else than the administrator: a user's name and groups, as the access entry of a role gives them. */
export interface Identity {
  readonly user: string;
  readonly groups: readonly string[];
}

/** An object as the API server returns it. */
export interface Live {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid: string; readonly resourceVersion: string; readonly generation?: number; readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly [field: string]: any;
}

/** The real kubectl of the server's own version, against one control plane. */
export class Client {
  private readonly kubectl = kubectlProgram();
  private fresh = 0;

  constructor(public readonly kubeconfig: string, public readonly cache: string, private readonly serverLogs: () => string, private readonly identity?: Identity) {}

  /** The same cluster as somebody else sees it. */
  public as(user: string, ...groups: string[]): Client {
    return new Client(this.kubeconfig, this.cache, this.serverLogs, { user, groups });
  }

  public run(line: readonly string[], input?: string): Ended {
    const { user, groups } = this.identity ?? { user: undefined, groups: [] };
    const impersonation = user === undefined ? [] : ['--as', user, ...groups.flatMap((group) => ['--as-group', group])];
    const environment = { PATH: process.env.PATH, HOME: process.env.HOME, KUBECONFIG: this.kubeconfig, KUBECACHEDIR: this.cache };
    return run(this.kubectl, [...impersonation, ...line], { env: environment, ...(input === undefined ? {} : { input }) });
  }

  /** An error holds what kubectl and the servers said, and the objects, pods and events of the namespace in question. */
  public must(line: readonly string[], input?: string): string {
    const { exitCode, out, error } = this.run(line, input);
    if (exitCode === 0) return out;
    throw new Error([`kubectl ${line.join(' ')} ended with ${exitCode}`, out, error, this.explain(namespaceIn(line))].join('\n'));
  }

  /** As `must`, and a warning is a failure as well. */
  public apply(files: readonly string[]): string {
    return this.must([...STRICT_APPLY, ...files.flatMap((file) => ['-f', file])]);
  }

  /** As `apply`, for what a folder's kustomization names. */
  public applyFolder(folder: string): string {
    return this.must([...STRICT_APPLY, '-k', folder]);
  }

  /** Tries to apply an object; kubectl's own check is left out, so that the answer is the server's. */
  public tryApply(object: object): Ended {
    return this.run(['apply', '--server-side', '--validate=false', '--warnings-as-errors', '-f', '-'], JSON.stringify(object));
  }

  public list(kind: string, namespace?: string): Live[] {
    const where = namespace === undefined ? ['--all-namespaces'] : ['--namespace', namespace];
    return (JSON.parse(this.must(['get', kind, '--output', 'json', ...where])) as { items: Live[] }).items;
  }

  /** The live objects of files, in their order. */
  public read(files: readonly string[]): Live[] {
    const found = JSON.parse(this.must(['get', '--output', 'json', ...files.flatMap((file) => ['-f', file])])) as Live | { items: Live[] };
    return 'items' in found ? found.items as Live[] : [found];
  }

  /** A namespace of its own for a test that brings objects; deleting one takes long, so none is ever used twice. */
  public namespace(): string {
    const name = `test-${process.pid}-${++this.fresh}`;
    this.must(['create', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
    return name;
  }

  /** What a person would ask for first when something has failed. */
  public explain(namespace: string | undefined): string {
    const administrator = new Client(this.kubeconfig, this.cache, this.serverLogs);
    return diagnosis((line) => administrator.run(line), namespace, this.serverLogs());
  }
}

const STRICT_APPLY = ['apply', '--server-side', '--validate=strict', '--warnings-as-errors'];

function namespaceIn(line: readonly string[]): string | undefined {
  const flag = line.findIndex((word) => word === '--namespace');
  return flag < 0 ? undefined : line[flag + 1];
}
