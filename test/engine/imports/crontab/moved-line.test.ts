import { describe, expect, test } from 'vitest';
import { asBeforeMoves, commentedOut, movedLines, putBack } from '../../../../src/engine/imports/crontab/moved-line.ts';

const TEXT = 'MAILTO=jo\n30 2 * * *  /opt/backup --all\n# 5 * * * * old\n@daily x\n';

describe('a line that a job takes over', () => {
  test('stays as a comment that names the job, and nothing else changes', () => {
    const move = commentedOut(TEXT, 2, 'abc123');
    expect(move).toMatchObject({
      before: '30 2 * * *  /opt/backup --all',
      after: '# moved to openclaw-tui, job abc123: 30 2 * * *  /opt/backup --all',
    });
    expect(move?.text.split('\n').filter((_, index) => index !== 1)).toEqual(
      TEXT.split('\n').filter((_, index) => index !== 1),
    );
  });

  test('comes back byte for byte', () => {
    const moved = commentedOut(TEXT, 2, 'abc123')?.text ?? '';
    expect(putBack(moved, 'abc123')?.text).toBe(TEXT);
    expect(asBeforeMoves(moved)).toBe(TEXT);
  });

  test('is found by its job alone', () => {
    const moved = commentedOut(TEXT, 4, 'abc123')?.text ?? '';
    expect(movedLines(moved)).toEqual(new Map([[4, 'abc123']]));
    expect(putBack(moved, 'other')).toBeUndefined();
    expect(putBack(TEXT, 'abc123')).toBeUndefined();
  });

  test('is not commented out twice, and no line beyond the end', () => {
    const moved = commentedOut(TEXT, 2, 'abc123')?.text ?? '';
    expect(commentedOut(moved, 2, 'zzz')).toBeUndefined();
    expect(commentedOut(TEXT, 99, 'abc123')).toBeUndefined();
  });
});
