import type { FleetModel, PermissionModel, ServiceModel } from './fleet-model';

/** A list turned and moved round by a number. */
export function shuffled<T>(items: readonly T[], order: number): T[] {
  const start = items.length === 0 ? 0 : order % items.length;
  const moved = [...items.slice(start), ...items.slice(0, start)];
  return order % 2 === 0 ? moved : moved.reverse();
}

/** The same fleet with its services, and with the lists whose order says nothing, in another order. */
export function inOtherOrder(model: FleetModel, order: number): FleetModel {
  const turned = <T>(items: readonly T[]): T[] => shuffled(items, order + 1);
  const inner = ({ actions, resources, reason }: PermissionModel): PermissionModel => ({ actions: turned(actions), resources: turned(resources), reason });
  const services = model.services.map(({ environments, calledBy, permissions, ...service }): ServiceModel => ({
    ...service,
    calls: turned(service.calls),
    ...(environments === undefined ? {} : { environments: turned(environments) }),
    ...(permissions === undefined ? {} : { permissions: permissions.map(inner) }),
    ...(calledBy === undefined ? {} : { calledBy: turned(calledBy) }),
  }));
  const environments = model.environments.map((environment) => ({ ...environment, ...(environment.permissions === undefined ? {} : { permissions: environment.permissions.map(inner) }) }));
  return { ...model, environments, services: shuffled(services, order) };
}

/** The same fleet without some services and without every mention of them. */
export function without(model: FleetModel, names: readonly string[]): FleetModel {
  const stay = (name: string): boolean => !names.includes(name);
  const services = model.services.filter(({ name }) => stay(name)).map(({ calledBy, ...service }): ServiceModel => ({
    ...service, calls: service.calls.filter(stay), ...(calledBy === undefined ? {} : { calledBy: calledBy.filter(stay) }),
  }));
  return { ...model, services };
}
