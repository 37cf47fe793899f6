#!/usr/bin/env -S node --max-semi-space-size=4
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { keepCompiled } from './compile-cache.js';
import { becomeReaper } from './first-process.js';
import { planLaunch } from './launch-plan.js';

// A small young generation: 70 MB less after a minute, and a fork costs by the memory of its parent.
var FLAGS = ['--max-semi-space-size=4'];
// Where the child puts its screen back before the shell gets the terminal.
var STOP_DELAY_MS = 100;
var FORWARDED = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGCONT', 'SIGWINCH'];

var bundle = new URL('../dist/main.js', import.meta.url);
var ownNode = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));

var plan = planLaunch({
  version: process.version,
  ownNode: existsSync(ownNode) && ownNode !== process.execPath ? ownNode : undefined,
  isBuilt: existsSync(bundle),
});

if (plan.kind === 'run') {
  becomeReaper(fileURLToPath(import.meta.url));
  keepCompiled();
  // React decides by it, while it loads, whether it is the fast one.
  process.env.NODE_ENV = 'production';
  import(bundle.href).catch(cannotStart);
} else if (plan.kind === 'hand-over') {
  handOver(plan.node);
} else {
  console.error(plan.line);
  process.exitCode = 1;
}

function cannotStart(error) {
  var reason = error instanceof Error ? error.message : String(error);
  console.error(`openclaw-tui: cannot start: ${reason.split('\n')[0]}`);
  process.exit(70);
}

function handOver(node) {
  var self = fileURLToPath(import.meta.url);
  var child = spawn(node, FLAGS.concat(self, process.argv.slice(2)), { stdio: 'inherit' });
  FORWARDED.forEach((name) => {
    process.on(name, () => {
      child.kill(name);
    });
  });
  process.on('SIGTSTP', () => {
    child.kill('SIGTSTP');
    // The shell watches this process: it has to stop as well, or the prompt never comes back.
    setTimeout(() => {
      if (hasStopped(child.pid)) process.kill(process.pid, 'SIGSTOP');
    }, STOP_DELAY_MS);
  });
  child.on('error', cannotStart);
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    endAs(signal);
  });
}

// With the engine in it, the child asks a person what to do instead of stopping.
function hasStopped(pid) {
  try {
    return /\) T [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return true;
  }
}

function endAs(signal) {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // A signal that does not end a process: say it by number, as a shell would.
  setTimeout(() => {
    process.exit(128 + constants.signals[signal]);
  }, STOP_DELAY_MS);
}
