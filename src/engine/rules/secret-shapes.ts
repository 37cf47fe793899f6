import type { EnvValue, JobDefinition } from '../../store/nouns/job-fields.ts';

const HIDDEN = '[redacted]';

/** None of them reaches across a quote, so that a line of JSON stays one. */
const SHAPES: readonly [shape: RegExp, shown: string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?="|$))/g, HIDDEN],
  [
    /\b((?:proxy-)?authorization|x-api-key|x-auth-token|cookie)(\\?["']?\s*[:=]\s*\\?["']?)[^"'\\\r\n]+/gi,
    `$1$2${HIDDEN}`,
  ],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/g, `$1 ${HIDDEN}`],
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@"'\\]*):[^\s@/"'\\]+@/gi, `$1:${HIDDEN}@`],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, HIDDEN],
  [/\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-)[\w-]{16,}/g, HIDDEN],
  [/\b(\w*(?:token|secret|password|passwd|api_?key|access_?key)\w*=)(?!\*\*\*)[^\s"'\\&;,]+/gi, `$1${HIDDEN}`],
  [/(\\?"\w*(?:token|secret|password|api_?key)\\?"\s*:\s*\\?")[^"\\]+/gi, `$1${HIDDEN}`],
];

/** A message of ours without what looks like a secret: errors of libraries and answers of others quote what they were given. */
export const hideSecretShapes = (text: string): string =>
  SHAPES.reduce((shown, [shape, instead]) => shown.replace(shape, instead), text);

const SECRET_NAME =
  /TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY|(?:^|_)(?:KEY|PASS|AUTH)$|_PWD$/i;

/** Whether a value that is written out in a job is likely one that should not be. */
export const looksSecret = (name: string, value: EnvValue): boolean =>
  typeof value === 'string' && value !== '' && (SECRET_NAME.test(name) || hideSecretShapes(value) !== value);

/** The variables of a job as they may be shown: written values that look secret are not. */
export const shownEnv = (env: Readonly<Record<string, EnvValue>>): Record<string, EnvValue> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, looksSecret(name, value) ? HIDDEN : value]));

export const shownDefinition = <Some extends Partial<JobDefinition>>(definition: Some): Some =>
  definition.env === undefined ? definition : { ...definition, env: shownEnv(definition.env) };

/** What is said of written values that look secret, before they are stored. */
export const writtenSecretWarnings = (env: Readonly<Record<string, EnvValue>>): string[] =>
  Object.entries(env)
    .filter(([name, value]) => looksSecret(name, value))
    .map(
      ([name]) =>
        `env ${name}: looks like a secret and is stored as written; {"from_file":"/path"} or {"from_env":"NAME"} keeps it out of the database, and out of what its runs print`,
    );
