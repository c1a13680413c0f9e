import { judgeImage } from './image';
import { judgeLabelKey, judgeLabelValue, judgeNamespace, judgeObjectName } from './names';
import { judgeCidr } from './network';
import { judgePostgresVersion } from './postgres-version';
import { list, map, oneOf, optional, struct, text } from './schema';

/** What a cluster has for data of its own, as its profile says it; what is missing serves nobody. */
export const operators = {
  cloudNativePg: optional(struct({ images: map(judgePostgresVersion, text(judgeImage)), namespace: optional(text(judgeNamespace), 'cnpg-system') })),
  seaweedFs: optional(struct({ image: text(judgeImage), namespace: optional(text(judgeNamespace), 'seaweedfs-operator-system') })),
  redisOperator: optional(struct({ image: text(judgeImage), namespace: optional(text(judgeNamespace), 'ot-operators') })),
  certificateIssuer: optional(struct({ name: text(judgeObjectName), kind: optional(oneOf(['ClusterIssuer', 'Issuer']), 'ClusterIssuer') })),
  prometheus: optional(struct({ namespace: optional(text(judgeNamespace), 'monitoring'), labels: optional(map(judgeLabelKey, text(judgeLabelValue)), {}) })),
  apiServerCidrs: optional(list(text(judgeCidr)), []),
  storageClass: optional(text(judgeObjectName)),
};
