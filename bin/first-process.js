import { existsSync } from 'node:fs';

var SHELL = '/bin/sh';
// Waits for everybody, which is how a shell reaps; gives the child our standard input, which a shell takes from what it
// puts into the background; and passes on what a container runtime sends.
var SCRIPT = [
  'exec 3<&0',
  '"$@" <&3 3<&- &',
  'child=$!',
  'exec 3<&-',
  "trap 'kill -TERM $child' TERM",
  "trap 'kill -INT $child' INT",
  "trap 'kill -HUP $child' HUP",
  'while :; do',
  '  wait $child',
  '  code=$?',
  '  kill -0 $child 2>/dev/null || exit $code',
  'done',
].join('\n');

/**
 * The first process of a container inherits the orphans of all others, and Node reaps only what it started itself: they
 * would stay as zombies. So it becomes a shell that reaps, with the program below it; elsewhere nothing happens.
 */
export function becomeReaper(self) {
  if (process.pid !== 1 || typeof process.execve !== 'function' || !existsSync(SHELL)) return;
  var program = [process.execPath].concat(process.execArgv, self, process.argv.slice(2));
  process.execve(SHELL, ['sh', '-c', SCRIPT, 'openclaw-init'].concat(program), process.env);
}
