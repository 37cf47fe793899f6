import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { alertTexts, messageTexts, watchdogFacts, watchdogText } from '../../../src/engine/rules/texts.ts';
import { anApproval, NOON, printed } from '../../support/builders.ts';

const ENGINE = fileURLToPath(new URL('../../../src/engine/', import.meta.url));
const EXEMPT = /^(imports|gateway|rules\/job|rules\/why|ports)\//;

test('D-75 no title of a message or an alert is written anywhere else in the engine', () => {
  const files = readdirSync(ENGINE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ENGINE.length));
  const writing = files.filter((file) => /\btitle\s*[:=]\s*[`'"]/.test(readFileSync(join(ENGINE, file), 'utf8')));
  expect(writing.filter((file) => !EXEMPT.test(file))).toEqual(['rules/texts.ts']);
});

describe('what is told', () => {
  test('D-75 the question for a dangerous job asks for its name', () => {
    const { body } = messageTexts.approvalAsked('backup', anApproval({ risk: 'high' }));
    expect(body).toContain('approvals approve 3 --confirm NAME (high risk: the job’s name), or in the console');
  });

  test('long commands and output are cut at a character’s border, and say so', () => {
    const payload = `${'x'.repeat(999)}🙂 and more`;
    const approval = anApproval({ subject: { ...anApproval().subject, payload } });
    expect(messageTexts.approvalAsked('backup', approval).body.split('\n')[0]).toBe(
      `would run: ${'x'.repeat(999)} … (cut)`,
    );
    expect(messageTexts.runEnded('backup', 'y'.repeat(50_000)).body).toBe(`${'y'.repeat(2_000)} … (cut)`);
    expect(messageTexts.runEnded('backup', 'z\n'.repeat(21)).body.split('\n')).toHaveLength(20);
  });

  test('D-33 a watchdog tells label, since when, how long, threshold, reason, check and what it printed', () => {
    const stuck = { kind: 'stuck', reason: 'exit 1', elapsedMinutes: 95 } as const;
    const watched = { startedAt: NOON, command: 'check-build', thresholdMinutes: 90 };
    const about = watchdogFacts(watched, stuck, printed('out', 'x'.repeat(600)));
    expect(about).toBe(
      [
        'dispatched 2026-11-23T12:00:00.000Z',
        'elapsed 95 min, threshold 90 min',
        'reason: exit 1',
        'check: check-build',
        `stderr: ${'x'.repeat(500)}`,
        'stdout: out',
      ].join('\n'),
    );
    expect(watchdogText('build', stuck, about)).toEqual({ title: 'build appears stuck', body: about });
    const failed = { kind: 'finished', how: 'failed', status: 'interrupted' } as const;
    expect(watchdogText('build', failed, '').title).toBe('build finished as failed (interrupted)');
    expect(watchdogText('build', { ...failed, how: 'done', status: 'done' }, '').title).toBe('build finished');
  });

  test('R-8 a trouble says how long, from when to when and what it was', () => {
    const { title, detail } = alertTexts.storageTrouble({
      kind: 'disk',
      error: 'database or disk is full',
      since: NOON,
      until: NOON + 90_000,
    });
    expect(title).toBe('the disk was full for 1m30s');
    expect(detail).toContain('from 2026-11-23T12:00:00.000Z to 2026-11-23T12:01:30.000Z: database or disk is full');
  });
});
