import { describe, expect, test } from 'vitest';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { specOf } from '../../../src/ui/panels/panel.ts';
import { startRows } from '../../../src/ui/panels/start.ts';
import { inKeys } from '../../../src/ui/state/actions/key-words.ts';
import { type Keyboard, keyboardOf } from '../../../src/ui/state/actions/keyboard.ts';
import { KEYBOARD } from '../../../src/ui/state/actions/table.ts';
import { refusalWords } from '../../../src/ui/state/refusal-words.ts';
import type { ListId } from '../../../src/ui/state/view.ts';
import { aScene, aView, DATA } from '../scenes.ts';
import { aScreen } from './world.ts';

/** Every action has another key, which is no key of any other. */
const ELSEWHERE: Keyboard = keyboardOf(KEYBOARD.actions.map((action) => ({ ...action, keys: [`<${action.id}>`] })));

describe('a sentence that names a key names the one that counts here', () => {
  test('each name in braces is an action; without a key the palette has it', () => {
    expect(inKeys('{pause} pauses, {resume} resumes')).toBe('p pauses, P resumes');
    expect(inKeys('{pause} pauses', ELSEWHERE)).toBe('<pause> pauses');
    const unbound = keyboardOf(KEYBOARD.actions.map((action) => ({ ...action, keys: [] })));
    expect(inKeys('{undo} undoes it', unbound)).toMatch(/^: \S.* undoes it$/);
  });

  test.each<[ListId, string]>([
    ['due.paused', 'Nothing is paused. <pause> pauses a job, a tag, a pool or everything.'],
    ['jobs.disabled', 'No job is disabled. <disable> disables the job it is pressed on.'],
    ['runs.now', 'Nothing runs and nothing waits. <run> runs a job by hand.'],
  ])('%s, when it is empty', (list, words) => {
    const { next: _, ...counters } = { ...DATA.counters, pauses: [] };
    const scene = { ...aScene(aView(80, 24, 'jobs'), { ...DATA, counters }), keyboard: ELSEWHERE };
    expect(specOf(list).empty(scene)).toEqual([words]);
  });

  test('the first screen', () => {
    const data = { ...DATA, offers: [{ source: 'crontab', text: '', found: '' } as never] };
    const rows = startRows({ ...aScene(aView(120, 40, 'jobs'), data), keyboard: ELSEWHERE }, 120, 40);
    expect(rows.map(plainOf).join('\n')).toContain('<undo> undoes it.');
  });

  test('what is to be done after a refusal', () => {
    const refused = { kind: 'refused', code: 'run-over', message: 'run 8811 ended ok' } as const;
    const asked = { kind: 'cancel-run', runId: 8811, jobName: 'backup' } as const;
    expect(refusalWords(asked, refused, ELSEWHERE).remedy).toBe('<run> runs it again');
    const screen = aScreen({ context: { keyboard: ELSEWHERE } });
    screen.send({ type: 'result', effect: asked, result: refused, at: 1 });
    expect(screen.view().message?.more).toBe('; <run> runs it again');
  });

  test('what is off, and what is said while output is read', () => {
    const screen = aScreen({ context: { keyboard: ELSEWHERE, readOnly: true, engineHere: false } });
    screen.key('<suspend>');
    expect(screen.view().message?.text).toBe('read-only: <suspend> is off');
    screen.send({ type: 'output-found', line: undefined, by: 1, at: 1 });
    expect(screen.view().message?.text).toBe('no match below; <output.previous> looks above');
  });
});

test('no sentence in braces names an action that there is none of', async () => {
  const { readdirSync, readFileSync } = await import('node:fs');
  const root = new URL('../../../src/ui/', import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const known = new Set(KEYBOARD.actions.map(({ id }) => id));
  const named = files.flatMap((name) =>
    [...readFileSync(new URL(name, root), 'utf8').matchAll(/'[^'\n]*(?<!\$)\{([a-z][\w.-]*)\}[^'\n]*'/g)].map(
      ([, id]) => id ?? '',
    ),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((id) => !known.has(id))).toEqual([]);
});
