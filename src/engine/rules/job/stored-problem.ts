import { checkCron } from '../schedule/index.ts';
import { isFields } from './parse-job.ts';

/**
 * What is wrong with a definition as it stands in the database, in one line. No command stores such a one: a hand, a bad
 * disk or another version did, and a screen shows the job all the same.
 */
export function storedProblem(definition: unknown, seed: string): string | undefined {
  if (!isFields(definition)) return 'definition: is no JSON object';
  if (typeof definition.payload_message !== 'string') return 'definition: says nothing to run';
  if (definition.schedule_kind !== 'cron') return undefined;
  const { schedule_cron: expression, schedule_tz: zone } = definition;
  const checked = checkCron(String(expression ?? '@manual'), String(zone ?? 'UTC'), seed);
  if (checked.kind === 'ok') return undefined;
  return checked.reason.startsWith('zone: ') ? checked.reason : `cron: ${checked.reason}`;
}

/** The same of the stored text; a very long one is not read for a list. */
export function storedTextProblem(text: string, seed: string): string | undefined {
  const known = problems.get(text);
  if (known !== undefined) return known === '' ? undefined : known;
  const problem = storedProblem(parsed(text), seed);
  if (problems.size >= REMEMBERED_MAX) problems.clear();
  problems.set(text, problem ?? '');
  return problem;
}

// A list is read four times a second, and hardly a definition is another one then.
const problems = new Map<string, string>();
const REMEMBERED_MAX = 500;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What it is not is what the caller tells.
    return undefined;
  }
}
