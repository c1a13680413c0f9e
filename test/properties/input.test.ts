import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { arbitrarySmallFleet } from './arbitrary-fleet';
import { HOSTILE, garbage, garbageKey, garbageText } from './arbitrary-garbage';
import { attempt, wrongsOf } from './support/attempt';
import type { Attempt } from './support/attempt';
import { declarationsOf, environmentProps } from './support/build-fleet';
import type { Declarations, Wrap } from './support/build-fleet';
import { FACTORIES } from './support/factories';
import { deepFrozen, prototypesOf } from './support/frozen';
import { garbled, withText } from './support/garble';
import type { Garbling } from './support/garble';
import { smallRichFleet } from './support/rich-fleet';
import { OPTIONS, RUNS } from './support/runs';
import type { DustAppProps, DustServiceProps, FleetProps } from 'dust-service';
import { DustApp, Environment, Issues } from 'dust-service';

const MANY = { ...OPTIONS, numRuns: RUNS * 2 };
const garbling: fc.Arbitrary<Garbling> = fc.record({ object: fc.nat(), key: fc.nat(), value: garbage, newKey: garbageKey }, { requiredKeys: ['object', 'key', 'value'] });

function thrownBy(action: () => unknown): unknown {
  try {
    return void action();
  } catch (error) {
    return error;
  }
}

function expectNothingWrong(declare: () => Declarations): void {
  const prototypes = prototypesOf();
  expect(wrongsOf(attempt(declare))).toEqual([]);
  expect(prototypesOf()).toEqual(prototypes);
}

describe('1: any input is synthesized or refused with its issues', () => {
  test('values of any kind in any object', () => {
    fc.assert(fc.property(garbling, (change) => {
      expectNothingWrong(() => declarationsOf(smallRichFleet, garbled((wrap) => declarationsOf(smallRichFleet, wrap), change)));
    }), MANY);
  });

  test('any text in the place of any text', () => {
    fc.assert(fc.property(fc.nat(), garbageText, (place, text) => expectNothingWrong(() => declarationsOf(withText(smallRichFleet, place, text)))), MANY);
  });

  test('any name of a service', () => {
    fc.assert(fc.property(fc.oneof(garbageText, fc.constantFrom('web', 'archive')), (name) => {
      const { fleet, services } = declarationsOf(smallRichFleet);
      expectNothingWrong(() => ({ fleet, services: [...services, { ...services[1]!, name }] }));
    }), MANY);
  });

  test('any value in any factory', () => {
    const factory = fc.constantFrom(...FACTORIES);
    fc.assert(fc.property(factory, garbage, garbage, ([place, make], first, second) => {
      expectNothingWrong(() => {
        const { fleet, services } = declarationsOf(smallRichFleet);
        const [web, ...others] = services;
        const made = make(first as never, second as never);
        if (place === 'environments') return { fleet: { ...fleet, environments: [...fleet.environments, made as Environment] }, services };
        const changes = place === 'access' ? { http: { ...web!.props.http, access: made } } : { [place]: made };
        return { fleet, services: [{ name: 'web', props: { ...web!.props, ...changes } as DustServiceProps }, ...others] };
      });
    }), MANY);
  });

  test('anything instead of a fleet, of a service or of its name', () => {
    const { fleet, services } = declarationsOf(smallRichFleet);
    fc.assert(fc.property(garbage, fc.constantFrom('fleet', 'props', 'name'), (value, place) => expectNothingWrong(() => ({
      fleet: (place === 'fleet' ? value : fleet) as FleetProps,
      services: place === 'fleet' ? [] : [...services, { name: (place === 'name' ? value : 'extra') as string, props: (place === 'props' ? value : services[1]!.props) as DustServiceProps }],
    }))), MANY);
  });
});

describe('1: hostile objects are refused with issues', () => {
  describe.each(HOSTILE)('%s', (_title, value) => {
    const { fleet, services } = declarationsOf(smallRichFleet);
    test('in the place of a property of an object', () => {
      for (const object of [0, 8, 21]) expectNothingWrong(() => declarationsOf(smallRichFleet, garbled((wrap) => declarationsOf(smallRichFleet, wrap), { object, key: object, value })));
    });

    test('in the place of an object', () => {
      for (const object of [0, 8, 21]) expectNothingWrong(() => declarationsOf(smallRichFleet, garbled((wrap) => declarationsOf(smallRichFleet, wrap), { object, key: 0, value, whole: true })));
    });

    // Whatever copies such a value throws, so it is handed over as it is.
    test('in the place of the fleet', () => {
      const error = thrownBy(() => new DustApp(value as DustAppProps).synth());
      expect(Issues.of(error).length).toBeGreaterThan(0);
    });

    test('in the place of the properties of a service', () => expectNothingWrong(() => ({ fleet, services: [...services, { name: 'extra', props: value as DustServiceProps }] })));
  });
});

describe('1: random fleets are synthesized or refused with their issues', () => {
  test('random fleets with garbage in two places', () => {
    fc.assert(fc.property(arbitrarySmallFleet, garbling, fc.nat(), garbageText, (model, change, place, text) => {
      const changed = withText(model, place, text);
      expectNothingWrong(() => declarationsOf(changed, garbled((wrap) => declarationsOf(changed, wrap), change)));
    }), { ...OPTIONS, numRuns: RUNS * 2 });
  });

  const refused: Attempt = { ending: 'refused', issues: [], paths: [], milliseconds: 1 };
  test.each<readonly [string, Attempt]>([
    ['another exception', { ...refused, ending: 'thrown', error: new TypeError('x is not a function') }],
    ['a template of a refused fleet', { ...refused, paths: ['output/cdk.out/a.template.json'] }],
    ['a manifest of a refused fleet', { ...refused, paths: ['output/manifests/dev/a/workload.yaml'] }],
    ['a file elsewhere', { ...refused, paths: ['evil'] }],
    ['an output that is missing', { ...refused, ending: 'written', paths: ['output/cdk.out/a.template.json'] }],
    ['an issue without a fix', { ...refused, issues: [{ code: 'DUST1001', path: 'a', problem: 'b', allowed: 'c', fix: '' }] }],
    ['a very long time', { ...refused, milliseconds: 11_000 }],
  ])('%s is seen', (_what, wrong) => {
    expect(wrongsOf(refused)).toEqual([]);
    expect(wrongsOf(wrong)).not.toEqual([]);
  });

  test('garbage reaches every object that is handed over', () => {
    const build = (wrap: Wrap) => declarationsOf(smallRichFleet, wrap);
    const seen = Array.from({ length: 24 }, (_, object) => attempt(() => build(garbled(build, { object, key: 0, value: 1n }))).issues[0]?.path);
    expect(new Set(seen).size).toBeGreaterThan(12);
  });
});

describe('28: what is handed over stays as it was', () => {
  const frozen: Wrap = (value) => deepFrozen(value);

  test('frozen input is read and nothing of it, nor any prototype, is changed', () => {
    fc.assert(fc.property(arbitrarySmallFleet, (model) => {
      const declarations = deepFrozen(declarationsOf(model, frozen));
      const [before, prototypes] = [inspect(declarations, { depth: 20 }), prototypesOf()];
      expect(wrongsOf(attempt(() => declarations))).toEqual([]);
      expect(inspect(declarations, { depth: 20 })).toBe(before);
      expect(prototypesOf()).toEqual(prototypes);
    }), OPTIONS);
  });

  test('a change of the input or of a prototype is seen', () => {
    const input = deepFrozen({ list: [{ a: 1 }], environment: Environment.of(environmentProps(smallRichFleet.environments[0]!, 'aws')) });
    expect(() => Object.assign(input.list[0]!, { a: 2 })).toThrow(TypeError);
    expect(() => Object.assign((input.environment as unknown as { _declared: { input: object } })._declared.input, { name: 'x' })).toThrow(TypeError);
    const before = prototypesOf();
    Object.assign(Array.prototype, { polluted: true });
    expect(prototypesOf()).not.toEqual(before);
    delete (Array.prototype as unknown as { polluted?: boolean }).polluted;
  });
});
