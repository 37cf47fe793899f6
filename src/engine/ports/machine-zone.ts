import { readlinkSync } from 'node:fs';

/** The machine's own zone. Asking ICU loads its patterns and takes 20 ms, so it is asked only where the system's link does not say. */
export function readMachineZone(variable: string | undefined): string {
  return zoneOfLink(variable, localTimeLink()) ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** From what TZ says and where /etc/localtime leads, see localtime(5); undefined where only ICU can tell. */
export function zoneOfLink(variable: string | undefined, target: string | undefined): string | undefined {
  if (variable !== undefined || target === undefined) return undefined;
  const name = /\/zoneinfo\/(?:Etc\/)?([A-Z][A-Za-z]+(?:\/[A-Z][A-Za-z_-]*)*)$/.exec(target)?.[1];
  if (name === undefined) return undefined;
  return UTC_NAMES.has(name) ? 'UTC' : name.includes('/') ? name : undefined;
}

const UTC_NAMES = new Set(['UTC', 'UCT', 'Universal', 'Zulu']);

function localTimeLink(): string | undefined {
  try {
    return readlinkSync('/etc/localtime');
  } catch {
    // A file of its own, or none.
    return undefined;
  }
}
