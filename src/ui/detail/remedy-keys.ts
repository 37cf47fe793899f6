import { asArgument } from '../../engine/rules/why/words.ts';
import type { Scene } from '../scene.ts';
import { KEYBOARD } from '../state/actions/table.ts';

/** Commands about the job that is looked at, and the action that does the same here. */
const COMMANDS = [
  ['jobs enable', 'enable'],
  ['jobs run', 'run'],
  ['resume', 'resume'],
] as const;

/** What changes it, by keys where there are any: who looks at this screen has no command line at hand. */
export function remedyInKeys(
  remedy: string,
  jobName: string,
  { keyboard = KEYBOARD }: Pick<Scene, 'keyboard'>,
): string {
  return COMMANDS.reduce(
    (text, [command, actionId]) =>
      text.replace(wholeWords(`${command} ${asArgument(jobName)}`), () => keyboard.nameOf(actionId)),
    remedy,
  );
}

/** A longer name that begins with this one is another job. */
const wholeWords = (text: string): RegExp =>
  new RegExp(`(?<![^ ])${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?=[ ,;]|$)`, 'g');
