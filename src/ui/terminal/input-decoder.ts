import type { InputEvent, Reply } from './input-events.ts';
import { ESCAPE_KEY, type Key, keyOfCharacter, keyOfSequence, keyOfSs3 } from './key-names.ts';
import { createPasteBuffer, type PasteBuffer } from './paste-buffer.ts';
import { replyOfOsc, replyOfSequence } from './replies.ts';
import { createSequenceScanner, type SequenceScanner, type Token } from './sequence-scanner.ts';

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

/** Turns terminal input into whole keys; pure, as it is told the time. No letter ever comes out of an escape sequence. */
export const createInputDecoder = (): InputDecoder => {
  const decoder: Decoder = {
    mode: { kind: 'keys' },
    scanner: createSequenceScanner((token) => onToken(decoder, token)),
    lastAt: 0,
    mutedAt: undefined,
    pendingWithKeys: false,
    events: [],
  };
  return {
    push: (bytes, now) => push(decoder, bytes, now),
    wakeAt: () => wakeAt(decoder),
    wake: (now) => wake(decoder, now),
    dropPending: () => dropPending(decoder),
  };
};

type Mode =
  | { kind: 'keys' }
  | { kind: 'paste'; buffer: PasteBuffer; startedAt: number }
  | { kind: 'rest'; buffer: PasteBuffer };

type Decoder = {
  mode: Mode;
  scanner: SequenceScanner;
  /** When the last bytes came, or time last did what they would have done. */
  lastAt: number;
  /** Since when the pending sequence can only come to nothing: dropped, given up, or its Esc was already a key. */
  mutedAt: number | undefined;
  pendingWithKeys: boolean;
  /** Read and not taken yet. */
  events: InputEvent[];
};

function push(decoder: Decoder, bytes: Uint8Array, now: number): InputEvent[] {
  const heldBack = decoder.pendingWithKeys;
  decoder.lastAt = now;
  for (const byte of bytes) feed(decoder, byte);
  const taken = take(decoder);
  const keyCount = taken.filter((event) => event.kind !== 'reply').length;
  const waiting = decoder.scanner.pending() !== 'nothing' || decoder.mode.kind === 'paste';
  decoder.pendingWithKeys = waiting && keyCount > 0;
  return heldBack || keyCount + (waiting ? 1 : 0) > 1 ? taken.map(asTogether) : taken;
}

function feed(decoder: Decoder, byte: number): void {
  const { mode } = decoder;
  if (mode.kind === 'keys') {
    decoder.scanner.feed(byte);
    return;
  }
  const ended = mode.buffer.push(byte);
  if (mode.kind === 'paste' && (ended || mode.buffer.full())) {
    givePaste(decoder, mode.buffer, !ended);
    decoder.mode = { kind: 'rest', buffer: mode.buffer };
  }
  if (ended) decoder.mode = { kind: 'keys' };
}

function onToken(decoder: Decoder, token: Token): void {
  const muted = decoder.mutedAt !== undefined;
  decoder.mutedAt = undefined;
  if (token.kind === 'csi' && token.final === '~' && token.parameters === '200') {
    const buffer = createPasteBuffer();
    // Where the opening mark was dropped or came late, the text must not turn into keys all the same.
    decoder.mode = muted ? { kind: 'rest', buffer } : { kind: 'paste', buffer, startedAt: decoder.lastAt };
  } else if (!muted) giveToken(decoder, token);
}

function giveToken(decoder: Decoder, token: Token): void {
  if (token.kind === 'character') giveKey(decoder, keyOfCharacter(token.text));
  else if (token.kind === 'escape') giveEscape(decoder, token.lost);
  else if (token.kind === 'ss3') giveKey(decoder, keyOfSs3(token.parameters, token.final));
  else if (token.kind === 'osc') giveReply(decoder, replyOfOsc(token.text));
  else if (token.kind === 'csi') {
    const reply = replyOfSequence(token.parameters, token.final);
    if (reply === undefined) giveKey(decoder, keyOfSequence(token.parameters, token.final));
    else giveReply(decoder, reply);
  }
}

function giveKey({ events }: Decoder, key: Key | undefined): void {
  if (key !== undefined) events.push({ kind: 'key', ...key, together: false });
}

/** What came with it is named, so that it does not vanish without a word. */
function giveEscape({ events }: Decoder, lost?: string): void {
  const key = { kind: 'key', ...ESCAPE_KEY, together: false } as const;
  events.push(lost === undefined ? key : { ...key, lost: lost === '' ? '' : keyOfCharacter(lost).name });
}

function giveReply({ events }: Decoder, reply: Reply | undefined): void {
  if (reply !== undefined) events.push({ kind: 'reply', reply });
}

function givePaste({ events }: Decoder, buffer: PasteBuffer, cut: boolean): void {
  events.push({ kind: 'paste', text: buffer.text(), cut, together: false });
}

const take = ({ events }: Decoder): InputEvent[] => events.splice(0);

const asTogether = (event: InputEvent): InputEvent => (event.kind === 'reply' ? event : { ...event, together: true });

function wakeAt({ mode, scanner, lastAt, mutedAt }: Decoder): number | undefined {
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
}

function wake(decoder: Decoder, now: number): InputEvent[] {
  const due = wakeAt(decoder);
  if (due === undefined || now < due) return [];
  giveUpWaiting(decoder, now);
  const together = decoder.pendingWithKeys;
  decoder.pendingWithKeys = false;
  return together ? take(decoder).map(asTogether) : take(decoder);
}

/** What was waited for has not come: the next stage of what is half read. */
function giveUpWaiting(decoder: Decoder, now: number): void {
  const { mode, scanner } = decoder;
  if (mode.kind === 'paste') {
    givePaste(decoder, mode.buffer, true);
    decoder.mode = { kind: 'rest', buffer: mode.buffer };
    decoder.lastAt = now;
  } else if (mode.kind === 'rest') decoder.mode = { kind: 'keys' };
  else if (scanner.pending() === 'escape') giveLoneEscape(decoder, now);
  else if (scanner.pending() === 'sequence' && decoder.mutedAt === undefined) giveUpSequence(decoder, now);
  else {
    scanner.abandon();
    decoder.mutedAt = undefined;
  }
}

/** Nothing came of it: where it was no more than Esc and a letter, that is what was typed. */
function giveUpSequence(decoder: Decoder, now: number): void {
  if (decoder.scanner.isBareString()) giveEscape(decoder, '');
  decoder.mutedAt = now;
}

function giveLoneEscape(decoder: Decoder, now: number): void {
  if (decoder.mutedAt === undefined) giveKey(decoder, ESCAPE_KEY);
  decoder.scanner.giveEscape();
  decoder.mutedAt = now;
}

function dropPending(decoder: Decoder): void {
  const { mode, scanner } = decoder;
  if (mode.kind === 'paste') decoder.mode = { kind: 'rest', buffer: mode.buffer };
  else if (scanner.pending() !== 'nothing') decoder.mutedAt ??= decoder.lastAt;
  decoder.pendingWithKeys = false;
}
