import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge, judged } from './tools';
import { RESTORE_DRILL } from '../../lib/postgres/restore-drill';
import { ROLE_FILES } from '../../lib/postgres/role-job';
import { temporaryFolder } from '../support/synthesize';
import { pythonJudge } from '../tools/judges';

const FILES: Readonly<Record<string, string>> = { ...ROLE_FILES, 'restore-drill.sh': RESTORE_DRILL };
const SCRIPTS = Object.keys(FILES).filter((name) => name.endsWith('.sh'));

judged('shellcheck', { shellcheck: () => pythonJudge('shellcheck') }, ({ shellcheck }) => {
  function findings(text: string): string {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'script.sh'), text);
    // Neither settings of the person nor another shell than the oldest that the script may meet.
    return judge(shellcheck, ['--norc', '--shell=sh', '--severity=style', '--format=gcc', join(folder, 'script.sh')], { folder }).out;
  }

  test.each(SCRIPTS)('finds nothing in %s', (name) => expect(findings(FILES[name]!)).toBe(''));

  test.each([['roles.sh', 'printf \'%s\' "$*"', 'printf "$*"'], ['roles.sh', 'told=$1', 'told=$1 local=1; local x'], ['wait.sh', '"$(date +%s)" -lt', '$(date +%s) -lt'], ['wait.sh', 'case $1 in', 'if [[ $1 ]]; then :; fi; case $1 in'], ['restore-drill.sh', '"$@"\n}', '$@\n}']])(
    'reports %s with %s changed to %s',
    (name, was, is) => {
      const changed = FILES[name]!.replace(was, () => is);
      expect(changed).not.toBe(FILES[name]);
      expect(findings(changed)).not.toBe('');
    },
  );
});
