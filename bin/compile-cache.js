// Plain old syntax, as in launch-plan.js.
import { mkdirSync, statSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What was compiled once is read the next time: a seventh of a start. It is code, so it stands where only this person writes. */
export function keepCompiled() {
  if (typeof module.enableCompileCache !== 'function') return;
  var folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'openclaw-tui');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (statSync(folder).uid === process.getuid()) module.enableCompileCache(folder);
  } catch (_error) {
    // No folder, no cache: it starts all the same.
  }
}
