import * as fc from 'fast-check';
import { branch, githubEnvironment, slug } from './arbitrary-text';
import type { EnvironmentModel, FleetModel, RepositoryModel, ServiceModel } from './support/fleet-model';
import { richFleet } from './support/rich-fleet';
import type { Token } from '../independent/evaluate-trust';
import { declaredToken } from '../independent/origins';
import type { Origin } from '../independent/origins';
import { attacksOn, otherCase } from '../independent/tokens';

const id = fc.bigInt({ min: 1n, max: 10n ** 12n }).map(String);
const anySlug = fc.oneof(slug, fc.tuple(fc.stringMatching(/^[A-Za-z0-9](-?[A-Za-z0-9]){0,10}$/), fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,12}[A-Za-z0-9]$/)).map((parts) => parts.join('/'))).filter((text) => !/\.git$|\.\./i.test(text));
const anyBranch = fc.oneof(branch, fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,10}(\/[A-Za-z0-9_-]{1,6}){0,2}$/));
const anyEnvironment = fc.oneof(githubEnvironment, fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _:.()-]{0,16}[A-Za-z0-9]$/));

const repository: fc.Arbitrary<RepositoryModel> = fc.record({ slug: anySlug, ids: fc.record({ owner: id, repository: id }), branch: anyBranch }, { requiredKeys: ['slug'] });
const [base] = richFleet.environments;

function environmentOf(name: string, isProtected: boolean, account: string, github: string | undefined): EnvironmentModel {
  const { githubEnvironment: _none, ...rest } = base!;
  return { ...rest, name, account, cluster: `${name}-cluster`, domain: `${name}.acme.example`, sharedCluster: false, protected: isProtected, permissions: [], ...(github === undefined ? {} : { githubEnvironment: github }) };
}

/** Fleets of one open and one protected environment whose many services ask for nothing, and come from any repositories. */
export const arbitraryTrusts: fc.Arbitrary<FleetModel> = fc.record({
  fleet: repository,
  names: fc.tuple(fc.option(anyEnvironment, { nil: undefined }), fc.option(anyEnvironment, { nil: undefined })),
  services: fc.array(repository, { minLength: 10, maxLength: 10 }),
}).map(({ fleet, names: [open, guarded], services }) => ({
  ...richFleet,
  repository: fleet,
  environments: [environmentOf('dev', false, '111122223333', open), environmentOf('prod', true, '444455556666', guarded)],
  services: services.map((own, index): ServiceModel => ({
    name: `s${index}`, owner: 'team', repository: own, port: 8000, access: { kind: 'cluster' }, values: {}, buckets: {}, calls: [], egress: [], overrides: {},
  })),
}));

/** One small change somewhere in a text, which is where comparisons go wrong. */
const change: fc.Arbitrary<(text: string) => string> = fc.tuple(fc.nat(), fc.constantFrom('insert', 'remove', 'replace', 'case', 'cut', 'double', 'swap'), fc.constantFrom('*', '?', ':', '/', '@', 'x', '0', '%', ' ')).map(
  ([place, kind, letter]) => (text) => {
    const at = text.length === 0 ? 0 : place % text.length;
    const [before, here, after] = [text.slice(0, at), text.slice(at, at + 1), text.slice(at + 1)];
    switch (kind) {
      case 'insert': return `${before}${letter}${here}${after}`;
      case 'remove': return before + after;
      case 'replace': return before + letter + after;
      case 'case': return before + otherCase(here) + after;
      case 'cut': return before;
      case 'double': return text + text;
      default: return after + here + before;
    }
  });

/** How somebody comes by a token, when they look at a role and at the roles of the fleet. */
type Way = (own: Origin, all: readonly Origin[]) => Token;

const pick = <T>(list: readonly T[], number: number): T => list[number % list.length]!;
const withClaims = (token: Token, claims: Token['claims']): Token => ({ ...token, claims: { ...token.claims, ...claims } });

const near: fc.Arbitrary<Way> = fc.tuple(fc.constantFrom('sub', 'aud', 'issuer'), change).map(([part, alter]): Way => (own) => {
  const token = declaredToken(own);
  if (part === 'issuer') return { ...token, issuer: alter(token.issuer) };
  return withClaims(token, { [part]: alter(String(token.claims[part])) });
});

const foreign: fc.Arbitrary<Way> = fc.tuple(repository, fc.oneof(anyBranch.map((name) => `ref:refs/heads/${name}`), anyEnvironment.map((name) => `environment:${name}`), fc.constantFrom('pull_request', 'ref:refs/tags/v1'))).map(
  ([{ slug: name }, place]): Way => (own) => withClaims(declaredToken(own), { sub: `repo:${name}:${place}`, repository: name }));

/** Tokens that were declared for the role, that nearly were, that were for another, that are an attack, or that have nothing to do with it. */
export const arbitraryWay: fc.Arbitrary<Way> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Way>((own) => declaredToken(own)) },
  { weight: 3, arbitrary: near },
  { weight: 3, arbitrary: fc.nat().map((number): Way => (own) => pick(attacksOn(own), number).token) },
  { weight: 2, arbitrary: fc.nat().map((number): Way => (_own, all) => declaredToken(pick(all, number))) },
  { weight: 1, arbitrary: foreign },
  { weight: 1, arbitrary: fc.record({ sub: fc.string(), aud: fc.constantFrom('sts.amazonaws.com', '', 'x') }).map((claims): Way => (own) => withClaims(declaredToken(own), claims)) },
);
