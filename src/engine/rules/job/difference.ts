import { type JobDefinition, type JobField, jobDefinitionSchema, jobFields } from '../../../store/nouns/job-fields.ts';

/** One field that two definitions differ in; a side is absent where the field is. */
export type FieldChange = { field: JobField; before?: unknown; after?: unknown };

/** What an edit changes, in the order of the fields. */
export function differenceOf(before: Partial<JobDefinition>, after: Partial<JobDefinition>): FieldChange[] {
  return jobFields
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({
      field,
      ...(before[field] === undefined ? {} : { before: before[field] }),
      ...(after[field] === undefined ? {} : { after: after[field] }),
    }));
}

/** What a field holds that nobody gave; fields without a default are absent. */
export function jobDefaults(): Partial<JobDefinition> {
  const { shape } = jobDefinitionSchema;
  return Object.fromEntries(
    jobFields.flatMap((field) => {
      const { data } = shape[field].safeParse(undefined);
      return data === undefined ? [] : [[field, data]];
    }),
  );
}
