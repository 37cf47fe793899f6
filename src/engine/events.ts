import type { ReasonCode } from '../store/nouns/decision.ts';
import type { Lease, LeaseWish } from '../store/nouns/lease.ts';
import type { Run } from '../store/nouns/run.ts';
import type { GatewayState } from './ports/gateway.ts';
import type { ProcessInfo } from './ports/processes.ts';

/** What the engine tells while it works; the headless log is drawn from it. Closed, so that every reader knows all of it. */
export type EngineEvent =
  | { kind: 'engine-started'; fence: number; recovered: number }
  | { kind: 'engine-stopping'; activeRuns: number }
  /** `leftRuns` go on alone, and the next engine takes them back. */
  | { kind: 'engine-stopped'; leftRuns: number }
  /** `to` is who asked for it; what runs goes on there. */
  | { kind: 'engine-handed-over'; to: LeaseWish }
  /** `by` holds the lease now; or its database was taken away, and `because` says how. */
  | { kind: 'lease-lost'; by?: Lease; because?: string }
  /** A process has its id, a turn or event the agent that it went to. */
  | { kind: 'run-started'; run: Run; pid?: number; agentId?: string; lateMs: number }
  | { kind: 'run-ended'; run: Run }
  | { kind: 'dispatch-refused'; jobId: string; jobName: string; reason: ReasonCode; detail: string }
  | { kind: 'approval-asked'; jobId: string; jobName: string }
  | { kind: 'approval-lapsed'; jobName: string; became: 'approved' | 'rejected' }
  | { kind: 'processes-escaped'; runId: number; jobName: string; processes: readonly ProcessInfo[]; killed: boolean }
  | { kind: 'gateway'; state: GatewayState; detail: string }
  | { kind: 'clock-step'; byMs: number }
  /** S-10: another edition of the time-zone database; `moved` jobs fire at another instant next. */
  | { kind: 'zones-changed'; from: string; to: string; moved: number }
  | { kind: 'database-busy' }
  | { kind: 'engine-error'; error: string };

export type Emit = (event: EngineEvent) => void;

/** A listener that throws must not stop the engine: its error is reported to the others as an event of the engine's own. */
export function createEmitter(report: (error: unknown) => void): { emit: Emit; on(listener: Emit): () => void } {
  const listeners = new Set<Emit>();
  return {
    emit(event) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          report(error);
        }
      }
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
