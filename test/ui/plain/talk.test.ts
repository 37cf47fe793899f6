import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OutputView } from '../../../src/ui/console-options.ts';
import type { PlainOptions } from '../../../src/ui/plain/plain-options.ts';
import { ANSWER_FROM_MS, ANSWER_UNTIL_MS } from '../../../src/ui/plain/question.ts';
import { dispatchValues, insert, jobValues, PERSON, runValues } from '../../support/screen-data.ts';
import { aConsole } from '../console/world.ts';
import { anApproval } from '../scenes/plain-data.ts';
import { aTalkIn } from './world.ts';

let world: ReturnType<typeof aConsole>;
beforeEach(() => {
  world = aConsole();
  insert(world.db, 'jobs', jobValues('deploy-web'));
});
afterEach(() => world.end());

const aTalk = (more: Partial<PlainOptions> = {}) => aTalkIn(world, more);

describe('an approval', () => {
  test('is shown whole, then asked for by its number', () => {
    anApproval(world.db, { name: 'deploy-web', payload: 'deploy.sh\nv2 \u202e --canary' });
    const { type, said, done, last } = aTalk();
    type('approve 1');
    expect(said.join('\n')).toContain('It would run:\ndeploy.sh⏎\nv2 ‹U+202E› --canary');
    expect(said).toContain('If it is approved: waits: pool io full.');
    expect(last()).toBe('Approve deploy-web, approval 1? Type 1 to approve it. Anything else changes nothing.');
    type('1');
    expect(done).toEqual([['approve', 1, { actor: world.options.actor, revision: 1 }]]);
    expect(last()).toBe('approved deploy-web');
  });

  test('what would run is told in its own lines, however long: the terminal wraps them, and cuts no word', () => {
    const long = `deploy.sh ${'--target production '.repeat(60)}--now`;
    anApproval(world.db, { name: 'deploy-web', payload: `${long}\necho done` });
    const { type, said } = aTalk();
    type('show approval 1');
    expect(said).toContain(`${long}⏎`);
    expect(said).toContain('echo done');
  });

  test('of high risk needs the name of its job', () => {
    anApproval(world.db, { name: 'deploy-web', risk: 'high' });
    const { type, done, last } = aTalk();
    type('approve 1', '1');
    expect(last()).toBe('not approved: deploy-web');
    type('approve 1', 'deploy-web');
    expect(done).toHaveLength(1);
  });

  test('is not decided by what was typed or pasted before the question could be read', () => {
    anApproval(world.db, { name: 'deploy-web' });
    const { talk, type, done, last } = aTalk();
    talk.hear('approve 1');
    world.clock.pass(ANSWER_FROM_MS - 1);
    talk.hear('1');
    expect(last()).toContain('not approved: deploy-web: that was typed before');
    type('1');
    expect(done).toEqual([]);
  });

  test('is not decided by an answer that comes long after', () => {
    anApproval(world.db, { name: 'deploy-web' });
    const { talk, done, last } = aTalk();
    talk.hear('approve 1');
    world.clock.pass(ANSWER_UNTIL_MS + 1);
    talk.hear('1');
    expect(last()).toContain('the question is too old');
    expect(done).toEqual([]);
  });

  test('with a command too long to show is not approved here', () => {
    anApproval(world.db, { name: 'deploy-web', payload: 'x'.repeat(300_000) });
    const { type, done, last } = aTalk();
    type('approve 1', '1');
    expect(done).toEqual([]);
    expect(last()).toContain('nothing is called 1');
  });

  test('is rejected with a reason and the verb', () => {
    anApproval(world.db, { name: 'deploy-web' });
    const { type, done, said } = aTalk();
    type('reject 1', 'reject 1 wrong cut-off', 'yes', 'reject 1 wrong cut-off', 'reject');
    expect(said).toContain('a rejection has a reason: reject 1 REASON');
    expect(said).toContain('not rejected: deploy-web');
    expect(done).toEqual([['reject', 1, { actor: world.options.actor, revision: 1, note: 'wrong cut-off' }]]);
  });

  test('that is decided or not there is said so', () => {
    anApproval(world.db, { name: 'deploy-web', status: 'rejected' });
    const { type, said } = aTalk();
    type('approve 1', 'approve 9', 'approve x');
    expect(said).toEqual([
      'approval 1 is decided: rejected',
      'no approval 9',
      'approve which: the number of an approval; list approvals shows them',
    ]);
  });
});

test.each([
  ['run deploy-web', 'Run deploy-web? Type run to run it.', 'run', ['run', 'job-deploy-web']],
  ['pause deploy-web', 'Pause deploy-web?', 'pause', ['pause', [{ scope: 'job', key: 'job-deploy-web' }]]],
  ['pause tag nightly', 'Pause tag nightly?', 'pause', ['pause', [{ scope: 'tag', key: 'nightly' }]]],
  ['pause all', 'Pause everything?', 'pause', ['pause', [{ scope: 'all', key: '' }]]],
  ['resume pool io', 'Resume pool io?', 'resume', ['resume', [{ scope: 'pool', key: 'io' }]]],
])('%s asks by verb and object, and does it on that word alone', (line, question, word, expected) => {
  const { type, done, said } = aTalk();
  type(line, 'y');
  expect(done).toEqual([]);
  type(line, word);
  expect(said.join('\n')).toContain(question);
  expect(done).toHaveLength(1);
  expect(done[0]?.slice(0, 2)).toEqual(expected);
});

test('read-only everything is said and nothing is done', () => {
  anApproval(world.db, { name: 'deploy-web' });
  const { type, said, done } = aTalk({ readOnly: true });
  type('approve 1', 'run deploy-web', 'list approvals');
  expect(said.slice(0, 2)).toEqual(['read-only: approve is off', 'read-only: run is off']);
  expect(said.at(-1)).toContain('approval 1: deploy-web, normal risk');
  expect(done).toEqual([]);
});

describe('what happens', () => {
  test('is told once, a sentence for each, and nothing that was there before', () => {
    anApproval(world.db, { name: 'deploy-web' });
    const { talk, said } = aTalk();
    talk.look();
    expect(said).toEqual([]);
    world.clock.pass(1_000);
    anApproval(world.db, { name: 'deploy-web', askedAt: world.clock.now() });
    talk.look();
    talk.look();
    expect(said).toEqual([
      '14:32:08 deploy-web asks for approval; approval 2: deploy-web, normal risk, lapses at 15:32:08, then it is rejected',
    ]);
  });

  test('when much happens at once it is a number and the newest', () => {
    const { talk, said } = aTalk();
    for (let each = 0; each < 30; each += 1) anApproval(world.db, { name: 'deploy-web' });
    talk.look();
    expect(said).toHaveLength(9);
    expect(said[0]).toContain('22 more things happened');
  });
});

test('quit leaves at once when attached, and asks where the engine is here', () => {
  const attached = aTalk({ live: () => ({ engine: { kind: 'none' } }) });
  attached.type('quit');
  expect(attached.left).toEqual(['detach']);
  const here = aTalk();
  here.type('quit', 'yes');
  expect(here.left).toEqual([]);
  here.type('quit', 'stop');
  expect(here.left).toEqual(['stop']);
  expect(here.said.join('\n')).toContain('Stopped, the next to be missed is backup-pg at 02:30.');
});

test('a word behind a list narrows it, and a long list says how much more there is', () => {
  for (let each = 0; each < 40; each += 1) insert(world.db, 'jobs', jobValues(`nightly-${each}`));
  const { type, said, last } = aTalk();
  type('list jobs deploy');
  expect(said).toEqual(['deploy-web: */5 * * * *, never ran']);
  type('list jobs');
  expect(last()).toBe('and 16 more; a word behind the list narrows it');
});

test('Ctrl-C asks, and a second one ends it', () => {
  const { talk, last } = aTalk();
  expect(talk.interrupt()).toBe(true);
  expect(last()).toContain('Leave?');
  expect(talk.interrupt()).toBe(false);
});

test('status, lists, jobs and reasons are sentences; what is wrong is answered in one', () => {
  const { talk, type, said } = aTalk();
  talk.begin();
  type(
    'status',
    'list jobs',
    'list alerts',
    'show deploy-web',
    'why deploy-web',
    'list',
    'aprove 1',
    'why nothing',
    'help',
  );
  const text = said.join('\n');
  for (const part of [
    'Type help for what can be typed',
    'The engine runs here.',
    'deploy-web: */5 * * * *, never ran',
    'No alerts.',
    'It runs: /opt/jobs/deploy-web.sh',
    'list what: due, runs, approvals, alerts, jobs?',
    'nothing is called aprove; approve?',
    'no job called nothing',
    'approve N: approve what it shows, after asking.',
  ])
    expect(text).toContain(part);
  expect(text).not.toMatch(/[─│┏]/);
});

test('a run is told with what it ran, also where its job is another now; a paused job is told as paused', () => {
  const { db } = world;
  const definition = (command: string) => JSON.stringify({ name: 'etl', payload_message: command });
  insert(db, 'jobs', jobValues('etl', { revision: 2, definition: definition('new.sh') }));
  const before = { job_id: 'job-etl', revision: 1, definition: definition('old.sh'), at: 1, by: PERSON };
  insert(db, 'job_revisions', before);
  const over = insert(db, 'dispatches', dispatchValues('job-etl', { status: 'done' }));
  const runId = insert(db, 'runs', runValues('job-etl', over, { job_revision: 1, status: 'ok', finished_at: 2 }));
  insert(db, 'pauses', { scope: 'job', key: 'job-etl', until: null, note: '', paused_at: 1, paused_by: PERSON });
  const { type, said } = aTalk();
  type(`show ${runId}`, 'list jobs');
  expect(said).toContain('It ran: old.sh');
  expect(said.find((line) => line.startsWith('etl: '))).toMatch(/, paused$/);
});

test('output that is read from the disk follows as soon as it is there, and is never said to be none meanwhile', () => {
  const { db } = world;
  const live = insert(db, 'dispatches', dispatchValues('job-deploy-web', { status: 'claimed' }));
  const runId = insert(db, 'runs', runValues('job-deploy-web', live, { status: 'running' }));
  let view: OutputView | undefined;
  const { talk, type, said, last } = aTalk({ readOutput: () => view });
  type(`show ${runId}`);
  expect(last()).toMatch(/^It ran: /);
  talk.look();
  expect(said).not.toContain('It has printed nothing.');
  view = { lines: [{ stream: 'out', text: 'step 1' }], totalBytes: 7 };
  talk.look();
  talk.look();
  expect(said.slice(-2)).toEqual([`The last line of the output of run ${runId}, 7 B in all:`, 'step 1']);
});

test('a run that ended without a byte has printed nothing', () => {
  const { db } = world;
  const over = insert(db, 'dispatches', dispatchValues('job-deploy-web', { status: 'done' }));
  const runId = insert(db, 'runs', runValues('job-deploy-web', over, { status: 'ok', finished_at: 2 }));
  const { type, last } = aTalk();
  type(`show ${runId}`);
  expect(last()).toBe('It has printed nothing.');
});

test('the name of a list alone is that list, with its word behind it', () => {
  const { type, said } = aTalk();
  type('list jobs deploy', 'Jobs deploy');
  expect(said[0]).toMatch(/^deploy-web: /);
  expect(said[1]).toBe(said[0]);
  type('list constructor', 'due');
  expect(said.slice(-2)).toEqual(['list what: due, runs, approvals, alerts, jobs?', 'Nothing is due.']);
});
