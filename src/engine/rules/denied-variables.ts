/**
 * Our own variables, npm's and those of a service manager: no run is given them, whatever it asks for. The gateway's token is
 * refused by name where somebody asks for it.
 */
const ALWAYS: readonly string[] = [
  'OPENCLAW_TUI_*',
  'OPENCLAW_GATEWAY_PASSWORD',
  'npm_*',
  'NOTIFY_SOCKET',
  'WATCHDOG_*',
];

type Env = Readonly<Record<string, string | undefined>>;

/** What of our surroundings a run may see or ask for. In a pattern `*` stands for any characters, `?` for one. */
export function withoutDenied(own: Env, patterns: readonly string[]): Env {
  const denied = [...ALWAYS, ...patterns].map(expressionOf);
  return Object.fromEntries(Object.entries(own).filter(([name]) => !denied.some((pattern) => pattern.test(name))));
}

const expressionOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  );
