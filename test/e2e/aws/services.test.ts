import { variedFleet, WITHOUT_CACHE } from './services';
import { exampleOutput } from '../../support/example';

test('the services that these tests change are those of the example', () => {
  expect(variedFleet({ caches: true }).files).toEqual(exampleOutput().files);
});

test('without caches, the templates of services that have one are all that differs', () => {
  const [whole, deployable] = [variedFleet({ caches: true }), variedFleet()].map(({ templates }) => new Map([...templates].map(([stack, template]) => [stack, JSON.stringify(template)])));
  const changed = [...whole!].filter(([stack, template]) => deployable!.get(stack) !== template).map(([stack]) => stack);
  expect(new Set(changed.map((stack) => stack.split('-').at(-1)))).toEqual(new Set(WITHOUT_CACHE));
  expect(deployable!.size).toBe(whole!.size);
});
