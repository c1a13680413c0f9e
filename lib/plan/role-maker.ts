import type { Names } from './names';
import type { RolePlan, TrustStatement } from '../policy/role';
import type { Statement } from '../policy/statement';

/** Makes a role for one capability, with the name, the path and the boundary that its environment gives it. */
export type MakeRole = (capability: string, description: string, trust: TrustStatement, statements: readonly Statement[]) => RolePlan;

/** For the roles of a service, or of the platform where none is given. `environment` is `builds` in the builds registry. */
export function roleMaker(names: Names, environment: string, service: string | undefined): MakeRole {
  const path = names.iamPath(environment);
  return (capability, description, trust, statements) => ({
    name: names.role(environment, service, capability),
    capability,
    path,
    description,
    trust,
    boundary: path + names.boundary(environment),
    statements,
  });
}

/** Path and name of such a role, which is what its ARN ends in. */
export function rolePath(names: Names, environment: string, service: string | undefined, capability: string): string {
  return names.iamPath(environment) + names.role(environment, service, capability);
}
