import { readdirSync, statSync } from 'node:fs';
import { openclawFolder, openclawVersion } from '../../src/engine/imports/openclaw/source.ts';
import type { Host } from '../../src/engine/ports/host.ts';
import { serviceMachine } from '../../src/engine/ports/service.ts';
import { AGENT_LABEL, homeOfService, UNIT_NAME } from '../../src/engine/rules/service-unit.ts';
import type { ConsoleFacts, MachineCheck } from '../../src/ui/console-options.ts';
import type { Settings } from '../config/settings.ts';

const OTHERS = 0o077;

type Place = {
  settings: Pick<Settings, 'dbPath' | 'home'>;
  facts: Pick<ConsoleFacts, 'dbLabel' | 'homeLabel'>;
  jobCount: number;
};

/** What the first start says about this machine. */
export function machineChecks(host: Host, place: Place): MachineCheck[] {
  return [
    databaseCheck(host, place),
    { state: 'ok', name: 'zone', text: `${host.timeZone} for new jobs, as on this machine` },
    ...gatewayCheck(host),
    serviceCheck(host, place),
  ];
}

function databaseCheck(host: Host, { settings, facts, jobCount }: Place): MachineCheck {
  const stats = statSync(settings.dbPath, { throwIfNoEntry: false });
  // Under an open console somebody may take it away; who runs the engine says so itself.
  if (stats === undefined) return { state: 'warn', name: 'database', text: `${facts.dbLabel} is gone` };
  const { size, mode } = stats;
  const isPrivate = (mode & OTHERS) === 0;
  const state = jobCount === 0 ? 'new' : `${Math.ceil(size / 1_000)} kB`;
  const readers = isPrivate ? `readable by ${host.user} only` : 'readable by others: chmod 600 it';
  return { state: isPrivate ? 'ok' : 'warn', name: 'database', text: `${facts.dbLabel}, ${state}, ${readers}` };
}

/** Who has no OpenClaw is told nothing of its gateway. */
function gatewayCheck(host: Host): MachineCheck[] {
  const folder = openclawFolder(host);
  if (!entriesOf(folder).some((name) => name !== OWN_FOLDER)) return [];
  const version = openclawVersion(folder);
  const name = version === undefined ? 'OpenClaw' : `OpenClaw ${version}`;
  return [
    { state: 'warn', name: 'gateway', text: `${name} is here; agent jobs wait until its gateway can be reached` },
  ];
}

/** Our own home lies there unless another was chosen, and makes the folder. */
const OWN_FOLDER = 'tui';

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Most machines have none.
    return [];
  }
}

function serviceCheck(host: Host, { settings, facts }: Place): MachineCheck {
  const names = { unit: UNIT_NAME, label: AGENT_LABEL };
  const machine = serviceMachine({ platform: process.platform, env: host.env, homeDir: host.homeDir }, names, 0);
  const text = machine?.read();
  const owner = text === undefined ? undefined : homeOfService(text);
  if (owner === settings.home)
    return { state: 'ok', name: 'service', text: `installed: jobs of ${facts.homeLabel} run without a console` };
  const other = owner === undefined ? 'not installed' : 'installed for another home';
  return { state: 'warn', name: 'service', text: `${other}: jobs run only while openclaw-tui runs (: service)` };
}
