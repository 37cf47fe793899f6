import type { Context } from '../../context.ts';
import { liveEngine } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { foreignFailure, forgetWords, openService, otherHomeFailure, runAll, stopWords, typed } from './machine.ts';

export function uninstallService(context: Context): void {
  const service = openService(context);
  const { machine, plan, installed } = service;
  if (installed.kind === 'foreign') throw foreignFailure(service);
  if (installed.kind === 'nothing') {
    context.output.answer({ removed: false, path: machine.path }, () => [`no service is installed (${machine.path})`]);
    return;
  }
  if (installed.home !== plan.home) throw otherHomeFailure(installed.home);
  const stopped = runAll(service, [stopWords(service)]);
  if (stopped.kind === 'failed') {
    throw new Failure('refused', 'service-not-stopped', `nothing was removed: ${stopped.reason}`, {
      hint: `${typed(stopWords(service))} shows more`,
    });
  }
  machine.remove();
  runAll(service, forgetWords(service));
  // Without a manager nobody has stopped what may run all the same.
  const left = stopped.kind === 'absent' ? liveEngine(context) : undefined;
  context.output.answer({ removed: true, path: machine.path, stopped: stopped.kind === 'done' }, () => [
    `removed ${machine.path}; home, jobs and runs stay`,
  ]);
  if (left !== undefined)
    context.output.remark(`pid ${left.pid} still runs an engine on ${plan.home}: kill ${left.pid} stops it`);
}
