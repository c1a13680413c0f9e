'use strict';
// Starts one server and outlives nobody: as soon as its own standard input closes, which happens however the test run
// ends (normally, by Ctrl-C, by kill -9), it stops the server and waits for it. Plain JavaScript, so that it starts in
// a few milliseconds. Usage: node keeper.js LOG PROGRAM ARGUMENT…
const { spawn } = require('node:child_process');
const { openSync, writeSync } = require('node:fs');

const PATIENCE_MS = 10_000;
const [log, program, ...line] = process.argv.slice(2);
const output = openSync(log, 'a');
const server = spawn(program, line, { stdio: ['ignore', output, output] });

server.on('error', (error) => {
  writeSync(output, `${error.message}\n`);
  process.exit(127);
});
// 128 and the signal's number is too much detail here: a server that was stopped has simply ended.
server.on('exit', (code) => process.exit(code ?? 0));
process.send?.({ pid: server.pid });

function stop() {
  server.kill('SIGTERM');
  setTimeout(() => server.kill('SIGKILL'), PATIENCE_MS).unref();
}
process.stdin.on('end', stop).on('error', stop).resume();
// The terminal's Ctrl-C reaches the test run, which then closes our input; a signal to the keeper itself means the same.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
