export type Setting = { name: string; value: string };

const SETTING_HEAD = /^(?:"([^"=]*)"|'([^'=]*)'|([^\s=]+))\s*=/u;

/** Reads `NAME = value`; undefined when the line is no setting, so that it is read as an entry. */
export function readSetting(text: string): Setting | undefined {
  const match = SETTING_HEAD.exec(text);
  if (match === null) return undefined;
  const value = readValue(text.slice(match[0].length).trim());
  return value === undefined ? undefined : { name: match[1] ?? match[2] ?? match[3] ?? '', value };
}

// Quotes must close and nothing may follow them. A bare `NAME=` is an error to cron, but nobody can mean anything
// else by it than the empty value.
function readValue(text: string): string | undefined {
  const quote = text[0];
  if (quote !== '"' && quote !== "'") return text;
  return text.indexOf(quote, 1) === text.length - 1 && text.length > 1 ? text.slice(1, -1) : undefined;
}

/** Whether every shell takes it as the name of an environment variable. */
export const isVariableName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);

/** Variables that say whom cron sends its mail, and how. */
export const MAIL_VARIABLES: ReadonlySet<string> = new Set([
  'MAILTO',
  'MAILFROM',
  'CONTENT_TYPE',
  'CONTENT_TRANSFER_ENCODING',
]);

/** Names with it are the engine's own words to a run. */
export const ENGINE_PREFIX = 'OPENCLAW_';

const FOR_CRON = new Set(['SHELL', 'CRON_TZ', 'RANDOM_DELAY', 'LOGNAME', 'USER', ...MAIL_VARIABLES]);

/** Whether a variable is given to the command, and neither meant for cron nor set by it. */
export const isPassedOn = (name: string): boolean => !FOR_CRON.has(name) && !name.startsWith(ENGINE_PREFIX);
