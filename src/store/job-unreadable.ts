/** No command stores a definition that cannot be read: a hand, a bad disk or another version did. */
export class JobUnreadable extends Error {
  readonly jobId: string;
  readonly jobName: string;

  constructor({ id, name }: { id: string; name: string }, problem: string) {
    super(`job ${name} cannot be read: ${problem}`);
    this.name = 'JobUnreadable';
    this.jobId = id;
    this.jobName = name;
  }
}
