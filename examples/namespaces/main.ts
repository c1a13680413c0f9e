import { Access, ClusterProfile, DustApp, DustService, Environment, GitHub, GitHubRepository, TrustClosure } from 'dust-service';

/** A fleet whose environment names a kubectl provider that exists: `cdk deploy` alone creates the namespaces. */
export function namespacesFleet(outdir?: string, manifestsDirectory?: string): DustApp {
  // #region kubectl-provider
  const lab = Environment.of({
    name: 'lab',
    account: '111122223333',
    region: 'eu-central-1',
    cluster: {
      name: 'lab',
      profile: ClusterProfile.of({ kubernetesVersion: '1.35' }),
      kubectlProvider: { serviceToken: 'arn:aws:lambda:eu-central-1:111122223333:function:lab-kubectl-provider' },
    },
    network: { vpcId: 'vpc-0d5f1a2b3c4d5e6f7' },
    ingress: { domain: 'lab.dust.example' },
  });
  // #endregion
  const app = new DustApp({
    prefix: 'lab',
    organizationId: 'o-d1u2s3t4i5',
    gitHub: GitHub.cloud({
      closures: [
        TrustClosure.protectionRules('Rulesets of the organization ask for reviews on branches and environments'),
        TrustClosure.reviewedWorkflows('The platform team owns the workflows of every repository by CODEOWNERS'),
        TrustClosure.runnerGroups('The organization has no self-hosted runners'),
      ],
    }),
    repository: GitHubRepository.of('dust-identity/lab', { ownerId: '8675309', repositoryId: '2001' }),
    environments: [lab],
    registry: { account: '111122223333', region: 'eu-central-1' },
    ...(outdir === undefined ? {} : { outdir }),
    ...(manifestsDirectory === undefined ? {} : { manifestsDirectory }),
  });
  new DustService(app, 'sandbox', {
    owner: 'research',
    repository: GitHubRepository.of('dust-identity/sandbox', { ownerId: '8675309', repositoryId: '2002' }),
    http: { port: 8000, access: Access.cluster() },
  });
  return app;
}

if (require.main === module) namespacesFleet().synth();
