import { blank, type Line, span } from '../layout/line.ts';
import { cleanLine, spellOut } from '../text/sanitise.ts';
import { cutRight, wrapText } from '../text/width.ts';

/** What moving a job from another scheduler to here would do; `line` is absent where the crontab has none of it to change. */
export type CronMove = {
  jobId: string;
  jobName: string;
  schedule: string;
  line?: { number: number; before: string; after: string };
  /** Why there is no line: it was commented out before, it is gone, the crontab cannot be read. */
  because?: string;
  /** Another scheduler than cron has it, which only its owner can switch off. */
  elsewhere?: Elsewhere;
};

/** `isOff`: it says itself that it does not run it; `stop`: the command that makes it so. */
export type Elsewhere = { who: 'OpenClaw' | 'systemd'; isOff: boolean; stop: string };

/** The difference of the crontab, whole, and what follows from it; or what has to be done elsewhere. */
export function moveRows({ jobName, schedule, line, because, elsewhere }: CronMove, width: number): Line[] {
  const name = cleanLine(jobName);
  if (elsewhere !== undefined) return elsewhereRows(name, cleanLine(schedule), elsewhere, width);
  if (line === undefined) {
    return [
      [],
      ...sentence(`The crontab is not changed: ${cleanLine(because ?? 'it has no such line')}.`, width),
      ...sentence(`${name} starts here by ${cleanLine(schedule)}; look that nothing else runs it.`, width),
    ];
  }
  return [
    [],
    ...sentence(`Cron stops running ${name}, and it starts here by ${cleanLine(schedule)}.`, width),
    [],
    [blank(1), span(cutRight(`CRONTAB  line ${line.number}`, width - 2), 'muted')],
    ...signed('−', line.before, 'muted', width),
    ...signed('+', line.after, undefined, width),
    [],
    ...sentence('The rest of the crontab stays as it is. Nothing that was missed is run.', width),
  ];
}

function elsewhereRows(name: string, schedule: string, { who, isOff, stop }: Elsewhere, width: number): Line[] {
  const here = `It starts here by ${schedule}. Nothing that was missed is run.`;
  if (isOff)
    return [
      [],
      ...sentence(`${who} has ${name} switched off, so nothing runs it twice.`, width),
      [],
      ...sentence(here, width),
    ];
  return [
    [],
    ...warning(`${who} runs ${name} too, and goes on: started here as well, it runs twice each time.`, width),
    [],
    [blank(1), span('FIRST', 'muted')],
    ...signed('$', stop, undefined, width),
    [],
    ...sentence(`${here} ${who} itself is not changed from here.`, width),
  ];
}

const warning = (text: string, width: number): Line[] =>
  wrapText(text, width - 4).lines.map(
    (line, index): Line => [blank(1), span(index === 0 ? '! ' : '  ', 'warn'), span(line.trim(), 'warn')],
  );

const sentence = (text: string, width: number): Line[] =>
  wrapText(text, width - 2).lines.map((line): Line => [blank(1), span(line.trim())]);

function signed(mark: string, text: string, token: 'muted' | undefined, width: number): Line[] {
  return wrapText(spellOut(text), width - 7).lines.map(
    (line, index): Line => [blank(3), span(index === 0 ? mark : ' ', token), blank(1), span(line, token)],
  );
}
