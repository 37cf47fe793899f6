import { RE2JS } from 're2js';
import type { RunOutput } from '../../store/nouns/run.ts';
import type { Condition, ConditionAnswer } from '../rules/children.ts';

/**
 * D-69. What the output on record says to a condition, for an attempt that turns out to have been the last. The files may
 * be gone by then, so where only a part was kept and does not answer, nobody knows.
 */
export function meetsOnRecord(output: RunOutput | undefined, condition: Condition): ConditionAnswer {
  const { stdout = '', stderr = '', stdoutCut = false, stderrCut = false } = output ?? {};
  const cut = stdoutCut || stderrCut;
  try {
    if ([stdout, stderr].some((text) => isIn(text, condition, cut))) return { kind: 'met' };
  } catch (error) {
    return { kind: 'failed', because: error instanceof Error ? error.message : String(error) };
  }
  return cut ? { kind: 'failed', because: 'only a part of the output was kept' } : { kind: 'unmet' };
}

/** A byte takes each instruction of a pattern at most some 15 ns: a tenth of a second, once. */
const STEPS_MAX = 6_000_000;

function isIn(text: string, condition: Condition, cut: boolean): boolean {
  if (condition.kind === 'contains') return text.includes(condition.text);
  // A pattern may mean the end, which is not there.
  if (cut) return false;
  const compiled = RE2JS.compile(condition.pattern);
  if (text.length * compiled.programSize() > STEPS_MAX) throw new Error('the output is too long for this pattern');
  return compiled.matcher(text).find();
}
