import { readFileSync } from 'node:fs';
import type { Scene } from '../../../src/ui/scene.ts';
import type { Sheet, SheetItem } from '../../../src/ui/state/sheet.ts';
import { EMPTY_COUNTERS } from '../../../src/ui/state/view.ts';
import { aScene, aView, COUNTERS, DATA, WIPE_MESSAGE, withBackup, withPrune } from '../scenes.ts';
import { APPROVALS, deployDetail, pruneDetail } from './approvals.ts';
import { anArmedSheet, at, MINUTE, NOW } from './builders.ts';
import { WIDEST_DETAIL, WIDEST_LISTS, WIDEST_LIVE } from './widest.ts';

/** The rows of a picture, as they stand on file. */
export const picture = (name: string): string[] =>
  readFileSync(new URL(`../../fixtures/screens/${name}.txt`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');

const approve = (index: number): SheetItem => {
  const approval = APPROVALS[index];
  if (approval === undefined) throw new Error(`no approval ${index}`);
  return {
    kind: 'approve',
    key: approval.key,
    approvalId: approval.id,
    revision: 1,
    jobName: approval.jobName,
    risk: approval.risk,
  };
};

export function approvalsScene(): Scene {
  return aScene(aView(80, 24, 'approvals', { message: WIPE_MESSAGE }), withPrune);
}

export function runsScene(): Scene {
  const scene = aScene(aView(120, 40, 'runs', { message: WIPE_MESSAGE }), withBackup);
  return { ...scene, facts: { ...scene.facts, jobUser: 'backup' } };
}

export function normalSheet(more: Partial<Sheet> = {}): Scene {
  const content = { detail: deployDetail, forecast: 'starts at once: slot free, pool web free' };
  const sheet = anArmedSheet(approve(1), { content, ...more });
  const scene = aScene(aView(80, 24, 'approvals', { sheet }), DATA, { now: at('14:32:51') });
  return { ...scene, facts: { ...scene.facts, jobUser: 'deploy' } };
}

export function highSheet(name = 'db-prune-pr'): Scene {
  const content = { detail: pruneDetail, forecast: 'waits for pool io (run 8811 backup-pg, about 15m)' };
  const sheet = anArmedSheet(approve(0), { content, fields: { name }, cursor: name.length });
  return aScene(aView(80, 24, 'approvals', { sheet }), DATA, { now: at('14:32:24') });
}

export function firstStart(): Scene {
  const offers = [
    { source: 'crontab' as const, title: 'Import your crontab', found: '14 lines of jo: 12 fit, 2 do not' },
    { source: 'openclaw' as const, title: 'Import OpenClaw’s cron jobs', found: '23 jobs, OpenClaw 2026.9.6' },
    { source: 'systemd-timers' as const, title: 'Import systemd timers', found: '3 timers of jo' },
  ].map((offer) => ({ ...offer, items: [], runsElsewhere: '' }));
  const empty = { counters: EMPTY_COUNTERS, lists: {}, live: {}, offers };
  const scene = aScene(aView(80, 24, 'runs', { focus: 'start' }), empty, {
    checks: [
      { state: 'ok', name: 'database', text: '~/.openclaw/tui/openclaw-tui.db, new, readable by jo only' },
      { state: 'ok', name: 'zone', text: 'Europe/Berlin for new jobs, as on this machine' },
      { state: 'ok', name: 'gateway', text: 'ws://127.0.0.1:18789, OpenClaw 2026.9.6: agent jobs can run' },
      { state: 'warn', name: 'service', text: 'not installed: jobs run only while openclaw-tui runs (: service)' },
    ],
  });
  const facts = { ...scene.facts, user: 'jo', host: 'web3' };
  return { ...scene, facts, canDemo: true };
}

/** The counts that have the heights of the picture. */
const COUNTS = new Map([...'▂▃▄▅▆▇'].map((height, index) => [height, [1, 2, 4, 5, 7, 9][index] ?? 0]));

export function widestScene(): Scene {
  const counts = [...(picture('approvals-200x60')[2] ?? '')].flatMap((height) => COUNTS.get(height) ?? []);
  const pools = [
    { name: 'io', used: 1, slots: 1 },
    { name: 'web', used: 0, slots: 1 },
  ];
  const data = {
    lists: WIDEST_LISTS,
    live: WIDEST_LIVE,
    detail: WIDEST_DETAIL,
    counters: { ...COUNTERS, pools },
    strip: { startAt: at('15:00:00'), counts, whole: true },
  };
  return aScene(aView(200, 60, 'approvals', { message: WIPE_MESSAGE }), data, {
    live: {
      engine: { kind: 'here', sinceAt: NOW - (3 * 24 + 4) * 60 * MINUTE, lagMs: 4, pid: 3120 },
      gateway: 'ok',
      linkMs: 38,
    },
  });
}
