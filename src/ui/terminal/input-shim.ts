import { EventEmitter } from 'node:events';
import { createInputDecoder } from './input-decoder.ts';
import type { InputEvent, KeyEvent, PasteEvent, Reply } from './input-events.ts';
import type { Timers } from './timers.ts';

/** Keys typed faster than they are taken wait here; beyond this many they are lost. */
export const WAITING_EVENTS_MAX = 1_024;

/** The part of `process.stdin` that is used. It must not have an encoding: sequences are bytes. */
export type InputSource = {
  isTTY?: boolean;
  setRawMode?(enabled: boolean): unknown;
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  off(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  resume(): unknown;
  pause(): unknown;
  ref?(): unknown;
  unref?(): unknown;
};

export type InputShim = {
  /** What Ink gets as `stdin`. */
  stdin: NodeJS.ReadStream;
  /** The key or paste whose handlers are running right now, for whoever needs more than Ink hands on. */
  current(): KeyEvent | PasteEvent | undefined;
  /** Forgets the rest of the read the current key came in, also what of it is still half read. */
  dropPending(): void;
  /** On the way out: keys are still read, so that no shell gets them, and thrown away; Ink no longer changes the mode. */
  silence(): void;
};

/** Stands between the terminal and Ink: exactly one whole key, or one paste, per `readable` event and `read()`. */
export const createInputShim = (source: InputSource, timers: Timers, onReply: (reply: Reply) => void): InputShim => {
  const decoder = createInputDecoder();
  const emitter = new EventEmitter();
  let waiting: InputEvent[] = [];
  let chunk: string | null = null;
  let current: KeyEvent | PasteEvent | undefined;
  let handing = false;
  let listening = false;
  let silenced = false;
  let cancelTimer = (): void => {};

  const accept = (events: InputEvent[]): void => {
    for (const event of silenced ? [] : events) {
      if (event.kind === 'reply' || waiting.length < WAITING_EVENTS_MAX) waiting.push(event);
    }
    handOn();
    planWake();
  };

  const hasReader = (): boolean => emitter.listenerCount('readable') > 0;

  // Replies keep their place among the keys: what was typed before an answer must not count as typed after it.
  const handOnReplies = (): void => {
    const ready = hasReader() ? waiting.findIndex((event) => event.kind !== 'reply') : waiting.length;
    const replies = waiting.slice(0, ready === -1 ? waiting.length : ready).filter((event) => event.kind === 'reply');
    waiting = waiting.filter((event) => event.kind !== 'reply' || !replies.includes(event));
    for (const { reply } of replies) onReply(reply);
  };

  // One key per microtask: React has drawn the effect of a key, and the sheet it opened, before the next one is handled.
  const handOn = (): void => {
    if (handing) return;
    handOnReplies();
    if (waiting.length === 0 || !hasReader()) return;
    handing = true;
    queueMicrotask(() => {
      handing = false;
      const event = hasReader() ? waiting.shift() : undefined;
      if (event === undefined) return;
      // Queued before the handlers run, the next key would overtake what they queue.
      try {
        if (event.kind === 'reply') onReply(event.reply);
        else hand(event);
      } finally {
        handOn();
      }
    });
  };

  const hand = (event: KeyEvent | PasteEvent): void => {
    current = event;
    chunk = event.kind === 'key' ? event.sequence : `\x1b[200~${event.text}\x1b[201~`;
    try {
      emitter.emit('readable');
    } finally {
      current = undefined;
      chunk = null;
    }
  };

  const planWake = (): void => {
    cancelTimer();
    const at = decoder.wakeAt();
    if (at === undefined) return;
    cancelTimer = timers.setTimer(letBytesInFirst, Math.max(0, at - timers.now()));
  };

  // After a busy moment the timer may be due while the rest of the sequence waits in the kernel: one more turn reads it.
  const letBytesInFirst = (): void => {
    cancelTimer = timers.setTimer(() => accept(decoder.wake(timers.now())), 1);
  };

  const onData = (bytes: Uint8Array): void => accept(decoder.push(bytes, timers.now()));

  const setRawMode = (enabled: boolean): void => {
    if (silenced) return;
    source.setRawMode?.(enabled);
    if (enabled === listening) return;
    listening = enabled;
    if (enabled) {
      source.on('data', onData);
      source.resume();
      return;
    }
    source.off('data', onData);
    source.pause();
    dropPending();
  };

  const dropPending = (): void => {
    waiting = waiting.filter((event) => event.kind === 'reply');
    decoder.dropPending();
    planWake();
  };

  const silence = (): void => {
    silenced = true;
    waiting = [];
  };

  const stdin = Object.assign(emitter, {
    isTTY: source.isTTY === true,
    setRawMode,
    setEncoding: () => {},
    read: (): string | null => {
      const taken = chunk;
      chunk = null;
      return taken;
    },
    ref: () => source.ref?.(),
    unref: () => source.unref?.(),
  });
  // Ink takes its listener off and puts it back when hooks change; keys wait meanwhile.
  emitter.on('newListener', (event) => {
    if (event === 'readable') queueMicrotask(handOn);
  });

  return { stdin: stdin as unknown as NodeJS.ReadStream, current: () => current, dropPending, silence };
};
