import { Buffer } from 'node:buffer';
import { EventEmitter } from 'node:events';
import { render, Text, useInput, usePaste } from 'ink';
import { createElement, useState } from 'react';
import { afterEach, describe, expect, test } from 'vitest';
import type { Reply } from '../../../src/ui/terminal/input-events.ts';
import { createInputShim, type InputShim } from '../../../src/ui/terminal/input-shim.ts';
import { createVirtualTimers } from './virtual-timers.ts';

const createSource = () => {
  const source = Object.assign(new EventEmitter(), {
    isTTY: true,
    modes: [] as boolean[],
    setRawMode: (enabled: boolean) => source.modes.push(enabled),
    resume: () => {},
    pause: () => {},
  });
  return source;
};

const createScreen = () =>
  Object.assign(new EventEmitter(), {
    columns: 80,
    rows: 24,
    isTTY: true,
    write: () => true,
  }) as unknown as NodeJS.WriteStream;

const world = (onKey: (name: string, shim: InputShim) => void = () => {}) => {
  const source = createSource();
  const timers = createVirtualTimers();
  const replies: Reply[] = [];
  const seen: string[] = [];
  const shim = createInputShim(source, timers, (reply) => {
    replies.push(reply);
    seen.push(`(${reply.kind})`);
  });
  const App = () => {
    const [count, setCount] = useState(0);
    useInput((input, key) => {
      const special = Object.entries(key).flatMap(([name, value]) => (value === true ? [name] : []));
      seen.push(`${count}:${[...special, input].join(' ')}`);
      setCount(count + 1);
      const current = shim.current();
      onKey(current?.kind === 'key' ? current.name : 'paste', shim);
    });
    usePaste((text) => {
      seen.push(`paste ${JSON.stringify(text)}`);
    });
    return createElement(Text, null, count);
  };
  const instance = render(createElement(App), {
    stdin: shim.stdin,
    stdout: createScreen(),
    exitOnCtrlC: false,
    patchConsole: false,
    interactive: true,
  });
  unmount = instance.unmount;
  const send = async (bytes: string): Promise<void> => {
    source.emit('data', Buffer.from(bytes));
    await settled();
  };
  return { source, timers, replies, seen, shim, send };
};

/** Everything queued as a microtask or by React has run. */
const settled = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

let unmount = (): void => {};
afterEach(() => unmount());

describe('Ink on the input shim', () => {
  test('every key of a read is an event of its own, drawn before the next one', async () => {
    const { seen, send } = world();
    await settled();
    await send('jy\r\x1b[A ');
    expect(seen).toEqual(['0:j', '1:y', '2:return \r', '3:upArrow ', '4: ']);
  });

  test('a lone Esc is handed on whole, so Ink glues nothing to it', async () => {
    const { seen, send, timers } = world();
    await settled();
    await send('\x1b');
    timers.advance(61);
    await send('j');
    expect(seen).toEqual(['0:escape ', '1:j']);
  });

  test('bytes that arrived with the timer belong to the sequence', async () => {
    const { seen, send, timers } = world();
    await settled();
    await send('\x1b');
    timers.advance(60);
    await send('[B');
    expect(seen).toEqual(['0:downArrow ']);
  });

  test('a paste is one event, and nothing in it is a key', async () => {
    const { seen, send } = world();
    await settled();
    await send('\x1b[200~y\x1b[A\rx\x1b[201~q');
    expect(seen).toEqual(['paste "y[A\\nx"', '0:q']);
  });

  test('replies reach the program in their place among the keys, and never Ink', async () => {
    const { seen, replies, send } = world();
    await settled();
    await send('\x1b[0na\x1b[0nb\x1b[I\x1b]11;rgb:00/00/00\x07\x1b[<0;1;1M');
    expect(seen).toEqual(['(status)', '0:a', '(status)', '1:b', '(focus-in)', '(colour)', '(mouse)']);
    expect(replies).toHaveLength(5);
  });

  test('a handler can drop the rest of the read it is in, also the half of it', async () => {
    const { seen, send } = world((name, shim) => {
      if (name === 'a') shim.dropPending();
    });
    await settled();
    await send('ja\t\r\x1b[');
    await send('Bk');
    expect(seen).toEqual(['0:j', '1:a', '2:k']);
  });

  test('a key knows whether it came with others', async () => {
    const together: unknown[] = [];
    const { send } = world((_, shim) => {
      const current = shim.current();
      together.push(current?.together);
    });
    await settled();
    await send('a');
    await send('bc');
    expect(together).toEqual([false, true, true]);
  });

  test('raw mode, and reading at all, follow Ink', async () => {
    const { source } = world();
    await settled();
    expect(source.listenerCount('data')).toBe(1);
    unmount();
    await settled();
    expect(source.modes).toEqual([true, false]);
    expect(source.listenerCount('data')).toBe(0);
  });
});
