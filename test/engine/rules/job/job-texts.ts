import { type ParseResult, parseJob } from '../../../../src/engine/rules/job/index.ts';

export const context = { now: Date.UTC(2026, 0, 15, 12), machineZone: 'UTC', allowPast: false };

/** The definition of the least job with these fields; the test fails when it is refused. */
export function aDefinition(fields: Record<string, unknown> = {}) {
  const result = parseJob({ name: 'a', payload_message: 'b', ...fields }, context);
  if (result.kind === 'refused') throw new Error(result.problems.map((problem) => problem.line).join('\n'));
  return result.definition;
}

/** The lines with which the least job with these fields is refused; none when it is taken. */
export function refusalsOf(fields: Record<string, unknown>): string[] {
  return linesOf(parseJob({ name: 'a', payload_message: 'b', ...fields }, context));
}

export function linesOf(result: ParseResult): string[] {
  return result.kind === 'ok' ? [] : result.problems.map((problem) => problem.line);
}

/** What is warned about when the least job with these fields is taken on a machine in Berlin. */
export function warningsOf(fields: Record<string, unknown>): string[] {
  const result = parseJob({ name: 'a', payload_message: 'b', ...fields }, { ...context, machineZone: 'Europe/Berlin' });
  if (result.kind === 'refused') throw new Error(linesOf(result).join('\n'));
  return result.warnings;
}
