import { audienceOf, subject } from '../../../lib/trust/subject';

const old = { slug: 'acme/billing', branch: 'main' };
const withIds = { ...old, ids: { owner: '42', repository: '4711' } };

test.each([
  [old, { branch: 'main' }, 'repo:acme/billing:ref:refs/heads/main'],
  [old, { branch: 'release/1.x' }, 'repo:acme/billing:ref:refs/heads/release/1.x'],
  [old, { environment: 'prod' }, 'repo:acme/billing:environment:prod'],
  [old, { environment: 'Production:V1' }, 'repo:acme/billing:environment:Production%3AV1'],
  [withIds, { branch: 'main' }, 'repo:acme@42/billing@4711:ref:refs/heads/main'],
  [withIds, { environment: 'prod' }, 'repo:acme@42/billing@4711:environment:prod'],
])('%j from %j is %s', (repository, origin, expected) => expect(subject(repository, origin)).toBe(expected));

test.each([['aws', 'sts.amazonaws.com'], ['aws-us-gov', 'sts.amazonaws.com'], ['aws-cn', 'sts.amazonaws.com.cn']])('the audience in %s is %s', (partition, audience) => {
  expect(audienceOf(partition)).toBe(audience);
});
