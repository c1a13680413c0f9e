import { fleet } from './fleet';
import { auditArchive } from './services/audit-archive';
import { matching } from './services/matching';
import { metricsGateway } from './services/metrics-gateway';
import { notifications } from './services/notifications';
import { web } from './services/web';
import { DustApp } from 'dust-service';

const app = new DustApp(fleet);
for (const declare of [web, matching, auditArchive, metricsGateway, notifications]) declare(app);
app.synth();
