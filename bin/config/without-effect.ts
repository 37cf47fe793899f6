import type { Config } from './config-schema.ts';

/** Known and checked, and acted on by nobody yet. */
const IDLE = ['gateway', 'hooks', 'metrics'] as const;

/** Which configured keys change nothing, in one line; who set them waits for something that will not come. */
export function withoutEffect(config: Config): string | undefined {
  const set = IDLE.filter((key) => Object.keys(config[key] ?? {}).length > 0);
  const [first, ...others] = set;
  if (first === undefined) return undefined;
  const last = others.pop();
  if (last === undefined) return `${first} in the configuration has no effect yet`;
  return `${[first, ...others].join(', ')} and ${last} in the configuration have no effect yet`;
}
