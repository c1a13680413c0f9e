import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readFiles } from '../../support/synthesize';
import { cacheFolder, runFolder } from '../../tools/cache';
import { mustRun } from '../../tools/run';

export const ROOT = join(__dirname, '../../..');

/** Where this file of tests works: outside the checkout, so that nothing is found by being above. */
export const PLACE = runFolder('package');
// Half a gigabyte of installed packages.
afterAll(() => rmSync(PLACE, { recursive: true, force: true }));

/**
 * What programs see: npm with the cache of the tests, and nothing of the npm that started them, which would tell it of the
 * checkout; no credentials; caches of the CDK and of jsii below the place.
 */
export function environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const foreign = /^(?:npm_(?:package|lifecycle|command|execpath|node)|npm_config_(?:local_prefix|prefix|ignore_scripts)|INIT_CWD|AWS_|JEST_|NODE_ENV|NODE_PATH)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    npm_config_cache: join(cacheFolder(), 'npm'), npm_config_prefer_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false',
    CDK_HOME: join(PLACE, 'cdk'), JSII_RUNTIME_PACKAGE_CACHE_ROOT: join(PLACE, 'jsii'), JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1',
    AWS_EC2_METADATA_DISABLED: 'true', PYTHONDONTWRITEBYTECODE: '1', PIP_CACHE_DIR: join(cacheFolder(), 'pip'), PIP_DISABLE_PIP_VERSION_CHECK: '1', ...more,
  };
}

/** Runs a program that has to succeed; what it said. */
export function must(folder: string, [program, ...line]: readonly [string, ...string[]], more: Record<string, string> = {}): string {
  return mustRun(program, line, { cwd: folder, env: environment(more) });
}

/** Templates and manifests below a folder, by their paths. */
export function printed(folder: string): Map<string, string> {
  const manifests = [...readFiles(join(folder, 'manifests'))].map(([path, text]) => [`manifests/${path}`, text] as const);
  const templates = [...readFiles(join(folder, 'cdk.out'))].filter(([path]) => path.endsWith('.template.json')).map(([path, text]) => [`cdk.out/${path}`, text] as const);
  return new Map([...templates, ...manifests]);
}
