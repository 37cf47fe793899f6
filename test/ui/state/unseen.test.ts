import { describe, expect, test } from 'vitest';
import { drawScreen } from '../../../src/ui/draw-screen.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { drawPanel } from '../../../src/ui/panels/panel.ts';
import { tabBar } from '../../../src/ui/panels/tab-bar.ts';
import type { PanelId, ScreenData, View } from '../../../src/ui/state/view.ts';
import { NOW } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';
import { aScreen } from './world.ts';

const newsOf = (more: object): Pick<ScreenData, 'news'> => {
  const mark = { at: NOW, runId: 1, startedIds: [], endedIds: [], decidedIds: [] };
  return { news: { started: [], ended: [], decided: [], mark, ...more } };
};
const ended = (status: 'ok' | 'error') =>
  newsOf({ ended: [{ id: 9, jobId: 'j', jobName: 'sync', status, finishedAt: NOW }] });
const decidedBy = (name: string) =>
  newsOf({
    decided: [
      { id: 9, jobName: 'prune', status: 'approved', decidedAt: NOW, decidedBy: { name }, onTimeout: 'reject' },
    ],
  });
const oneMore: Pick<ScreenData, 'counters'> = { counters: { ...DATA.counters, jobs: DATA.counters.jobs + 1 } };

function opened(at: PanelId) {
  const data = { ...DATA, lists: {} };
  const screen = aScreen({ view: aView(80, 24, at), data, context: { actorName: 'ana' } });
  screen.read({ ...DATA });
  return screen;
}

/** The console was opened on what there was, then there is more. */
function grown(more: Partial<ScreenData>, at: PanelId = 'approvals') {
  const screen = opened(at);
  screen.read({ ...DATA, ...more });
  return screen;
}

describe('a panel is marked', () => {
  test.each<[string, Partial<ScreenData>, readonly PanelId[] | undefined]>([
    ['when a run failed', ended('error'), ['runs']],
    ['not when one went well', ended('ok'), undefined],
    ['when somebody else decided', decidedBy('ops'), ['activity']],
    ['not by what was decided here', decidedBy('ana'), undefined],
    ['when a job was added', oneMore, ['jobs']],
  ])('%s', (_what, more, unseen) => {
    expect(grown(more).view().unseen).toEqual(unseen);
  });

  test('not where somebody is, and no more when somebody was there', () => {
    expect(grown(ended('error'), 'runs').view().unseen).toBeUndefined();
    const screen = grown({ ...ended('error'), ...oneMore });
    expect(screen.view().unseen).toEqual(['runs', 'jobs']);
    screen.keys('2');
    expect(screen.view().unseen).toEqual(['jobs']);
    screen.keys('5', '3');
    expect(screen.view().unseen).toBeUndefined();
  });

  test('by an approval and an alert that were not there before, and by none that was', () => {
    const screen = opened('runs');
    const [approvals, alerts] = [DATA.lists['approvals.pending'], DATA.lists['alerts.open']];
    expect(screen.view().unseen).toBeUndefined();
    const fresh = { id: 9_999, key: 'a9999' };
    const more = <Row extends { id: number; key: string }>(rows: readonly Row[] = []) =>
      rows[0] === undefined ? [] : [...rows, { ...rows[0], ...fresh }];
    const lists = {
      ...DATA.lists,
      'approvals.pending': { rows: more(approvals?.rows), before: 0, total: 5 },
      'alerts.open': { rows: more(alerts?.rows), before: 0, total: 2 },
    } as ScreenData['lists'];
    screen.read({ ...DATA, lists });
    expect(screen.view().unseen).toEqual(['approvals', 'alerts']);
  });
});

describe('the mark', () => {
  const scene = (width: number, unseen?: readonly PanelId[]) =>
    aScene({ ...aView(width, 24, 'approvals'), ...(unseen === undefined ? {} : { unseen }) }, DATA);

  test('stands before the number in the tab bar and moves nothing', () => {
    const marked = plainOf(tabBar(scene(80, ['runs', 'alerts']), 80));
    expect(marked).toMatch(/^ 1 Due \d+ +•2 Runs \S+ +\[3 APPROVE 4\] +•4 ALERT 1 +5 Jobs/);
    expect(marked.replaceAll('•', ' ')).toBe(plainOf(tabBar(scene(80), 80)));
  });

  test('is there on the narrowest screen for every panel, and moves nothing there either', () => {
    const marked = plainOf(tabBar(scene(60, ['runs', 'alerts', 'jobs', 'activity']), 60));
    expect(marked).toBe(' 1 Due •2 Runs 2+1 [3 APPROVE 4]•4 ALERT 1  •5 Jobs •6 Act… ');
    expect(marked.replaceAll('•', ' ')).toBe(plainOf(tabBar(scene(60), 60)));
  });

  test('stands before the number in a panel’s title', () => {
    const title = (unseen?: readonly PanelId[]) =>
      plainOf(drawPanel(scene(120, unseen), 'alerts', 'box', 60, 8)[0] ?? []);
    expect(title(['alerts'])).toMatch(/^╭•4 Alerts ─ \[open 1\]/);
    expect(title(['alerts']).replace('•', ' ')).toBe(title());
  });

  const screen = (columns: number, rows: number, panel: PanelId, more: Partial<View>) =>
    drawScreen(aScene({ ...aView(columns, rows, panel), ...more }, DATA)).map(plainOf);
  const ALL = ['runs', 'approvals', 'alerts', 'jobs', 'activity'] as const;

  test.each<[number, number, PanelId, Partial<View>, string[]]>([
    [110, 32, 'runs', {}, ['•5 Jobs', '•6']],
    [120, 40, 'runs', {}, ['•5 Jobs', '•6 Activity']],
    [120, 40, 'activity', {}, ['•4 Alerts']],
    [200, 60, 'runs', {}, ['•5 Jobs']],
    [200, 60, 'runs', { zoom: true }, ['•3 Approvals', '•4 Alerts', '•5 Jobs', '•6 Activity']],
    [200, 60, 'runs', { zoom: true, focus: 'detail' }, ['•2 Runs', '•5 Jobs', '•6 Activity']],
  ])(
    'at %d×%d in %s (%j) a panel without a place has its mark in the rule of another, which moves nothing',
    (columns, rows, panel, more, marks) => {
      const plain = screen(columns, rows, panel, more);
      const marked = screen(columns, rows, panel, {
        ...more,
        unseen: ALL.filter((each) => each !== panel || more.focus === 'detail'),
      });
      for (const mark of marks) expect(marked.filter((row) => row.includes(` ${mark} `))).toHaveLength(1);
      const without = marked.map((row, at) =>
        row
          .replaceAll(/([─━]) •\d(?: [A-Z][a-z]+)? (?=[─━┓╮])/g, (found) => (found[0] ?? '').repeat(found.length))
          .replaceAll(/([╭┏─━])•/g, '$1 ')
          .padEnd(plain[at]?.length ?? 0),
      );
      expect(without.map(rules)).toEqual(plain.map(rules));
    },
  );
});

/** The blanks at both ends of a rule are as good as the rule. */
const rules = (row: string): string =>
  row
    .replaceAll(/ ([─━])/g, '$1$1')
    .replaceAll(/([─━]) /g, '$1$1')
    .replaceAll(/[─━](?=[┓╮])/g, ' ');
