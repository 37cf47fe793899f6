import { asArgument } from '../../engine/rules/why/words.ts';
import type { Scene } from '../scene.ts';
import { KEYBOARD } from '../state/actions/table.ts';

/** Commands about the job that is looked at, and the action that does the same here. */
const COMMANDS = [
  ['jobs enable', 'enable'],
  ['jobs run', 'run'],
  ['resume', 'resume'],
] as const;

type NameOf = (actionId: string) => string;

/** What is done elsewhere on this screen; it is not about the row that is selected. */
const ELSEWHERE: readonly (readonly [RegExp, (nameOf: NameOf) => string])[] = [
  [/\bruns (?:follow|output) \d+/g, () => 'the tab Output'],
  [/\bruns cancel \d+/g, (nameOf) => `${nameOf('cancel')} in 2 Runs`],
  [
    /\bapprovals approve \d+(?: --confirm .+?)? or approvals reject \d+/g,
    (nameOf) => `${nameOf('go-to')} leads to it: ${nameOf('approve')} approves, ${nameOf('reject')} rejects`,
  ],
  [/\bresume(?: --(?:pool|tag) .+?)?(?= ends the pause)/g, (nameOf) => nameOf('resume')],
  [
    /\bjobs run .+? starts its parent now$/g,
    (nameOf) => `${nameOf('go-to')} leads to its parent, and ${nameOf('run')} there starts it`,
  ],
  [/\balerts list shows/g, () => '4 Alerts shows'],
  [/\balerts list says/g, () => '4 Alerts says'],
];

/** What changes it, by keys where there are any: who looks at this screen has no command line at hand. */
export function remedyInKeys(
  remedy: string,
  jobName: string,
  { keyboard = KEYBOARD }: Pick<Scene, 'keyboard'>,
): string {
  const here = COMMANDS.reduce(
    (text, [command, actionId]) =>
      text.replace(wholeWords(`${command} ${asArgument(jobName)}`), () => keyboard.nameOf(actionId)),
    remedy,
  );
  return ELSEWHERE.reduce((text, [command, said]) => text.replace(command, () => said(keyboard.nameOf)), here);
}

/** A longer name that begins with this one is another job. */
const wholeWords = (text: string): RegExp =>
  new RegExp(`(?<![^ ])${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?=[ ,;]|$)`, 'g');
