import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emit } from '../../constructs/emit';
import { declaring, serviceProps, smallFleet } from '../support/fleets';
import { synthesize, temporaryFolder } from '../support/synthesize';
import { DustService } from 'dust-service';

const file = (path: string, content = 'a: 1\n') => ({ path, content });

describe('emit', () => {
  test('writes what changed and leaves the other files untouched', () => {
    const folder = temporaryFolder();
    emit(folder, [file('dev/a.yaml'), file('dev/b.yaml')], []);
    utimesSync(join(folder, 'dev/a.yaml'), 1, 1);
    const second = emit(folder, [file('dev/a.yaml'), file('dev/b.yaml', 'b: 2\n')], []);
    expect(second).toEqual({ written: ['dev/b.yaml'], unchanged: ['dev/a.yaml'], removed: [] });
    expect(statSync(join(folder, 'dev/a.yaml')).mtimeMs).toBe(1000);
  });

  test('removes only what it wrote before, with the folders that become empty', () => {
    const folder = temporaryFolder();
    emit(folder, [file('dev/old/x.yaml'), file('dev/kept/x.yaml')], []);
    writeFileSync(join(folder, 'dev/kept/mine.yaml'), 'mine: true\n');
    expect(emit(folder, [], []).removed).toEqual(['dev/kept/x.yaml', 'dev/old/x.yaml']);
    expect(existsSync(join(folder, 'dev/old'))).toBe(false);
    expect(readFileSync(join(folder, 'dev/kept/mine.yaml'), 'utf8')).toBe('mine: true\n');
  });

  test('keeps the folders that this run did not print, and remembers them', () => {
    const folder = temporaryFolder();
    emit(folder, [file('dev/a/x.yaml'), file('dev/b/x.yaml')], []);
    expect(emit(folder, [file('dev/a/x.yaml')], ['dev/b/']).removed).toEqual([]);
    expect(readFileSync(join(folder, '.dust-files'), 'utf8')).toBe('dev/a/x.yaml\ndev/b/x.yaml\n');
  });

  test.each(['../outside.yaml', '/etc/outside.yaml', 'a/../../outside.yaml'])('never writes to %s', (path) => {
    expect(() => emit(temporaryFolder(), [file(path)], [])).toThrow('does not lie in');
  });

  test('never removes what a forged ledger names outside the folder', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'manifests'));
    writeFileSync(join(folder, 'precious'), 'x');
    writeFileSync(join(folder, 'manifests/.dust-files'), '../precious\n');
    expect(() => emit(join(folder, 'manifests'), [], [])).toThrow('does not lie in');
    expect(existsSync(join(folder, 'precious'))).toBe(true);
  });

  test('never follows a symbolic link', () => {
    const folder = temporaryFolder();
    const elsewhere = temporaryFolder();
    symlinkSync(elsewhere, join(folder, 'dev'));
    expect(() => emit(folder, [file('dev/a.yaml')], [])).toThrow('is a symbolic link');
  });
});

describe('the manifests of a fleet', () => {
  test('lose a service that is no longer declared, and nothing else', () => {
    const folder = temporaryFolder();
    synthesize(smallFleet(), (app) => { declaring('billing')(app); declaring('ledger')(app); }, { folder });
    writeFileSync(join(folder, 'manifests/dev/notes.txt'), 'mine');
    const { manifests, files } = synthesize(smallFleet(), declaring('ledger'), { folder });
    expect([...manifests.keys()].filter((path) => path.includes('billing'))).toEqual([]);
    expect(manifests.has('dev/ledger/workload.yaml')).toBe(true);
    expect(files.get('manifests/dev/notes.txt')).toBe('mine');
    expect(manifests.get('dev/kustomization.yaml')![0]!.resources).toEqual(['cluster', 'ledger']);
  });

  test('of one chosen service are written while those of the others stay', () => {
    const folder = temporaryFolder();
    const both = (owner: string) => (app: Parameters<ReturnType<typeof declaring>>[0]) => {
      new DustService(app, 'billing', serviceProps({ owner }));
      new DustService(app, 'ledger', serviceProps({ owner }));
    };
    synthesize(smallFleet(), both('before'), { folder });
    const { manifests } = synthesize(smallFleet(), both('after'), { folder, context: { service: 'ledger' } });
    const owner = (service: string) => manifests.get(`dev/${service}/workload.yaml`)![0]!.metadata.labels!['dust.dev/owner'];
    expect([owner('billing'), owner('ledger')]).toEqual(['before', 'after']);
    expect(manifests.get('dev/kustomization.yaml')![0]!.resources).toEqual(['cluster', 'billing', 'ledger']);
  });
});
