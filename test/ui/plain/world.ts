import type { PlainOptions } from '../../../src/ui/plain/plain-options.ts';
import { ANSWER_FROM_MS } from '../../../src/ui/plain/question.ts';
import { createTalk } from '../../../src/ui/plain/talk.ts';
import type { aConsole } from '../console/world.ts';

/** The conversation on a real database, with an engine that only writes down what it is asked. */
export function aTalkIn(world: ReturnType<typeof aConsole>, more: Partial<PlainOptions> = {}) {
  const said: string[] = [];
  const done: unknown[][] = [];
  const left: string[] = [];
  const asked =
    (verb: string) =>
    (...words: unknown[]) => {
      done.push([verb, ...words]);
      return { kind: 'done', value: undefined } as never;
    };
  const talk = createTalk({
    ...{ snapshots: world.options.snapshots, actor: world.options.actor, facts: world.options.facts },
    commands: {
      approve: asked('approve'),
      reject: asked('reject'),
      runNow: asked('run'),
      cancelRun: asked('cancel'),
      acknowledgeAlert: asked('acknowledge'),
      pause: asked('pause'),
      resume: asked('resume'),
      forecast: () => 'starts at once',
      forecastApproved: () => 'waits: pool io full',
    },
    live: world.options.live,
    clock: world.clock,
    readOnly: false,
    calendarOf: () => undefined,
    findJob: (wanted) =>
      wanted === 'deploy-web'
        ? { kind: 'found', id: 'job-deploy-web', name: wanted }
        : { kind: 'missing', message: `no job called ${wanted}` },
    readOutput: () => undefined,
    endWithEngine: () => new Set(),
    nextMissed: () => 'backup-pg at 02:30',
    say: (lines) => said.push(...lines),
    leave: (how) => left.push(how),
    ...more,
  });
  return {
    talk,
    said,
    done,
    left,
    /** Types lines as a person does, who reads before answering. */
    type(...lines: string[]) {
      for (const line of lines) {
        world.clock.pass(ANSWER_FROM_MS);
        talk.hear(line);
      }
    },
    last: () => said.at(-1),
  };
}
