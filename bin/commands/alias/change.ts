import { counted } from '../../../src/engine/rules/counted.ts';
import { routeOf, shownTarget } from '../../../src/engine/rules/delivery.ts';
import type { Alias } from '../../../src/store/aliases.ts';
import { deliverySettings } from '../../config/engine-settings.ts';
import type { Context } from '../../context.ts';
import { toDocument } from '../../output/documents.ts';
import { doneValue } from '../../results.ts';
import { aliasFacts } from './list.ts';

export function addAlias(context: Context, _options: object, name: string, channel: string, target: string): void {
  const { alias, before } = doneValue(context.commands().setAlias({ name, channel, target }, context.actor));
  const heldBecause = heldReasonOf(context, alias);
  if (heldBecause !== undefined) context.output.remark(`its messages are held for now: ${heldBecause}`);
  const document = {
    alias: aliasFacts(alias),
    before: before === 'none' ? null : { channel: before.channel, target: shownTarget(before.target) },
    held_because: heldBecause ?? null,
  };
  context.output.answer(toDocument(document), () => [
    `@${alias.name} is ${placeOf(alias)}${before === 'none' ? '' : `, before ${placeOf(before)}`}`,
  ]);
}

export function removeAlias(context: Context, options: { force?: true }, name: string): void {
  const how = { actor: context.actor, used: options.force === true ? 'remove' : 'refuse' } as const;
  const { alias, usedBy } = doneValue(context.commands().removeAlias(name, how));
  if (usedBy.length > 0) context.output.remark(`messages of ${counted(usedBy.length, 'job')} are held from now on`);
  context.output.answer(toDocument({ alias: aliasFacts(alias), usedBy }), () => [
    `removed @${alias.name}, which was ${placeOf(alias)}`,
  ]);
}

const placeOf = ({ channel, target }: Pick<Alias, 'channel' | 'target'>): string => `${channel} ${shownTarget(target)}`;

/** Why an engine with this configuration could not send by it today. */
function heldReasonOf({ settings }: Context, { channel, target }: Alias): string | undefined {
  const addressed = { aliasChannel: channel, aliasTarget: target };
  const routing = routeOf(addressed, deliverySettings(settings.config.delivery));
  return routing.kind === 'held' ? routing.reason : undefined;
}
