import type { InputEvent, Reply } from './input-events.ts';
import { ESCAPE_KEY, type Key, keyOfCharacter, keyOfSequence, keyOfSs3 } from './key-names.ts';
import { createPasteBuffer, type PasteBuffer } from './paste-buffer.ts';
import { replyOfOsc, replyOfSequence } from './replies.ts';
import { createSequenceScanner, type Token } from './sequence-scanner.ts';

/** A lone Esc is a key after this long. */
export const ESCAPE_MS = 60;
/** A sequence that has begun waits this long for its next byte, and is given up then. */
export const SEQUENCE_MS = 500;
/** The rest of a sequence that was given up is swallowed for this long. */
export const LATE_TAIL_MS = 5_000;
export const PASTE_MS = 2_000;

export type InputDecoder = {
  /** The events of one read. Never throws, whatever the bytes. */
  push(bytes: Uint8Array, now: number): InputEvent[];
  /** When `wake` has something to do if no byte comes before. */
  wakeAt(): number | undefined;
  /** The events that are due by the passing of time. */
  wake(now: number): InputEvent[];
  /** Whatever is half read comes to nothing, also when its rest arrives. */
  dropPending(): void;
};

type Mode =
  | { kind: 'keys' }
  | { kind: 'paste'; buffer: PasteBuffer; startedAt: number }
  | { kind: 'rest'; buffer: PasteBuffer };

/** Turns terminal input into whole keys; pure, as it is told the time. No letter ever comes out of an escape sequence. */
export const createInputDecoder = (): InputDecoder => {
  let mode: Mode = { kind: 'keys' };
  let lastAt = 0;
  /** Since when the pending sequence can only come to nothing: dropped, given up, or its Esc was already a key. */
  let mutedAt: number | undefined;
  let pendingWithKeys = false;
  let events: InputEvent[] = [];

  const give = (event: InputEvent): void => {
    events.push(event);
  };
  const giveKey = (key: Key | undefined): void => {
    if (key !== undefined) give({ kind: 'key', ...key, together: false });
  };
  const giveReply = (reply: Reply | undefined): void => {
    if (reply !== undefined) give({ kind: 'reply', reply });
  };
  const givePaste = (buffer: PasteBuffer, cut: boolean): void => {
    give({ kind: 'paste', text: buffer.text(), cut, together: false });
  };

  const onToken = (token: Token): void => {
    const muted = mutedAt !== undefined;
    mutedAt = undefined;
    if (token.kind === 'csi' && token.final === '~' && token.parameters === '200') {
      const buffer = createPasteBuffer();
      // Where the opening mark was dropped or came late, the text must not turn into keys all the same.
      mode = muted ? { kind: 'rest', buffer } : { kind: 'paste', buffer, startedAt: lastAt };
    } else if (!muted) giveToken(token);
  };

  const giveToken = (token: Token): void => {
    if (token.kind === 'character') giveKey(keyOfCharacter(token.text));
    else if (token.kind === 'escape') giveKey(ESCAPE_KEY);
    else if (token.kind === 'ss3') giveKey(keyOfSs3(token.parameters, token.final));
    else if (token.kind === 'osc') giveReply(replyOfOsc(token.text));
    else if (token.kind === 'csi') {
      const reply = replyOfSequence(token.parameters, token.final);
      if (reply === undefined) giveKey(keyOfSequence(token.parameters, token.final));
      else giveReply(reply);
    }
  };

  const scanner = createSequenceScanner(onToken);

  const feed = (byte: number): void => {
    if (mode.kind === 'keys') {
      scanner.feed(byte);
      return;
    }
    const ended = mode.buffer.push(byte);
    if (mode.kind === 'paste' && (ended || mode.buffer.full())) {
      givePaste(mode.buffer, !ended);
      mode = { kind: 'rest', buffer: mode.buffer };
    }
    if (ended) mode = { kind: 'keys' };
  };

  const take = (): InputEvent[] => {
    const taken = events;
    events = [];
    return taken;
  };

  const push = (bytes: Uint8Array, now: number): InputEvent[] => {
    const heldBack = pendingWithKeys;
    lastAt = now;
    for (const byte of bytes) feed(byte);
    const taken = take();
    const keyCount = taken.filter((event) => event.kind !== 'reply').length;
    const waiting = scanner.pending() !== 'nothing' || mode.kind === 'paste';
    const together = heldBack || keyCount + (waiting ? 1 : 0) > 1;
    pendingWithKeys = waiting && keyCount > 0;
    return together ? taken.map((event) => (event.kind === 'reply' ? event : { ...event, together })) : taken;
  };

  const wakeAt = (): number | undefined => {
    if (mode.kind === 'paste') return mode.startedAt + PASTE_MS;
    if (mode.kind === 'rest') return lastAt + PASTE_MS;
    switch (scanner.pending()) {
      case 'nothing':
        return undefined;
      case 'escape':
        return lastAt + ESCAPE_MS;
      case 'sequence':
        return mutedAt === undefined ? lastAt + SEQUENCE_MS : mutedAt + LATE_TAIL_MS;
      case 'escape-given':
      case 'character':
        return lastAt + SEQUENCE_MS;
    }
  };

  const wake = (now: number): InputEvent[] => {
    const due = wakeAt();
    if (due === undefined || now < due) return [];
    if (mode.kind === 'paste') {
      givePaste(mode.buffer, true);
      mode = { kind: 'rest', buffer: mode.buffer };
      lastAt = now;
    } else if (mode.kind === 'rest') mode = { kind: 'keys' };
    else if (scanner.pending() === 'escape') giveLoneEscape(now);
    else if (scanner.pending() === 'sequence' && mutedAt === undefined) mutedAt = now;
    else {
      scanner.abandon();
      mutedAt = undefined;
    }
    const together = pendingWithKeys;
    pendingWithKeys = false;
    return take().map((event) => (event.kind === 'reply' ? event : { ...event, together }));
  };

  const giveLoneEscape = (now: number): void => {
    if (mutedAt === undefined) giveKey(ESCAPE_KEY);
    scanner.giveEscape();
    mutedAt = now;
  };

  const dropPending = (): void => {
    if (mode.kind === 'paste') mode = { kind: 'rest', buffer: mode.buffer };
    else if (scanner.pending() !== 'nothing') mutedAt ??= lastAt;
    pendingWithKeys = false;
  };

  return { push, wakeAt, wake, dropPending };
};
