import { arbitraryFleet } from './arbitrary-fleet';
import { NASTY_TEXTS, isCarried, isMisread } from './arbitrary-text';
import type { FleetModel, ServiceModel } from './support/fleet-model';
import { richFleet } from './support/rich-fleet';
import { FEWER, forFleets, withOutput } from './support/runs';
import { outcomeOf, outputOf } from './support/synthesized';
import { PARSERS, lostOwners, lostTexts, shapeOf, withPlainTexts } from './support/texts';

const carried = NASTY_TEXTS.filter((text) => isCarried(text) && !isMisread(text));
const [dev] = richFleet.environments;

/** Every nasty text in every place that takes any text. */
const nasty: FleetModel = {
  ...richFleet,
  environments: [{ ...dev!, sharedCluster: false, kubectlProvider: true }],
  services: [{
    name: 'nasty', owner: '1e3', repository: { slug: 'acme/nasty' }, port: 8000, access: { kind: 'cluster' }, buckets: {}, calls: [], overrides: { dev: { values: { NO: 'no', OVER: '0o14' } } },
    values: { ...Object.fromEntries(carried.map((text, index) => [`V${index}`, text])), SIMPLE: 'simple', NO: 'yes', OVER: 'ridden' },
    command: ['--first', ...carried],
    args: [...carried].reverse(),
    egress: carried.map((text) => ({ ports: [443], reason: `because ${text}`.slice(0, 480) })),
  }],
};

describe.each(PARSERS)('14: texts through %s', (_title, parse) => {
  test('every nasty text arrives as it was typed', () => {
    expect(lostTexts(outputOf(nasty), parse)).toEqual([]);
  });

  test('no text changes the number and the kind of the objects', () => {
    expect(shapeOf(outputOf(nasty).files, parse)).toEqual(shapeOf(outputOf(withPlainTexts(nasty)).files, parse));
  });

  test('the texts of random fleets arrive as they were typed', () => {
    forFleets(arbitraryFleet, (model) => withOutput(model, (fleet) => {
      expect(lostTexts(fleet, parse)).toEqual([]);
      expect(shapeOf(fleet.files, parse).length).toBe(fleet.objects.length);
    }), FEWER);
  });

  test.each([
    ['a value without quotes', (content: string) => content.replace(/^( +SIMPLE:) .*$/m, '$1 null'), 'SIMPLE'],
    ['a value that is a number', (content: string) => content.replace(/^( +SIMPLE:) .*$/m, '$1 12'), 'SIMPLE'],
    ['a value that is missing', (content: string) => content.replace(/^ +SIMPLE: .*\n/m, ''), 'SIMPLE'],
    ['a space too many', (content: string) => content.replace(/^( +SIMPLE:) .*$/m, '$1 " simple"'), 'SIMPLE'],
    ['an argument that is missing', (content: string) => content.replace(/^ +- .?--first.?\n/m, ''), 'command'],
  ])('%s is seen', (_what, change, place) => {
    const { model, files } = outputOf(nasty);
    const file = 'manifests/dev/nasty/workload.yaml';
    const lost = lostTexts({ model, files: new Map([...files, [file, change(files.get(file)!)]]) }, parse);
    expect(lost.map((problem) => problem.split(' ').at(2)?.split('.').at(-1))).toEqual([place]);
  });

  test('a document that a text begins is seen', () => {
    const { files } = outputOf(nasty);
    const file = 'manifests/dev/nasty/workload.yaml';
    expect(shapeOf(new Map([...files, [file, `${files.get(file)}---\nkind: ClusterRole\n`]]), parse)).not.toEqual(shapeOf(files, parse));
  });
});

// YAML 1.2 says that the first is a float, and one parser of YAML 1.1 takes the others for floats; kubectl reads texts.
describe('14: texts that are written without quotes', () => {
  const written = (values: Readonly<Record<string, string>>) => {
    const services = nasty.services.map(({ command: _command, args: _args, ...service }): ServiceModel => ({ ...service, values, egress: [], overrides: {} }));
    return outputOf({ ...nasty, services });
  };

  test.each(PARSERS.slice(1))('a number beyond all numbers arrives through %s', (_title, parse) => {
    expect(lostTexts(written({ V: '1E400', W: '-1e999' }), parse)).toEqual([]);
  });

  test.each(PARSERS.slice(1, 2))('an exponent without a number arrives through %s', (_title, parse) => {
    expect(lostTexts(written({ E1: 'a', V: 'E5', W: '.e1' }), parse)).toEqual([]);
  });
});

describe('14: texts in templates', () => {
  test('owners arrive in tags and in the namespace that kubectl makes', () => {
    forFleets(arbitraryFleet, (model) => withOutput(model, (fleet) => expect(lostOwners(fleet)).toEqual([])), FEWER);
    expect(lostOwners(outputOf(nasty))).toEqual([]);
  });

  test('an owner that became a number is seen', () => {
    const { model, stacks } = structuredClone(outputOf(nasty));
    for (const { template } of stacks) for (const { Properties } of Object.values(template.Resources)) for (const tag of Properties.Tags ?? []) if (tag.Key === 'dust:owner') tag.Value = 1000;
    expect(lostOwners({ model, stacks })).not.toEqual([]);
  });

  test('no text for a container stands in a template', () => {
    const texts = { values: { V: 'marker-in-a-value' }, args: ['marker-in-an-argument'], egress: [{ ports: [443], reason: 'marker-in-a-reason' }] };
    const services = nasty.services.map((service) => ({ ...service, ...texts, overrides: {} }));
    const files = [...outputOf({ ...nasty, services }).files].filter(([, content]) => content.includes('marker-in-a')).map(([path]) => path);
    expect(files).toEqual(['manifests/dev/nasty/foundation.yaml', 'manifests/dev/nasty/workload.yaml']);
  });
});

test('14: what cannot be carried is refused', () => {
  const refused = ['a\u0000', 'a\u0085b', 'a\u007f', '\ud800', '\u202e', '\ufeff', '{{resolve:ssm:x}}', '${Token[TOKEN.1]}'];
  const outcomes = refused.map((text) => outcomeOf({ ...nasty, services: nasty.services.map((service) => ({ ...service, overrides: {}, values: { V: text } })) }));
  expect(outcomes.map((outcome) => ('issues' in outcome ? outcome.issues.map(({ path }) => path) : 'written'))).toEqual(refused.map(() => ['nasty.values.V']));
});
