import { plannedDocument } from './document';
import { judge } from './judge';
import { closuresOf } from './source';
import type { FederatedRole } from '../plan/federated-roles';

/** One role that GitHub may assume, and what becomes of everybody who comes. */
export interface TrustDescription {
  readonly role: string;
  readonly account: string;
  /** `builds` in the builds registry. */
  readonly environment: string;
  readonly protected: boolean;
  readonly service?: string;
  readonly description: string;
  /** Who was declared, and gets in. */
  readonly declared: readonly string[];
  /** Attacks that IAM refuses. */
  readonly refused: readonly string[];
  /** Attacks that IAM takes for a declared job, and what closes them. */
  readonly indistinguishable: readonly { readonly who: string; readonly closure: string; readonly reason: string }[];
}

/** The table of who gets in, for a review. A synthesis compares it with the final templates. */
export function describeTrust(roles: readonly FederatedRole[]): TrustDescription[] {
  return roles.map(({ role, source, account, environment, protected: isProtected, service }): TrustDescription => {
    const verdicts = judge(plannedDocument(role.trust), source);
    const attacks = verdicts.filter(({ isDeclared }) => !isDeclared);
    const closures = closuresOf(source);
    return {
      role: role.name,
      account,
      environment,
      protected: isProtected,
      ...(service === undefined ? {} : { service }),
      description: role.description,
      declared: verdicts.filter(({ isDeclared }) => isDeclared).map(({ who }) => who),
      refused: attacks.filter(({ isAccepted }) => !isAccepted).map(({ who }) => who),
      indistinguishable: attacks.filter(({ isAccepted }) => isAccepted).map(({ who, closure }) => ({
        who, closure: closure ?? '', reason: closures.find(({ kind }) => kind === closure)?.reason ?? '',
      })),
    };
  });
}
