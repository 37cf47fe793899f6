import { EventEmitter } from 'node:events';
import { createInputDecoder, type InputDecoder } from './input-decoder.ts';
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
  const shim: Shim = {
    source,
    timers,
    onReply,
    decoder: createInputDecoder(),
    emitter: new EventEmitter(),
    waiting: [],
    chunk: null,
    current: undefined,
    handing: false,
    listening: false,
    silenced: false,
    cancelTimer: () => {},
    onData: (bytes) => accept(shim, shim.decoder.push(bytes, timers.now())),
  };
  // Ink takes its listener off and puts it back when hooks change; keys wait meanwhile.
  shim.emitter.on('newListener', (event) => {
    if (event === 'readable') queueMicrotask(() => handOn(shim));
  });
  return {
    stdin: stdinOf(shim),
    current: () => shim.current,
    dropPending: () => dropPending(shim),
    silence: () => silence(shim),
  };
};

type Shim = {
  source: InputSource;
  timers: Timers;
  onReply(reply: Reply): void;
  decoder: InputDecoder;
  emitter: EventEmitter;
  /** Decoded and not handed on yet. */
  waiting: InputEvent[];
  /** What the next `read()` answers. */
  chunk: string | null;
  current: KeyEvent | PasteEvent | undefined;
  handing: boolean;
  listening: boolean;
  silenced: boolean;
  cancelTimer(): void;
  onData(bytes: Uint8Array): void;
};

/** As much of a `ReadStream` as Ink uses. */
function stdinOf(shim: Shim): NodeJS.ReadStream {
  const { source, emitter } = shim;
  const stdin = Object.assign(emitter, {
    isTTY: source.isTTY === true,
    setRawMode: (enabled: boolean): void => setRawMode(shim, enabled),
    setEncoding: () => {},
    read: (): string | null => {
      const taken = shim.chunk;
      shim.chunk = null;
      return taken;
    },
    ref: () => source.ref?.(),
    unref: () => source.unref?.(),
  });
  return stdin as unknown as NodeJS.ReadStream;
}

function setRawMode(shim: Shim, enabled: boolean): void {
  const { source, onData } = shim;
  if (shim.silenced) return;
  source.setRawMode?.(enabled);
  if (enabled === shim.listening) return;
  shim.listening = enabled;
  if (enabled) {
    source.on('data', onData);
    source.resume();
    return;
  }
  source.off('data', onData);
  source.pause();
  dropPending(shim);
}

function accept(shim: Shim, events: InputEvent[]): void {
  for (const event of shim.silenced ? [] : events) {
    if (event.kind === 'reply' || shim.waiting.length < WAITING_EVENTS_MAX) shim.waiting.push(event);
  }
  handOn(shim);
  planWake(shim);
}

// One key per microtask: React has drawn the effect of a key, and the sheet it opened, before the next one is handled.
function handOn(shim: Shim): void {
  if (shim.handing) return;
  handOnReplies(shim);
  if (shim.waiting.length === 0 || !hasReader(shim)) return;
  shim.handing = true;
  queueMicrotask(() => {
    shim.handing = false;
    const event = hasReader(shim) ? shim.waiting.shift() : undefined;
    if (event === undefined) return;
    // Queued before the handlers run, the next key would overtake what they queue.
    try {
      if (event.kind === 'reply') shim.onReply(event.reply);
      else hand(shim, event);
    } finally {
      handOn(shim);
    }
  });
}

const hasReader = ({ emitter }: Shim): boolean => emitter.listenerCount('readable') > 0;

// Replies keep their place among the keys: what was typed before an answer must not count as typed after it.
function handOnReplies(shim: Shim): void {
  const { waiting } = shim;
  const ready = hasReader(shim) ? waiting.findIndex((event) => event.kind !== 'reply') : waiting.length;
  const replies = waiting.slice(0, ready === -1 ? waiting.length : ready).filter((event) => event.kind === 'reply');
  shim.waiting = waiting.filter((event) => event.kind !== 'reply' || !replies.includes(event));
  for (const { reply } of replies) shim.onReply(reply);
}

function hand(shim: Shim, event: KeyEvent | PasteEvent): void {
  shim.current = event;
  shim.chunk = event.kind === 'key' ? event.sequence : `\x1b[200~${event.text}\x1b[201~`;
  try {
    shim.emitter.emit('readable');
  } finally {
    shim.current = undefined;
    shim.chunk = null;
  }
}

function planWake(shim: Shim): void {
  const { timers } = shim;
  shim.cancelTimer();
  const at = shim.decoder.wakeAt();
  if (at === undefined) return;
  shim.cancelTimer = timers.setTimer(() => letBytesInFirst(shim), Math.max(0, at - timers.now()));
}

// After a busy moment the timer may be due while the rest of the sequence waits in the kernel: one more turn reads it.
function letBytesInFirst(shim: Shim): void {
  const { timers, decoder } = shim;
  shim.cancelTimer = timers.setTimer(() => accept(shim, decoder.wake(timers.now())), 1);
}

function dropPending(shim: Shim): void {
  shim.waiting = shim.waiting.filter((event) => event.kind === 'reply');
  shim.decoder.dropPending();
  planWake(shim);
}

function silence(shim: Shim): void {
  shim.silenced = true;
  shim.waiting = [];
}
