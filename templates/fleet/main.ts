import { DustApp } from 'dust-service';
import { fleet } from './fleet';
import { services } from './services';

const app = new DustApp(fleet);
for (const declare of services) declare(app);
app.synth();
