import { declaring, environmentProps, smallFleet } from '../../support/fleets';
import { synthesize } from '../../support/synthesize';
import { Environment, GitHubOidc, Issues } from 'dust-service';
import type { FleetProps } from 'dust-service';

const only = (changes: Partial<FleetProps>, environment: object = {}): FleetProps =>
  smallFleet({ environments: [Environment.of(environmentProps({ name: 'dev', account: '111122223333', oidc: GitHubOidc.existing(), ...environment }))], ...changes });
const accounts = (fleet: FleetProps): Record<string, string[]> => {
  const { templates } = synthesize(fleet, declaring('billing'));
  return Object.fromEntries([...templates].filter(([name]) => name.includes('-account-')).map(([name, template]) => [name, Object.keys(template.Resources)]));
};

describe('the stack of an account', () => {
  test('of the registry has key and boundary, and trusts GitHub where the fleet says so', () => {
    expect(accounts(only({ registry: { account: '999988887777', region: 'eu-central-1' } }))).toEqual({ 'acme-account-999988887777': ['BuildsKey', 'BuildsKeyAlias', 'Boundary', 'DeployRole', 'DeployRolePolicy'] });
    expect(accounts(only({ registry: { account: '999988887777', region: 'eu-central-1', oidc: GitHubOidc.create() } }))).toEqual({
      'acme-account-999988887777': ['GitHubOidcProvider', 'BuildsKey', 'BuildsKeyAlias', 'Boundary', 'DeployRole', 'DeployRolePolicy'],
    });
  });

  test('is not there where it would be empty', () => {
    const fleet = only({ registry: { account: '999988887777', region: 'eu-central-1' } }, { account: '111122223333' });
    expect(Object.keys(accounts(fleet))).not.toContain('acme-account-111122223333');
  });

  test('stands for one way to trust GitHub', () => {
    expect.assertions(1);
    try {
      accounts(only({ registry: { account: '111122223333', region: 'eu-central-1', oidc: GitHubOidc.create() } }));
    } catch (error) {
      expect(Issues.of(error).map(({ code, path }) => `${code} ${path}`)).toEqual(['DUST2016 app.environments[0].oidc']);
    }
  });
});
