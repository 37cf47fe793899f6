import { firstTables } from './0001-first-tables.ts';

/** Forward only and never edited after a release; a migration's number is its place in this list, from 1. */
export const migrations: readonly string[] = [firstTables];
