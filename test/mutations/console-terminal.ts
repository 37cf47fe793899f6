import { inFile } from './mutation.ts';

const DECODER = 'test/ui/terminal/input-decoder.test.ts';
const SHIM = 'test/ui/terminal/input-shim.test.ts';
const SANITISE = 'test/ui/text/sanitise.test.ts';
const SINK = 'test/ui/terminal/output-sink.test.ts';
const WAY_OUT = 'test/ui/terminal/way-out.test.ts';

/** What keeps a terminal's bytes from becoming keys, a job's bytes from becoming orders, and a stalled line from stopping the engine. */
export const CONSOLE_TERMINAL = [
  ...inFile('src/ui/terminal/input-decoder.ts', DECODER, [
    [
      'keys of one read know it',
      'return heldBack || keyCount + (waiting ? 1 : 0) > 1 ? taken.map(asTogether) : taken;',
      'return taken;',
      'keys of one read know that they came together',
    ],
    [
      'a lone Esc waits 60 ms',
      'export const ESCAPE_MS = 60;',
      'export const ESCAPE_MS = 20;',
      'a lone Esc is a key after 60 ms',
    ],
    [
      'a sequence waits 500 ms for its rest',
      'export const SEQUENCE_MS = 500;',
      'export const SEQUENCE_MS = 90;',
      'a sequence that has begun waits 500 ms for its rest',
    ],
    [
      'a late tail is swallowed',
      "if (decoder.scanner.isBareString()) giveEscape(decoder, '');\n  decoder.mutedAt = now;",
      "if (decoder.scanner.isBareString()) giveEscape(decoder, '');\n  decoder.scanner.abandon();",
      'a late tail is swallowed',
    ],
    [
      'a paste whose mark came late is swallowed',
      "decoder.mode = muted ? { kind: 'rest', buffer } : { kind: 'paste', buffer, startedAt: decoder.lastAt };",
      "decoder.mode = muted ? { kind: 'keys' } : { kind: 'paste', buffer, startedAt: decoder.lastAt };",
      'the text of a paste whose opening mark came late is swallowed',
    ],
    [
      'what is too much of a paste is no key',
      "givePaste(decoder, mode.buffer, !ended);\n    decoder.mode = { kind: 'rest', buffer: mode.buffer };",
      "givePaste(decoder, mode.buffer, !ended);\n    decoder.mode = { kind: 'keys' };",
      'a paste above 64 kB is cut there and its rest is no key',
    ],
    [
      'a paste without an end is cut',
      "if (mode.kind === 'paste') return mode.startedAt + PASTE_MS;",
      "if (mode.kind === 'paste') return undefined;",
      'a paste whose end never comes is cut after 2 s, and the keyboard lives on after 2 s of silence',
    ],
    [
      'what was half read is dropped with the rest',
      "else if (scanner.pending() !== 'nothing') decoder.mutedAt ??= decoder.lastAt;",
      '',
      'what was half read is nothing when its rest comes',
    ],
  ]),
  ...inFile('src/ui/terminal/sequence-scanner.ts', DECODER, [
    [
      'X10 mouse reports have three bytes',
      "else if (body.text === '' && byte === LETTER_M) scan.state = { kind: 'mouse-bytes', left: 3 };",
      '',
      'X10 mouse reports take three bytes, whatever they are',
    ],
    [
      'function keys of the console have one letter more',
      "if (body.text === '' && byte === LEFT_BRACKET) scan.state = { kind: 'function-key' };",
      "if (body.text === '!') scan.state = { kind: 'function-key' };",
      'function keys are nothing, in xterm, rxvt and console form',
    ],
    [
      'rxvt ends keys in a dollar',
      "else if (byte === DOLLAR && /^\\d\\d?$/.test(body.text)) finish(scan, { kind: 'nothing' });",
      '',
      'function keys are nothing, in xterm, rxvt and console form',
    ],
    [
      'a letter behind Esc is left out',
      'else if (length !== undefined) scan.state = strayBytes(length - 1);',
      'else onGround(scan, byte);',
      'Esc and a letter brought together are Esc only, and so are Alt chords',
    ],
    [
      'eight-bit controls are sequences',
      'else if (isContinuation(byte)) introduce(scan, byte - C1_OFFSET, true);',
      '',
      'eight-bit controls are sequences too',
    ],
    [
      'Ctrl-C ends a broken sequence',
      'else if (byte === CTRL_C) again(scan, byte);',
      '',
      'Ctrl-C ends a broken sequence and is a key',
    ],
    [
      'device strings are read to their end',
      '(!isControl(byte) && byte < 0x40) || byte === 0x47;',
      'byte === 0x47;',
      'no sequence yields a letter, however it is divided and however slowly its parts come within 5 s',
      'test/ui/terminal/input-decoder.fuzz.test.ts',
    ],
  ]),
  ...inFile('src/ui/terminal/paste-buffer.ts', DECODER, [
    [
      'a paste has no control characters',
      ".replace(/[\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f]/g, '')",
      '',
      'a paste is one event with plain line ends and no control characters',
    ],
  ]),
  ...inFile('src/ui/terminal/input-shim.ts', SHIM, [
    [
      'the rest of a read can be dropped',
      "function dropPending(shim: Shim): void {\n  shim.waiting = shim.waiting.filter((event) => event.kind === 'reply');",
      'function dropPending(shim: Shim): void {',
      'a handler can drop the rest of the read it is in, also the half of it',
    ],
    [
      'replies keep their place among the keys',
      "hasReader(shim) ? waiting.findIndex((event) => event.kind !== 'reply') : waiting.length;",
      'waiting.length;',
      'replies reach the program in their place among the keys, and never Ink',
    ],
    [
      'bytes that came with the timer are read first',
      'setTimer(() => letBytesInFirst(shim),',
      'setTimer(() => accept(shim, shim.decoder.wake(timers.now())),',
      'bytes that arrived with the timer belong to the sequence',
    ],
  ]),
  ...inFile('src/ui/text/sanitise.ts', SANITISE, [
    [
      'R-9 sequences go with their text',
      "text.slice(0, unitsMax).replace(SEQUENCES, '')",
      'text.slice(0, unitsMax)',
      'escape sequences go with their text',
    ],
    [
      'R-9 control and format characters go',
      '[\\p{C}\\p{Z}\\p{Default_Ignorable',
      '[\\p{Z}\\p{Default_Ignorable',
      'whatever comes in, no control leaves and the terminal agrees about the width',
    ],
    [
      'R-9 DEL is not printable',
      'export const PRINTABLE_ASCII = /^[ -~]*$/;',
      'export const PRINTABLE_ASCII = /^[ -\\x7f]*$/;',
      'a lone control byte among plain letters goes: %j',
    ],
    [
      'R-9 what nobody sees goes',
      '\\p{Default_Ignorable_Code_Point}\\p{Enclosing_Mark}',
      '\\p{Enclosing_Mark}',
      'bidi controls, zero-width tricks and fillers go',
    ],
    [
      'R-9 piles of marks are cut',
      ".replace(TOO_MANY_MARKS, '$1')",
      '',
      'piles of marks are cut down, flags and families become what every terminal draws alike',
    ],
    [
      'R-9 tabs go to their stops',
      "cleaned.includes('\\t') ? expandTabs(cleaned, tabColumns) : cleaned",
      'cleaned',
      'line ends and odd blanks are blanks, tabs go to their stops',
    ],
    [
      'R-9 lone surrogates show as unknown',
      "? '\\ufffd'\n    : '';",
      "? character\n    : '';",
      'lone surrogates, private and unknown characters show as what they are: unknown',
    ],
    [
      'R-9 what will be executed is ASCII',
      'const NOT_PRINTABLE_ASCII = /\\r\\n|[^ -~]/gu;',
      'const NOT_PRINTABLE_ASCII = /\\r\\n|[^ -~\\u00a0-\\u2fff]/gu;',
      'R-9 what will be executed is spelled out in printable ASCII',
      'test/fuzz/terminal.fuzz.test.ts',
    ],
    [
      'R-9 huge texts are cut first',
      'cleanCharacters(text.slice(0, unitsMax).replace(',
      'cleanCharacters(text.replace(',
      '50 MB cost what a row costs',
    ],
  ]),
  ...inFile('src/ui/text/styled.ts', 'test/ui/text/styled.test.ts', [
    [
      'R-9 output in its own colours is cleaned too',
      'PRINTABLE_ASCII.test(run.text) ? run.text : cleanCharacters(run.text)',
      'PRINTABLE_ASCII.test(run.text) ? run.text : run.text',
      'whatever comes in, no control leaves and the widths add up',
    ],
    [
      'R-9 a mark joins nothing of another colour',
      ".replace(LEADING_MARKS, '')",
      '',
      'a mark at the beginning of another colour joins nothing',
    ],
  ]),
  ...inFile('src/ui/terminal/output-sink.ts', SINK, [
    [
      'no more than 8 kB wait',
      'bytes.length > WRITE_BYTES_MAX || (left > 0 && left + bytes.length > PENDING_BYTES_MAX)',
      'bytes.length > WRITE_BYTES_MAX',
      'at most 8 kB wait behind each other: what is more is dropped whole, and the last words are not',
    ],
    [
      'output that stands still is told about',
      'else if (!sink.isTold && timers.now() - sink.progressAt >= HELD_UP_MS) {',
      'else if (!sink.isTold && timers.now() < sink.progressAt) {',
      'output that stands still for a second is told about once, and again only after it has moved',
    ],
    [
      'what is taken in part goes on where it was',
      'sink.rest = sink.rest.subarray(taken);',
      'sink.rest = sink.rest.subarray(taken + 1);',
      'the rest is tried again every 15 ms, sooner when some was taken, in order and once',
    ],
    [
      'a terminal that is gone is told',
      'queueMicrotask(onGone);',
      '',
      'a terminal that is gone is told once; later writes and waits come to nothing',
    ],
  ]),
  ...inFile('src/ui/terminal/way-out.ts', WAY_OUT, [
    [
      'the terminal is restored on the way out',
      'attempt(() => restored.write(LEAVE_SEQUENCE + lastWords));\n  const written',
      'attempt(() => restored.write(lastWords));\n  const written',
      'drains, restores the terminal, throws unread keys away in raw mode, and exits',
    ],
    [
      'a stalled terminal holds nothing up',
      'await withinMs(timers, LEAVE_MS, Promise.all([written, afterMs(timers, LATE_KEYS_MS)]));',
      'await Promise.all([written, afterMs(timers, LATE_KEYS_MS)]);',
      'a stalled terminal holds it up for 200 ms at most',
    ],
    [
      'unread keys are thrown away',
      'attempt(() => restored.discardInput());',
      '',
      'drains, restores the terminal, throws unread keys away in raw mode, and exits',
    ],
    [
      'after an error the terminal comes first',
      "if (reason.kind === 'error') await restore(way, describeError(reason.error));",
      '',
      'after an error the terminal comes first, then its words, then the rest',
    ],
    [
      'an error ends the process even if stopping hangs',
      "await (reason.kind === 'error' ? withinMs(timers, ERROR_STOP_MS, stopped) : stopped)",
      'await stopped',
      'an error ends the process even if stopping never ends',
    ],
    [
      'the standard streams are muted',
      'mute(host.stdout);\n  mute(host.stderr);\n  host.exit(code);',
      'host.exit(code);',
      'nothing reaches the standard streams after that',
    ],
    [
      'a vanished terminal is heard on every stream',
      "host.stderr.on('error', onGone);",
      '',
      'a terminal that is gone is heard on whichever stream says so first',
    ],
  ]),
];
