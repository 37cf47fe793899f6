import { describe, expect, test } from 'vitest';
import { edited, fieldOf, inserted, shownCluster, type TextField, windowOf } from '../../../src/ui/form/text-field.ts';
import { widthOf } from '../../../src/ui/text/width.ts';

const pressed = (text: string, ...keys: string[]): TextField =>
  keys.reduce<TextField>((field, key) => edited(field, key) ?? field, fieldOf(text));

describe('a field for text', () => {
  test('takes letters where the cursor is', () => {
    expect(pressed('ac', 'Left', 'b')).toEqual({ text: 'abc', cursor: 2 });
    expect(pressed('', 'Space', 'x')).toEqual({ text: ' x', cursor: 2 });
  });

  test('counts what people see as one character as one', () => {
    const family = '👨‍👩‍👧';
    expect(pressed(`a${family}`, 'Backspace')).toEqual({ text: 'a', cursor: 1 });
    expect(pressed('e\u0301x', 'Home', 'Right')).toEqual({ text: 'e\u0301x', cursor: 2 });
    expect(pressed('日本', 'Left', 'Backspace')).toEqual({ text: '本', cursor: 0 });
    expect(pressed('日本', 'Home', 'Delete')).toEqual({ text: '本', cursor: 0 });
  });

  test('a mark that joins the letter before it leaves the cursor behind both', () => {
    expect(inserted({ text: 'eb', cursor: 1 }, '\u0301')).toEqual({ text: 'e\u0301b', cursor: 2 });
    expect(edited({ text: 'e\u0301b', cursor: 2 }, 'Left')).toEqual({ text: 'e\u0301b', cursor: 0 });
  });

  test('goes by words and to the ends, and clears to either side', () => {
    expect(pressed('one two', 'Ctrl-Left')).toEqual({ text: 'one two', cursor: 4 });
    expect(pressed('one two', 'Ctrl-Left', 'Ctrl-Left', 'Ctrl-Right')).toEqual({ text: 'one two', cursor: 3 });
    expect(pressed('one two', 'Ctrl-Left', 'Ctrl-U')).toEqual({ text: 'two', cursor: 0 });
    expect(pressed('one two', 'Ctrl-Left', 'Ctrl-K')).toEqual({ text: 'one ', cursor: 4 });
    expect(pressed('one two', 'Home', 'End')).toEqual({ text: 'one two', cursor: 7 });
  });

  test('has no use for other keys', () => {
    for (const key of ['Ctrl-W', 'Ctrl-A', 'PageUp', 'Insert', 'Ctrl-T'])
      expect(edited(fieldOf('a'), key)).toBeUndefined();
  });

  test('at its ends nothing happens', () => {
    expect(pressed('', 'Backspace', 'Delete', 'Left', 'Right', 'Ctrl-Left', 'Ctrl-Right')).toEqual({
      text: '',
      cursor: 0,
    });
  });
});

describe('the part of a field that is seen', () => {
  const long = Array.from({ length: 40 }, (_, index) => `word${index}`).join(' ');

  test('is all of a short one', () => {
    expect(windowOf({ text: 'abc', cursor: 1 }, 10)).toEqual({ left: 'a', right: 'bc' });
  });

  test('holds the cursor wherever it is, and fills no more than its columns', () => {
    for (let cursor = 0; cursor <= long.length; cursor += 7) {
      const { left, right } = windowOf({ text: long, cursor }, 30);
      expect(widthOf(left + right)).toBeLessThanOrEqual(30);
      expect(long.slice(0, cursor).endsWith(left.replace(/^…/, ''))).toBe(true);
      expect(long.slice(cursor).startsWith(right.replace(/…$/, ''))).toBe(true);
    }
  });

  test('marks what is cut off on both sides', () => {
    const { left, right } = windowOf({ text: long, cursor: 100 }, 30);
    expect(left.startsWith('…')).toBe(true);
    expect(right.endsWith('…')).toBe(true);
  });

  test('keeps wide characters whole', () => {
    const { left, right } = windowOf({ text: '日本語日本語日本語', cursor: 9 }, 7);
    expect(right).toBe('');
    expect(left).toBe('…本語日本語'.slice(0, 1) + '日本語'.slice(-3));
    expect(widthOf(left)).toBeLessThanOrEqual(7);
  });

  test('spells out what a terminal would not show, or not as it is', () => {
    expect(shownCluster('\n')).toBe('⏎');
    expect(shownCluster('\u202e')).toBe('‹U+202E›');
    expect(shownCluster('\x1b')).toBe('‹U+001B›');
    expect(shownCluster('é'.normalize('NFD'))).toBe('é');
    expect(shownCluster('日')).toBe('日');
  });

  test('costs the same whether the command is short or as long as it may be', () => {
    const huge = 'x'.repeat(1_000_000);
    const seen = windowOf({ text: huge, cursor: 500_000 }, 40);
    expect(seen.left.length + seen.right.length).toBeLessThanOrEqual(40);
  });
});
