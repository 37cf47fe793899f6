import { unwritablePath } from '../../../src/engine/rules/service-unit.ts';
import { type Context, liveEngine } from '../../context.ts';
import { Failure, usageFailure } from '../../failure.ts';
import { pairLines } from '../../output/pairs.ts';
import {
  foreignFailure,
  lingerHint,
  lingers,
  openService,
  otherHomeFailure,
  runAll,
  type Service,
  startWords,
  stateOf,
  typed,
} from './machine.ts';

export function installService(context: Context, options: { dryRun?: true }): void {
  const service = openService(context);
  const { machine, plan, text, installed } = service;
  const odd = unwritablePath(plan);
  if (odd !== undefined) {
    throw usageFailure(
      'path-not-writable',
      `no service installed: the path ${JSON.stringify(odd)} fits into no definition`,
      {
        hint: 'no control characters, and no quotes or backslashes in the path of Node',
      },
    );
  }
  if (options.dryRun === true) {
    context.output.answer({ manager: machine.manager, path: machine.path, text }, () => text.trimEnd().split('\n'));
    return;
  }
  if (installed.kind === 'foreign') throw foreignFailure(service);
  if (installed.kind === 'ours' && installed.home !== plan.home) throw otherHomeFailure(installed.home);
  const pidBefore = installed.kind === 'ours' ? stateOf(service)?.pid : undefined;
  refuseBesideEngine(context, pidBefore);
  const change = installed.kind === 'nothing' ? 'new' : installed.isCurrent ? 'none' : 'changed';
  if (change !== 'none') machine.write(text);
  tell(context, service, { change, wasRunning: pidBefore !== undefined });
}

/** Two engines on one home are none more: the one that is there keeps the lease, and the service would only wait. */
function refuseBesideEngine(context: Context, servicePid: number | undefined): void {
  const engine = liveEngine(context);
  if (engine === undefined || engine.pid === servicePid) return;
  const isConsole = engine.mode === 'console';
  throw new Failure(
    'conflict',
    'engine-running',
    `no service installed: pid ${engine.pid} runs the engine ${isConsole ? 'in a console' : 'without a screen'}`,
    {
      hint: isConsole
        ? 'leave that console with Stop, install, then open it again: it attaches. Runs go on, and the service takes them back'
        : `stop it first (kill ${engine.pid}); runs go on, and the service takes them back`,
    },
  );
}

type Done = { change: 'new' | 'changed' | 'none'; wasRunning: boolean };

function tell(context: Context, service: Service, { change, wasRunning }: Done): void {
  const { output, host } = context;
  const { machine, plan } = service;
  const commands =
    machine.manager === 'launchd' && wasRunning && change === 'none' ? [] : startWords(service, wasRunning);
  const ran = runAll(service, commands);
  const toRun = ran.kind === 'done' ? [] : commands.map(typed);
  const linger = ran.kind === 'done' ? lingers(service, host.user) : undefined;
  const restart = change === 'changed' && wasRunning && machine.manager === 'systemd';
  const data = {
    manager: machine.manager,
    path: machine.path,
    change,
    started: ran.kind === 'done',
    ...(ran.kind === 'done' ? {} : { reason: ran.reason, to_run: toRun }),
    ...(linger === undefined ? {} : { linger }),
  };
  output.answer(data, () =>
    pairLines([
      ['service', `${WRITTEN[change]} ${machine.path}`],
      [
        'engine',
        ran.kind === 'done' ? `${machine.manager} keeps it running on ${plan.home}` : `not started: ${ran.reason}`,
      ],
      ['to run', toRun.length === 0 ? undefined : toRun.join('\n')],
      [
        'restart',
        restart ? 'systemctl --user restart openclaw-tui.service, when it suits: the old definition runs' : undefined,
      ],
      ['linger', linger === true ? 'yes: it starts at boot and outlives a logout' : undefined],
    ]),
  );
  if (linger === false) output.remark(lingerHint(host.user));
}

const WRITTEN = { new: 'written to', changed: 'written anew to', none: 'is as it should be in' } as const;
