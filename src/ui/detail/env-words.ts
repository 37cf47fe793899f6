/** Where the value of each variable comes from; the value itself is never shown. */
export function spelledEnv(env: unknown): Map<string, string> {
  if (typeof env !== 'object' || env === null || Array.isArray(env)) return new Map();
  return new Map(Object.entries(env).map(([name, value]) => [name, sourceOf(value)]));
}

function sourceOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return 'a value';
  if ('from_file' in value) return `from file ${String(value.from_file)}`;
  return 'from_env' in value ? `from env ${String(value.from_env)}` : 'a value';
}
