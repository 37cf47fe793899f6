import type { JobDefinition } from '../../../store/nouns/job-fields.ts';

/** What is kept with the job and not acted on by this version; said plainly, so that nobody relies on it. */
export function notYetWarnings(definition: JobDefinition): string[] {
  const kept: string[] = [];
  if (needsGatewayToTell(definition)) {
    kept.push(
      'delivery_channel: messages wait in the outbox, since this version does not talk to a gateway yet; webhook, ntfy and command go out',
    );
  }
  if (definition.session_target !== 'shell' && definition.job_type !== 'watchdog') {
    kept.push(
      `session_target: ${definition.session_target} jobs wait, since this version does not talk to a gateway yet`,
    );
  }
  return kept;
}

/** An alias is looked up when the message is sent, so nothing is known of it here. */
function needsGatewayToTell({
  delivery_mode: mode,
  delivery_channel: channel,
  delivery_to: to,
}: JobDefinition): boolean {
  return mode !== 'none' && to?.startsWith('@') !== true && !OWN_CHANNELS.has(channel ?? 'telegram');
}

const OWN_CHANNELS: ReadonlySet<string> = new Set(['webhook', 'ntfy', 'command']);
