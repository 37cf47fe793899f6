import { join, resolve } from 'node:path';
import { type CommandAnswer, type ServiceMachine, serviceMachine } from '../../../src/engine/ports/service.ts';
import {
  AGENT_LABEL,
  homeOfService,
  launchdAgent,
  launchdState,
  type ServicePlan,
  type ServiceState,
  SHOWN_PROPERTIES,
  systemdState,
  systemdUnit,
  UNIT_NAME,
} from '../../../src/engine/rules/service-unit.ts';
import { limitsOf } from '../../compose.ts';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';

/** The small young generation that the program's first line asks for. */
const NODE_FLAGS = ['--max-semi-space-size=4'];

/** What the command works on: this machine's manager, what its definition should be, and what is there. */
export type Service = {
  machine: ServiceMachine;
  plan: ServicePlan;
  text: string;
  installed:
    | { kind: 'nothing' }
    /** By somebody else, with our name. */
    | { kind: 'foreign' }
    | { kind: 'ours'; home: string; isCurrent: boolean };
};

export function openService(context: Context): Service {
  const { host, settings } = context;
  const { graceMs } = limitsOf(settings, {});
  const names = { unit: UNIT_NAME, label: AGENT_LABEL };
  const machine = serviceMachine({ platform: process.platform, env: host.env, homeDir: host.homeDir }, names, graceMs);
  if (machine === undefined) {
    throw new Failure(
      'refused',
      'no-service-manager',
      `no service on ${process.platform}: we know systemd and launchd`,
      {
        hint: 'let your own manager start openclaw-tui --no-ui --wait',
      },
    );
  }
  const plan = planOf(context, graceMs, machine.has('systemd-notify'));
  const text = machine.manager === 'systemd' ? systemdUnit(plan) : launchdAgent(plan);
  return { machine, plan, text, installed: installedAt(machine, text) };
}

function planOf({ settings }: Context, graceMs: number, notifies: boolean): ServicePlan {
  const { home, dbPath, configPath, logDir } = settings;
  return {
    node: process.execPath,
    nodeFlags: NODE_FLAGS,
    entry: resolve(process.argv[1] ?? ''),
    home,
    ...(dbPath === join(home, 'openclaw-tui.db') ? {} : { dbPath }),
    ...(configPath === undefined || configPath === join(home, 'config.json') ? {} : { configPath }),
    graceMs,
    logDir,
    notifies,
  };
}

function installedAt(machine: ServiceMachine, text: string): Service['installed'] {
  const found = machine.read();
  if (found === undefined) return { kind: 'nothing' };
  const home = homeOfService(found);
  return home === undefined ? { kind: 'foreign' } : { kind: 'ours', home, isCurrent: found === text };
}

export const foreignFailure = ({ machine }: Service): Failure =>
  new Failure('refused', 'service-not-ours', `nothing was done: ${machine.path} was not made by this program`, {
    hint: 'move it away first',
  });

export const otherHomeFailure = (home: string): Failure =>
  new Failure('conflict', 'service-other-home', `nothing was done: the service runs the engine on ${home}`, {
    hint: `openclaw-tui --home ${shellWord(home)} service uninstall takes that one away`,
  });

/** How the manager says it stands; undefined when it does not answer. */
export function stateOf({ machine }: Service): ServiceState | undefined {
  const answer = machine.run(
    machine.manager === 'systemd'
      ? ['systemctl', '--user', 'show', UNIT_NAME, `--property=${SHOWN_PROPERTIES.join(',')}`]
      : ['launchctl', 'print', launchdTarget()],
  );
  if (answer.kind !== 'ok') return undefined;
  return machine.manager === 'systemd' ? systemdState(answer.text) : launchdState(answer.text);
}

type Words = readonly [string, ...string[]];

/** Makes the manager read the definition and start the engine, now and after every boot; launchd reads none twice. */
export function startWords({ machine }: Service, isLoaded: boolean): Words[] {
  if (machine.manager === 'systemd') {
    return [
      ['systemctl', '--user', 'daemon-reload'],
      ['systemctl', '--user', 'enable', '--now', '--no-block', UNIT_NAME],
    ];
  }
  const load: Words = ['launchctl', 'bootstrap', launchdDomain(), machine.path];
  return isLoaded ? [['launchctl', 'bootout', launchdTarget()], load] : [load];
}

export const stopWords = ({ machine }: Service): Words =>
  machine.manager === 'systemd'
    ? ['systemctl', '--user', 'disable', '--now', UNIT_NAME]
    : ['launchctl', 'bootout', launchdTarget()];

export const forgetWords = ({ machine }: Service): Words[] =>
  machine.manager === 'systemd' ? [['systemctl', '--user', 'daemon-reload']] : [];

/** The line a person types to the same end. */
export const typed = (words: Words): string => words.map(shellWord).join(' ');

const shellWord = (word: string): string => (/[^\w@%+=:,./-]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : word);

/** Runs one after the other until one is not done; `done` when all were. */
export function runAll(
  { machine }: Service,
  commands: readonly Words[],
): { kind: 'done' } | Exclude<CommandAnswer, { kind: 'ok' }> {
  for (const words of commands) {
    const answer = machine.run(words);
    if (answer.kind !== 'ok') return answer;
  }
  return { kind: 'done' };
}

/** Whether the user's services outlive the last logout and start at boot; undefined where nobody can say. */
export function lingers({ machine }: Service, user: string): boolean | undefined {
  if (machine.manager !== 'systemd') return undefined;
  const answer = machine.run(['loginctl', 'show-user', user, '--property=Linger']);
  // Of somebody who is not logged in and does not linger it says that it knows nobody.
  if (answer.kind === 'failed' && /not logged in or lingering/i.test(answer.reason)) return false;
  return answer.kind === 'ok' ? answer.text.trim() === 'Linger=yes' : undefined;
}

export const lingerHint = (user: string): string =>
  `without lingering the service ends with the last logout and waits for a login after a boot: loginctl enable-linger ${user}`;

const launchdDomain = (): string => `gui/${process.getuid?.() ?? 0}`;
const launchdTarget = (): string => `${launchdDomain()}/${AGENT_LABEL}`;
