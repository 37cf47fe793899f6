// Draws docs/keys.md from the table of actions: `npx node scripts/key-list.ts` writes it, a test compares.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { groupsOf, SHEET_NOTES } from '../src/ui/help/help-list.ts';
import type { Action } from '../src/ui/state/actions/action.ts';
import { keysOf, writtenKey } from '../src/ui/state/actions/keyboard.ts';
import { KEYBOARD } from '../src/ui/state/actions/table.ts';

const PAGE = fileURLToPath(new URL('../docs/keys.md', import.meta.url));

const INTRODUCTION = `# Keys

The same list is behind \`?\` in the console, with what is off just now and why; \`/\` looks for something in it. \`…\` opens a sheet, where nothing is decided before it was seen; \`:\` finds every action by a few letters of its title, or by what other tools call it (\`quit\`, \`kill\`, \`import crontab\`). In \`ui.keys\` of the configuration an action gets other keys by its id: [cli.md](cli.md#configuration).

This page is drawn from the table by which the keys work: \`npx node scripts/key-list.ts\`.
`;

/** The page as it has to be. */
export function keysPage(): string {
  const groups = groupsOf(KEYBOARD).map(({ head, actions }) => {
    const rows = actions.map(
      (action) => `| ${keyCell(action)} | ${action.title} | \`${action.id}\` | ${commandCell(action)} |`,
    );
    return [`## ${sentence(head)}`, '', '| key | does | id | the same in a shell |', '|---|---|---|---|', ...rows].join(
      '\n',
    );
  });
  const notes = SHEET_NOTES.map(({ keys, title }) => `| ${keys} | ${title} |`);
  const sheets = ['## Where something is asked', '', '| key | does |', '|---|---|', ...notes].join('\n');
  return `${[INTRODUCTION, ...groups, sheets].join('\n\n').replace(/\n{3,}/g, '\n\n')}\n`;
}

function keyCell(action: Action): string {
  const more = action.opens === undefined ? '' : '…';
  return action.keys.map((key) => `${code(writtenKey(key))}${more}`).join(' ') || keysOf(action) || '–';
}

/** Bars would end the cell, and a backtick the code. */
const code = (key: string): string => `\`${key.replace('|', '\\|')}\``;
const commandCell = ({ command }: Action): string => (command === undefined ? '' : code(command));
const sentence = (head: string): string => head.slice(0, 1) + head.slice(1).toLowerCase();

if (import.meta.main) writeFileSync(PAGE, keysPage());
