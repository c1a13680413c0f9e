import { declarationOf, declares, isOurs, render, renderList, renderService, versionsOf } from '../../bin/starter';
import { SERVICE_NAME_MAX, judgeServiceName } from '../../lib/spec/names';

describe('a template', () => {
  test('gets its words', () => expect(render('{{a}} {{@b/c}} ${{ a }} {x}', { 'a': '1', '@b/c': '2', ' a ': '3' })).toBe('1 2 $3 {x}'));
  test('may not ask for a word that nobody gives', () => expect(() => render('{{aws-cdk}}', {})).toThrow('a template asks for "aws-cdk", which nobody gives'));
  test('gets versions from our own package.json, our own among them', () => {
    expect(versionsOf({ name: 'us', version: '1.2.3', engines: { node: '>= 20' }, devDependencies: { 'aws-cdk': '2.1' } })).toEqual({ 'us': '1.2.3', 'aws-cdk': '2.1', 'node': '>= 20' });
  });
});

describe('the declaration of a service', () => {
  const names = ['catalog', 'audit-archive', 'class', 'delete', 'a1', 'a-1', 'a-b', 'ab', 'a-1-b', 'a1-b', 'a1b', 'x-service', 'index', 'services', `a${'-b'.repeat(19)}`, 'a'.repeat(SERVICE_NAME_MAX)];

  test.each([
    ['catalog', 'catalogService'], ['audit-archive', 'auditArchiveService'], ['a-1', 'a_1Service'], ['a1', 'a1Service'], ['delete', 'deleteService'],
  ])('%s is %s', (service, declaration) => expect(declarationOf(service)).toBe(declaration));

  test.each(names)('of a legal name (%s) is a name that TypeScript takes', (service) => {
    expect(judgeServiceName(service)).toBeUndefined();
    expect(() => new Function(`"use strict"; const ${declarationOf(service)} = 1;`)).not.toThrow();
  });

  test('is another for every name', () => expect(new Set(names.map(declarationOf)).size).toBe(names.length));
});

describe('the file of a service', () => {
  test('declares it', () => {
    const text = renderService("export function {{declaration}}() { return '{{service}}'; }", 'audit-archive');
    expect(text).toBe("export function auditArchiveService() { return 'audit-archive'; }");
    expect(declares('audit-archive', text)).toBe(true);
  });

  test.each([
    ['another export', 'export function other() {}', false], ['a longer name', 'export function auditArchiveServices() {}', false],
    ['a comment', '// export function auditArchiveService', false], ['a constant', 'export const auditArchiveService = (app) => app;', true],
  ])('is known by its export: %s', (_what, text, is) => expect(declares('audit-archive', text)).toBe(is));
});

describe('the list of services', () => {
  const list = renderList(['web', 'a-1', 'audit-archive']);

  test('is in the order of the names, however they come', () => {
    expect(list).toBe([
      '// Written anew by `dust new` from the files in services/, one line for each.',
      "import { a_1Service } from './services/a-1';",
      "import { auditArchiveService } from './services/audit-archive';",
      "import { webService } from './services/web';",
      '',
      'export const services = [a_1Service, auditArchiveService, webService];',
      '',
    ].join('\n'));
    expect(renderList(['audit-archive', 'web', 'a-1'])).toBe(list);
  });

  test('is known as ours, whichever services it names', () => expect([list, renderList([]), renderList(['x'])].map(isOurs)).toEqual([true, true, true]));

  test.each([
    ['a comment', list.replace('import { web', '// ours\nimport { web')],
    ['another order', list.replace('[a_1Service, ', '[').replace('webService]', 'webService, a_1Service]')],
    ['a service left out', list.replace(', webService', '')],
    ['other quotes', list.replaceAll("'", '"')],
    ['more at its end', `${list}console.log(services);\n`],
  ])('is not ours with %s', (_what, text) => expect(isOurs(text)).toBe(false));
});
