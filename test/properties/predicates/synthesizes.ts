import type { Invariant } from '../support/invariant';

/** A fleet with an output has been synthesized; what this one is about is the exception on the way there. */
export const synthesizes: Invariant = {
  number: 1,
  title: 'a fleet is synthesized or refused with its issues',
  predicate: ({ stacks }) => (stacks.length > 0 ? [] : ['no stack was written']),
  mutations: [{ title: 'nothing was written', apply: (fleet) => { fleet.stacks = []; } }],
};
