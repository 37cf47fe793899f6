import { afterEach, describe, expect, test } from 'vitest';
import { MARKS_MAX, marksOf } from '../../../src/ui/state/marks.ts';
import { addApproval, addFailures, addJobs, aMarkConsole, BEN, type MarkConsole } from './marks-world.ts';

let open: MarkConsole | undefined;
afterEach(() => {
  open?.end();
  open = undefined;
});

const start = (fill: (screen: MarkConsole) => void, options: Parameters<typeof aMarkConsole>[0] = {}): MarkConsole => {
  open = aMarkConsole(options);
  fill(open);
  open.controller.start();
  open.settle();
  return open;
};
const letters = ['a', 'b', 'c', 'd', 'e', 'f'];
const marked = (screen: MarkConsole): string[] => [...marksOf(screen.view()).keys()];
const withText = (screen: MarkConsole, text: string): string[] => screen.text().filter((line) => line.includes(text));
const jobs = (names: readonly string[] = letters) => start((screen) => addJobs(screen, names));

describe('marking', () => {
  test('Space marks the row and goes down; the title counts; Space again takes the mark away', () => {
    const screen = jobs();
    screen.press('5', 'Space', 'Space');
    expect(marked(screen)).toEqual(['job-a', 'job-b']);
    expect(withText(screen, '2 marked')).toHaveLength(1);
    expect(withText(screen, '▪')).toHaveLength(2);
    screen.press('k', 'Space');
    expect(marked(screen)).toEqual(['job-a']);
  });

  test('v and movement mark a range there and back; Enter keeps it', () => {
    const screen = jobs();
    screen.press('5', 'j', 'v', 'j', 'j', 'j');
    expect(marked(screen)).toEqual(['job-b', 'job-c', 'job-d', 'job-e']);
    screen.press('k', 'k', 'k', 'k');
    expect(marked(screen)).toEqual(['job-b', 'job-a']);
    screen.press('Enter', 'G');
    expect(marked(screen)).toEqual(['job-b', 'job-a']);
    expect(screen.view().focus).toBe('jobs');
  });

  test('Esc gives the range up, and what was marked before stays', () => {
    const screen = jobs();
    screen.press('5', 'Space', 'j', 'v', 'j', 'j', 'Escape');
    expect(marked(screen)).toEqual(['job-a']);
  });

  test('Esc takes the marks away before it takes the filter, and u puts them back', () => {
    const screen = jobs();
    screen.press('5', '/', 'a', 'Enter', 'Space', 'Escape');
    expect(marked(screen)).toEqual([]);
    expect(screen.view().lists['jobs.all'].filter).toBe('a');
    expect(withText(screen, 'u undoes it')).toHaveLength(1);
    screen.press('u');
    expect(marked(screen)).toEqual(['job-a']);
  });

  test('sorting, a filter, another tab and another panel leave the marks; the title says what the filter hides', () => {
    const screen = jobs();
    screen.press('5', 'Space', 'Space', 'S', ']', '[', '3', '5', '/', 'b', 'Enter');
    expect(marked(screen)).toEqual(['job-a', 'job-b']);
    expect(withText(screen, '2 marked, 1 hidden')).toHaveLength(1);
  });

  test('* marks what the filter leaves, also what no screen has shown', () => {
    const names = Array.from({ length: 300 }, (_, index) => `etl-${String(index).padStart(4, '0')}`);
    const screen = jobs([...names, 'other']);
    screen.press('5', '/', 'e', 't', 'l', 'Enter', '*');
    expect(marked(screen)).toHaveLength(300);
    expect(screen.message()).toBe('300 marked');
  });

  test(`* marks ${MARKS_MAX} at most and says how many more there are, without a filter too`, () => {
    const names = Array.from({ length: 620 }, (_, index) => `etl-${String(index).padStart(4, '0')}`);
    const screen = jobs(names);
    screen.press('5', '*');
    expect(marked(screen)).toHaveLength(MARKS_MAX);
    expect(screen.message()).toBe('500 marked, the most there can be; 120 more match');
    screen.press('G', 'Space');
    expect(screen.message()).toBe('500 marks are the most; 1 more got none');
  });

  test('a row that leaves its list loses its mark, with a word', () => {
    const screen = start((each) => {
      addApproval(each, 'deploy');
      addApproval(each, 'rotate');
    });
    screen.press('3', '*');
    expect(marked(screen)).toEqual(['a1', 'a2']);
    screen.clock.pass(20_000);
    screen.commands.reject(1, { actor: BEN, note: 'no' });
    screen.clock.pass(5_000);
    expect(marked(screen)).toEqual(['a2']);
    expect([screen.message(), ...(screen.view().waiting ?? []).map(({ text }) => text)]).toContain(
      'deploy left the list; 1 still marked',
    );
  });

  test('lines of the record cannot be marked, and the line says why', () => {
    const screen = jobs();
    screen.press('6', 'Space');
    expect(screen.message()).toMatch(/cannot be marked|no row to mark/);
  });
});

describe('many approvals', () => {
  const approvals = () =>
    start((screen) => {
      for (const name of ['deploy', 'rotate', 'wipe']) addApproval(screen, name);
      addApproval(screen, 'prune', { risk: 'high' });
    });

  test('one mark is the ordinary sheet of that row, and the cursor stays where it was', async () => {
    const screen = approvals();
    screen.press('3', 'j', 'Space');
    const { key } = screen.view().lists['approvals.pending'];
    screen.press('a');
    expect(screen.view().sheet?.item).toMatchObject({ kind: 'approve', jobName: 'deploy' });
    expect(screen.view().lists['approvals.pending'].key).toBe(key);
  });

  test('the sheet lists each with its command, leaves out high risk by name, and takes the count typed', async () => {
    const screen = approvals();
    screen.press('3', '*', 'a');
    await screen.answer();
    const text = screen.text().join('\n');
    expect(text).toContain('Approve what is marked?');
    expect(text).toContain('3 approvals. 1 left out, named below.');
    for (const name of ['deploy', 'rotate', 'wipe']) expect(text).toContain(name);
    expect(text).toContain('prune: high risk, so only by itself');
    screen.press('4', 'Enter', 'Enter');
    expect(screen.store.approvals.get(1)?.status).toBe('pending');
    screen.press('Backspace', '3', 'Enter', 'Enter');
    expect([1, 2, 3, 4].map((id) => screen.store.approvals.get(id)?.status)).toEqual([
      'approved',
      'approved',
      'approved',
      'pending',
    ]);
    expect(screen.view().sheet).toBeUndefined();
    const details = screen.store.db
      .prepare<[], { detail: string }>(`SELECT detail FROM audit WHERE action = 'approval.approved'`)
      .all()
      .map(({ detail }) => JSON.parse(detail));
    expect(details).toHaveLength(3);
    for (const detail of details) expect(detail).toMatchObject({ shownHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(screen.message()).toBe('approved 3 approvals: deploy, rotate and 1 more');
    expect(marked(screen)).toEqual(['a4']);
  });

  test('what somebody else decided in between is told item by item, and the rest is done', async () => {
    const screen = approvals();
    screen.press('3', '*', 'a');
    await screen.answer();
    screen.press('3', 'Enter');
    screen.clock.pass(200);
    // No console hears of it before the keys do.
    screen.store.db
      .prepare(`UPDATE approvals SET status = 'rejected', decided_at = ?, decided_by = ? WHERE id = 2`)
      .run(screen.clock.now(), JSON.stringify(BEN));
    screen.controller.input({ kind: 'key', name: 'Enter', sequence: '\r', together: false });
    screen.settle();
    expect(screen.message()).toMatch(/^2 approved, 1 not: rotate: ben rejected it at/);
    expect(screen.text().join('\n')).toMatch(/✗ rotate: ben rejected it at/);
    expect(screen.view().sheet?.stage).toMatchObject({ kind: 'bulk', state: 'over' });
    screen.press('u');
    expect(screen.view().sheet).toBeDefined();
  });

  test('while they are done Enter changes nothing, and Esc leaves the rest as it is', async () => {
    const screen = start((each) => {
      for (let index = 0; index < 40; index += 1) addFailures(each, 1, index);
    });
    screen.press('2', ']', '*', 'r');
    await screen.answer();
    screen.press('4', '0', 'Enter');
    screen.clock.pass(200);
    const slow = screen.commands.rerunRun;
    Object.assign(screen.options.commands, {
      rerunRun: (...words: Parameters<typeof slow>) => {
        // Half way through somebody presses Enter, and later Esc.
        const result = slow(...words);
        counts.done += 1;
        if (counts.done === 10) screen.key('Enter');
        if (counts.done === 20) screen.key('Escape');
        return result;
      },
    });
    const counts = { done: 0 };
    screen.key('Enter');
    screen.clock.pass(500);
    expect(counts.done).toBe(20);
    expect(screen.message()).toBe('20 asked for; 20 left as they were');
    expect(marked(screen)).toHaveLength(20);
  });

  test('a list that changes while it is asked about is asked about anew', async () => {
    const screen = approvals();
    screen.press('3', '*', 'a');
    await screen.answer();
    screen.press('3', 'Enter');
    screen.commands.reject(2, { actor: BEN, note: 'no' });
    screen.settle();
    screen.press('Enter');
    await screen.answer();
    screen.press('Enter');
    expect(screen.store.approvals.get(1)?.status).toBe('pending');
    expect(screen.text().join('\n')).toContain('rotate: ben rejected it (“no”)');
  });

  test('rejecting many takes one reason and the count', async () => {
    const screen = approvals();
    screen.press('3', '*', 'x');
    await screen.answer();
    screen.press(...'late', 'Enter', '3', 'PageDown', 'Enter', 'Enter');
    expect([1, 2, 3, 4].map((id) => screen.store.approvals.get(id)?.note ?? '')).toEqual(['late', 'late', 'late', '']);
    screen.press('u');
    expect(screen.text().join('\n')).toContain('stays: a rejection stays');
  });

  test('with a screen that cannot show all, it has to be scrolled to the end first', async () => {
    const screen = start((each) => {
      for (let index = 0; index < 30; index += 1) addApproval(each, `deploy-${index}`);
    });
    screen.press('3', '*', 'a');
    await screen.answer();
    screen.press('3', '0', 'Enter', 'Enter');
    expect(screen.store.approvals.get(1)?.status).toBe('pending');
    screen.press('PageDown', 'PageDown', 'PageDown', 'PageDown', 'PageDown', 'PageDown', 'PageDown', 'Enter', 'Enter');
    expect(screen.store.approvals.get(30)?.status).toBe('approved');
  });

  test('locked and read-only do nothing to many either', () => {
    const screen = approvals();
    screen.press('3', '*', 'L', 'a');
    expect(screen.message()).toBe('locked: U unlocks');
    screen.press('u');
    expect(screen.message()).toBe('locked: U unlocks');
    expect(screen.view().sheet).toBeUndefined();
  });
});

describe('forty failures of one cause', () => {
  test('o on their one row takes all of them, with one message, and u takes all of it back', () => {
    const screen = start((each) => addFailures(each, 40));
    screen.press('4', 'o');
    expect(screen.message()).toBe('acknowledged 40 alerts');
    expect(screen.store.alerts.get(40)?.state).toBe('acknowledged');
    expect(withText(screen, 'u undoes it')).toHaveLength(1);
    screen.press('u');
    expect(screen.message()).toBe('took back: acknowledged 40 alerts');
    expect(screen.store.alerts.get(1)?.state).toBe('open');
    expect(screen.store.alerts.get(40)?.state).toBe('open');
  });

  test('a few of them are named, each by its own title', () => {
    const screen = start((each) => addFailures(each, 2));
    screen.press('4', 'o');
    expect(screen.message()).toMatch(/^acknowledged 2 alerts: node-00[01] failed, node-00[01] failed$/);
  });

  test('what somebody changed in between stays, and the line says so', () => {
    const screen = start((each) => addFailures(each, 5));
    screen.press('4', 'o');
    screen.commands.reopenAlert(2, BEN);
    screen.clock.pass(5);
    screen.commands.acknowledgeAlert(2, BEN);
    screen.press('u');
    expect(screen.message()).toBe('4 taken back, 1 not: node-001 failed was changed since, by ben');
    expect(screen.store.alerts.get(2)).toMatchObject({ state: 'acknowledged', acknowledgedBy: { name: 'ben' } });
  });

  test('their runs are found by cause, marked and run again: * r 40 Enter Enter', async () => {
    const screen = start((each) => addFailures(each, 40));
    screen.press('2', ']', '/', ...'node', 'Enter');
    screen.press('Escape', '*');
    expect(screen.message()).toBe('40 marked');
    screen.press('r');
    await screen.answer();
    expect(screen.text().join('\n')).toContain('40 runs. They start by priority');
    screen.press('4', '0', 'Enter', 'Enter');
    screen.clock.pass(5_000);
    expect(screen.message()).toMatch(/^(asked for 40 runs|\d+ asked for)/);
    expect(screen.store.db.prepare(`SELECT count(*) AS n FROM dispatches WHERE cause = 'manual'`).get()).toEqual({
      n: 40,
    });
  });
});
