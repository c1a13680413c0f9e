import { Access, DustService, GitHubRepository, type DustApp } from 'dust-service';

/** What {{service}} needs, in every environment of the fleet. */
export function {{declaration}}(app: DustApp): DustService {
  return new DustService(app, '{{service}}', {
    // replace: the team that answers for it
    owner: 'platform',
    // replace: the repository that builds its image; its ids: gh api repos/OWNER/REPO --jq '.owner.id, .id'
    repository: GitHubRepository.of('acme/{{service}}', { ownerId: '1', repositoryId: '2' }),
    http: { port: 8000, access: Access.cluster() },
  });
}
