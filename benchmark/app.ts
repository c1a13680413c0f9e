import { declareCopies } from './copies';
import { fleet } from '../examples/dust/fleet';
import { DustApp } from 'dust-service';

// The app of `cdk synth -q`, as a person runs it; the number of services comes from the benchmark.
const app = new DustApp(fleet);
declareCopies(app, Number(process.env.BENCHMARK_SERVICES));
app.synth();
