import { existsSync } from 'node:fs';
import type { ServiceState } from '../../../src/engine/rules/service-unit.ts';
import { type Context, liveEngine } from '../../context.ts';
import { logPath } from '../../fault-log.ts';
import { pairLines } from '../../output/pairs.ts';
import { durationText, wallText } from '../../output/times.ts';
import { lingerHint, lingers, openService, type Service, stateOf } from './machine.ts';

export function showService(context: Context): void {
  const { output, settings, host, clock } = context;
  const service = openService(context);
  const { machine, installed } = service;
  const state = stateOf(service);
  const engine = existsSync(settings.dbPath) ? liveEngine(context) : undefined;
  const isOurs = engine !== undefined && engine.pid === state?.pid;
  const linger = lingers(service, host.user);
  const data = {
    manager: machine.manager,
    path: machine.path,
    installed: installed.kind,
    ...(installed.kind === 'ours' ? { home: installed.home, current: installed.isCurrent } : {}),
    ...(state === undefined ? { active: 'unknown' } : state),
    ...(isOurs ? { since: new Date(engine.acquiredAt).toISOString() } : {}),
    ...(linger === undefined ? {} : { linger }),
    log: logPath(settings),
  };
  output.answer(data, () =>
    pairLines([
      ['service', `${INSTALLED[installed.kind]} ${machine.path}`],
      ['home', installed.kind === 'ours' ? installed.home : undefined],
      ['definition', definitionText(service)],
      ['engine', engineText(machine.manager, state)],
      [
        'since',
        isOurs
          ? `${wallText(engine.acquiredAt, host.timeZone)}, ${durationText(clock.now() - engine.acquiredAt)}`
          : undefined,
      ],
      ['says', state?.says],
      [
        'lease',
        engine === undefined || isOurs ? undefined : `pid ${engine.pid} (${engine.mode}) runs the engine of this home`,
      ],
      ['linger', linger === undefined ? undefined : linger ? 'yes' : 'no'],
      ['log', logPath(settings)],
    ]),
  );
  if (linger === false && installed.kind === 'ours') output.remark(lingerHint(host.user));
}

const INSTALLED = { nothing: 'not installed:', foreign: 'not ours:', ours: 'installed:' } as const;

const definitionText = ({ installed, plan }: Service): string | undefined =>
  installed.kind !== 'ours' || installed.isCurrent || installed.home !== plan.home
    ? undefined
    : 'differs from what this program would write now: openclaw-tui service install';

function engineText(manager: string, state: ServiceState | undefined): string {
  if (state === undefined) return `unknown: ${manager} does not answer`;
  const parts = [
    state.active,
    ...(state.pid === undefined ? [] : [`pid ${state.pid}`]),
    ...(state.enabled === undefined ? [] : [state.enabled]),
    ...(state.restarts === undefined
      ? []
      : [state.restarts === 1 ? 'restarted once' : `restarted ${state.restarts} times`]),
  ];
  return parts.join(', ');
}
