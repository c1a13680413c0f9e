import { Unresolved } from '../../../lib/templates/json';
import { measured, sizeOf } from '../../../lib/templates/size';

test.each<[unknown]>([[{}], [[]], ['a "b" \\ c'], [{ a: [1, true, null], b: { c: 'd' } }], [{ a: undefined, b: 1 }], [['x', 'y']]])('%j has as many characters as its JSON', (value) => {
  expect(sizeOf(value)).toEqual({ characters: JSON.stringify(value).length, isEstimate: false });
});

const hole = (name: string, alternatives?: readonly unknown[]): Unresolved => new Unresolved(['arn:"', alternatives === undefined ? { name } : { name, alternatives }]);

test.each<[string, Unresolved, number]>([
  ['an ARN', hole('Key.Arn'), '"arn:\\""'.length + 90],
  ['the ARN of a policy', hole('Policy.PolicyArn'), '"arn:\\""'.length + 90],
  ['a name', hole('Key'), '"arn:\\""'.length + 64],
  ['the longer of two texts', hole('Fn::If', ['a', 'abc']), '"arn:\\"abc"'.length],
  ['the longer of two objects', new Unresolved([{ name: 'Fn::If', alternatives: [{ a: 'b' }, []] }]), '{"a":"b"}'.length],
])('%s that only CloudFormation knows is estimated', (_what, value, characters) => expect(sizeOf(value)).toEqual({ characters, isEstimate: true }));

test('a size is told with its limit, and what of it is a guess', () => {
  expect(measured({ characters: 9300, isEstimate: false }, 2048)).toBe('9,300/2,048 characters');
  expect(measured({ characters: 10_240, isEstimate: true }, 999)).toBe('10,240/999 characters, with an estimate of what only CloudFormation knows');
});
