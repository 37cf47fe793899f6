import { readCommandLine, type Specifiers, splitWords, withSpecifiers } from './command-line.ts';
import { lastOf, readTimeSpan, type Unit } from './unit-text.ts';

type Reading = { job: Record<string, unknown>; notes: string[] } | { refused: string };
type Context = { user: string; home: string; unit: string };

const TYPES: ReadonlySet<string> = new Set(['simple', 'exec', 'oneshot', 'idle']);
/** Without these the command would not be the same one. */
const NEEDED = [
  'ExecStartPre',
  'ExecStartPost',
  'ExecCondition',
  'EnvironmentFile',
  'User',
  'RootDirectory',
  'StandardInput',
];
const READ: ReadonlySet<string> = new Set([
  'Type',
  'ExecStart',
  'Environment',
  'WorkingDirectory',
  'SuccessExitStatus',
  'TimeoutStartSec',
  'TimeoutSec',
  'RuntimeMaxSec',
  'StandardOutput',
  'StandardError',
  'SyslogIdentifier',
]);
const LONGEST_MS = 604_800_000;

/** What a service runs, in the fields of a job. */
export function serviceFields(unit: Unit, context: Context): Reading {
  const type = lastOf(unit, 'Service.Type') ?? 'simple';
  if (!TYPES.has(type)) return { refused: `a service of Type=${type} says itself when it is ready; a job ends` };
  const needed = NEEDED.filter((key) => (unit.get(`Service.${key}`) ?? []).length > 0);
  if (needed.length > 0) return { refused: `its ${needed.join('=, ')}= has no counterpart here` };
  const specifiers: Specifiers = { home: context.home, user: context.user, unit: context.unit };
  const command = commandOf(unit, specifiers);
  if ('refused' in command) return command;
  const environment = environmentOf(unit, specifiers);
  if ('refused' in environment) return environment;
  const cwd = directoryOf(unit, specifiers);
  if ('refused' in cwd) return cwd;
  return {
    job: { ...command.job, shell: '/bin/sh', ...environment.job, ...cwd.job, ...limitOf(unit), ...exitCodes(unit) },
    notes: lost(unit),
  };
}

function commandOf(unit: Unit, specifiers: Specifiers): Reading {
  const lines = unit.get('Service.ExecStart') ?? [];
  if (lines.length === 0) return { refused: 'its service has no ExecStart=' };
  const read = lines.map((line) => readCommandLine(line, specifiers));
  const broken = read.find((line) => line.kind === 'refused');
  if (broken?.kind === 'refused') return { refused: broken.reason };
  const commands = read.flatMap((line) => (line.kind === 'command' ? [line.command] : []));
  const [only = ''] = commands;
  const joined = commands.map((command) => (command.includes(' || ') ? `{ ${command}; }` : command)).join(' && ');
  return { job: { payload_message: commands.length === 1 ? only : joined }, notes: [] };
}

function environmentOf(unit: Unit, specifiers: Specifiers): Reading {
  const words = (unit.get('Service.Environment') ?? []).map(splitWords);
  const pairs = words.flatMap((each) => each ?? []).map(({ text }) => withSpecifiers(text, specifiers));
  const broken = pairs.find((pair) => pair.kind === 'refused');
  if (words.includes(undefined)) return { refused: 'its Environment= has a quote that is not closed' };
  if (broken?.kind === 'refused') return { refused: `Environment=: ${broken.reason}` };
  const env = Object.fromEntries(
    pairs.flatMap((pair) => {
      const text = pair.kind === 'filled' ? pair.text : '';
      const at = text.indexOf('=');
      return at < 1 ? [] : [[text.slice(0, at), text.slice(at + 1)] as const];
    }),
  );
  return { job: Object.keys(env).length === 0 ? {} : { env }, notes: [] };
}

function directoryOf(unit: Unit, specifiers: Specifiers): Reading {
  const written = lastOf(unit, 'Service.WorkingDirectory')?.replace(/^-/, '');
  if (written === undefined) return { job: { cwd: specifiers.home }, notes: [] };
  const filled = withSpecifiers(written === '~' ? specifiers.home : written, specifiers);
  if (filled.kind === 'refused') return { refused: `WorkingDirectory=: ${filled.reason}` };
  return { job: { cwd: filled.text }, notes: [] };
}

/** A oneshot is being started as long as it runs. */
function limitOf(unit: Unit): Record<string, unknown> {
  const isOneshot = lastOf(unit, 'Service.Type') === 'oneshot';
  const keys = isOneshot ? ['TimeoutStartSec', 'TimeoutSec'] : ['RuntimeMaxSec'];
  const text = keys.map((key) => lastOf(unit, `Service.${key}`)).find((value) => value !== undefined);
  const ms = text === undefined ? undefined : readTimeSpan(text);
  return ms === undefined || ms < 1_000 ? {} : { run_timeout_ms: Math.min(LONGEST_MS, Math.round(ms)) };
}

function exitCodes(unit: Unit): Record<string, unknown> {
  const codes = (unit.get('Service.SuccessExitStatus') ?? [])
    .flatMap((line) => line.split(/\s+/))
    .filter((word) => /^\d{1,3}$/.test(word))
    .map(Number)
    .filter((code) => code <= 255);
  return codes.length === 0 ? {} : { success_exit_codes: [0, ...codes.filter((code) => code !== 0)] };
}

const LOST_NAMED_MAX = 6;

/** What systemd would do besides running the command. */
function lost(unit: Unit): string[] {
  const keys = [...unit.entries()]
    .filter(([key, values]) => key.startsWith('Service.') && values.length > 0)
    .map(([key]) => key.slice('Service.'.length))
    .filter((key) => !READ.has(key));
  if (keys.length === 0) return [];
  const more = keys.length > LOST_NAMED_MAX ? ` and ${keys.length - LOST_NAMED_MAX} more` : '';
  return [`not kept: ${keys.slice(0, LOST_NAMED_MAX).join(', ')}${more}`];
}
