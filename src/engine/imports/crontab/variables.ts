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
