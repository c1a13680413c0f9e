/** Annotations of what holds data: no tool that prunes may take it along. */
export const KEPT = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false', 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } as const;
