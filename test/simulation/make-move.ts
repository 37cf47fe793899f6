import { EVERYTHING, type PauseTarget } from '../../src/engine/commands.ts';
import { ANA, BEN, jobInput } from '../support/builders.ts';
import { STEADY } from './jobs.ts';
import type { Move } from './moves.ts';
import type { World } from './world.ts';

const BY_ANA = { actor: ANA, machineZone: 'UTC' };
const JOBS_ADDED_MAX = 40;
const CALLS = ['startTurn', 'turnFate', 'abortTurn', 'wake'] as const;
const REFUSALS = ['draining', 'unavailable', 'rejected'] as const;

/** Commands may be refused (the job is gone, the approval decided): that is an answer as well. */
export async function makeMove(world: World, move: Move): Promise<void> {
  const { commands, fake, machine } = world;
  switch (move.kind) {
    case 'run':
      commands.runNow(anyJob(world, move.job), ANA);
      break;
    case 'run-override':
      commands.runNow(anyJob(world, move.job), ANA, undefined, move.fields);
      break;
    case 'disable':
      commands.disableJob(touchedJob(world, move.job), ANA);
      break;
    case 'enable':
      commands.enableJob(touchedJob(world, move.job), ANA);
      break;
    case 'delete':
      commands.deleteJob(touchedJob(world, move.job), ANA);
      break;
    case 'cancel-job':
      commands.cancelJob(touchedJob(world, move.job), ANA, { cascade: true });
      break;
    case 'edit':
      commands.updateJob(touchedJob(world, move.job), move.fields, BY_ANA);
      break;
    case 'add':
      if (world.jobs().length < JOBS_ADDED_MAX) commands.addJob(jobInput(move.fields), BY_ANA);
      break;
    case 'finish':
      for (let index = 0; index < move.count; index += 1) finishOne(world, move);
      break;
    case 'vanish':
      withProcess(world, move.pick, fake.vanish);
      break;
    case 'ignore-term':
      withProcess(world, move.pick, fake.ignoreTerm);
      break;
    case 'escape':
      withProcess(world, move.pick, (runId) => void fake.escape(runId, 'left the group'));
      break;
    case 'refuse-start':
      fake.refuseNext('EAGAIN: no more processes');
      break;
    case 'cancel-run':
      commands.cancelRun(activeRun(world, move.pick), ANA);
      break;
    case 'kill-run':
      commands.killRun(activeRun(world, move.pick), ANA);
      break;
    case 'cancel-dispatch':
      commands.cancelDispatch(idIn(world, `SELECT id FROM dispatches WHERE status = 'pending'`, move.pick), ANA);
      break;
    case 'rerun':
      commands.rerunRun(idIn(world, 'SELECT id FROM runs', move.pick), BEN);
      break;
    // Two people at once: whoever is second is told, and nothing happens twice.
    case 'approve': {
      const id = pendingApproval(world, move.pick);
      commands.approve(id, { actor: ANA });
      commands.reject(id, { actor: BEN });
      break;
    }
    case 'reject': {
      const id = pendingApproval(world, move.pick);
      commands.reject(id, { actor: ANA });
      commands.approve(id, { actor: BEN });
      break;
    }
    case 'pause':
      commands.pause([targetOf(world, move.target)], {
        actor: ANA,
        ...(move.ms === 0 ? {} : { until: world.now() + move.ms }),
      });
      break;
    case 'resume':
      for (const pause of world.store.pauses.list().slice(0, 1)) commands.resume([pause], ANA);
      break;
    case 'pool':
      commands.setPool(move.pool, move.slots, ANA);
      break;
    case 'alert':
      changeAlert(world, move);
      break;
    case 'gateway':
      world.gateway.become(move.state);
      break;
    case 'gateway-trouble':
      troubleGateway(world, move);
      break;
    case 'post':
      machine.post.become(move.state);
      break;
    case 'advance':
      await world.advance(move.ms);
      break;
    case 'step':
      world.clock.step(move.ms);
      await world.advance(1_000);
      break;
    case 'sleep':
      world.clock.sleep(Math.abs(move.ms));
      await world.advance(1_000);
      break;
    case 'crash':
      await world.crash();
      break;
    case 'reboot':
      await world.reboot();
      break;
    case 'freeze':
      world.freeze();
      break;
    case 'thaw':
      await world.thaw();
      break;
    case 'hand-over':
      await world.handOver();
      break;
    case 'stop':
      await world.stop();
      break;
    case 'arm':
      machine.arm(move.fault);
      break;
    case 'integrity':
      checkFile(world);
      break;
  }
  await world.advance(0);
}

const anyJob = (world: World, pick: number): string => pickOf(world.jobs(), pick) ?? '';
const touchedJob = (world: World, pick: number): string =>
  pickOf(
    world.jobs().filter((_, index) => index !== STEADY),
    pick,
  ) ?? '';

const pickOf = <T>(from: readonly T[], pick: number): T | undefined => from[pick % Math.max(1, from.length)];

function withProcess({ fake }: World, pick: number, act: (runId: number) => unknown): void {
  const runId = pickOf(fake.running(), pick);
  if (runId !== undefined) act(runId);
}

function finishOne({ fake }: World, { pick, code, out }: Extract<Move, { kind: 'finish' }>): void {
  const runId = pickOf(fake.running(), pick);
  if (runId !== undefined) fake.finish(runId, { code, out });
}

const idIn = ({ store }: World, sql: string, pick: number): number =>
  (pickOf(store.db.prepare(`${sql} ORDER BY id`).all(), pick) as { id: number } | undefined)?.id ?? 0;

const activeRun = (world: World, pick: number): number =>
  idIn(world, `SELECT id FROM runs WHERE status IN ('pending', 'running')`, pick);

const pendingApproval = (world: World, pick: number): number =>
  idIn(world, `SELECT id FROM approvals WHERE status = 'pending'`, pick);

function targetOf(world: World, which: number): PauseTarget {
  if (which === 0) return EVERYTHING;
  if (which === 1) return { scope: 'pool', key: 'io' };
  return { scope: 'job', key: touchedJob(world, which) };
}

function changeAlert(world: World, { pick, how }: Extract<Move, { kind: 'alert' }>): void {
  const { commands } = world;
  const id = idIn(world, `SELECT id FROM alerts WHERE state <> 'resolved'`, pick);
  if (how === 'acknowledge') commands.acknowledgeAlert(id, ANA);
  else if (how === 'resolve') commands.resolveAlert(id, ANA);
  else commands.snoozeAlert(id, world.now() + 10_000, ANA);
}

function troubleGateway({ gateway }: World, { how, call }: Extract<Move, { kind: 'gateway-trouble' }>): void {
  const name = CALLS[call % CALLS.length] ?? 'startTurn';
  if (how === 'hang') gateway.hangNext(name, call % 2 === 0 ? 'lost' : 'taken');
  else if (how === 'fail') gateway.failNext(name, 'the socket was closed');
  else if (how === 'refuse') gateway.refuseNext({ kind: REFUSALS[call % 3] ?? 'rejected', reason: 'as it likes' });
  else if (how === 'cut') gateway.cutConnection();
  else gateway.restart();
}

function checkFile({ store, watchers }: World): void {
  const sound = store.db.pragma('integrity_check', { simple: true });
  if (sound !== 'ok') watchers.complain(`the database is damaged: ${sound}`);
  if ((store.db.pragma('foreign_key_check') as unknown[]).length > 0) watchers.complain('a row names one that is gone');
}
