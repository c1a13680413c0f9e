import { covers } from '../../../lib/policy/covers';
import { firstOutside } from '../../../lib/policy/declared-permissions';

describe('a pattern covers', () => {
  test.each([
    ['arn:x:sqs:r:1:orders', 'arn:x:sqs:r:1:orders', true],
    ['arn:x:sqs:r:1:orders-*', 'arn:x:sqs:r:1:orders-prod', true],
    ['arn:x:sqs:r:1:orders-*', 'arn:x:sqs:r:1:orders-*', true],
    ['arn:x:sqs:r:1:orders-*', 'arn:x:sqs:r:1:order*', false],
    ['arn:x:sqs:r:1:orders', 'arn:x:sqs:r:1:order*', false],
    ['arn:x:sqs:r:1:a.c', 'arn:x:sqs:r:1:abc', false],
    ['arn:x:sqs:r:1:a?c', 'arn:x:sqs:r:1:abc', true],
    ['arn:x:sqs:r:1:a?c', 'arn:x:sqs:r:1:a*c', false],
    ['arn:x:sqs:r:1:a??????', 'arn:x:sqs:r:1:a??????', true],
    ['*', 'arn:x:sqs:r:1:orders', true],
    ['a*c*e', 'abcde', true],
    ['a*c*e', 'abcdef', false],
    ['a**', 'a', true],
    ['', '', true],
    ['', 'a', false],
    ['arn:x:sqs:r:1:orders', '*', false],
  ])('(%s, %s): %s', (pattern, asked, expected) => expect(covers(pattern, asked)).toBe(expected));
});

// Trying every way that wildcards can share a text would never end.
test('many wildcards have an answer', () => expect(covers('*a'.repeat(200), `${'a'.repeat(2000)}b`)).toBe(false));

test('the first action on a resource outside is told, also where each alone would be inside', () => {
  const boundary = [{ sid: 'A', actions: ['sqs:SendMessage'], resources: ['arn:a'] }, { sid: 'B', actions: ['sqs:ReceiveMessage'], resources: ['arn:b'] }];
  const asked = (action: string, resource: string) => [{ sid: 'X', actions: [action], resources: [resource] }];
  expect(firstOutside(asked('sqs:SendMessage', 'arn:a'), boundary)).toBeUndefined();
  expect(firstOutside(asked('sqs:SendMessage', 'arn:b'), boundary)).toEqual({ action: 'sqs:SendMessage', resource: 'arn:b' });
  expect(firstOutside(asked('sqs:DeleteQueue', 'arn:a'), boundary)).toEqual({ action: 'sqs:DeleteQueue', resource: 'arn:a' });
});
