import { auditArchive } from './audit-archive';
import { catalog } from './catalog';
import { enrollment } from './enrollment';
import { identity } from './identity';
import { matching } from './matching';
import { metricsGateway } from './metrics-gateway';
import { notifications } from './notifications';
import { web } from './web';
import type { DustApp, DustService } from 'dust-service';

/** The company's services; their order makes no difference. */
export const services: readonly ((app: DustApp) => DustService)[] = [
  web, identity, catalog, enrollment, matching, notifications, auditArchive, metricsGateway,
];
