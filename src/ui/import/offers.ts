/** One entry of another scheduler: what would become of it, or why nothing can. */
export type OfferedItem =
  | {
      kind: 'fits';
      /** What it is told apart by when it is chosen. */
      id: string;
      name: string;
      /** As lists show it: a cron expression, `every 5m`, `at 2026-12-24 18:00`. */
      schedule: string;
      /** Where it stands at its source: `line 12`, `backup.timer`. */
      from: string;
      command: string;
      notes: readonly string[];
      /** It was imported before and stays as it is. */
      isHere?: true;
    }
  | { kind: 'refused'; name: string; from: string; because: string };

/** What was found to import from one scheduler. */
export type ImportOffer = {
  source: 'crontab' | 'openclaw' | 'systemd-timers';
  /** `Import your crontab`. */
  title: string;
  /** `14 lines of jo: 12 fit, 2 do not`. */
  found: string;
  items: readonly OfferedItem[];
  /** Why what is imported arrives paused: `cron runs it`. */
  runsElsewhere: string;
};
