import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { goEnvironment } from './go';
import { mustRun } from './run';

/** An operator whose definitions its own Go module holds, with the module's checksum as `go mod download` prints it. */
interface Published {
  readonly module: string;
  readonly sum: string;
  readonly path: string;
}

const PUBLISHED: readonly Published[] = [
  { module: 'github.com/external-secrets/external-secrets@v1.3.2', sum: 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=', path: 'deploy/crds' },
  { module: 'github.com/cloudnative-pg/cloudnative-pg@v1.25.1', sum: 'h1:Yc6T7ikQ1AiWXBQht+6C3DoihrIpUN2OkM1dIwqadTo=', path: 'config/crd/bases' },
  { module: 'github.com/prometheus-operator/prometheus-operator@v0.85.0', sum: 'h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=', path: 'example/prometheus-operator-crd' },
  { module: 'sigs.k8s.io/gateway-api@v1.6.3', sum: 'h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=', path: 'config/crd/standard' },
  { module: 'github.com/cert-manager/cert-manager@v1.21.2', sum: 'h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=', path: 'deploy/crds' },
];

/** Operators whose modules cannot be had: strict definitions of our own, made from their documentation. Each file says so. */
const OUR_OWN = join(__dirname, 'definitions');

/** The files with the custom resource definitions of every operator that the manifests may talk to. */
export function definitionFiles(): string[] {
  return [...PUBLISHED.map(downloaded), OUR_OWN].flatMap(yamlFiles);
}

function downloaded({ module, sum, path }: Published): string {
  const { Dir, Sum } = JSON.parse(mustRun('go', ['mod', 'download', '-json', module], { env: goEnvironment() })) as { Dir: string; Sum: string };
  if (Sum !== sum) throw new Error(`${module} has the checksum ${Sum} instead of ${sum}`);
  return join(Dir, path);
}

function yamlFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml').sort().map((name) => join(folder, name));
}
