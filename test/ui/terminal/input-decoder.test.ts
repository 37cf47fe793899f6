import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { createInputDecoder } from '../../../src/ui/terminal/input-decoder.ts';
import type { InputEvent } from '../../../src/ui/terminal/input-events.ts';
import { PASTE_BYTES_MAX } from '../../../src/ui/terminal/paste-buffer.ts';

type Step = string | Uint8Array | number;

/** Feeds reads (strings, bytes) and lets time pass (numbers, in ms); names keys, shows pastes as `"text"`. */
const decode = (...steps: Step[]): string[] => all(steps).map(shown);

const all = (steps: Step[]): InputEvent[] => {
  const decoder = createInputDecoder();
  const events: InputEvent[] = [];
  let now = 0;
  for (const step of steps) {
    if (typeof step !== 'number') {
      events.push(...decoder.push(typeof step === 'string' ? Buffer.from(step) : step, now));
      continue;
    }
    const until = now + step;
    for (let at = decoder.wakeAt(); at !== undefined && at <= until; at = decoder.wakeAt()) {
      now = at;
      events.push(...decoder.wake(at));
    }
    now = until;
  }
  return events;
};

const shown = (event: InputEvent): string => {
  if (event.kind === 'key') return event.name;
  return event.kind === 'paste' ? JSON.stringify(event.text) : `(${event.reply.kind})`;
};

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('keys', () => {
  test('keys of one read are as many events', () => {
    expect(decode('jjj')).toEqual(['j', 'j', 'j']);
    expect(decode('y\r')).toEqual(['y', 'Enter']);
    expect(decode('aф漢🙂\t \x7f\b\x15')).toEqual([
      'a',
      'ф',
      '漢',
      '🙂',
      'Tab',
      'Space',
      'Backspace',
      'Backspace',
      'Ctrl-U',
    ]);
  });

  test('the keys of the number block, in every form terminals send', () => {
    expect(decode('\x1b[A\x1bOB\x1b[C\x1bOD')).toEqual(['Up', 'Down', 'Right', 'Left']);
    expect(decode('\x1b[H\x1bOH\x1b[1~\x1b[7~')).toEqual(['Home', 'Home', 'Home', 'Home']);
    expect(decode('\x1b[F\x1bOF\x1b[4~\x1b[8~')).toEqual(['End', 'End', 'End', 'End']);
    expect(decode('\x1b[5~\x1b[6~\x1b[2~\x1b[3~\x1b[Z\x1bOM')).toEqual([
      'PageUp',
      'PageDown',
      'Insert',
      'Delete',
      'Shift-Tab',
      'Enter',
    ]);
    expect(decode('\x1b[1;5A\x1b[1;2C\x1b[5;5~')).toEqual(['Ctrl-Up', 'Shift-Right', 'Ctrl-PageUp']);
  });

  test('function keys are nothing, in xterm, rxvt and console form', () => {
    expect(decode('\x1bOP\x1b[11~\x1b[24;5~\x1b[[A\x1b[5$j\x1b[5^k')).toEqual(['j', 'k']);
  });

  test('keys of one read know that they came together', () => {
    expect(all(['a\r'])).toMatchObject([{ together: true }, { together: true }]);
    expect(all(['a', '\r'])).toMatchObject([{ together: false }, { together: false }]);
    expect(all(['\x1b[I', 'a\x1b[0n'])).toMatchObject([{}, { together: false }, {}]);
    expect(all(['a\x1b', 60])).toMatchObject([{ together: true }, { name: 'Escape', together: true }]);
    expect(all(['a\x1b[', 'B'])).toMatchObject([{ together: true }, { name: 'Down', together: true }]);
  });
});

describe('Esc', () => {
  test('a lone Esc is a key after 60 ms', () => {
    expect(decode('\x1b', 59)).toEqual([]);
    expect(decode('\x1b', 60)).toEqual(['Escape']);
    expect(decode('\x1b', 60, 500, 'j')).toEqual(['Escape', 'j']);
  });

  test('Esc and a letter brought together are Esc only, and so are Alt chords', () => {
    expect(decode('\x1bj', 600)).toEqual(['Escape']);
    expect(decode('\x1b', 30, 'a\r')).toEqual(['Escape', 'Enter']);
    expect(decode('\x1bé', 'k')).toEqual(['Escape', 'k']);
    expect(decode('\x1b\x1b[A')).toEqual(['Escape', 'Up']);
    expect(decode('\x1b\x1b', 60)).toEqual(['Escape', 'Escape']);
    expect(decode('\x1b\x03')).toEqual(['Escape', 'Ctrl-C']);
  });

  test('what came right behind Esc and was left out is named by it', () => {
    expect(all(['\x1bj'])).toMatchObject([{ name: 'Escape', lost: 'j' }]);
    expect(all(['\x1b\r'])).toMatchObject([{ name: 'Escape', lost: 'Enter' }]);
    expect(all(['\x1bé'])).toMatchObject([{ name: 'Escape', lost: '' }]);
    expect(all(['\x1bP', 600])).toMatchObject([{ name: 'Escape', lost: '' }]);
    expect(all(['\x1bP', 600, '\x1bd'])).toMatchObject([{ lost: '' }, { lost: 'd' }]);
    for (const alone of ['\x1b', '\x1b\x1b', '\x1b\x03', '\x1b[', '\x1bO'])
      for (const event of all([alone, 600])) expect(event).not.toHaveProperty('lost');
  });

  test('Esc counts before a P and more keys of one read, and what is pressed behind them is a key', () => {
    expect(all(['\x1bPj'])).toMatchObject([{ name: 'Escape', lost: '' }, { name: 'j' }]);
    expect(all(['\x1b]\t'])).toMatchObject([{ name: 'Escape', lost: '' }, { name: 'Tab' }]);
    expect(decode('\x1bP', 600, 'P')).toEqual(['Escape', 'P']);
    expect(decode('\x1bP', 600, '\r', '\t')).toEqual(['Escape', 'Enter', 'Tab']);
  });

  test('a key after a lone Esc is that key, but nothing that may continue a sequence', () => {
    expect(decode('\x1b', 100, 'j')).toEqual(['Escape', 'j']);
    expect(decode('\x1b', 100, '[A', 'j')).toEqual(['Escape', 'j']);
    expect(decode('\x1b', 600, '[')).toEqual(['Escape', '[']);
  });

  test('Esc then P then letters by hand loses the P alone', () => {
    expect(decode('\x1b', 300, 'P', 300, 'tag')).toEqual(['Escape', 't', 'a', 'g']);
  });
});

describe('slow lines', () => {
  test('a sequence that has begun waits 500 ms for its rest', () => {
    expect(decode('\x1b', 50, '[', 499, 'A')).toEqual(['Up']);
    expect(decode('\x1b[1;', 400, '5', 400, 'A')).toEqual(['Ctrl-Up']);
  });

  test('a late tail is swallowed', () => {
    expect(decode('\x1b[', 700, 'A', 'j')).toEqual(['j']);
    expect(decode('\x1b[<35;1', 3_000, '0;20M', 'j')).toEqual(['j']);
    expect(decode('\x1b]11;rgb:', 900, 'dddd/eeee/ffff\x1b\\', 'j')).toEqual(['j']);
    expect(decode('\x1b', 200, '[', 200, '<', 200, '35;1;1M', 'j')).toEqual(['Escape', 'j']);
  });

  test('a sequence whose rest never comes costs the keyboard 5.5 s at the very most', () => {
    expect(decode('\x1b[', 5_500, 'j')).toEqual(['j']);
    expect(decode('\x1bP1$r', 3_000, 'abc', 2_500, 'j')).toEqual(['j']);
  });

  test('Ctrl-C ends a broken sequence and is a key', () => {
    expect(decode('\x1b[1;\x03')).toEqual(['Ctrl-C']);
    expect(decode('\x1b]11;rgb\x03j')).toEqual(['Ctrl-C', 'j']);
  });
});

describe('replies', () => {
  test('what the terminal reports is never a key', () => {
    expect(decode('\x1b[0n\x1b[I\x1b[O\x1b[12;40R')).toEqual(['(status)', '(focus-in)', '(focus-out)', '(cursor)']);
    expect(decode('\x1b[?62;22c\x1b[>0;276;0c\x1b[<0;10;20M\x1b[<0;10;20m')).toEqual([
      '(device)',
      '(device)',
      '(mouse)',
      '(mouse)',
    ]);
    expect(decode('\x1b[?1u\x1b[97;5u\x1b[?2026;2$y\x1b[8;40;120t\x1b[32;10;20M')).toEqual([]);
    expect(decode('\x1bP>|tmux 3.4\x1b\\\x1b_Gi=31;OK\x1b\\\x1b]lopenclaw\x1b\\\x1b]52;c;abc\x07')).toEqual([]);
  });

  test('a colour answer carries its parts as 0 to 255, with either end mark, split anywhere', () => {
    const colour = { kind: 'reply', reply: { kind: 'colour', slot: 11, red: 18, green: 22, blue: 28 } };
    expect(all(['\x1b]11;rgb:1212/1616/1c1c\x07'])).toEqual([colour]);
    expect(all(['\x1b]11;rgb:12/16/1c\x1b', 200, '\\'])).toEqual([colour]);
  });

  test('X10 mouse reports take three bytes, whatever they are', () => {
    expect(decode('\x1b[M ab', 'j')).toEqual(['j']);
    expect(decode(bytes(0x1b, 0x5b, 0x4d, 0x20, 0xe9, 0xff), 'j')).toEqual(['j']);
    expect(decode('\x1b[M a', '\x1b[A')).toEqual(['Up']);
  });

  test('eight-bit controls are sequences too', () => {
    expect(decode(bytes(0x9b, 0x41), bytes(0xc2, 0x9b, 0x42), bytes(0x9d, 0x31, 0x31, 0x9c), 'j')).toEqual([
      'Up',
      'Down',
      'j',
    ]);
  });
});

describe('pastes', () => {
  test('a paste is one event with plain line ends and no control characters', () => {
    expect(decode('\x1b[200~rm -rf\r\n/tmp\x1b[31m\x07\t漢\x1b[201~j')).toEqual(['"rm -rf\\n/tmp[31m\\t漢"', 'j']);
    expect(decode('\x1b[20', '0~ab', '\x1b[2', '01~')).toEqual(['"ab"']);
    expect(decode('\x1b[200~a\x1b\x1b[201~j')).toEqual(['"a"', 'j']);
  });

  test('a paste whose end never comes is cut after 2 s, and the keyboard lives on after 2 s of silence', () => {
    expect(all(['\x1b[200~abc', 2_000])).toMatchObject([{ kind: 'paste', text: 'abc', cut: true }]);
    expect(decode('\x1b[200~abc', 2_000, 'def', 1_999, 'ghi', 2_000, 'j')).toEqual(['"abc"', 'j']);
    expect(decode('\x1b[200~abc', 2_000, 'def\x1b[201~j')).toEqual(['"abc"', 'j']);
  });

  test('a paste above 64 kB is cut there and its rest is no key', () => {
    const events = all([`\x1b[200~${'x'.repeat(PASTE_BYTES_MAX)}yz`, 'aaa\x1b[201~j']);
    expect(events).toMatchObject([{ kind: 'paste', cut: true }, { name: 'j' }]);
    expect(events[0]?.kind === 'paste' && events[0].text.length).toBe(PASTE_BYTES_MAX);
  });

  test('the text of a paste whose opening mark came late is swallowed', () => {
    expect(decode('\x1b', 100, '[200~abc\x1b[201~', 'j')).toEqual(['Escape', 'j']);
  });

  test('an end mark without a paste is nothing', () => {
    expect(decode('\x1b[201~j')).toEqual(['j']);
  });
});

describe('bytes that are no text', () => {
  test('a character split over reads is one key', () => {
    const [first, second, third] = [...Buffer.from('€')];
    expect(decode(bytes(first ?? 0), 100, bytes(second ?? 0), 400, bytes(third ?? 0))).toEqual(['€']);
  });

  test('a character whose rest is late is nothing, and so is its rest', () => {
    expect(decode(bytes(0xf0), 600, bytes(0x9f, 0x98, 0x80), 'j')).toEqual(['j']);
  });

  test('Latin-1 is dropped and the keys around it stay', () => {
    expect(decode(bytes(0x61, 0xe9, 0x62, 0xff, 0xc0, 0x80, 0x63))).toEqual(['a', 'b', 'c']);
  });
});

describe('dropping the rest of a read', () => {
  const dropAfter = (first: string, ...reads: string[]): string[] => {
    const decoder = createInputDecoder();
    decoder.push(Buffer.from(first), 0);
    decoder.dropPending();
    return reads.flatMap((read, index) => decoder.push(Buffer.from(read), 10 + index)).map(shown);
  };

  test('what was half read is nothing when its rest comes', () => {
    expect(dropAfter('a\x1b[', 'A', 'j')).toEqual(['j']);
    expect(dropAfter('a\x1b', '[A', 'j')).toEqual(['j']);
    expect(dropAfter('a\x1b[200~x', 'yz\x1b[201~', 'j')).toEqual(['j']);
    expect(dropAfter('a\x1b[200', '~yz\x1b[201~', 'j')).toEqual(['j']);
    expect(dropAfter('a', 'j')).toEqual(['j']);
  });
});
