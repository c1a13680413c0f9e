import { fleet } from './fleet';
import { services } from './services';
import { DustApp } from 'dust-service';

const app = new DustApp(fleet);
for (const declare of services) declare(app);
app.synth();
