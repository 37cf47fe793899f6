import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ForegroundEnd, runInForeground } from '../../src/engine/ports/processes/foreground.ts';
import type { ConsoleOptions } from '../../src/ui/console-options.ts';
import { formatBytes } from '../../src/ui/format/index.ts';
import type { LongWork, OutputSight, PagerEnd } from '../../src/ui/output/output-port.ts';
import { ansiOf } from '../../src/ui/text/ansi.ts';
import { cleanStyled } from '../../src/ui/text/styled.ts';
import type { OutputPages, SightLines } from './output-pages.ts';

/** A pager gets no more; what is left out is said where it would stand. */
export const PAGER_BYTES_MAX = 256 * 1024 * 1024;

export type PagerTools = {
  env: Readonly<Record<string, string | undefined>>;
  lines: OutputPages['lines'];
  /** Gives the terminal away until the work is done. */
  lend(work: () => Promise<void>): Promise<void>;
  run?: typeof runInForeground;
  bytesMax?: number;
};

/** Opens output in the person's pager, from a file that only they can read and that goes when it closes. */
export function createPager(tools: PagerTools): NonNullable<ConsoleOptions['page']> {
  let isOpen = false;
  return async (runId, sight, work) => {
    if (isOpen) return { kind: 'failed', because: 'the pager is being opened' };
    isOpen = true;
    try {
      return await show(tools, runId, sight, work);
    } catch (error) {
      return { kind: 'failed', because: `not opened in the pager: ${(error as Error).message}` };
    } finally {
      isOpen = false;
    }
  };
}

async function show(tools: PagerTools, runId: number, sight: OutputSight, work: LongWork): Promise<PagerEnd> {
  const bytesMax = tools.bytesMax ?? PAGER_BYTES_MAX;
  const lines = await tools.lines(runId, sight, { ...work, bytesMax });
  if (lines === undefined) return { kind: 'failed', because: 'not opened in the pager: no output is there to show' };
  const folder = await mkdtemp(join(tmpdir(), 'openclaw-tui-'));
  try {
    const path = join(folder, `run-${runId}`);
    await write(path, lines, bytesMax);
    if (work.signal.aborted) return { kind: 'stopped' };
    const words = pagerWords(tools.env);
    let end: ForegroundEnd = { kind: 'ended' };
    await tools.lend(async () => {
      end = await (tools.run ?? runInForeground)([...words, path], { cwd: folder, env: pagerEnvironment(tools.env) });
    });
    return endOf(end, words[0] ?? '');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const endOf = (end: ForegroundEnd, program: string): PagerEnd => {
  if (end.kind === 'ended') return { kind: 'closed' };
  const why =
    end.code === 'ENOENT' ? `there is no program called ${program}` : `${program} did not start (${end.code})`;
  return { kind: 'failed', because: `not opened in the pager: ${why}; PAGER names another` };
};

const WRITE_BYTES = 256 * 1024;
const LINE_UNITS_MAX = 16_384;

async function write(path: string, { slices, leftOutBytes }: SightLines, bytesMax: number): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  let leftBytes = bytesMax;
  let pending: string[] = leftOutBytes > 0 ? [`… the ${formatBytes(leftOutBytes)} before this are left out\n`] : [];
  let pendingUnits = 0;
  const flush = async (): Promise<void> => {
    const bytes = Buffer.from(pending.join(''));
    pending = [];
    pendingUnits = 0;
    leftBytes -= bytes.length;
    await file.appendFile(bytes);
  };
  try {
    for await (const lines of slices) {
      for (const line of lines) {
        const text = `${ansiOf(cleanStyled(line, { unitsMax: LINE_UNITS_MAX }))}\n`;
        pending.push(text);
        pendingUnits += text.length;
      }
      if (pendingUnits >= WRITE_BYTES) await flush();
      if (leftBytes <= 0) {
        pending.push('… there is more than a pager is given\n');
        break;
      }
    }
    await flush();
  } finally {
    await file.close();
  }
}

/** As it is split everywhere else where no shell is asked. */
function pagerWords({ PAGER }: PagerTools['env']): string[] {
  const words = (PAGER ?? '').split(/\s+/).filter((word) => word !== '');
  return words.length === 0 ? ['less', '-R'] : words;
}

const KEPT = new Set(['HOME', 'USER', 'LOGNAME', 'PATH', 'TERM', 'COLORTERM', 'LANG', 'TZ', 'LESSCHARSET', 'MANPAGER']);

/** What a pager needs: no secrets of ours, and no way for less to start programs. */
function pagerEnvironment(env: PagerTools['env']): Record<string, string> {
  const kept = Object.entries(env).flatMap(([name, value]): [string, string][] =>
    value !== undefined && (KEPT.has(name) || name.startsWith('LC_')) ? [[name, value]] : [],
  );
  return {
    ...Object.fromEntries(kept),
    LESSSECURE: '1',
    LESSHISTFILE: '-',
    LESS: `${env.LESS ?? ''} -R`.trim(),
  };
}
