import { describe, expect, test } from 'vitest';
import type { ProcessRow } from '../../../src/ui/console-options.ts';
import { type Look, lookedAgain, type Stopping } from '../../../src/ui/sheets/dying-tree.ts';

const row = (pid: number, parentPid: number, place: ProcessRow['place'] = 'group'): ProcessRow => ({
  pid,
  parentPid,
  ageMs: 1_000,
  command: `p${pid}`,
  place,
});
const TREE = [row(10, 1), row(11, 10), row(12, 10), row(13, 11, 'left')];
const without = (...pids: number[]) => TREE.filter(({ pid }) => !pids.includes(pid));

/** Looks one second after the other, the first at 100 s. */
function watched(...looks: (Partial<Look> & Pick<Look, 'alive'>)[]): Stopping {
  return looks.reduce<Stopping | undefined>(
    (before, look, index) =>
      lookedAgain(before, {
        stage: undefined,
        requestedAt: 100_000,
        isOver: false,
        now: 100_000 + index * 1_000,
        ...look,
      }),
    undefined,
  ) as Stopping;
}

const ends = ({ rows }: Stopping) => rows.map(({ pid, end }) => `${pid} ${end === undefined ? 'lives' : end.by}`);

describe('a tree that is watched while it dies', () => {
  test('is the tree as it is until somebody asks for its end', () => {
    expect(ends(watched({ alive: TREE }, { alive: [...without(12), row(14, 10)] }))).toEqual([
      '10 lives',
      '11 lives',
      '13 lives',
      '14 lives',
    ]);
  });

  test('keeps every row where it was, marked with how it ended', () => {
    const stopping = watched(
      { alive: TREE },
      { alive: without(12), stage: 'term' },
      { alive: [...without(12), row(15, 11)], stage: 'term' },
      { alive: without(11, 12), stage: 'kill' },
    );
    expect(ends(stopping)).toEqual(['10 lives', '11 KILL', '12 TERM', '13 lives']);
    expect(stopping.rows[2]?.end?.at).toBe(101_000);
    expect(stopping.termAt).toBe(100_000);
  });

  test('a process that is just dying has no command line any more, and keeps the one it had', () => {
    const dying = TREE.map((one) => (one.pid === 12 ? { ...one, command: '[sleep]' } : one));
    const { rows } = watched({ alive: TREE }, { alive: dying, stage: 'kill' }, { alive: without(12), stage: 'kill' });
    expect(rows.map(({ command }) => command)).toEqual(['p10', 'p11', 'p12', 'p13']);
    expect(rows[2]?.end?.by).toBe('KILL');
  });

  test('shows what began meanwhile for as long as it lives', () => {
    const looks = [row(15, 11), row(16, 11), row(17, 11)].map((late) => ({
      alive: [...TREE, late],
      stage: 'term' as const,
    }));
    expect(ends(watched({ alive: TREE }, ...looks))).toEqual([
      '10 lives',
      '11 lives',
      '12 lives',
      '13 lives',
      '17 lives',
    ]);
  });

  test('at its end tells the leader from those that went with it, and from who had left the group', () => {
    const stopping = watched(
      { alive: TREE },
      { alive: TREE, stage: 'term' },
      { alive: [], stage: 'term', isOver: true },
    );
    expect(ends(stopping)).toEqual(['10 TERM', '11 run', '12 run', '13 KILL']);
  });

  test('knows TERM to be sent when an engine took it up, not when it was asked for', () => {
    const asked = { alive: TREE, stage: 'requested' } as const;
    expect(watched(asked, asked, asked, { alive: TREE, stage: 'term' }).termAt).toBe(103_000);
    expect(watched(asked).termAt).toBeUndefined();
  });

  test('an id that is there again is another process', () => {
    const again = watched(
      { alive: TREE, stage: 'term' },
      { alive: without(12), stage: 'term' },
      { alive: TREE, stage: 'term' },
    );
    expect(ends(again)[2]).toBe('12 TERM');
  });
});
