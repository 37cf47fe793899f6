import { isHere } from '../../../src/engine/lease.ts';
import type { Db } from '../../../src/store/database.ts';
import { doctorReads } from '../../../src/store/lookups/doctor-reads.ts';
import { leaseIn } from '../../../src/store/lookups/lease-read.ts';
import type { Lease } from '../../../src/store/nouns/lease.ts';
import { type Context, isLive } from '../../context.ts';
import { durationText } from '../../output/times.ts';
import { version } from '../../version.ts';
import { type Finding, finding } from './finding.ts';

const ENGINE = ['engine', 'engine'] as const;
const CLOCK = ['clock', 'clock'] as const;
/** A beat comes every two seconds. */
const QUIET_MS = 6_000;
const CLOCK_BACK_MS = 10_000;

/** Who runs the engine, how it is, and whether the clock fits what was written before. */
export function checkEngine(context: Context, db: Db): Finding[] {
  const lease = leaseIn(db);
  const engine = lease !== undefined && isLive(lease, context) ? lease : undefined;
  const findings = engine === undefined ? absent(db) : present(context, engine);
  return [...findings, checkClock(context, db), checkZones(context, db)];
}

function absent(db: Db): Finding[] {
  const jobs = doctorReads(db).jobs();
  if (jobs === 0) return [finding('note', ENGINE, 'none runs, and there is no job')];
  const remedy = 'openclaw-tui, openclaw-tui --no-ui, or openclaw-tui service install';
  return [finding('warn', ENGINE, 'none runs on this database, so nothing starts', remedy)];
}

function present(
  { clock, host: here }: Context,
  { pid, user, host, mode, heartbeatAt, version: release }: Lease,
): Finding[] {
  const silentMs = clock.now() - heartbeatAt;
  const who = `pid ${pid} of ${user} on ${host}, ${mode}`;
  const wakeText =
    isHere({ host }, here) && here.isAwake({ pid })
      ? 'it is not stopped: look at its disk and its log'
      : `kill -CONT ${pid}`;
  const findings =
    silentMs > QUIET_MS
      ? [
          finding(
            'bad',
            ENGINE,
            `${who}, gave no sign of life for ${durationText(silentMs)}`,
            `${wakeText}, or start another: it takes over, unless this one stands still inside a commit`,
          ),
        ]
      : [finding('ok', ENGINE, `${who}, alive`)];
  if (release !== version) {
    const text = `the engine is version ${release}, this program ${version}`;
    findings.push(
      finding(
        'warn',
        ['engine-version', 'engine'],
        text,
        'openclaw-tui --no-ui --take-over hands it over to this version',
      ),
    );
  }
  return findings;
}

function checkClock({ clock }: Context, db: Db): Finding {
  const aheadMs = doctorReads(db).newestAt() - clock.now();
  if (aheadMs <= CLOCK_BACK_MS) return finding('ok', CLOCK, 'not behind what was written last');
  const text = `it is ${durationText(aheadMs)} behind what was written last: it was set back, or was wrong then`;
  return finding('warn', CLOCK, text, 'timedatectl says whether it is synchronised; no fire time is repeated');
}

function checkZones({ host }: Context, db: Db): Finding {
  const planned = doctorReads(db).zoneEdition();
  const text = `zone ${host.timeZone}, data ${host.zoneData ?? 'unknown'}`;
  if (host.zoneData === undefined || planned === undefined || planned === host.zoneData) {
    return finding('ok', ['zones', 'time zones'], text);
  }
  return finding(
    'note',
    ['zones', 'time zones'],
    `${text}; jobs are planned by ${planned}, and anew when this version's engine starts`,
  );
}
