import { Buffer } from 'node:buffer';
import {
  BACKSLASH,
  BELL,
  C1_OFFSET,
  C1_STRING_END,
  CANCEL,
  CTRL_C,
  characterLength,
  DOLLAR,
  ESC,
  isAscii,
  isContinuation,
  isControl,
  isFinal,
  LEFT_BRACKET,
  LETTER_M,
  REPLACEMENT,
  SUBSTITUTE,
} from './control-bytes.ts';

export const SEQUENCE_BYTES_MAX = 4_096;

/** One whole thing out of the byte stream. `nothing` ends a sequence that means nothing or broke off. */
export type Token =
  | { kind: 'character'; text: string }
  /** `lost`: what came right behind it, where that may as well be an Alt chord. */
  | { kind: 'escape'; lost?: string }
  | { kind: 'csi' | 'ss3'; parameters: string; final: string }
  | { kind: 'osc'; text: string }
  | { kind: 'nothing' };

export type Pending = 'nothing' | 'escape' | 'escape-given' | 'sequence' | 'character';

export type SequenceScanner = {
  feed(byte: number): void;
  pending(): Pending;
  /** The lone ESC was taken for a key; what follows may still turn out to be the rest of a sequence. */
  giveEscape(): void;
  /** Whether it has no more than ESC and a letter, and begins what no terminal sends without being asked. */
  isBareString(): boolean;
  /** Forgets what is half read, but for the bytes that can only belong to a broken character. */
  abandon(): void;
};

/** Splits terminal input into tokens by the grammar of ECMA-48, whatever the bytes and wherever the reads divide them. */
export const createSequenceScanner = (emit: (token: Token) => void): SequenceScanner => {
  const scan: Scan = { state: { kind: 'ground' }, emit };
  return {
    feed: (byte) => feed(scan, byte),
    pending: () => PENDING[scan.state.kind],
    isBareString: () => isBareString(scan.state),
    giveEscape: () => {
      scan.state = { kind: 'escape-given' };
    },
    abandon: () => {
      const { state } = scan;
      scan.state = state.kind === 'character' ? strayBytes(state.length - state.bytes.length) : { kind: 'ground' };
    },
  };
};

type Body = { kind: 'csi' | 'ss3' | 'osc' | 'string'; text: string; eightBit: boolean };
type State =
  | { kind: 'ground' | 'escape' | 'escape-given' | 'function-key' }
  | { kind: 'character'; bytes: number[]; length: number }
  | { kind: 'stray-bytes' | 'mouse-bytes'; left: number }
  | { kind: 'body' | 'escape-in-string'; body: Body };

/** How far the scanner has come, and who is told of each token. */
type Scan = { state: State; emit(token: Token): void };

const PENDING: Record<State['kind'], Pending> = {
  ground: 'nothing',
  'stray-bytes': 'nothing',
  escape: 'escape',
  'escape-given': 'escape-given',
  'escape-in-string': 'sequence',
  'function-key': 'sequence',
  'mouse-bytes': 'sequence',
  character: 'character',
  body: 'sequence',
};

const isBareString = (state: State): boolean =>
  state.kind === 'body' &&
  !state.body.eightBit &&
  state.body.text === '' &&
  (state.body.kind === 'string' || state.body.kind === 'osc');

function feed(scan: Scan, byte: number): void {
  const { state } = scan;
  switch (state.kind) {
    case 'ground':
      onGround(scan, byte);
      break;
    case 'escape':
      onEscape(scan, byte);
      break;
    case 'escape-given':
      if (!introduce(scan, byte, false)) again(scan, byte);
      break;
    case 'escape-in-string':
      onEscapeInString(scan, byte, state.body);
      break;
    case 'function-key':
      if (isControl(byte)) again(scan, byte);
      else finish(scan, { kind: 'nothing' });
      break;
    case 'mouse-bytes':
      if (isControl(byte)) again(scan, byte);
      else countDown(scan, state.left, 'mouse-bytes');
      break;
    case 'stray-bytes':
      if (isContinuation(byte)) countDown(scan, state.left, 'stray-bytes');
      else again(scan, byte);
      break;
    case 'character':
      if (isContinuation(byte)) onCharacter(scan, byte, state.bytes, state.length);
      else again(scan, byte);
      break;
    case 'body':
      onBody(scan, byte, state.body);
      break;
  }
}

function finish(scan: Scan, token: Token): void {
  scan.state = { kind: 'ground' };
  scan.emit(token);
}

/** What was begun means nothing; the byte begins something of its own. */
function again(scan: Scan, byte: number): void {
  finish(scan, { kind: 'nothing' });
  feed(scan, byte);
}

function introduce(scan: Scan, byte: number, eightBit: boolean): boolean {
  const kind = BODIES[byte];
  if (kind === undefined) return false;
  scan.state = { kind: 'body', body: { kind, text: '', eightBit } };
  return true;
}

/** What ESC and this byte introduce: `[` CSI, `O` SS3, `]` OSC, and `P X ^ _` the strings nobody here reads. */
const BODIES: Record<number, Body['kind']> = {
  91: 'csi',
  79: 'ss3',
  93: 'osc',
  80: 'string',
  88: 'string',
  94: 'string',
  95: 'string',
};

function onGround(scan: Scan, byte: number): void {
  const length = characterLength(byte);
  if (byte === ESC) scan.state = { kind: 'escape' };
  else if (isAscii(byte)) finish(scan, { kind: 'character', text: String.fromCharCode(byte) });
  else if (isContinuation(byte)) introduce(scan, byte - C1_OFFSET, true);
  else if (length !== undefined) scan.state = { kind: 'character', bytes: [byte], length };
}

function onCharacter(scan: Scan, byte: number, bytes: number[], length: number): void {
  bytes.push(byte);
  if (bytes.length < length) return;
  const text = Buffer.from(bytes).toString('utf8');
  const code = text.codePointAt(0) ?? REPLACEMENT;
  if (code < 0xa0 && introduce(scan, code - C1_OFFSET, true)) return;
  finish(scan, code < 0xa0 || code === REPLACEMENT ? { kind: 'nothing' } : { kind: 'character', text });
}

// An Alt chord, or Esc and a key that a slow line brought together: the letter is not to be trusted, Esc harms nothing.
function onEscape(scan: Scan, byte: number): void {
  if (introduce(scan, byte, false)) return;
  const length = characterLength(byte);
  const isKey = byte === ESC || byte === CTRL_C;
  finish(scan, isKey ? { kind: 'escape' } : { kind: 'escape', lost: isAscii(byte) ? String.fromCharCode(byte) : '' });
  if (isKey) onGround(scan, byte);
  else if (length !== undefined) scan.state = strayBytes(length - 1);
}

function onBody(scan: Scan, byte: number, body: Body): void {
  if (byte === CANCEL || byte === SUBSTITUTE) finish(scan, { kind: 'nothing' });
  else if (byte === CTRL_C) again(scan, byte);
  else if (body.kind === 'csi') onCsi(scan, byte, body);
  else if (body.kind === 'ss3') onSs3(scan, byte, body);
  else onString(scan, byte, body);
}

function onCsi(scan: Scan, byte: number, body: Body): void {
  if (byte === ESC) again(scan, byte);
  else if (body.text === '' && byte === LEFT_BRACKET) scan.state = { kind: 'function-key' };
  else if (body.text === '' && byte === LETTER_M) scan.state = { kind: 'mouse-bytes', left: 3 };
  // rxvt ends Shift with a key in $, which is no final byte anywhere else.
  else if (byte === DOLLAR && /^\d\d?$/.test(body.text)) finish(scan, { kind: 'nothing' });
  else if (isFinal(byte)) finish(scan, { kind: 'csi', parameters: body.text, final: String.fromCharCode(byte) });
  else extend(body, byte);
}

function onSs3(scan: Scan, byte: number, body: Body): void {
  if (byte === ESC) again(scan, byte);
  else if (isFinal(byte)) finish(scan, { kind: 'ss3', parameters: body.text, final: String.fromCharCode(byte) });
  else extend(body, byte);
}

function onString(scan: Scan, byte: number, body: Body): void {
  if (byte === ESC) scan.state = { kind: 'escape-in-string', body };
  else if (byte === BELL || (body.eightBit && byte === C1_STRING_END)) finish(scan, tokenOf(body));
  else if (body.text === '' && !beginsString(body.kind, byte)) endBareString(scan, byte, body);
  else extend(body, byte);
}

/** `ESC ]` and `ESC P` are also Esc and a letter by hand; what no terminal would go on with is a key of its own. */
function endBareString(scan: Scan, byte: number, { eightBit }: Body): void {
  finish(scan, eightBit ? { kind: 'nothing' } : { kind: 'escape', lost: '' });
  feed(scan, byte);
}

function onEscapeInString(scan: Scan, byte: number, string: Body): void {
  if (byte === BACKSLASH) finish(scan, tokenOf(string));
  else {
    finish(scan, { kind: 'nothing' });
    onEscape(scan, byte);
  }
}

function countDown(scan: Scan, left: number, kind: 'stray-bytes' | 'mouse-bytes'): void {
  if (left > 1) scan.state = { kind, left: left - 1 };
  else finish(scan, { kind: 'nothing' });
}

const strayBytes = (left: number): State => ({ kind: 'stray-bytes', left });

const beginsString = (kind: Body['kind'], byte: number): boolean =>
  kind === 'osc' ? /[\dlLI]/.test(String.fromCharCode(byte)) : (!isControl(byte) && byte < 0x40) || byte === 0x47;

const tokenOf = (body: Body): Token => (body.kind === 'osc' ? { kind: 'osc', text: body.text } : { kind: 'nothing' });

// Past the maximum a sequence is still read to its end, but can mean nothing any more.
const extend = (body: Body, byte: number): void => {
  if (body.text.length < SEQUENCE_BYTES_MAX) body.text += String.fromCharCode(byte);
};
