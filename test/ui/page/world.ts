import type { CommandResult } from '../../../src/ui/console-commands.ts';
import type { ConsoleOptions } from '../../../src/ui/console-options.ts';
import type { FormBase } from '../../../src/ui/form/form.ts';
import type { CronMove } from '../../../src/ui/import/cron-move.ts';
import type { ImportOffer } from '../../../src/ui/import/offers.ts';
import type { PageDone } from '../../../src/ui/page/page-events.ts';
import type { PagePorts } from '../../../src/ui/page/page-ports.ts';
import { insert, jobValues } from '../../support/screen-data.ts';
import { aConsole } from '../console/world.ts';

type Answer = CommandResult<PageDone>;
const done = (text: string): Answer => ({ kind: 'done', value: { text } });

/** The console with pages whose outside only writes down what it is asked. */
export function aPageConsole(
  size: { columns?: number; rows?: number; drafts?: ConsoleOptions['drafts'] } = {},
  given: {
    base?: FormBase;
    offers?: ImportOffer[];
    move?: CronMove;
    job?: Record<string, string | number | null>;
  } = {},
) {
  const asked: unknown[][] = [];
  const answers: { next?: Answer; base?: FormBase | undefined } = { base: given.base };
  const answer = (text: string): Answer => answers.next ?? done(text);
  const pages: PagePorts = {
    addJob: (input) => {
      asked.push(['add', input]);
      return answer('added it');
    },
    saveJob: (...words) => {
      asked.push(['save', ...words]);
      return answer('saved it');
    },
    jobOf: () => answers.base,
    findJob: (text) =>
      text === 'build-web'
        ? { kind: 'job', id: 'job-9', name: text }
        : { kind: 'none', why: `no job is called ${text}` },
    idsNamed: (name) => (name === 'build-web' ? ['job-9'] : []),
    lookForImports: () => Promise.resolve(given.offers ?? []),
    importJobs: (...words) => {
      asked.push(['import', ...words]);
      return Promise.resolve(answer('imported them'));
    },
    cronMove: () => Promise.resolve(given.move),
    takeOverLine: (...words) => {
      asked.push(['move', ...words]);
      return Promise.resolve(answer('moved it'));
    },
    giveBackLine: () => Promise.resolve(done('gave it back')),
  };
  const world = aConsole(size);
  Object.assign(world.options, { pages });
  world.options.facts.zone = 'Europe/Berlin';
  if (given.job !== undefined) insert(world.db, 'jobs', jobValues('backup', given.job));
  world.controller.start();
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
  };
  return {
    ...world,
    asked,
    answers,
    settle,
    typeText: (text: string) => world.type(...[...text].map((letter) => (letter === ' ' ? 'Space' : letter))),
    /** The terminal answers that it shows what was drawn, and the time after it passes. */
    async arm(): Promise<void> {
      await settle();
      for (const sent of world.asked.splice(0)) {
        sent();
        world.report('status');
      }
      world.clock.pass(400);
      await settle();
    },
    /** What stands on the screen, without the frame's own lines. */
    screen: () => world.text().join('\n'),
  };
}
