import { existsSync } from 'node:fs';
import { install, isBuildServer, judge } from './tools';
import { temporaryFolder } from '../support/synthesize';

const absent = (): never => { throw new Error('spawn go ENOENT'); };

test('a tool that cannot be had is named with the reason, and takes no other with it', () => {
  const { paths, missing } = install({ kubectl: absent, gitleaks: () => '/there' });
  expect(missing).toEqual(['kubectl cannot be installed: spawn go ENOENT']);
  expect(paths.gitleaks).toBe('/there');
  expect(existsSync(paths.kubectl)).toBe(false);
});

test.each([[undefined, false], ['', false], ['false', false], ['0', false], ['true', true], ['1', true], ['yes', true]])('CI=%j is a build server: %j', (value, expected) => {
  expect(isBuildServer(value)).toBe(expected);
});

test('a judge sees neither the settings of the person nor the network', () => {
  const folder = temporaryFolder();
  const { out } = judge(process.execPath, ['-p', 'JSON.stringify([process.env.HOME, process.cwd(), process.env.HTTPS_PROXY, process.env.GITLEAKS_CONFIG])'], { folder });
  expect(JSON.parse(out)).toEqual([folder, folder, 'http://127.0.0.1:9', null]);
});
