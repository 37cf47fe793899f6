import type { Dispatch } from '../../../src/store/nouns/dispatch.ts';
import type { Context } from '../../context.ts';
import { Failure, usageFailure } from '../../failure.ts';
import { toDocument } from '../../output/documents.ts';
import { doneValue } from '../../results.ts';

/** All or none. */
export function cancelDispatches(context: Context, _options: object, wanted: string[]): void {
  const store = context.store();
  const commands = context.commands();
  const found = wanted.map((each) => wantedDispatch(context, each));
  const dispatches = store.write(() =>
    found.map(({ id }) => doneValue(commands.cancelDispatch(id, context.actor)).dispatch),
  );
  context.output.answer({ dispatches: toDocument(dispatches) }, () =>
    dispatches.map(({ id, jobId, cause }) => `cancelled dispatch ${id} of ${store.jobs.label(jobId).name} (${cause})`),
  );
}

function wantedDispatch(context: Context, text: string): Dispatch {
  if (!/^[1-9]\d{0,14}$/.test(text)) {
    throw usageFailure('dispatch-id', `${text} is no dispatch id: a whole number such as 8817`, { field: 'dispatch' });
  }
  const found = context.store().dispatches.get(Number(text));
  if (found !== undefined) return found;
  throw new Failure('not-found', 'dispatch-not-found', `no dispatch ${text}`, {
    hint: 'queue list shows those that wait',
  });
}
