import { join } from 'node:path';
import { goPrograms } from './go';
import { pythonEnvironment } from './python';

const MODULE = join(__dirname, 'judges');

const GO_PACKAGES = {
  actionlint: 'github.com/rhysd/actionlint/cmd/actionlint',
  gitleaks: 'github.com/zricethezav/gitleaks/v8',
  kubeconform: 'github.com/yannh/kubeconform/cmd/kubeconform',
};

/** A judge that is built from its Go module; each for itself, so that one which cannot be built takes no other with it. */
export function goJudge(name: keyof typeof GO_PACKAGES): string {
  const folder = goPrograms({ name, notice: 'built from its Go module, about a minute', module: MODULE, programs: { [name]: GO_PACKAGES[name] } });
  return join(folder, name);
}

/** Our program around the code with which External Secrets makes Secrets. */
export function externalSecretsProgram(): string {
  const name = 'external-secrets';
  const notice = 'built from its Go module, about 2 minutes';
  return join(goPrograms({ name, notice, module: join(__dirname, name), programs: { [name]: '.' } }), name);
}

/** A judge of the Python environment `lint`, or that environment's interpreter. */
export function pythonJudge(name: 'cfn-lint' | 'zizmor' | 'shellcheck' | 'python'): string {
  return join(pythonEnvironment('lint'), name);
}

/** The interpreter of the Python environment `clients`: the libraries that services read URLs with. */
export function pythonClients(): string {
  return join(pythonEnvironment('clients'), 'python');
}
