import type { Job } from '../../store/nouns/job.ts';

/** Whether a run of the job is stopped with its engine; otherwise it goes on, and the next engine takes it back. */
export const endsWithEngine = (job: Job | undefined): boolean => job?.definition.on_engine_exit === 'stop';
