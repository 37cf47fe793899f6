import * as z from 'zod';
import { jobInputSchema } from '../../../store/nouns/job-fields.ts';

/** The JSON Schema of what an operator may write; what it cannot say stands as a comment beside its field. */
export function jobJsonSchema(): Record<string, unknown> {
  return {
    title: 'A job',
    ...z.toJSONSchema(jobInputSchema, {
      io: 'input',
      override: ({ jsonSchema }) => {
        const { allowed } = jsonSchema;
        if (typeof allowed !== 'string') return;
        delete jsonSchema.allowed;
        jsonSchema.$comment = `allowed: ${allowed}`;
      },
    }),
  };
}
