import { Buffer } from 'node:buffer';

export const SEQUENCE_BYTES_MAX = 4_096;

/** One whole thing out of the byte stream. `nothing` ends a sequence that means nothing or broke off. */
export type Token =
  | { kind: 'character'; text: string }
  | { kind: 'escape' }
  | { kind: 'csi' | 'ss3'; parameters: string; final: string }
  | { kind: 'osc'; text: string }
  | { kind: 'nothing' };

export type Pending = 'nothing' | 'escape' | 'escape-given' | 'sequence' | 'character';

export type SequenceScanner = {
  feed(byte: number): void;
  pending(): Pending;
  /** The lone ESC was taken for a key; what follows may still turn out to be the rest of a sequence. */
  giveEscape(): void;
  /** Forgets what is half read, but for the bytes that can only belong to a broken character. */
  abandon(): void;
};

type Body = { kind: 'csi' | 'ss3' | 'osc' | 'string'; text: string; eightBit: boolean };
type State =
  | { kind: 'ground' | 'escape' | 'escape-given' | 'function-key' }
  | { kind: 'character'; bytes: number[]; length: number }
  | { kind: 'stray-bytes' | 'mouse-bytes'; left: number }
  | { kind: 'body' | 'escape-in-string'; body: Body };

/** Splits terminal input into tokens by the grammar of ECMA-48, whatever the bytes and wherever the reads divide them. */
export const createSequenceScanner = (emit: (token: Token) => void): SequenceScanner => {
  let state: State = { kind: 'ground' };

  const finish = (token: Token): void => {
    state = { kind: 'ground' };
    emit(token);
  };
  const again = (byte: number): void => {
    finish({ kind: 'nothing' });
    feed(byte);
  };

  const introduce = (byte: number, eightBit: boolean): boolean => {
    const kind = BODIES[byte];
    if (kind === undefined) return false;
    state = { kind: 'body', body: { kind, text: '', eightBit } };
    return true;
  };

  const onGround = (byte: number): void => {
    if (byte === ESC) state = { kind: 'escape' };
    else if (byte < 0x80) finish({ kind: 'character', text: String.fromCharCode(byte) });
    else if (byte < 0xc0) introduce(byte - C1_OFFSET, true);
    else if (byte >= 0xc2 && byte <= 0xf4) {
      state = { kind: 'character', bytes: [byte], length: byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4 };
    }
  };

  const onCharacter = (byte: number, bytes: number[], length: number): void => {
    bytes.push(byte);
    if (bytes.length < length) return;
    const text = Buffer.from(bytes).toString('utf8');
    const code = text.codePointAt(0) ?? REPLACEMENT;
    if (code < 0xa0 && introduce(code - C1_OFFSET, true)) return;
    finish(code < 0xa0 || code === REPLACEMENT ? { kind: 'nothing' } : { kind: 'character', text });
  };

  // An Alt chord, or Esc and a key that a slow line brought together: the letter is not to be trusted, Esc harms nothing.
  const onEscape = (byte: number): void => {
    if (introduce(byte, false)) return;
    finish({ kind: 'escape' });
    if (byte === ESC || byte === CTRL_C) onGround(byte);
    else if (byte >= 0xc2 && byte <= 0xf4) state = strayBytes(byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3);
  };

  const onBody = (byte: number, body: Body): void => {
    if (byte === CANCEL || byte === SUBSTITUTE) finish({ kind: 'nothing' });
    else if (byte === CTRL_C) again(byte);
    else if (body.kind === 'csi') onCsi(byte, body);
    else if (body.kind === 'ss3') onSs3(byte, body);
    else onString(byte, body);
  };

  const onCsi = (byte: number, body: Body): void => {
    if (byte === ESC) again(byte);
    else if (body.text === '' && byte === LEFT_BRACKET) state = { kind: 'function-key' };
    else if (body.text === '' && byte === LETTER_M) state = { kind: 'mouse-bytes', left: 3 };
    // rxvt ends Shift with a key in $, which is no final byte anywhere else.
    else if (byte === DOLLAR && /^\d\d?$/.test(body.text)) finish({ kind: 'nothing' });
    else if (isFinal(byte)) finish({ kind: 'csi', parameters: body.text, final: String.fromCharCode(byte) });
    else extend(body, byte);
  };

  const onSs3 = (byte: number, body: Body): void => {
    if (byte === ESC) again(byte);
    else if (isFinal(byte)) finish({ kind: 'ss3', parameters: body.text, final: String.fromCharCode(byte) });
    else extend(body, byte);
  };

  const onString = (byte: number, body: Body): void => {
    if (byte === ESC) state = { kind: 'escape-in-string', body };
    else if (byte === BELL || (body.eightBit && byte === C1_STRING_END)) finish(tokenOf(body));
    // `ESC ]` and `ESC P` are also Alt chords; what no terminal would go on with is a key of its own.
    else if (body.text === '' && !beginsString(body.kind, byte)) again(byte);
    else extend(body, byte);
  };

  const onEscapeInString = (byte: number, string: Body): void => {
    if (byte === BACKSLASH) finish(tokenOf(string));
    else {
      finish({ kind: 'nothing' });
      onEscape(byte);
    }
  };

  const countDown = (left: number, kind: 'stray-bytes' | 'mouse-bytes'): void => {
    if (left > 1) state = { kind, left: left - 1 };
    else finish({ kind: 'nothing' });
  };

  const feed = (byte: number): void => {
    switch (state.kind) {
      case 'ground':
        onGround(byte);
        break;
      case 'escape':
        onEscape(byte);
        break;
      case 'escape-given':
        if (!introduce(byte, false)) again(byte);
        break;
      case 'escape-in-string':
        onEscapeInString(byte, state.body);
        break;
      case 'function-key':
        if (byte < 0x20) again(byte);
        else finish({ kind: 'nothing' });
        break;
      case 'mouse-bytes':
        if (byte < 0x20) again(byte);
        else countDown(state.left, 'mouse-bytes');
        break;
      case 'stray-bytes':
        if (isContinuation(byte)) countDown(state.left, 'stray-bytes');
        else again(byte);
        break;
      case 'character':
        if (isContinuation(byte)) onCharacter(byte, state.bytes, state.length);
        else again(byte);
        break;
      case 'body':
        onBody(byte, state.body);
        break;
    }
  };

  return {
    feed,
    pending: () => PENDING[state.kind],
    giveEscape: () => {
      state = { kind: 'escape-given' };
    },
    abandon: () => {
      state = state.kind === 'character' ? strayBytes(state.length - state.bytes.length) : { kind: 'ground' };
    },
  };
};

const ESC = 0x1b;
const BELL = 0x07;
const CTRL_C = 0x03;
const CANCEL = 0x18;
const SUBSTITUTE = 0x1a;
const DOLLAR = 0x24;
const LETTER_M = 0x4d;
const LEFT_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const C1_STRING_END = 0x9c;
const REPLACEMENT = 0xfffd;
// A C1 control is its two-byte form ESC and this byte in one.
const C1_OFFSET = 0x40;

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

const isFinal = (byte: number): boolean => byte >= 0x40 && byte < 0x7f;
const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;
const strayBytes = (left: number): State => ({ kind: 'stray-bytes', left });

const beginsString = (kind: Body['kind'], byte: number): boolean =>
  kind === 'osc' ? /[\dlLI]/.test(String.fromCharCode(byte)) : byte < 0x40 || byte === 0x47;

const tokenOf = (body: Body): Token => (body.kind === 'osc' ? { kind: 'osc', text: body.text } : { kind: 'nothing' });

// Past the maximum a sequence is still read to its end, but can mean nothing any more.
const extend = (body: Body, byte: number): void => {
  if (body.text.length < SEQUENCE_BYTES_MAX) body.text += String.fromCharCode(byte);
};
