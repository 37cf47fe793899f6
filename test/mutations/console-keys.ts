import { inFile } from './mutation.ts';

const GESTURES = 'test/ui/state/gestures.test.ts';
const WAKING = 'test/ui/state/waking.test.ts';
const KEYS = 'test/ui/state/accidents.test.ts';
const ARM = 'test/ui/state/arm.test.ts';

/** When keys count in a sheet, and what they do there. */
export const CONSOLE_KEYS = [
  ...inFile('src/ui/state/arm.ts', ARM, [
    [
      'arm: the answer is to the newest question',
      "(arm.kind === 'asked' || arm.kind === 'sent') && arm.question === question ? { kind: 'answered', at }",
      "arm.kind === 'asked' || arm.kind === 'sent' ? { kind: 'answered', at }",
      'a question that is asked anew makes the answer to the one before worthless',
    ],
    [
      'arm: an ignored key begins the settling again',
      'return Math.max(arm.at, lastKeyAt) + settleMs;',
      'return arm.at + settleMs;',
      '300 ms after an ignored key',
    ],
    [
      'arm: a minute without a key puts it to sleep',
      'return Math.max(arm.at, lastKeyAt) + ASLEEP_AFTER_MS;',
      'return undefined;',
      'a minute after it was armed',
    ],
    [
      'arm: a terminal that answers nothing is waited for',
      'Math.max(arm.at + UNANSWERED_MS, lastKeyAt + settleMs)',
      'Math.max(arm.at, lastKeyAt) + settleMs',
      'without any answer the sheet arms by time alone, not before',
      KEYS,
    ],
    [
      'arm: what is asleep is woken by a key alone',
      "arm.kind === 'asleep' ? arm : { kind: 'asked', question }",
      "({ kind: 'asked', question })",
      '%s: asked %s, sent %s, answered %s, an answer to another question %s',
    ],
  ]),
  ...inFile('src/ui/state/arming.ts', KEYS, [
    [
      'disarmed: the focus goes back',
      'return { ...atFirstFocus(sheet), arm:',
      'return { ...sheet, arm:',
      '%s puts the focus back and asks again',
    ],
    [
      'a key before its time is remembered',
      'const touched = { ...sheet, lastKeyAt: now };',
      'const touched = sheet;',
      'a key that comes too early starts the 300 ms again',
    ],
    [
      'the key that wakes a sheet does nothing else',
      "return { sheet: { ...touched, arm: { kind: 'unsent' } }, effects: [request(sheet)] };",
      "return { sheet: { ...touched, arm: { kind: 'armed', at: now } }, effects: [] };",
      'a minute without a key: the next key only wakes it',
    ],
    [
      'a sheet that falls asleep has its focus where it began',
      "return arm.kind === 'asleep' ? { ...disarmed(sheet), arm, dozed: true } : { ...sheet, arm };",
      'return { ...sheet, arm };',
      'a minute without a key: the next key only wakes it',
    ],
    [
      'a sheet that was drawn otherwise takes no letter before it is armed',
      'disarmed({ dozed: _, ...sheet }: Sheet)',
      'disarmed(sheet: Sheet)',
      'none is kept for a sheet that was drawn otherwise',
      WAKING,
    ],
  ]),
  ...inFile('src/ui/state/sheet-keys.ts', KEYS, [
    [
      'keys count only when the sheet is armed',
      "if (sheet.arm.kind !== 'armed') {\n    const ignored = ignoredKey(sheet, event.now);",
      'if (sheet.seenLast === undefined) {\n    const ignored = ignoredKey(sheet, event.now);',
      'type-ahead before a sheet is armed never decides',
    ],
    [
      'a reason loses no letter to a pause',
      "sheet.dozed === true && isText && field?.draft === 'kept' ? typed(sheet, field, name) : sheet",
      'sheet',
      'what is typed into a reason stands there whole',
      WAKING,
    ],
    [
      'what confirms is not typed before the sheet is armed',
      "sheet.dozed === true && isText && field?.draft === 'kept'",
      'sheet.dozed === true && isText && field !== undefined',
      'a name that confirms is not typed before the sheet is armed again',
      WAKING,
    ],
    [
      'a paste counts only when the sheet is armed',
      "if (sheet.arm.kind !== 'armed') {\n    const ignored = ignoredKey(sheet, now);\n    return withSheet(view, ignored.sheet, ignored.effects);\n  }\n  const touched: Sheet = { ...sheet, lastKeyAt: now };",
      'const touched: Sheet = { ...sheet, lastKeyAt: now };',
      'a paste before the sheet is armed writes nothing and begins the 300 ms again',
      GESTURES,
    ],
    [
      'Enter twice within 120 ms is one',
      'if (isDouble) return withSheet(view, pressed);',
      '',
      'Enter twice within 120 ms is one: a bouncing key does not approve',
    ],
    [
      'Enter leaves a field only when it is right',
      'if (!takesEnter(sheet, field)) return sheet;',
      '',
      'Enter in an empty note does nothing',
      GESTURES,
    ],
    [
      'a button that is off presses nothing',
      'if (!isButtonOn(sheet, button)) return withSheet(view, sheet);',
      '',
      'a wrong name steps nowhere, and the button stays off',
    ],
    [
      'after the decision the sheet is disarmed',
      'return withSheet(view, disarmed(sheet), [...pressed.effects, request(sheet)]);',
      'return withSheet(view, sheet, [...pressed.effects]);',
      'a second Enter behind the one that decided decides nothing more',
      GESTURES,
    ],
    [
      'a second Ctrl-C waits until the sheet is armed',
      "if (sheet.arm.kind === 'armed') return { view, effects: [{ kind: 'leave', how: 'stop'",
      "if (sheet.arm.kind !== 'asleep') return { view, effects: [{ kind: 'leave', how: 'stop'",
      'a second Ctrl-C counts only when that sheet is armed, and ends like SIGINT',
    ],
    [
      'Esc works before it is armed',
      "if (event.name === 'Escape') return still(closeSheet(view));",
      "if (event.name === 'Escape' && view.sheet.arm.kind === 'armed') return still(closeSheet(view));",
      'Esc always works, also before it is armed',
    ],
    [
      'what was typed is kept when the sheet closes',
      'drafts: withDraft(view.drafts, sheet)',
      'drafts: view.drafts',
      'a reason survives Esc until its item is decided',
    ],
  ]),
  ...inFile('src/ui/state/sheet-controls.ts', KEYS, [
    [
      'Approve waits for the last line',
      '(sheet.seenLast || kindOf(sheet.item).needsNoEnd?.(sheet.item) === true) &&\n',
      '',
      'Approve stays off until the last line was on the screen',
    ],
    [
      'the deciding button waits for every field',
      '  fieldsOf(sheet).every((field) => isRight(sheet, field));\n\nexport function isButtonOn',
      '  true;\n\nexport function isButtonOn',
      'a wrong name steps nowhere, and the button stays off',
    ],
    [
      'a name that was typed is asked for each time',
      "field.draft === 'kept' && ",
      '',
      'a name that was typed is not: it is asked for each time',
    ],
    [
      'while a bulk goes on there is no button',
      "if (sheet.stage.kind === 'bulk' && sheet.stage.state === 'going') return [];",
      '',
      'while many are being done no key but Esc does anything, however long the sheet has been seen',
      GESTURES,
    ],
    [
      'what somebody else decided has no button but back',
      "...(sheet.stage.kind === 'refused' ? [] : buttons(sheet))",
      '...buttons(sheet)',
      'what somebody else decided is decided by no button any more',
      GESTURES,
    ],
  ]),
  ...inFile('src/ui/state/sheet-text.ts', KEYS, [
    [
      'a name is not pasted',
      "if (field.paste === 'refused') return sheet;",
      '',
      'a paste into the field of a high risk is refused',
    ],
    [
      'a paste is one line of text',
      "text.replace(/\\s+/g, ' ').slice(0, Math.max(0, mostOf(field) - old.length))",
      'text.slice(0, Math.max(0, mostOf(field) - old.length))',
      'a paste into a reason is text without its line ends, and no Enter',
    ],
  ]),
];
