import { compileMatch } from '../../engine/output/line-match.ts';

/** The run of the same job that came next. */
export function nextRunOf(runId: number, history: readonly { runId: number }[]): number | undefined {
  const later = history.map((row) => row.runId).filter((id) => id > runId);
  return later.length === 0 ? undefined : Math.min(...later);
}

/** What is wrong with a pattern that was typed. */
export const problemOf = (text: string): string | undefined => {
  const compiled = text === '' ? undefined : compileMatch(text);
  return compiled?.kind === 'bad' ? compiled.because : undefined;
};
