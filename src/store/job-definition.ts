import { type JobDefinition, jobDefinitionSchema } from './nouns/job-fields.ts';

export type DefinitionReading = { kind: 'ok'; definition: JobDefinition } | { kind: 'unreadable'; problem: string };

/** A definition as it is stored, or in one line what is wrong with it first. */
export function readDefinition(text: string): DefinitionReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'unreadable', problem: 'its definition is no JSON' };
  }
  const parsed = jobDefinitionSchema.safeParse(value);
  if (parsed.success) return { kind: 'ok', definition: parsed.data };
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  const what = (issue?.message ?? 'not valid').replace(/\s+/g, ' ').slice(0, PROBLEM_CHARACTERS_MAX);
  return { kind: 'unreadable', problem: `its definition: ${field === '' ? '' : `${field}: `}${what}` };
}

const PROBLEM_CHARACTERS_MAX = 120;
