/** GitHub's issuer without its scheme: it begins the condition keys and ends the provider's ARN. */
export const GITHUB_ISSUER = 'token.actions.githubusercontent.com';

/**
 * The issuer of each kind of GitHub, without its scheme.
 * @see https://docs.github.com/en/enterprise-cloud@latest/actions/reference/security/oidc
 * @see https://docs.github.com/en/enterprise-server@latest/actions/reference/security/oidc
 */
export const ISSUERS = {
  cloud: () => GITHUB_ISSUER,
  enterprise: (slug: string) => `${GITHUB_ISSUER}/${slug}`,
  dataResident: (subdomain: string) => `token.actions.${subdomain}.ghe.com`,
  enterpriseServer: (host: string) => `${host}/_services/token`,
} as const;

export type GitHubKind = keyof typeof ISSUERS;

/** The audience that STS wants in its partition. */
export function audienceOf(partition: string): string {
  return partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com';
}
