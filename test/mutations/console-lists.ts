import { inFile } from './mutation.ts';

const FILTER = 'test/ui/filter/parse.test.ts';
const COLUMNS = 'test/ui/panels/columns.test.ts';
const FOLLOW = 'test/ui/output/follow.test.ts';
const LISTS = 'test/ui/state/lists.test.ts';

/** What a list shows, in which columns and order, what is followed, and what colours say. */
export const CONSOLE_LISTS = [
  ...inFile('src/ui/filter/matches.ts', FILTER, [
    ['filter: a term is negated', 'isMet(term, facts) !== term.negated', 'isMet(term, facts)', '%s: %s'],
    ['filter: all terms are met', 'terms.every(', 'terms.some(', '%s: %s'],
    ['filter: a number is meant whole', "if (field === 'exit') return value === wanted;", '', '%s: %s'],
    ['filter: letters far apart are no word', 'const FUZZY_LEAST = 0.3;', 'const FUZZY_LEAST = 0;', '%s: %s'],
    [
      'filter: a value is meant from its beginning',
      "return field === 'job' ? value.includes(wanted) : value.startsWith(wanted);",
      'return value.includes(wanted);',
      '%s: %s',
    ],
    [
      'filter: capitals make no difference',
      'return text.toLowerCase().includes(term.text);',
      'return text.includes(term.text);',
      'capitals make no difference, neither in what is typed nor in the row',
    ],
  ]),
  ...inFile('src/ui/filter/parse.ts', FILTER, [
    [
      'filter: so many terms at most',
      '.slice(0, TERMS_MAX)',
      '',
      'of very many terms the first sixteen count, of a very long one two hundred letters',
    ],
    [
      'filter: a field that does not exist is told',
      'if (field === undefined) {',
      "if (field === undefined) return { kind: 'word', text };\n  if (field === undefined) {",
      'a field that does not exist is named, with the nearest; a time of day is none',
    ],
    [
      'filter: a field without a value asks nothing yet',
      "return value === '' ? undefined : { kind: 'field', field, value };",
      "return { kind: 'field', field, value };",
      'a pattern may be half typed',
    ],
    [
      'filter: a pattern has blanks',
      'text.match(/!?\\/(?:\\\\.|[^/\\\\])*(?:\\/|\\\\?$)|(?:',
      'text.match(/(?:',
      'a pattern may be half typed',
    ],
  ]),
  ...inFile('src/ui/filter/facts.ts', FILTER, [
    ['filter: what went wrong is failed', "...(FAILED.has(status) ? ['failed'] : [])", '', '%s: %s'],
  ]),
  ...inFile('src/ui/layout/table.ts', COLUMNS, [
    [
      'columns leave in their order',
      '.sort((a, b) => (a.leaves ?? 0) - (b.leaves ?? 0))[0];',
      '.sort((a, b) => (b.leaves ?? 0) - (a.leaves ?? 0))[0];',
      'times, numbers, states and ids are whole, and columns leave in their order',
    ],
    [
      'what must be whole is never cut',
      'return column.whole === true ? Math.max(column.width, want) : column.width;',
      'return column.width;',
      'what is never cut is wider than its width where a shown row needs that',
      'test/ui/layout/table.test.ts',
    ],
    [
      'a column takes over for one that has left',
      'column.without === undefined || columns.some(({ head }) => head === column.without?.head)',
      'column.without === undefined || columns.length > 0',
      'a column that takes over for one that has left does so only then',
      'test/ui/layout/table.test.ts',
    ],
    [
      'names grow before schedules',
      'growing.sort((a, b) => (a.grows ?? 0) - (b.grows ?? 0))',
      'growing.sort((a, b) => (b.grows ?? 0) - (a.grows ?? 0))',
      'names grow before what stands beside them',
      'test/ui/layout/table.test.ts',
    ],
    [
      'a usual name is whole before the usual time stays',
      'return leaves <= LEAVES_SOON ? GROWN_MOST : GROWN_LEAST;',
      'return GROWN_LEAST;',
      'in a list of 80 columns the usual time leaves sooner than a name of 21 is cut',
    ],
    [
      'one long name leaves room for what came of it',
      'Math.max(spare - wishOf(last), GROWN_MOST - least(column))',
      'spare',
      'one long name leaves room for what came of it',
      'test/ui/layout/table.test.ts',
    ],
  ]),
  ...inFile('src/ui/output/follow.ts', FOLLOW, [
    [
      'follow: the last row’s key follows again',
      "if (move === 'last') return undefined;",
      "if (move === 'last') return paused;",
      'the last row’s own key follows again',
    ],
    [
      'follow: moving down goes on following',
      'if (rows.length === 0 || (paused === undefined && by > 0)) return paused;',
      'if (rows.length === 0) return paused;',
      'moving down while following goes on following',
    ],
    [
      'follow: what came since is counted from where it stopped',
      'const seen = paused?.seen ?? read.size;',
      'const seen = read.size;',
      'what came is counted from where following stopped, however the cursor moves since',
    ],
    [
      'follow: the cursor keeps its row',
      'return Math.max(0, Math.min(last, at - rowIn(paused.row, at, read)));',
      'return last;',
      'what comes never moves what is looked at',
    ],
    [
      'follow: the cursor is inside the view',
      'return Math.max(Math.min(least, at), Math.min(row, room - 1, at));',
      'return row;',
      'whatever is pressed, the cursor is on the screen and the view inside what there is',
    ],
  ]),
  ...inFile('src/ui/state/data-arrived.ts', LISTS, [
    [
      'lists: the cursor stays on its item',
      'const at = positionOf(items, read === undefined ? list : { ...list, key: read });',
      'const at = Math.max(0, Math.min(oldAt, items.length - 1));',
      'the selection follows the item when new rows come above it',
    ],
    [
      'lists: what left stays on its row',
      'const items = itemsOf(page, { ghosts });',
      'const items = itemsOf(page, { ghosts: [] });',
      'an item that leaves stays on its row with what became of it, and a on it decides nothing',
    ],
    [
      'lists: what left goes after ten seconds',
      'at - goneAt >= GHOST_MS &&',
      'at < goneAt &&',
      'it goes after ten seconds, and the cursor is on the row that takes its place',
    ],
    [
      'lists: a new approval tells and moves nothing',
      'const follows = FEEDS.has(id) && !focused &&',
      'const follows = FEEDS.has(id) &&',
      'in a feed with the focus nothing moves under the cursor, and g goes to the newest',
    ],
  ]),
  ...inFile('src/ui/theme/tokens.ts', 'test/ui/theme/palette.test.ts', [
    [
      'theme: what is written has contrast',
      "muted: { hex: '#94A0AE'",
      "muted: { hex: '#64707E'",
      '%s: everything written has contrast, and every kind of sight tells text and states apart',
    ],
    [
      'theme: every sight tells states apart',
      "fail: { hex: '#F47348'",
      "fail: { hex: '#60F080'",
      '%s: everything written has contrast, and every kind of sight tells text and states apart',
    ],
    [
      'theme: on the selected row too',
      "sel: { hex: '#233247'",
      "sel: { hex: '#5A6C86'",
      '%s: everything written has contrast, and every kind of sight tells text and states apart',
    ],
    [
      'theme: never bright black',
      "const dim: Basic = { kind: 'dim' };",
      "const dim: Basic = named('blackBright');",
      '16 colours never use bright black',
    ],
  ]),
  ...inFile('src/ui/sheets/sheet-layout.ts', 'test/ui/picture-colours.test.ts', [
    [
      'colours: armed does not shout',
      "if (word === 'armed' || word === 'normal risk') return span(part.text);",
      "if (word === 'normal risk') return span(part.text);",
      'the sheet at normal risk, row %i: %s has the colour that the picture says',
    ],
  ]),
  ...inFile('src/ui/detail/approval-facts.ts', 'test/ui/picture-colours.test.ts', [
    [
      'colours: what goes is muted',
      "executable(before, columns, 'muted')",
      'executable(before, columns)',
      'the sheet at normal risk, row %i: %s has the colour that the picture says',
    ],
    [
      'colours: what comes is text but for the changed word',
      "executable(after, columns), change.afterWords, 'ok'",
      "executable(after, columns, 'ok'), change.afterWords, 'ok'",
      'the sheet at normal risk, row %i: %s has the colour that the picture says',
    ],
  ]),
  ...inFile('src/ui/components/row.tsx', 'test/ui/components/row.test.tsx', [
    [
      'row: too wide stays one',
      '<Text wrap="truncate">',
      '<Text wrap="wrap">',
      'a row that is too wide for the terminal stays one row, also with characters of two columns',
    ],
    [
      'row: drawn only for its own change',
      'useStore(frame, (state) => state.lines[index])',
      'useStore(frame).lines[index]',
      'a row is drawn again when it has changed, and not when another one has',
    ],
  ]),
  ...inFile('src/ui/layout/span-style.ts', 'test/ui/components/row.test.tsx', [
    [
      'row: the selected one has a background',
      'part.sel ? theme.paintSelected(token) : theme.paint(token)',
      'theme.paint(token)',
      'the selected row has its background from its first cell to its last, blanks included',
    ],
  ]),
  ...inFile('src/ui/console/refresh.ts', 'test/ui/console/freeze.test.ts', [
    [
      'frozen: what happens is told',
      'readCounters(options, readStill(options, view, old, now), now)',
      'readCounters(options, old, now)',
      'a frozen screen tells by name what failed, who asks, and which run an answer started',
    ],
    [
      'frozen: what left stays when the lists go on',
      'fates: sameLists ?',
      'fates: sameLists && state.view.frozen !== undefined ?',
      'what left its list meanwhile stays on its row with its result when the lists go on: no key meets its neighbour',
    ],
  ]),
  ...inFile('src/ui/console/read-data.ts', 'test/ui/console/freeze.test.ts', [
    [
      'what asks is told: a filter hides none',
      'withHidden(options, view, fresh)',
      'fresh',
      'what asks is told also where a filter of its list or ! hides it',
    ],
  ]),
];
