import type { Result } from '../../../src/engine/commands.ts';
import { shownTarget } from '../../../src/engine/rules/delivery.ts';
import { outboxReads } from '../../../src/store/lookups/outbox-reads.ts';
import type { Notice } from '../../../src/store/nouns/notice.ts';
import type { Context } from '../../context.ts';
import { usageFailure } from '../../failure.ts';
import { findByNumber } from '../../find.ts';
import { toDocument } from '../../output/documents.ts';
import { doneValue, remarkIfNoEngine } from '../../results.ts';

/** One transaction must not hold others up for long. */
const RESENT_MAX = 500;

export function resendMessages(context: Context, options: { all?: true }, wanted: string[]): void {
  const ids = chosen(context, options, wanted);
  const commands = context.commands();
  const messages = change(context, ids, (id) => commands.sendAgain(id, context.actor));
  const engine = remarkIfNoEngine(context);
  context.output.answer({ messages: messages.map(factsOf), waits_for_engine: engine.waitsForEngine === true }, () =>
    messages.length === 0
      ? ['Nothing was given up, and nothing is held.']
      : messages.map(({ id, title }) => `sends again ${title} (message ${id})`),
  );
}

export function discardMessages(context: Context, _options: object, wanted: string[]): void {
  const commands = context.commands();
  const messages = change(context, numbered(context, wanted), (id) => commands.discardMessage(id, context.actor));
  context.output.answer({ messages: messages.map(factsOf) }, () =>
    messages.map(({ id, title }) => `discarded ${title} (message ${id})`),
  );
}

function chosen(context: Context, options: { all?: true }, wanted: readonly string[]): number[] {
  if ((options.all === true) === wanted.length > 0) {
    throw usageFailure('messages-wanted', 'give messages by number, or --all', { hint: 'msg outbox shows them' });
  }
  if (options.all !== true) return numbered(context, wanted);
  const found = outboxReads(context.store().db).list({ states: ['failed', 'held'], limit: RESENT_MAX });
  if (found.length === RESENT_MAX) context.output.remark(`only the newest ${RESENT_MAX}; again for the others`);
  return found.map(({ id }) => id).reverse();
}

const numbered = (context: Context, wanted: readonly string[]): number[] =>
  wanted.map((each) => findByNumber('message', each, context.store().outbox.get).id);

/** All or none. */
const change = (context: Context, ids: readonly number[], act: (id: number) => Result<{ message: Notice }>): Notice[] =>
  context.store().write(() => ids.map((id) => doneValue(act(id)).message));

function factsOf({ claimedFence: _claim, body: _body, target, ...message }: Notice): unknown {
  return toDocument({ ...message, ...(target === undefined ? {} : { target: shownTarget(target) }) });
}
