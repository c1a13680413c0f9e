#!/usr/bin/env node
import { COMMANDS } from './commands';
import { readSecret } from './read-secret';
import { run } from './run';

void run(COMMANDS, process.argv.slice(2), {
  folder: process.cwd(),
  environment: process.env,
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
  secret: readSecret,
}).then((exitCode) => { process.exitCode = exitCode; });
