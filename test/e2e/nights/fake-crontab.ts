import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from '../../support/e2e.ts';

export const CRONTAB = `# of mine
SHELL=/bin/bash
CRON_TZ=Europe/Berlin
30 2 * * 1-5 /opt/backup.sh --all
@daily date +\\%F
61 * * * * /opt/never.sh
`;

/** A `crontab` in front of the machine's own: a real program that lists a file, takes another text for it, and counts how often. */
export function fakeCrontab(place: Place, text: string) {
  const folder = join(place.home, 'bin');
  const program = join(folder, 'crontab');
  const [spool, writes] = [join(place.home, 'the.crontab'), join(place.home, 'crontab.writes')];
  mkdirSync(folder);
  writeFileSync(spool, text);
  writeFileSync(writes, '');
  const script = `if [ "$1" = -l ]; then exec cat '${spool}'; fi\ncat >'${spool}'; echo written >>'${writes}'`;
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  return {
    env: { PATH: `${folder}:${process.env.PATH}` },
    text: (): string => readFileSync(spool, 'utf8'),
    writeCount: (): number => readFileSync(writes, 'utf8').split('\n').length - 1,
  };
}
