import type { Alias } from '../../store/aliases.ts';
import type { Actor } from '../../store/nouns/actor.ts';
import type { Store } from '../../store/store.ts';
import type { CommandPorts } from '../commands.ts';
import { aliasProblem, shownTarget } from '../rules/delivery.ts';
import { done, notFound, type Refusal, type Result, refused, transact } from './result.ts';

const USERS_NAMED_MAX = 5;
const USERS_COUNTED_MAX = 1_000;

export function aliasCommands(store: Store, ports: CommandPorts) {
  const audit = (action: string, { name, channel, target }: Alias, actor: Actor): void => {
    const entry = { actor, action, subjectKind: 'alias', subjectId: name, subjectName: `@${name}` } as const;
    // Of a URL only the host: its path may be a secret, and the record is read by many.
    store.audit.add({ ...entry, detail: { channel, target: shownTarget(target) } }, ports.clock.now());
  };
  return {
    /** D-112. Adds it, or points it elsewhere; what waits for the name is sent there. The name may begin with its `@`. */
    setAlias(
      given: Pick<Alias, 'name' | 'channel' | 'target'>,
      actor: Actor,
    ): Result<{ alias: Alias; before: 'none' | Pick<Alias, 'channel' | 'target'> }> {
      const wanted = { ...given, name: bareName(given.name) };
      const refusal = unfit(wanted);
      if (refusal !== undefined) return refusal;
      return transact(store, ports, () => {
        const before = store.aliases.get(wanted.name);
        const alias = store.aliases.set(wanted, actor, ports.clock.now());
        audit('alias.set', alias, actor);
        return done({ alias, before: before === undefined ? 'none' : before });
      });
    },

    /** Whatever waits for it is held from then on, until there is one of that name again. */
    removeAlias(
      given: string,
      { actor, used }: { actor: Actor; used: 'refuse' | 'remove' },
    ): Result<{ alias: Alias; usedBy: string[] }> {
      const name = bareName(given);
      // Looked up before the transaction: it reads every job. One that is added meanwhile has its messages held, and says so.
      const usedBy = store.aliases.usedBy(name, USERS_COUNTED_MAX);
      if (used === 'refuse' && usedBy.length > 0 && store.aliases.get(name) !== undefined) return inUse(name, usedBy);
      return transact(store, ports, () => {
        const alias = store.aliases.get(name);
        if (alias === undefined) return notFound('alias', `@${name}`);
        store.aliases.remove(name);
        audit('alias.remove', alias, actor);
        return done({ alias, usedBy });
      });
    },
  };
}

const bareName = (name: string): string => (name.startsWith('@') ? name.slice(1) : name);

function unfit(wanted: Pick<Alias, 'name' | 'channel' | 'target'>): Refusal | undefined {
  const problem = aliasProblem(wanted);
  if (problem !== undefined) {
    const { field, allowed } = problem;
    return { ...refused(`bad-${field}`, `no alias added: its ${field} may be ${allowed}`), field };
  }
  if (!wanted.target.startsWith('@')) return undefined;
  const why = 'no alias added: it would point at another one, and only one is looked up';
  return { ...refused('bad-target', why, 'give a channel and its own target'), field: 'target' };
}

function inUse(name: string, usedBy: readonly string[]): Refusal {
  const named = usedBy.slice(0, USERS_NAMED_MAX).join(', ');
  const more = usedBy.length > USERS_NAMED_MAX ? ' and more' : '';
  const count = usedBy.length === 1 ? '1 job tells' : `${usedBy.length} jobs tell`;
  return refused(
    'alias-used',
    `not removed: ${count} somebody by @${name}: ${named}${more}`,
    'change them, or --force; their messages are held then',
  );
}
